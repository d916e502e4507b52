"""`soie evaluate language`."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from nlp import detect_language
from scheduler.measure.records import Record, read_records

MIXED = "+"
"""Joins the languages of a text that holds several: any of them is right."""


def evaluate_language(path: Path) -> dict[str, Any]:
    """Accuracy for French, Japanese and all others, and by kind of text.

    A text in a third language is right when it is taken neither for French nor for Japanese.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    errors = []
    for record in read_records(path, {"text": str, "lang": str}, {"kind": str}):
        found = detect_language(record["text"]).code
        right = _right(found, record["lang"])
        group = record["lang"] if record["lang"] in {"fr", "ja"} else "other"
        for name in (f"language {group}", f"kind {record.get('kind') or 'unnamed'}", "all"):
            counts[name].update(total=1, right=int(right))
        if not right:
            errors.append(_error(record, found))
    return {
        "accuracy": {name: _accuracy(count) for name, count in sorted(counts.items())},
        "errors": errors,
    }


def _right(found: str, gold: str) -> bool:
    if MIXED in gold:
        return found in gold.split(MIXED)
    return found == gold if gold in {"fr", "ja"} else found not in {"fr", "ja"}


def _accuracy(count: Counter[str]) -> dict[str, float | int]:
    share = count["right"] / count["total"]
    return {"right": count["right"], "of": count["total"], "share": round(share, 4)}


def _error(record: Record, found: str) -> str:
    return (
        f"{record.get('kind') or 'text'}: {record['lang']} taken for {found}: {record['text'][:60]}"
    )
