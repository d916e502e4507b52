"""A store of a few articles, with the settings to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article, Precision, Published
from news.story import Membership, Story
from news.url import article_id
from storage import Store, open_store

Keep = Callable[..., Article]
SOURCE = "courrier-presquile"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings of a store that is empty but for what a test keeps in it."""
    path = tmp_path / "soie.toml"
    path.write_text(
        f'database = "sqlite:///{tmp_path}/soie.sqlite"\n'
        f'output = "{tmp_path}/digests"\n'
        'groups = ["sample"]\n'
        "now = 2022-05-21T04:10:00+00:00\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def bare_config(tmp_path: Path) -> Path:
    """Settings without any source, for what is only to be started."""
    path = tmp_path / "soie.toml"
    path.write_text(
        f'database = "sqlite:///{tmp_path}/soie.sqlite"\noutput = "{tmp_path}/out"\n'
        'groups = ["nothing"]\n[archive]\nkeep = false\n',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def store(config: Path) -> Iterator[Store]:
    """That store."""
    with open_store(f"sqlite:///{config.parent}/soie.sqlite") as opened:
        yield opened


@pytest.fixture
def keep(store: Store) -> Keep:
    """Keep one article, analysed, in a story of its own."""

    def keep_one(  # noqa: PLR0913 (a test names the one property it is about)
        title: str,
        at: str = "2022-05-20T12:00:00+02:00",
        *,
        tags: tuple[Tag, ...] = (),
        tier: Tier = Tier.CORE,
        source: str = SOURCE,
        reserved: bool = False,
    ) -> Article:
        instant = datetime.fromisoformat(at).astimezone(UTC)
        url = f"https://{source}.example/{len(title)}-{instant:%m%d%H%M%S}"
        article = Article(
            id=article_id(url),
            source_id=source,
            url=url,
            title=title,
            text="Un texte.",
            language="fr",
            published=Published(instant, Precision.INSTANT, "json-ld", 120),
            collected_at=instant,
            reserved=reserved,
        )
        analysis = Analysis(article.id, 1, "hand 1", "fr", 0.9, tags, Relevance(tier, 5.0, ()))
        store.keep_article(article)
        store.keep_analyses([analysis])
        story = Story(f"s-{article.id}", instant, instant, (Membership(article.id),))
        store.keep_stories([story])
        return article

    return keep_one


@pytest.fixture
def tag() -> Callable[..., Tag]:
    """A tag on the words of an article, with its label as key."""

    def make(kind: TagKind, label: str, *, known: bool = False) -> Tag:
        mention = Mention(0, 2, "Un", "Un texte.", 0)
        return Tag(kind, label, label, known, 0.9, (mention,), Reason("alias"), "hand 1")

    return make
