"""Great Expectations itself, imported once and made to fetch as DuckDB needs it.

It has no working DuckDB data source of its own: it fetches rows after the connection went back to the pool, when DuckDB
has dropped them. Buffering every result at once makes it work (docs/adr/0003-gx-on-duckdb.md).
"""

import os
import threading
from functools import lru_cache
from typing import Any

_ENGINE_LOCK = threading.Lock()


def engine() -> Any:
    """Return the Great Expectations package, imported once (it takes seconds), with its fetching made to fit DuckDB.

    The pipeline imports it in the background, so two threads may ask at a time; a second listener would find the rows
    fetched already.
    """
    with _ENGINE_LOCK:
        return _import_engine()


@lru_cache(maxsize=1)
def _import_engine() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    import great_expectations.expectations
    import sqlalchemy as sa
    from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

    def buffer_rows(_connection: Any, cursor: Any, _statement: str, _parameters: Any, context: Any, _many: Any) -> None:
        if cursor.description:
            rows = cursor.fetchall()
            context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(cursor, cursor.description, rows)

    sa.event.listen(sa.engine.Engine, "after_cursor_execute", buffer_rows)
    return gx
