# The two commands of the README: `make demo` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help install demo test check lint types contracts docs docs-check format faults fuzz wheelhouse wheelhouse-check bench-batch bench bench-full bench-check quality clean

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DATE   := 2026-11-01
FUZZ   ?= 20000
WINDOWS_PYTHON ?= 3.11
SECTIONS ?= all
BENCH  ?=
SECTORS := land.holder civil_registry.birth civil_registry.death civil_registry.marriage welfare.beneficiary health_insurance.participant

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-16s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $(STAMP)

install: $(STAMP) ## Make .venv with dq and the development tools

demo: $(STAMP) ## Check the sample exports of every sector and say where the reports are
	@$(BIN)/python sample_data/demo.py

test: $(STAMP) ## Run the whole test suite
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: lint types contracts docs-check test ## Everything that must be green before a commit

lint: $(STAMP) ## Ruff: lint and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## mypy, strict
	$(BIN)/mypy

contracts: $(STAMP) ## Import layers
	$(BIN)/lint-imports

docs: $(STAMP) ## Write the generated parts of docs/
	$(BIN)/python docs/generate.py

docs-check: $(STAMP) ## Fail when the generated parts of docs/ are not up to date
	$(BIN)/python docs/generate.py --check

format: $(STAMP) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

faults: $(STAMP) ## Fault tests, the long form: a run killed at 50 moments
	DQ_FAULT_MOMENTS=50 $(BIN)/python -m pytest tests/faults

fuzz: $(STAMP) ## Random input for readers, normalizers and parsers: FUZZ=20000 examples a test
	DQ_FUZZ_EXAMPLES=$(FUZZ) $(BIN)/python -m pytest -m fuzz -n auto

wheelhouse: $(STAMP) ## Folders to install dq from without a network: dist/wheelhouse, dist/wheelhouse-windows
	$(BIN)/python tools/wheelhouse.py
	$(BIN)/python tools/wheelhouse.py --windows $(WINDOWS_PYTHON) --out dist/wheelhouse-windows

wheelhouse-check: ## Install from those folders with the network off, and run dq
	PYTHON=$(BIN)/python tools/check_wheelhouse.sh dist/wheelhouse dist/wheelhouse-windows $(WINDOWS_PYTHON)

bench-batch: $(STAMP) ## A night of 30 exports: what is whole, what is skipped, and what a second worker brings
	$(BIN)/python benchmarks/batch.py

bench: $(STAMP) ## dq beside bare engines and peers, 1 M rows: benchmarks/RESULTS.md; SECTIONS=validate,job for some
	$(BIN)/python -m benchmarks.scale --sections $(SECTIONS) $(BENCH)

bench-full: $(STAMP) ## The same at the sizes of the targets, up to 100 M persons: hours
	$(BIN)/python -m benchmarks.scale --full --sections $(SECTIONS) $(BENCH)

bench-check: $(STAMP) ## Measure dq and the floors again: has a ratio of benchmarks/results.json become worse?
	$(BIN)/python -m benchmarks.scale --check --sections $(SECTIONS) $(BENCH)

quality: $(STAMP) ## Recall of planted defects and precision of critical findings; writes docs/quality.md
	@$(BIN)/python benchmarks/quality.py
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group benchmarks
	@$(BIN)/python benchmarks/linking_quality.py
	@$(BIN)/python benchmarks/linking_febrl.py

clean: ## Remove what make made
	rm -rf $(VENV) .venv-peers .bench-data dist build demo-runs .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
