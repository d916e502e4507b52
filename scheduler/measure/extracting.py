"""`soie extract` and `soie evaluate pages`: articles from saved pages."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from statistics import mean
from typing import Any

from crawler import extract, unknown_source
from news.article import Article, Precision, Published
from news.errors import ExtractionError, UsageError
from news.page import Page
from news.text import fold_text, words
from scheduler.measure.records import Record


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page of a folder, with what is written beside it."""

    id: str
    path: Path
    notes: Record


def saved_pages(folder: Path) -> list[SavedPage]:
    """Pairs `<id>.html[.gz]` and `<id>.json` of a folder and its subfolders, by id.

    Raises:
        UsageError: when there is none, or when notes are missing or malformed.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder", "give a folder of saved pages")
    paths = [*folder.rglob("*.html"), *folder.rglob("*.html.gz")]
    if not paths:
        raise UsageError(
            f"{folder}: no .html or .html.gz file in it", "give a folder of saved pages"
        )
    return [_saved(path) for path in sorted(paths, key=lambda path: path.name)]


def _saved(path: Path) -> SavedPage:
    name = path.name.removesuffix(".gz").removesuffix(".html")
    notes_path = path.with_name(f"{name}.json")
    try:
        notes = json.loads(notes_path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{notes_path}: missing", f'write {{"url": …}} for {path.name}') from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        line = getattr(error, "lineno", 1)
        raise UsageError(f"{notes_path}:{line}: not JSON: {error}", "mend the file") from error
    if not isinstance(notes, dict):
        raise UsageError(f"{notes_path}:1: not a JSON object", "mend the file")
    return SavedPage(name, path, notes)


def extract_saved(saved: SavedPage) -> Article:
    """The article of a saved page; of the notes only `url` is used.

    Raises:
        ExtractionError: when it cannot be read.
    """
    try:
        raw = saved.path.read_bytes()
        body = gzip.decompress(raw) if saved.path.suffix == ".gz" else raw
    except (OSError, EOFError, zlib.error) as error:
        raise ExtractionError("unreadable", f"{saved.path.name}: {error}") from error
    url = str(saved.notes.get("url") or f"https://unknown.example/{saved.id}")
    page = Page(url, url, 200, body, datetime.now(UTC), {"content-type": "text/html"})
    return extract(page, unknown_source(page))


def article_line(saved_id: str, article: Article) -> dict[str, Any]:
    """One line of `soie extract`."""
    return {
        "id": saved_id,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "published": say_published(article.published),
        "authors": list(article.authors),
        "language": article.language,
    }


def say_published(published: Published | None) -> str | None:
    """ISO 8601 in the publisher's own zone: an instant, or a day where only that is known."""
    if published is None:
        return None
    local = published.instant.astimezone(timezone(timedelta(minutes=published.offset_minutes)))
    return local.date().isoformat() if published.precision is Precision.DAY else local.isoformat()


def extract_lines(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines of `soie extract`: an article or a typed error for each page."""
    for saved in saved_pages(folder):
        try:
            yield article_line(saved.id, extract_saved(saved))
        except ExtractionError as error:
            yield {"id": saved.id, "error": f"{error.code}: {error}"}


@dataclass(frozen=True, slots=True)
class PageScore:
    """How one page was read; None where the gold says nothing."""

    id: str
    language: str
    error: str
    title: bool | None
    day: bool | None
    body_f1: float | None
    level: str


def score_page(saved: SavedPage) -> PageScore:
    """Hold one page's extraction against its gold."""
    gold = saved.notes
    language = str(gold.get("lang") or "fr")
    try:
        article, error = extract_saved(saved), ""
    except ExtractionError as failure:
        article, error = None, f"{failure.code}: {failure}"
    title = gold.get("title")
    day = gold.get("published_date_local")
    body = gold.get("body")
    got = say_published(article.published) if article else None
    return PageScore(
        saved.id,
        language,
        error,
        bool(article and _same(article.title, str(title))) if title else None,
        bool(got and got[:10] == str(day)) if day else None,
        body_f1(article.text if article else "", str(body), language) if body else None,
        str(gold.get("gold_level") or ""),
    )


def _same(left: str, right: str) -> bool:
    return " ".join(fold_text(left).split()) == " ".join(fold_text(right).split())


def body_f1(given: str, expected: str, language: str) -> float:
    """F1 of the bags of tokens: words in French, character bigrams in Japanese."""
    left, right = (_tokens(text, language) for text in (given, expected))
    common = (left & right).total()
    return 2 * common / (left.total() + right.total()) if left or right else 1.0


def _tokens(text: str, language: str) -> Counter[str]:
    if language != "ja":
        return Counter(words(text))
    plain = "".join(fold_text(text).split())
    return Counter(plain[index : index + 2] for index in range(len(plain) - 1))


def evaluate_pages(folder: Path) -> dict[str, Any]:
    """Title match, publication day and body F1 by language; the worst page; errors by cause."""
    scores = [score_page(saved) for saved in saved_pages(folder)]
    by_language = {}
    for language in sorted({score.language for score in scores}):
        own = [score for score in scores if score.language == language]
        bodies = [score for score in own if score.body_f1 is not None]
        worst = min(bodies, key=lambda score: score.body_f1 or 0.0, default=None)
        by_language[language] = {
            "pages": len(own),
            "title": _share([score.title for score in own]),
            "day": _share([score.day for score in own]),
            "body_f1": round(mean(score.body_f1 or 0.0 for score in bodies), 4) if bodies else None,
            "bodies": len(bodies),
            "worst": {"id": worst.id, "body_f1": round(worst.body_f1 or 0.0, 4)} if worst else None,
        }
    return {
        "languages": by_language,
        "errors": {
            "unreadable": [f"{item.id}: {item.error}" for item in scores if item.error],
            "title": [item.id for item in scores if item.title is False],
            "day": [item.id for item in scores if item.day is False],
            "body": [item.id for item in scores if (item.body_f1 or 1.0) < LOW_BODY],
        },
    }


LOW_BODY = 0.9
"""Body F1 under which a page is listed as an error."""


def _share(answers: list[bool | None]) -> dict[str, float | int] | None:
    known = [answer for answer in answers if answer is not None]
    if not known:
        return None
    return {"right": sum(known), "of": len(known), "share": round(sum(known) / len(known), 4)}
