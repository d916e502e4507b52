"""`soie evaluate entities`: names in running text against spans annotated by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from news.analysis import Analysis, TagKind
from news.article import Article
from nlp import ArticleReader
from scheduler.measure.analysing import UNDATED
from scheduler.measure.records import Record, check_spans, read_records
from scheduler.measure.scores import Score

LABELS = {TagKind.PERSON: "PER", TagKind.ORGANISATION: "ORG", TagKind.PLACE: "LOC"}
MOST_ERRORS = 200
"""Errors listed in all."""


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled span; `doubt` is empty, `optional`, `boundary` or `label`."""

    start: int
    end: int
    label: str
    doubt: str = ""

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(slots=True)
class Tally:
    """Scores by language and label, strict and by overlap, and the errors by cause."""

    strict: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    overlap: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def evaluate_entities(path: Path, reader: ArticleReader) -> dict[str, Any]:
    """Strict and overlap precision, recall and F1 by language and label; errors by cause."""
    required = {"text": str, "lang": str, "entities": list}
    records = list(read_records(path, required))
    for number, record in enumerate(records, 1):
        check_spans(record, record["entities"], len(record["text"]), f"{path}: record {number}")
    analyses = list(
        reader.read([_article(item, index) for index, item in enumerate(records)], None)
    )
    tally = Tally()
    for record, analysis in zip(records, analyses, strict=True):
        expected = [
            Span(item["start"], item["end"], item["label"], item.get("doubt") or "")
            for item in record["entities"]
        ]
        compare(_spans(record, analysis), expected, record, tally)
    return {
        "strict": {name: score.data() for name, score in sorted(tally.strict.items())},
        "overlap": {name: score.data() for name, score in sorted(tally.overlap.items())},
        "errors": {cause: found[:MOST_ERRORS] for cause, found in sorted(tally.errors.items())},
        "error_counts": {cause: len(found) for cause, found in sorted(tally.errors.items())},
    }


def _article(record: Record, index: int) -> Article:
    title, text = _split(record["text"])
    url = f"https://given.example/{index}"
    return Article(str(index), "", url, title, text, record["lang"], None, UNDATED)


def _split(text: str) -> tuple[str, str]:
    """Title and body where the text has lines; a single sentence is a body without title."""
    title, newline, body = text.partition("\n")
    return (title, body) if newline else ("", text)


def _spans(record: Record, analysis: Analysis) -> list[Span]:
    shift = 0 if "\n" in record["text"] else 1
    return sorted(
        (
            Span(mention.start - shift, mention.end - shift, LABELS[tag.kind])
            for tag in analysis.tags
            if tag.kind in LABELS
            for mention in tag.mentions
        ),
        key=lambda span: (span.start, span.end, span.label),
    )


def compare(given: list[Span], expected: list[Span], record: Record, tally: Tally) -> None:
    """Count one text. Spans in doubt are scored as their annotation asks."""
    language = record["lang"]
    for span in given:
        for table, exact in ((tally.strict, True), (tally.overlap, False)):
            right = _is_right(span, expected, exact=exact)
            if right is not None:
                score = Score(given_right=int(right), given=1)
                table[f"{language} {span.label}"].add(score)
                table[f"{language} all"].add(score)
    for span in expected:
        if span.doubt == "optional":
            continue
        for table, exact in ((tally.strict, True), (tally.overlap, False)):
            score = Score(expected_found=int(_is_found(span, given, exact=exact)), expected=1)
            table[f"{language} {span.label}"].add(score)
            table[f"{language} all"].add(score)
    _list_errors(given, expected, record, tally)


def _is_right(span: Span, expected: list[Span], *, exact: bool) -> bool | None:
    """Whether a given span counts as right; None when it does not count at all."""
    touched = [gold for gold in expected if gold.overlaps(span)]
    if any(_matches(gold, span, exact=exact) for gold in touched if gold.doubt != "optional"):
        return True
    return None if any(gold.doubt == "optional" for gold in touched) else False


def _is_found(gold: Span, given: Iterable[Span], *, exact: bool) -> bool:
    return any(gold.overlaps(span) and _matches(gold, span, exact=exact) for span in given)


def _matches(gold: Span, span: Span, *, exact: bool) -> bool:
    """Whether an overlapping span answers a gold one."""
    if gold.doubt == "label":
        return True
    if gold.label != span.label:
        return False
    same = (gold.start, gold.end) == (span.start, span.end)
    return same or not exact or gold.doubt == "boundary"


def _list_errors(given: list[Span], expected: list[Span], record: Record, tally: Tally) -> None:
    text, where = record["text"], f"{record.get('id') or record['lang']}"
    for span in given:
        if _is_right(span, expected, exact=True) is False:
            touched = next((gold for gold in expected if gold.overlaps(span)), None)
            wanted = (
                f", wanted {text[touched.start : touched.end]!r} {touched.label}" if touched else ""
            )
            line = f"{where}: {text[span.start : span.end]!r} {span.label}{wanted}"
            tally.errors[_cause(span, touched)].append(line)
    for gold in expected:
        if gold.doubt != "optional" and not any(gold.overlaps(span) for span in given):
            line = f"{where}: {text[gold.start : gold.end]!r} {gold.label}"
            tally.errors[f"missed {gold.label}"].append(line)


def _cause(span: Span, touched: Span | None) -> str:
    if touched is None:
        return f"invented {span.label}"
    if touched.label == span.label:
        return f"wrong edges of {span.label}"
    return f"{touched.label} taken for {span.label}"
