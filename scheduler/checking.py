"""`soie sources check`: one source tried, and what was found, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler import discover, examine_article, examine_listing
from news.errors import CollectionError
from news.report import SourceState
from news.source import Source, SourceKind
from scheduler.settings import Settings
from scheduler.trial import Trial, fetch, try_source

_LOST = frozenset((SourceState.HTML_INSTEAD, SourceState.PARSE_ERROR, SourceState.HTTP_ERROR))
_ROBOTS = "robots.txt"


def check_source(settings: Settings, source: Source) -> dict[str, Any]:
    """Try a source; what its feed, sitemap or listing and one of its articles give.

    Raises:
        ConfigurationError: when no contact is set.
    """
    trial = try_source(settings, source)
    report = trial.report
    told = [f"{fault.url}: {fault.detail}" for fault in report.faults]
    found: dict[str, Any] = {
        "id": source.id,
        "name": source.name,
        "kind": source.kind.value,
        "confidence": source.confidence,
        "rights": source.rights.value,
        "state": report.state.value,
        "robots": _robots(trial),
        "faults": told,
        "listings": [_listing(trial, source, url) for url in source.urls],
        "article": _article(trial, source),
    }
    found["feeds_named"] = _feeds(settings, source, trial)
    found["advice"] = list(_advice(found, source))
    return found


def check_lines(found: dict[str, Any]) -> Iterator[str]:
    """The same for people."""
    yield f"{found['id']}: {found['name']} ({found['kind']}, confidence {found['confidence']})"
    yield f"  state      {found['state']}"
    yield f"  robots     {found['robots']}"
    for listing in found["listings"]:
        yield from _listing_lines(listing)
    if found["article"]:
        yield from _article_lines(found["article"])
    for fault in found["faults"]:
        yield f"  fault      {fault}"
    for url in found["feeds_named"]:
        yield f"  feed       {url} (named by a page of the outlet)"
    for line in found["advice"]:
        yield f"  advice     {line}"


def _listing_lines(listing: dict[str, Any]) -> Iterator[str]:
    yield f"  address    {listing['address']}"
    yield f"    answer   {listing['status'] or 'none'} {listing['content_type']}".rstrip()
    if listing.get("error"):
        yield f"    error    {listing['error']}"
        return
    if "entries" in listing:
        yield f"    entries  {listing['entries']}, {listing['articles']} articles"
        yield f"    dated    {listing['dated']}, newest {listing['newest'] or 'unknown'}"
        yield f"    titled   {listing['titled']}"


def _article_lines(article: dict[str, Any]) -> Iterator[str]:
    yield f"  article    {article['address']}"
    if article.get("error"):
        yield f"    error    {article['error']}"
        return
    places = ", ".join(article["title_from"]) or "the list"
    yield f"    title    {article['title']}  (from {places})"
    day = article["published"] or "unknown"
    yield f"    date     {day}  ({article['precision']}, from {article['published_from']})"
    yield f"    body     {article['letters']} characters, {article['paragraphs']} paragraphs"
    yield f"             {article['beginning']}"
    yield f"    authors  {', '.join(article['authors']) or 'none'}"
    yield f"    language {article['language']}, {article['encoding']}"
    yield f"    reserved {'; '.join(article['reserved']) or 'no'}"


def _robots(trial: Trial) -> str:
    refused = [fault for fault in trial.report.faults if _ROBOTS in fault.detail]
    if refused:
        return f"refused: {refused[0].detail}"
    return "allowed" if trial.deliveries else "unknown: nothing was answered"


def _listing(trial: Trial, source: Source, url: str) -> dict[str, Any]:
    delivery = trial.page(url)
    if delivery is None:
        faults = (fault.detail for fault in trial.report.faults if fault.url == url)
        error = next(faults, "no answer was kept")
        return {"address": url, "status": None, "content_type": "", "error": error}
    page = delivery.page
    answer = {"address": url, "status": page.status, "content_type": page.content_type}
    try:
        return {**answer, **examine_listing(page, source), "address": url}
    except CollectionError as error:
        return {**answer, "error": error.sentence}


def _article(trial: Trial, source: Source) -> dict[str, Any] | None:
    for delivery in trial.deliveries:
        if delivery.article is not None:
            return examine_article(delivery.page, delivery.article, source)
    failed = next((item for item in trial.deliveries if item.error is not None), None)
    if failed is None or failed.error is None:
        return None
    return {"address": failed.page.url_final, "error": failed.error.sentence}


def _feeds(settings: Settings, source: Source, trial: Trial) -> list[str]:
    """Feeds that the outlet's pages name and the record does not hold."""
    pages = [item.page for item in trial.deliveries]
    if trial.report.state in _LOST:
        wanted = [*source.urls, *([source.home] if source.home else [])]
        pages = [item.page for item in fetch(settings, wanted).deliveries]
    named = dict.fromkeys(url for page in pages for url in discover(page).feeds)
    return [url for url in named if url not in source.urls]


def _advice(found: dict[str, Any], source: Source) -> Iterator[str]:
    feeds, state = found["feeds_named"], SourceState(found["state"])
    if feeds and (state in _LOST or source.kind is SourceKind.LISTING):
        yield f'write kind = "feed" and urls = ["{feeds[0]}"] into the record'
    if state is SourceState.EMPTY:
        yield "the address answers but announces nothing: look whether it has moved"
    article = found["article"]
    if article and "error" not in article:
        if not article["published"]:
            yield "no date was found: give selectors.published"
        if article["reserved"]:
            yield "the publisher reserves this page: title and link only are shown"
    elif article:
        yield "the article could not be read: give selectors.body"
    if state.healthy and source.confidence != "A" and article and "error" not in article:
        yield 'it works: write confidence = "A" and when it was tried into the record'
