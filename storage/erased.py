"""What is kept, without the names of those who were erased: asked at every keeping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select, update

from news.analysis import Analysis, Mention, Reason, Tag
from news.article import Article, hash_of
from news.erasure import BLOCK, Blocklist, ErasedForm, erased_form
from news.errors import StoreError
from news.report import Fault, RunReport, SourceReport
from news.review import Review
from storage.articles import index_article
from storage.care_tables import erased_forms, erasures
from storage.dialects import insert
from storage.tables import articles, revisions

Words = tuple[str, str]
"""Title and text."""


def load_blocklist(connection: Connection) -> Blocklist:
    """The names that must not be kept; read anew each time, since another process may add to it."""
    rows = connection.execute(
        select(
            erasures.c.key, erased_forms.c.digest, erased_forms.c.units, erased_forms.c.weak
        ).join(erased_forms, erased_forms.c.erasure_id == erasures.c.id)
    )
    books: dict[str, list[ErasedForm]] = defaultdict(list)
    for row in rows:
        books[row.key].append(ErasedForm(row.digest, row.units, row.weak))
    return Blocklist((bytes.fromhex(key), forms) for key, forms in books.items())


def struck_articles() -> Select[str]:
    """Ids of the articles out of which a name was struck."""
    return select(revisions.c.article_id).where(
        or_(revisions.c.title.contains(BLOCK), revisions.c.text.contains(BLOCK))
    )


def clean_words(blocked: Blocklist, title: str, text: str, *, weak: bool = False) -> Words:
    """Title and text of one article; a full name in either makes a family name count in both."""
    return _apart(title, blocked.redact(f"{title}\n{text}", weak=weak))


def _apart(title: str, full_text: str) -> Words:
    return full_text[: len(title)], full_text[len(title) + 1 :]


def clean_article(connection: Connection, article: Article) -> Article:
    """An article without the names.

    Where an earlier form of it was struck out, a family name alone is one.
    """
    blocked = load_blocklist(connection)
    if not blocked:
        return article
    this = struck_articles().where(revisions.c.article_id == article.id)
    weak = connection.scalar(select(this.exists())) or False
    title, text = clean_words(blocked, article.title, article.text, weak=weak)
    return replace(
        article,
        title=title,
        text=text,
        url=blocked.redact_address(article.url),
        authors=tuple(name for name in article.authors if not blocked.holds(name)),
    )


def clean_analysis(connection: Connection, analysis: Analysis) -> Analysis:
    """An analysis without tags, offices and arguments that speak of an erased person.

    What it took for that person's name is struck out of the article, and known from then on: a
    reader may know a spelling that was not put down.
    """
    blocked = load_blocklist(connection)
    if not blocked:
        return analysis
    gone = [tag for tag in analysis.tags if speaks_of_erased(blocked, tag.key, tag.label)]
    if gone:
        _learn(connection, blocked, [place.surface for tag in gone for place in tag.mentions])
        blocked = load_blocklist(connection)
        strike_revision(connection, blocked, analysis.article_id, analysis.revision)
    reasons = _clean_reasons(blocked, analysis.relevance.reasons, weak=bool(gone))
    return replace(
        analysis,
        tags=tuple(
            _clean_tag(blocked, tag, weak=bool(gone)) for tag in analysis.tags if tag not in gone
        ),
        relevance=replace(analysis.relevance, reasons=reasons),
        roles=tuple(role for role in analysis.roles if not blocked.holds(role.person)),
        rejected=_clean_reasons(blocked, analysis.rejected, weak=bool(gone)),
    )


def _learn(connection: Connection, blocked: Blocklist, surfaces: Iterable[str]) -> None:
    """Put down spellings of an erased name that are new; those of one word count as weak."""
    new = {surface for surface in surfaces if not blocked.spans(surface, weak=True)}
    last = connection.execute(select(erasures).order_by(erasures.c.at.desc()).limit(1)).one()
    for surface in new:
        form = erased_form(bytes.fromhex(last.key), surface)
        if form.units and BLOCK not in surface:
            values = {"digest": form.digest, "units": form.units, "weak": form.units == 1}
            connection.execute(
                insert(connection, erased_forms)
                .values(erasure_id=last.id, **values)
                .on_conflict_do_nothing(index_elements=["erasure_id", "digest"])
            )


def strike_revision(
    connection: Connection, blocked: Blocklist, article_id: str, revision: int
) -> bool:
    """Take names, family names too, out of one revision's words; whether there were any.

    Its hash becomes that of what is left, so that the same page is found unchanged next time. One
    whose text was removed keeps its own.
    """
    this = and_(revisions.c.article_id == article_id, revisions.c.revision == revision)
    row = connection.execute(
        select(revisions, articles.c.text_removed_at)
        .join(articles, articles.c.id == revisions.c.article_id)
        .where(this)
    ).one()
    title, text = clean_words(blocked, row.title, row.text, weak=True)
    if (title, text) == (row.title, row.text):
        return False
    values = {"title": title, "text": text}
    if row.text_removed_at is None:
        values["content_hash"] = hash_of(title, text)
    connection.execute(update(revisions).where(this).values(values))
    index_article(connection, article_id)
    return True


def speaks_of_erased(blocked: Blocklist, *names: str) -> bool:
    """Whether a tag is of an erased person, or of nothing but what was struck out."""
    return any(BLOCK in name or blocked.holds(name) for name in names)


def _clean_tag(blocked: Blocklist, tag: Tag, *, weak: bool) -> Tag:
    mentions = tuple(_clean_mention(blocked, mention, weak=weak) for mention in tag.mentions)
    (why,) = _clean_reasons(blocked, (tag.why,), weak=weak)
    return replace(tag, mentions=mentions, why=why)


def _clean_mention(blocked: Blocklist, mention: Mention, *, weak: bool) -> Mention:
    return replace(
        mention,
        surface=blocked.redact(mention.surface, weak=weak),
        sentence=blocked.redact(mention.sentence, weak=weak),
    )


def _clean_reasons(
    blocked: Blocklist, reasons: tuple[Reason, ...], *, weak: bool
) -> tuple[Reason, ...]:
    return tuple(
        replace(item, detail=tuple(blocked.redact(part, weak=weak) for part in item.detail))
        for item in reasons
    )


def clean_review(blocked: Blocklist, review: Review) -> Review:
    """An analyst's word, in whose note nobody is named who was erased.

    Raises:
        StoreError: when it is about somebody who was.
    """
    if not blocked:
        return review
    if speaks_of_erased(blocked, review.key, review.corrected_to, review.label):
        raise StoreError(
            f"review {review.id} speaks of a person who was erased", "leave them out of it"
        )
    place = review.place and _clean_mention(blocked, review.place, weak=True)
    return replace(review, note=blocked.redact(review.note), place=place)


def clean_run(blocked: Blocklist, report: RunReport) -> RunReport:
    """A run's report in which no address names anybody who was erased."""
    if not blocked:
        return report
    return replace(
        report,
        error=blocked.redact_page(report.error),
        sources=tuple(_clean_source(blocked, source) for source in report.sources),
    )


def _clean_source(blocked: Blocklist, report: SourceReport) -> SourceReport:
    return replace(
        report,
        faults=tuple(_clean_fault(blocked, fault) for fault in report.faults),
        notes=tuple(_clean_fault(blocked, fault) for fault in report.notes),
    )


def _clean_fault(blocked: Blocklist, fault: Fault) -> Fault:
    return replace(
        fault,
        url=blocked.redact_address(fault.url),
        detail=blocked.redact_page(fault.detail),
    )


def clean_value(blocked: Blocklist, value: Any, *, weak: bool = False) -> Any:  # noqa: ANN401 - any JSON value
    """A value of a column: text, or JSON with texts in it."""
    match value:
        case str():
            return blocked.redact_page(value, weak=weak)
        case list():
            return [clean_value(blocked, item, weak=weak) for item in value]
        case dict():
            return {
                clean_value(blocked, name): clean_value(blocked, item, weak=weak)
                for name, item in value.items()
            }
        case _:
            return value
