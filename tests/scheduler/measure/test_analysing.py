"""What `soie analyse` is given: odd texts are read, malformed lines refused by their number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from news.errors import UsageError
from scheduler.cli.app import print_line
from scheduler.measure.analysing import language_lines, read_articles


def write(path: Path, *lines: str) -> Path:
    """A file of lines, the first of them sound."""
    path.write_text("\n".join(('{"id": "a", "title": "A", "text": "B"}', *lines)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "b", "title": "T"}', "'text' is missing"),
        ('{"id": "b", "title": null, "text": ""}', "NoneType where str"),
        ('{"id": "a", "title": "T", "text": ""}', "comes twice"),
        ('{"id": "b", "title": "T", "text": "", "published": "hier"}', "is no date"),
        (
            '{"id": "b", "title": "", "text": "", "published": "0001-01-01T00:00:00+14:00"}',
            "is no date",
        ),
        ('{"id": ' + "9" * 5000 + "}", "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    path = write(tmp_path / "given.jsonl", "", line)
    with pytest.raises(UsageError) as caught:
        read_articles(path)
    assert f"{path}:3" in caught.value.sentence
    assert told in caught.value.sentence


def test_odd_texts_are_taken_as_they_are(tmp_path: Path) -> None:
    texts = [
        "",
        "\x00Lyon\x00",
        "\ud800Lyon 愛知県 \udfff",
        "1" * 50_000,
        "a" * 50_000,
        "愛" * 50_000,
    ]
    lines = [
        json.dumps({"id": str(at), "title": "", "text": text}) for at, text in enumerate(texts)
    ]
    articles = read_articles(write(tmp_path / "given.jsonl", *lines))
    assert [article.text for article in articles[1:]] == texts
    found = list(language_lines(tmp_path / "given.jsonl"))
    assert len(found) == len(texts) + 1
    assert found[1] == {"language": "und", "confidence": 0.0}


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "given.jsonl"
    path.write_text('{"text": "Bonjour"}\n', encoding="utf-8-sig")
    assert len(list(language_lines(path))) == 1


def test_what_utf8_cannot_carry_is_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    print_line({"surface": "\ud800愛知"})
    assert json.loads(capsys.readouterr().out) == {"surface": "\ud800愛知"}
