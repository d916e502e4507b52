"""The sample press as data: its outlets and what they publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from demo.outlets import Outlet, SampleArticle
from demo.strict import Place
from demo.written import read_file

FOLDER = Path(__file__).parent / "press"


@dataclass(frozen=True, slots=True)
class SamplePress:
    """All outlets by id, and their articles, newest first."""

    outlets: Mapping[str, Outlet]
    articles: tuple[SampleArticle, ...]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> SamplePress:
        """Read the files of a folder, one an outlet.

        Raises:
            DemoError: when anything in them is not as it must be; names the file and the article.
        """
        outlets: dict[str, Outlet] = {}
        articles: list[SampleArticle] = []
        for path in sorted(folder.glob("*.toml")):
            outlet, published = read_file(path)
            outlets[outlet.id] = outlet
            articles.extend(published)
        if not outlets:
            raise Place(str(folder)).error("holds no outlet", "restore the files of the press")
        _check_copies(articles)
        articles.sort(key=lambda article: (article.published, article.key), reverse=True)
        return cls(MappingProxyType(outlets), tuple(articles))

    def of(self, outlet_id: str) -> tuple[SampleArticle, ...]:
        """The articles of one outlet, newest first."""
        return tuple(article for article in self.articles if article.outlet_id == outlet_id)

    @property
    def healthy(self) -> tuple[SampleArticle, ...]:
        """The articles that a polite reader gets: announced, allowed and answered."""
        return tuple(article for article in self.articles if self._is_healthy(article))

    def _is_healthy(self, article: SampleArticle) -> bool:
        outlet = self.outlets[article.outlet_id]
        path = article.url.removeprefix(f"http://{outlet.host}")
        refused = bool(outlet.site.disallow) and path.startswith(outlet.site.disallow)
        return not (outlet.fault or article.hangs or refused)


def _check_copies(articles: list[SampleArticle]) -> None:
    by_key = {article.key: article for article in articles}
    for copy in articles:
        if not copy.near_duplicate_of:
            continue
        place = Place(f"{copy.outlet_id}.toml", copy.slug)
        original = by_key.get(copy.near_duplicate_of)
        if original is None or original is copy or original.near_duplicate_of:
            raise place.error(
                f"near_duplicate_of {copy.near_duplicate_of!r} is no original",
                "name the outlet/slug of the first text",
            )
        if original.story != copy.story or original.outlet_id == copy.outlet_id:
            raise place.error(
                f"copies {original.key}, another story or its own outlet", "mend story or copy"
            )
        if original.published > copy.published:
            raise place.error(f"is older than its original {original.key}", "mend the instants")
