"""`soie evaluate articles`: everything the reading says, against articles with all their gold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from knowledge import Knowledge
from news.analysis import Analysis, TagKind, Tier
from news.errors import UsageError
from news.reading import Reading
from nlp import ArticleReader
from scheduler.measure.analysing import as_article, read_all
from scheduler.measure.entities import MOST_ERRORS
from scheduler.measure.records import Record, check_spans, read_records
from scheduler.measure.scores import Score

LISTS = {
    TagKind.PERSON: "people",
    TagKind.ORGANISATION: "organisations",
    TagKind.PLACE: "places",
}
REQUIRED = {
    "id": str,
    "lang": str,
    "title": str,
    "text": str,
    "tier": str,
    "people": list,
    "organisations": list,
    "places": list,
    "sectors": list,
}
OPTIONAL = {"source": str, "published": str, "story": str, "near_duplicate_of": str}
NEAR = (Tier.CORE.value, Tier.RELATED.value)


@dataclass(slots=True)
class Tally:
    """Scores by what was scored, and the errors by cause."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def count(self, name: str, given: Iterable[object], expected: Iterable[object]) -> None:
        """Count one comparison under a name."""
        self.scores[name].add_sets(given, expected)


def evaluate_articles(path: Path, reader: ArticleReader, base: Knowledge) -> dict[str, Any]:
    """Tiers, mentions, links, sectors, roles, stories and near-duplicates against gold.

    Raises:
        UsageError: naming the line or record that is malformed.
    """
    records = [_checked(record, path) for record in read_records(path, REQUIRED, OPTIONAL)]
    articles = [as_article(record, str(path)) for record in records]
    readings = read_all(articles, reader, base)
    labels = {entity.label for entity in base.entities.values()}
    tally = Tally()
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    for record, reading in zip(records, readings, strict=True):
        analysis = reading.analysis
        confusion[record["tier"]][analysis.relevance.tier.value] += 1
        _count_tier(record, analysis, tally)
        _count_mentions(record, analysis, labels, tally)
        _count_sectors(record, analysis, tally)
        _count_roles(record, analysis, base, tally)
    _count_stories(records, readings, tally)
    return {
        "articles": len(records),
        "tiers": {gold: dict(counts) for gold, counts in sorted(confusion.items())},
        "scores": {name: score.data() for name, score in sorted(tally.scores.items())},
        "errors": {cause: found[:MOST_ERRORS] for cause, found in sorted(tally.errors.items())},
    }


def _checked(record: Record, path: Path) -> Record:
    length = len(record["title"]) + 1 + len(record["text"])
    for name in LISTS.values():
        check_spans(record, record[name], length, f"{path}: {name}")
    if record["tier"] not in set(Tier):
        raise UsageError(
            f"{path}: {record['id']}: tier {record['tier']!r}", "core, related, context or off"
        )
    return record


def _count_tier(record: Record, analysis: Analysis, tally: Tally) -> None:
    given, gold = analysis.relevance.tier.value, record["tier"]
    for group in ("all", record["lang"]):
        near_given = ["near"] if given in NEAR else []
        near_gold = ["near"] if gold in NEAR else []
        tally.count(f"core+related {group}", near_given, near_gold)
    if given != gold:
        reasons = "; ".join(str(reason) for reason in analysis.relevance.reasons)
        tally.errors[f"tier {gold} taken for {given}"].append(f"{record['id']}: {reasons}")


def _count_mentions(record: Record, analysis: Analysis, labels: set[str], tally: Tally) -> None:
    """Mentions by span, by span and link, and the links an article has at all."""
    for kind, name in LISTS.items():
        gold = {(item["start"], item["end"]): item["canonical"] for item in record[name]}
        found = {
            (mention.start, mention.end): tag.label
            for tag in analysis.of_kind(kind)
            for mention in tag.mentions
        }
        known_gold = {span: label for span, label in gold.items() if label in labels}
        known_found = {span: label for span, label in found.items() if label in labels}
        for group in ("all", record["lang"]):
            tally.count(f"{name} mentions {group}", found, gold)
            tally.count(f"{name} mentions known {group}", known_found, known_gold)
            tally.count(
                f"{name} mentions unknown {group}",
                found.keys() - known_found.keys(),
                gold.keys() - known_gold.keys(),
            )
            tally.count(f"{name} linked {group}", found.items(), gold.items())
            tally.count(
                f"{name} known links {group}", set(known_found.values()), set(known_gold.values())
            )
        tally.count(
            "known links all",
            {(name, label) for label in known_found.values()},
            {(name, label) for label in known_gold.values()},
        )
        tally.count("known linked mentions all", known_found.items(), known_gold.items())
        _list_mention_errors(record, name, found, gold, tally)


def _list_mention_errors(
    record: Record,
    name: str,
    found: Mapping[tuple[int, int], str],
    gold: Mapping[tuple[int, int], str],
    tally: Tally,
) -> None:
    text = f"{record['title']}\n{record['text']}"
    for span, label in found.items():
        surface = text[slice(*span)]
        if span not in gold:
            tally.errors[f"{name}: not in the gold"].append(
                f"{record['id']}: {surface!r} = {label}"
            )
        elif gold[span] != label:
            line = f"{record['id']}: {surface!r} = {label}, wanted {gold[span]}"
            tally.errors[f"{name}: wrong link"].append(line)
    for span, label in gold.items():
        if span not in found:
            surface = text[slice(*span)]
            tally.errors[f"{name}: missed"].append(f"{record['id']}: {surface!r} = {label}")


def _count_sectors(record: Record, analysis: Analysis, tally: Tally) -> None:
    given = {tag.key for tag in analysis.of_kind(TagKind.SECTOR)}
    gold = set(record["sectors"]) - {"none"}
    for group in ("all", record["lang"]):
        tally.count(f"sectors {group}", given, gold)
    for key in sorted(given - gold):
        tally.errors["sectors: not in the gold"].append(f"{record['id']}: {key}")
    for key in sorted(gold - given):
        tally.errors["sectors: missed"].append(f"{record['id']}: {key}")


def _count_roles(record: Record, analysis: Analysis, base: Knowledge, tally: Tally) -> None:
    given = {(item.start, item.end, base.entities[item.person].label) for item in analysis.roles}
    gold = {
        (item["start"], item["end"], item["canonical"])
        for item in record.get("role_mentions") or ()
    }
    tally.count("roles all", given, gold)
    text = f"{record['title']}\n{record['text']}"
    for start, end, person in sorted(given ^ gold):
        cause = "roles: missed" if (start, end, person) in gold else "roles: not in the gold"
        tally.errors[cause].append(f"{record['id']}: {text[start:end]!r} = {person}")


def _count_stories(records: list[Record], readings: list[Reading], tally: Tally) -> None:
    gold = {record["id"]: record.get("story") or record["id"] for record in records}
    given = {item.article.id: item.story_id or item.article.id for item in readings}
    language = {record["id"]: record["lang"] for record in records}
    expected_pairs, given_pairs = _pairs(gold), _pairs(given)
    crossing = {
        pair for pair in expected_pairs | given_pairs if len({language[key] for key in pair}) > 1
    }
    tally.count("story pairs all", given_pairs, expected_pairs)
    tally.count("story pairs across languages", given_pairs & crossing, expected_pairs & crossing)
    tally.count(
        "near-duplicate pairs",
        _duplicates((item.article.id, item.near_duplicate_of) for item in readings),
        _duplicates((record["id"], record.get("near_duplicate_of") or "") for record in records),
    )
    for pair in sorted(map(sorted, given_pairs - expected_pairs)):
        tally.errors["stories: wrongly joined"].append(" + ".join(pair))
    for pair in sorted(map(sorted, expected_pairs - given_pairs)):
        tally.errors["stories: left apart"].append(" + ".join(pair))


def _pairs(stories: Mapping[str, str]) -> set[frozenset[str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for article, story in stories.items():
        members[story].append(article)
    return {frozenset(pair) for group in members.values() for pair in combinations(group, 2)}


def _duplicates(links: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    """Pairs of texts that repeat one another, also when both repeat a third."""
    groups = {copy: original for copy, original in links if original}
    roots = {key: _root(key, groups) for key in groups.keys() | set(groups.values())}
    return _pairs(roots)


def _root(key: str, originals: Mapping[str, str]) -> str:
    seen = {key}
    while (key := originals.get(key, key)) not in seen:
        seen.add(key)
    return key
