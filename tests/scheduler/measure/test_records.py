"""Malformed gold is refused with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from news.errors import UsageError
from scheduler.measure.records import check_spans, read_records

FIELDS = {"text": str, "entities": list}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"text": "a"}', "'entities' is missing"),
        ('{"text": 1, "entities": []}', "int where str is wanted"),
        ('{"text": true, "entities": []}', "bool where str is wanted"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f'{{"text": "ok", "entities": []}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        list(read_records(path, FIELDS))
    assert f"{path}:3:" in caught.value.sentence
    assert told in caught.value.sentence


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not UTF-8"):
        list(read_records(path, FIELDS))
    with pytest.raises(UsageError, match="No such file"):
        list(read_records(tmp_path / "absent", FIELDS))


@pytest.mark.parametrize("span", [{}, {"start": 3, "end": 3}, {"start": 0, "end": 9}, "x"])
def test_a_span_outside_the_text_is_refused(span: object) -> None:
    with pytest.raises(UsageError, match="not in the text"):
        check_spans({"id": "a"}, [span], 8, "gold.jsonl: record 1")
