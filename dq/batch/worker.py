"""One job in a process of its own: `python -m dq.batch.worker RESULT`, with the request as one JSON line on stdin.

The result is written to the file RESULT; how far the job is, to a file beside it. The process ends as soon as its stdin
is closed, so a job never outlives the batch that started it, however that ended, on any system.
"""

import _thread
import json
import os
import signal
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dq.exits import leave
from dq.stops import PATIENCE, is_stop, stop

if TYPE_CHECKING:
    from dq.database import Address
    from dq.progress import Progress

INTERRUPTED = 130


def main() -> int:
    """Do what the request says and write what came of it; return the exit code."""
    # Where the batch runs in the background of a shell, SIGINT is ignored, and would be here.
    signal.signal(signal.SIGINT, stop)
    try:
        request = json.loads(sys.stdin.readline())
        threading.Thread(target=_end_with_the_batch, daemon=True).start()
        answer = _answer(request)
    except KeyboardInterrupt:
        return INTERRUPTED
    Path(sys.argv[1]).write_text(json.dumps(answer), encoding="utf-8")
    return 0


def _end_with_the_batch() -> None:
    sys.stdin.read()  # until the batch closes it, or is gone
    _thread.interrupt_main()
    time.sleep(PATIENCE)
    os._exit(INTERRUPTED)  # as killed: nobody is left who would do it


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    from dq.errors import DQError, places

    try:
        return _prepare(request) if request["task"] == "prepare" else _run(request)
    except DQError as error:
        return {"error": error.key, "parameters": {key: str(value) for key, value in error.parameters.items()}}
    except Exception as error:  # noqa: BLE001 - a bug of ours; what it says may hold a value of the data
        if is_stop(error):
            raise KeyboardInterrupt from None
        sys.stderr.write(f"{type(error).__name__}{places(error)}\n")
        return {"error": "batch.bug", "parameters": {"error": type(error).__name__}}


def _prepare(request: dict[str, Any]) -> dict[str, Any]:
    from dq.catalog import load_catalog
    from dq.engine.limits import Limits
    from dq.pipeline import prepare_reference

    catalog = load_catalog(_path(request["catalog"]))
    prepare_reference(
        _place(request["reference"]),
        catalog,
        limits=Limits(**request["limits"]),
        as_of=date.today(),  # noqa: DTZ011 - the user's own day
        progress=_progress(),
    )
    return {}


def _run(request: dict[str, Any]) -> dict[str, Any]:
    from dq.catalog import load_catalog
    from dq.engine.limits import Limits
    from dq.pipeline import RunRequest, run

    options = request["options"]
    outcome = run(
        RunRequest(
            dataset=options["dataset"],
            source=_place(options["source"]),
            out=Path(options["out"]),
            as_of=date.fromisoformat(options["as_of"]),
            limits=Limits(**request["limits"]),
            reference=_place(options["reference"]) if options["reference"] else None,
            no_register=options["no_register"],
            language=options["language"],
            sheet=options["sheet"],
            encoding=options["encoding"],
            mapping=options["mapping"],
            formats=tuple(options["formats"]),
            waivers=_path(options["waivers"]),
            key=_path(options["key"]),
            no_link=options["no_link"],
            weights=_path(options["weights"]),
            companions=tuple((dataset, Path(file)) for dataset, file in options["companions"]),
            force=True,
        ),
        load_catalog(_path(request["catalog"])),
        progress=_progress(),
    )
    return {"passed": outcome.passed}


def _progress() -> "Progress":
    from dq.batch.telling import FileProgress, progress_file

    return FileProgress(progress_file(Path(sys.argv[1])))


def _path(text: str | None) -> Path | None:
    return Path(text) if text is not None else None


def _place(value: str | dict[str, Any]) -> "Path | Address":
    from dq.database import Address

    return Address(**value) if isinstance(value, dict) else Path(value)


if __name__ == "__main__":
    leave(main())
