"""Whose page it is: the source of the catalogue it belongs to, or one made of its host."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from crawler import unknown_source
from news.page import Page
from news.source import Rights, Source

_STRANGER = "web-"
"""What the id of an outlet that the catalogue does not know begins with: never one of its ids."""


class Outlets:
    """The catalogue by host."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._homes: defaultdict[str, list[tuple[str, Source]]] = defaultdict(list)
        for source in sources.values():
            for home in {source.home, *(f"https://{host}/" for host in source.hosts)} - {""}:
                host, path = _place(home)
                self._homes[host].append((path, source))

    def known(self, page: Page) -> Source | None:
        """The source under whose home the address lies, the longest; whatever the scheme."""
        host, path = _place(page.url_final)
        found = [item for item in self._homes.get(host, ()) if path.startswith(item[0])]
        return max(found, key=lambda item: len(item[0]), default=("", None))[1]

    @staticmethod
    def stranger(page: Page) -> Source:
        """A record for an outlet of which nobody said what may be shown: title and link."""
        made = unknown_source(page)
        return replace(made, id=f"{_STRANGER}{made.id}", rights=Rights.TITLE)


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path or "/"
