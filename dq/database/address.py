"""Which database and which table the user means: `postgresql://host/name?table=schema.table`, `sqlite:///file.db?table=t`.

An address holds no password: it would stand in the process list, in shell histories and in plans. The driver finds
credentials where it always does: in its environment variables or its own files.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from dq.errors import LoadError, UsageError
from dq.places import refuse_irregular

SCHEMES = ("postgresql", "sqlite")
_OTHER_NAMES = {"postgres": "postgresql", "sqlite3": "sqlite"}
_SECRETS = frozenset({"password", "passwd", "pwd", "sslpassword"})


@dataclass(frozen=True, slots=True)
class Address:
    """A table of a database, or a query to it.

    Attributes:
        url: What the driver connects to, without anything of ours.
        table: The table, with its schema where the user named one.
        query: One SELECT instead of a table.
        name: What messages and results call it: the table, or the file of the query.
    """

    scheme: str
    url: str
    table: str | None
    query: str | None
    name: str

    @property
    def stem(self) -> str:
        """The name as a part of a file name."""
        return Path(self.name).stem if self.query is not None else self.name


def is_address(text: str) -> bool:
    """Whether `text` is meant as the address of a database and not as a path."""
    return "://" in text


def parse_address(text: str, *, query: Path | None = None) -> Address:
    """Return the address that `text` is.

    Args:
        text: `postgresql://…` or `sqlite:///…`, with `?table=` unless there is a query.
        query: A file with one SELECT.

    Raises:
        UsageError: It is malformed, the engine is unknown, there is a password in it, or neither or both of table and
            query are given.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        raise UsageError("database.bad_address") from None  # what was given may hold a password
    scheme = _OTHER_NAMES.get(parts.scheme.lower(), parts.scheme.lower())
    if scheme not in SCHEMES:
        raise UsageError("database.unknown_engine", given=parts.scheme, known=", ".join(SCHEMES))
    options = parse_qsl(parts.query, keep_blank_values=True)
    if parts.password is not None or any(name.lower() in _SECRETS for name, _ in options):
        raise UsageError("database.password")
    table = next((value for name, value in options if name == "table"), None) or None
    if query is not None and table is not None:
        raise UsageError("database.table_and_query")
    if query is None and table is None:
        raise UsageError("database.no_table", example=f"{scheme}://…?table=…")
    rest = urlencode([(name, value) for name, value in options if name != "table"])
    url = text.partition("?")[0] + (f"?{rest}" if rest else "")
    if query is not None:
        return Address(scheme, url, None, _read(query), query.name)
    return Address(scheme, url, table, None, table or "")


def sqlite_file(url: str) -> Path:
    """Return the file of a URL as SQLAlchemy writes them: three slashes before a relative path, four before another."""
    return Path(unquote(url.partition("://")[2].partition("?")[0]).removeprefix("/"))


def file_of(place: Path | Address | None) -> Path | None:
    """Return the file that `place` is or that its table is in; None where it is no file."""
    if isinstance(place, Address):
        return sqlite_file(place.url) if place.scheme == "sqlite" else None
    return place


def _read(query: Path) -> str:
    try:
        refuse_irregular(query)
        text = query.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, LoadError):
        raise UsageError("database.no_query_file", path=str(query)) from None
    return text.strip().rstrip(";")
