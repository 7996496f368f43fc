"""Databases as inputs, references and targets: a table comes in as a Parquet file, clean rows go out to a table.

`address` reads what the user wrote, `drivers` is the table of engines, one module an engine, `transfer` moves rows.
"""

from dq.database.address import Address, file_of, is_address, parse_address
from dq.database.transfer import Extract, deliver, extract

__all__ = ["Address", "Extract", "deliver", "extract", "file_of", "is_address", "parse_address"]
