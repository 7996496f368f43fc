"""The process that `dq.expect.apart` starts: `python -m dq.expect.worker`.

One pickled request comes in on stdin, steps and one answer go out on stdout. It ends as soon as its stdin is closed, so
that it never outlives the run that started it, however that ended.
"""

import os
import pickle
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any

from dq.expect.apart import Answer
from dq.memory import peak_memory


def main() -> None:
    """Be the other process."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints, nothing comes between the answers
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_listen, args=[sys.stdin.buffer, requests], daemon=True).start()
    from dq.expect import engine, expect

    engine()

    def tell(item: object) -> None:
        pickle.dump(item, answers)
        answers.flush()

    results = expect(**requests.get(), advance=lambda done, total: tell((done, total))).results
    tell(Answer(results, peak_memory()))


def _listen(stdin: IO[bytes], requests: "SimpleQueue[dict[str, Any]]") -> None:
    """Hand over the request; end the process when nobody is there any more to send one or to wait for the answer."""
    with suppress(Exception):
        requests.put(pickle.load(stdin))  # noqa: S301 - of the run that started this process
        stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
