#!/usr/bin/env bash
# Install dq from the folders of `make wheelhouse` with the network off, and run it: `make wheelhouse-check`.
set -euo pipefail
cd "$(dirname "$0")/.."
wheels=$(realpath "${1:-dist/wheelhouse}") windows=${2:+$(realpath "$2")} version=${3:-3.11}
here=$(mktemp -d)
python=${PYTHON:-python3}
trap 'rm -rf "$here"' EXIT
# Without a network of its own where the system lets us, else with pip and proxies that lead nowhere.
offline=(env PIP_NO_INDEX=1 http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9)
if unshare -rn true 2>/dev/null; then offline=(unshare -rn "${offline[@]}"); fi

"$python" -m venv "$here/env"
"${offline[@]}" "$here/env/bin/pip" install --quiet --disable-pip-version-check --no-index --find-links "$wheels" \
    'dq-population[database,legacy]'
cd "$here"
"${offline[@]}" env/bin/dq --version
"${offline[@]}" env/bin/dq sample land.holder --rows 50 --defects 0 --out sample --as-of 2026-11-01 --lang en
"${offline[@]}" env/bin/dq run land.holder sample/land.holder.csv --reference sample/register.csv --as-of 2026-11-01 \
    --out run --memory 1GB --lang en || test $? -eq 1
test -f run/report.html
if [ -n "$windows" ]; then # every requirement, and theirs, must have its wheel there
    env/bin/pip download --quiet --disable-pip-version-check --no-index --find-links "$windows" --only-binary=:all: \
        --platform win_amd64 --python-version "$version" --implementation cp --abi "cp${version/./}" --abi abi3 --abi none \
        --dest windows 'dq-population[database,legacy]'
    echo "$windows: complete, $(find windows -name '*.whl' | wc -l) wheels"
fi
echo "$wheels: installed and run without a network"
