"""The declared data: permitted, whole, and refused when it is anything else."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from news.errors import UsageError
from nlp.training.__main__ import main
from nlp.training.sources import HELD_OUT, NAMES, TEACHES, Data, Source, declared

PERMITTED = re.compile(r"(CC BY(-SA)? \d\.\d(/\d\.\d)?|LGPL-LR|Apache-2\.0|by document|[, ])+")
FORBIDDEN = ("press/", "domain/", "relevance/", "hipe2020", "letemps", "wikineural", "kwdlc")


def declare(folder: Path, name: str, role: str, records: list[dict[str, object]]) -> Source:
    data = "\n".join(json.dumps(record) for record in records).encode()
    (folder / name).write_bytes(data)
    return Source(name, "ja", role, "here", "CC BY 4.0", hashlib.sha256(data).hexdigest())


def test_what_may_not_train_is_not_declared() -> None:
    files = [source.file for source in declared()]
    assert files
    for file in files:
        assert not [word for word in FORBIDDEN if word in file]


def test_every_file_has_an_origin_a_licence_that_allows_shipping_and_a_checksum() -> None:
    for source in declared():
        assert source.origin
        assert PERMITTED.fullmatch(source.licence), source.file
        assert "NC" not in source.licence
        assert re.fullmatch(r"[0-9a-f]{64}", source.sha256)
        assert source.role in {TEACHES, HELD_OUT, NAMES}


def test_sets_that_measure_never_teach() -> None:
    teaching = {source.file for source in declared() if source.role == TEACHES}
    held = {source.file for source in declared() if source.role == HELD_OUT}
    assert not teaching & held


def test_sentences_that_measure_are_left_out(tmp_path: Path) -> None:
    name = {"start": 0, "end": 2, "label": "PER"}
    first: dict[str, object] = {"text": "佐藤は", "entities": [name]}
    second: dict[str, object] = {"text": "鈴木は", "entities": [{**name, "label": "EVENT"}]}
    sources = [
        declare(tmp_path, "a.jsonl", TEACHES, [first, second]),
        declare(tmp_path, "b.jsonl", HELD_OUT, [first]),
        declare(tmp_path, "c.jsonl", NAMES, [{"name_ja": "ＡＢＣ"}, {"name_ja": None}]),
    ]
    data = Data(tmp_path, "ja", sources)
    assert [(item.text, item.marks) for item in data.sentences()] == [("鈴木は", ())]
    assert data.firms("name_ja") == ("ABC",)


def test_other_bytes_are_refused_by_name(tmp_path: Path) -> None:
    source = declare(tmp_path, "a.jsonl", TEACHES, [])
    (tmp_path / "a.jsonl").write_bytes(b" ")
    with pytest.raises(UsageError, match=r"a\.jsonl: these are not the declared bytes") as caught:
        Data(tmp_path, "ja", [source])
    assert "get it again: here" in caught.value.sentence


def test_the_command_says_on_one_line_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "ja_stockmark.jsonl" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.shared
def test_the_data_at_hand_is_the_declared_data(shared_data: Path) -> None:
    japanese = Data(shared_data, "ja", declared())
    assert len(japanese.sentences()) == 10_398
    assert len(Data(shared_data, "fr", declared()).sentences()) == 3_032
