"""The recipe on a dozen sentences: two rounds, the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import spacy

from nlp.training.blend import blend, weights, write
from nlp.training.example import LABELS, UNKNOWN, compose
from nlp.training.lessons import Lessons
from nlp.training.lessons_ja import JAPANESE as JAPANESE_MANNER
from nlp.training.loop import Plan, examples
from nlp.training.pack import pack
from nlp.training.pipelines import japanese
from nlp.training.recipes import teach_japanese
from nlp.training.stock import load_contexts, load_stock

SENTENCES = [
    compose(
        [(firm, "ORG"), ("の", ""), (person, "PER"), ("社長は", ""), (place, "LOC"), ("に", "")]
    )
    for firm in ("トヨタ自動車", "豊田通商株式会社", "中日新聞")
    for person, place in (("佐藤太郎", "愛知県"), ("鈴木", "豊田市"), ("ジャン・レイ", "リヨン"))
]
PLAN = Plan(epochs=2, rate=1e-3, dropout=0.25, seed=7, kept=2)


def train(folder: Path, plan: Plan) -> dict[str, bytes]:
    stock = load_stock("ja", ("株式会社ウイルテック",))
    lessons = Lessons(replace(JAPANESE_MANNER, made=6), SENTENCES, load_contexts("ja"), stock)
    size = pack(teach_japanese(lessons, plan), folder)
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    assert size == sum(map(len, files.values()))
    return files


@pytest.mark.models
def test_two_trainings_write_the_same_bytes(tmp_path: Path) -> None:
    first, second = train(tmp_path / "a", PLAN), train(tmp_path / "b", PLAN)
    assert first == second
    other = train(tmp_path / "c", Plan(epochs=2, rate=1e-3, dropout=0.25, seed=8, kept=2))
    assert other["ner/model"] != first["ner/model"]
    assert b"CC-BY-SA-4.0" in first["meta.json"]
    read = spacy.load(tmp_path / "a")
    assert set(read.pipe_labels["ner"]) == set(LABELS)
    assert [word.text for word in read("佐藤太郎は")]


@pytest.mark.models
def test_a_mark_in_doubt_teaches_nothing() -> None:
    text = compose([("トヨタ自動車", "ORG"), ("と", ""), ("佐藤", UNKNOWN), ("は", "")])
    (example,) = examples(japanese(), [text])
    tags = example.get_aligned_ner()
    words = [word.text for word in example.reference]
    assert tags[words.index("佐藤")] is None
    assert tags[words.index("と")] == "O"
    assert tags[0] is not None
    assert tags[0].endswith("-ORG")


@pytest.mark.models
def test_a_blend_lies_between_where_it_began_and_what_was_taught() -> None:
    start, *taught = (japanese(width=32, depth=1) for _ in range(3))
    began = [np.array(node.get_param(name)) for node, name in weights(start)]
    for scale, nlp in enumerate(taught, 1):
        for (node, name), first in zip(weights(nlp), began, strict=True):
            write(node, name, first + scale)
    mixed = blend(start, taught, 0.6)
    for (node, name), first in zip(weights(mixed), began, strict=True):
        np.testing.assert_allclose(np.asarray(node.get_param(name)), first + 0.9, atol=1e-5)
