"""What a publisher reserved is shown by title and link alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from knowledge import Knowledge
from news.analysis import Analysis, Reason, Relevance, Tier
from news.article import Article, Precision, Published
from review import DeskOptions, create_desk
from storage import open_store

Read = Callable[..., Any]
NOW = datetime(2022, 5, 21, tzinfo=UTC)
PLAIN = Article(
    id="aaaaaaaaaaaaaaaa",
    source_id="x",
    url="https://x.example/a",
    title="Un titre",
    text="Le corps réservé.",
    language="fr",
    published=Published(datetime(2022, 5, 18, 15, tzinfo=UTC), Precision.DAY, "text", 540),
    collected_at=NOW,
)


def _pages(folder: Path, knowledge: Knowledge, article: Article) -> tuple[str, str]:
    relevance = Relevance(Tier.CORE, 1.0, (Reason("no-actor", (), 1.0),))
    with open_store(f"sqlite:///{folder}/desk.sqlite") as store:
        store.keep_article(article)
        store.keep_analyses([Analysis(article.id, 1, "m", "fr", 1.0, (), relevance)])
        desk = create_desk(store, knowledge, DeskOptions({"fr": "Europe/Paris"}, lambda: NOW))
        with TestClient(desk, base_url="http://localhost") as client:
            return client.get("/?lang=fr").text, client.get(f"/articles/{article.id}?lang=fr").text


def test_a_reserved_text_is_not_shown(tmp_path: Path, knowledge: Knowledge) -> None:
    for page in _pages(tmp_path, knowledge, replace(PLAIN, reserved=True)):
        assert "Un titre" in page
        assert "réservé." not in page


def test_a_day_is_told_as_it_was_printed(parse: Read, tmp_path: Path, knowledge: Knowledge) -> None:
    for page in _pages(tmp_path, knowledge, PLAIN):
        assert "réservé." in page
        assert "19 mai 2022" in parse(page).cssselect("main")[0].text_content()
        assert "17:00" not in page
