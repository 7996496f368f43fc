"""Names in the SQL of a comparison."""


def column_sql(name: str) -> str:
    """Return the text of a column of the records."""
    return 'CAST("' + name.replace('"', '""') + '" AS VARCHAR)'
