"""An article together with what is known of it: what stages after analysis work on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from news.analysis import Analysis
from news.article import Article
from news.glimpse import Glimpse
from news.place import follow
from news.review import Review, Settled, settle


@dataclass(frozen=True)
class Reading:
    """The latest revision of an article, its latest analysis, and the analysts' words on it."""

    article: Article
    analysis: Analysis
    reviews: tuple[Review, ...] = ()
    story_id: str = ""
    near_duplicate_of: str = ""

    @cached_property
    def settled(self) -> Settled:
        """The analysis as people see it."""
        words = (follow(review, self.article) for review in self.reviews)
        return settle(self.analysis, words)

    @property
    def glimpse(self) -> Glimpse:
        """The same without words."""
        article, settled = self.article, self.settled
        return Glimpse(
            id=article.id,
            source_id=article.source_id,
            language=self.analysis.language,
            published=article.published,
            collected_at=article.collected_at,
            tier=settled.tier,
            tags=frozenset((item.tag.kind, item.tag.key) for item in settled.tags),
            copy=bool(self.near_duplicate_of),
            reserved=article.reserved,
        )
