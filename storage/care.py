"""What is done to the store as a whole, beside the daily work: retention and erasure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from sqlalchemy import select

from news.analysis import TagKind
from news.erasure import Blocklist
from storage import dialects
from storage.database import Database, explained
from storage.erased import load_blocklist, struck_articles
from storage.erasure import Struck, strike
from storage.erasures import Erasure, load_erasures, put_down
from storage.retention import Terms, purge
from storage.store import Resource
from storage.tables import mentions, tags

_PATIENCE_SECONDS = 30.0


class Care(Resource, Protocol):
    """The care of what is kept."""

    def purge(self, terms: Terms, *, dry_run: bool = False) -> dict[str, int]:
        """Remove what is too old; how many of each class, or would be."""
        ...

    def spellings(self, is_wanted: Callable[[str], bool]) -> set[str]:
        """How the people are written, in articles and as keys, whose label or key is wanted."""
        ...

    def erase(self, erasure: Erasure, *, dry_run: bool = False) -> Struck:
        """Take a person out of everything, and block the forms from then on.

        The record keeps the counts that were found. What was deleted cannot be read in the
        database's files either, once this returns.
        """
        ...

    def blocklist(self) -> Blocklist:
        """The names that must not be kept."""
        ...

    def struck(self) -> frozenset[str]:
        """Ids of the articles out of which a name was struck."""
        ...

    def erasures(self) -> list[Erasure]:
        """All records of erasures, oldest first."""
        ...


class SqlCare(Database):
    """A `Care` on an SQL database."""

    def purge(self, terms: Terms, *, dry_run: bool = False) -> dict[str, int]:
        """Remove what is too old; how many of each class, or would be."""
        return purge(self, terms, dry_run=dry_run)

    def spellings(self, is_wanted: Callable[[str], bool]) -> set[str]:
        """How the people are written, in articles and as keys, whose label or key is wanted."""
        known = select(tags.c.key, tags.c.label).where(tags.c.kind == TagKind.PERSON).distinct()
        with self.reading() as connection:
            found = [
                (row.key, row.label)
                for row in connection.execute(known)
                if is_wanted(row.key) or is_wanted(row.label)
            ]
            keys = {key for key, _ in found}
            surfaces = {
                surface
                for key in keys
                for surface in connection.scalars(
                    select(mentions.c.surface)
                    .join(
                        tags,
                        (tags.c.analysis_id == mentions.c.analysis_id)
                        & (tags.c.position == mentions.c.tag),
                    )
                    .where(tags.c.kind == TagKind.PERSON, tags.c.key == key)
                    .distinct()
                )
            }
        return surfaces | keys | {label for _, label in found}

    def erase(self, erasure: Erasure, *, dry_run: bool = False) -> Struck:
        """Take a person out of everything, and block the forms from then on."""
        blocked = Blocklist([(erasure.key, erasure.forms)])
        with self.writing() as connection:
            trial = connection.begin_nested()
            struck = strike(connection, blocked)
            if dry_run:
                trial.rollback()
                return struck
            put_down(connection, replace(erasure, counts=struck.counts))
        with explained(self.address):
            dialects.named(self.address.dialect).shred(self.address, _PATIENCE_SECONDS)
        return struck

    def blocklist(self) -> Blocklist:
        """The names that must not be kept."""
        with self.reading() as connection:
            return load_blocklist(connection)

    def struck(self) -> frozenset[str]:
        """Ids of the articles out of which a name was struck."""
        with self.reading() as connection:
            return frozenset(connection.scalars(struck_articles()))

    def erasures(self) -> list[Erasure]:
        """All records of erasures, oldest first."""
        with self.reading() as connection:
            return load_erasures(connection)
