"""How much of each article a mail shows, for the ledger that rights holders may ask for. Pure."""

from __future__ import annotations

from digest.show import show
from digest.shown import ShownArticle, ShownStory
from knowledge import Knowledge
from news.digest import Digest
from news.reading import Reading
from news.source import Rights


def displayed(digest: Digest, knowledge: Knowledge) -> list[tuple[Reading, Rights]]:
    """Each article that the mail of this digest shows, with the most that it shows of it.

    Of copies it names the outlets alone: they are not shown.
    """
    readings = {
        reading.article.id: reading for story in digest.stories for reading in story.readings
    }
    shown = (article for story in show(digest, knowledge).stories for article in _articles(story))
    return [(readings[article.id], _most(article)) for article in shown]


def _articles(story: ShownStory) -> list[ShownArticle]:
    """A story in one line shows its lead alone."""
    if story.brief:
        return [story.lead]
    return [article for column in story.columns for article in column.articles]


def _most(article: ShownArticle) -> Rights:
    if article.evidence:
        return Rights.EXCERPT
    return Rights.TITLE if article.title else Rights.LINK
