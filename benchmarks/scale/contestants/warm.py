"""What an engine does once in a process, taken out of the time."""

import duckdb


def import_what_parameters_need() -> None:
    """Bind a parameter: with the first one duckdb imports pandas, as Great Expectations has done in a run of dq."""
    duckdb.execute("SELECT $warm", {"warm": ""})
