"""Work on several batches at a time, with the results in their order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterable[Item], *, threads: int) -> Iterator[Result]:
    """Yield `work(item)` of each of `items` in their order, up to `threads` of them worked on at a time.

    For work that leaves Python's lock to others, as that of the engines does: much of what Polars does to a batch takes
    one processor. Items are taken when there is room for them, and at most one more than `threads` is held.

    Raises:
        Exception: What `work` raised, when its turn comes; what was not begun by then is not.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="batch")
    coming: deque[Future[Result]] = deque()
    try:
        for item in items:
            coming.append(pool.submit(work, item))
            if len(coming) > threads:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
