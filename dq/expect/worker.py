"""The process in which Great Expectations judges for a run: what `dq.apart` starts.

The request is the arguments of `expect` by name, the answer its results and the largest memory of this process.
"""

import gc
import os
import pickle
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any

from dq.memory import peak_memory


def main() -> None:
    """Be the other process."""
    gc.disable()  # it lives for one request, and a tenth of the import is looking for garbage that is not there
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints, nothing comes between the answers
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_listen, args=[sys.stdin.buffer, requests], daemon=True).start()
    from dq.expect import engine, expect

    engine()

    def tell(is_step: bool, said: object) -> None:  # noqa: FBT001
        pickle.dump((is_step, said), answers)
        answers.flush()

    results = expect(**requests.get(), advance=lambda done, total: tell(True, (done, total))).results
    tell(False, (results, peak_memory()))


def _listen(stdin: IO[bytes], requests: "SimpleQueue[dict[str, Any]]") -> None:
    """Hand over the request; end the process when nobody is there any more to send one or to wait for the answer."""
    with suppress(Exception):
        requests.put(pickle.load(stdin))  # noqa: S301 - of the run that started this process
        stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
