"""Where a store is: a file of SQLite's, or a database of PostgreSQL's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from news.errors import ConfigurationError

_REMEDY = "write sqlite:///path/to/soie.db or postgresql://user:password@host/database"
_SPOKEN = {"sqlite": "sqlite", "postgresql": "postgresql", "postgresql+psycopg": "postgresql"}


@dataclass(frozen=True, slots=True)
class Address:
    """An address that was understood. Printing it never shows the password."""

    url: URL

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return _SPOKEN[self.url.drivername]

    @property
    def file(self) -> Path | None:
        """The file of the database; None when a server keeps it."""
        return self.path if self.dialect == "sqlite" else None

    @property
    def path(self) -> Path:
        """The file of an SQLite database."""
        return Path(str(self.url.database))

    def __str__(self) -> str:
        """What errors call it: the file, or the database and its host."""
        if self.dialect == "sqlite":
            return str(self.path)
        return f"{self.url.database} on {self.url.host or self.url.query.get('host', 'localhost')}"


def parse_address(text: str) -> Address:
    """The address of a store.

    Args:
        text: `sqlite:///relative/path.db`, `sqlite:////absolute/path.db`, or
            `postgresql://user:password@host:port/database`, with libpq's options after a `?`.

    Raises:
        ConfigurationError: when the text is none of these. It does not repeat the text, which
            may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Without its cause: what a parser could not read may be a piece of a password.
        raise ConfigurationError("the store's address cannot be read", _REMEDY) from None
    if url.drivername not in _SPOKEN:
        raise ConfigurationError(
            f"the store's address begins with {url.drivername}, which is no store", _REMEDY
        )
    if url.database in {None, "", ":memory:"}:
        raise ConfigurationError("the store's address names no database", _REMEDY)
    return Address(url)
