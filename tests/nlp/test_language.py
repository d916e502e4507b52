"""The language of a text: scripts, capitals, short texts, and the same answer every time."""

import json
from pathlib import Path

import pytest

from nlp.language import UNKNOWN, detect_language

SHARED = Path(__file__).parents[3] / "shared" / "data" / "language" / "lid.jsonl"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le président de la Région a reçu le gouverneur à Lyon.", "fr"),
        ("LE PRÉSIDENT DE LA RÉGION A REÇU LE GOUVERNEUR À LYON", "fr"),
        ("大村知事がリヨンを訪問した。", "ja"),
        ("愛知県、仏地域圏首脳往復書簡公表", "ja"),
        ("东海道新干线开通", "zh"),
        ("還不清楚造成墜機的原因以及事件發生的確實先後順序", "zh"),
        ("서울시장이 리옹을 방문했다", "ko"),
        ("The governor of Aichi Prefecture visited Lyon on Thursday.", "en"),
        ("Le salon ものづくり ouvre ses portes à Lyon cette semaine.", "fr"),
        ("仏GL eventsが愛知県でAichi Sky Expoを運営する", "ja"),
    ],
)
def test_language_is_told(text: str, code: str) -> None:
    assert detect_language(text).code == code


def test_the_hint_decides_only_where_the_text_does_not() -> None:
    assert detect_language("東京大阪", "zh-TW").code == "zh"
    assert detect_language("東京大阪", "ja").code == "ja"
    assert detect_language("2024 05 19", "fr_FR").code == "fr"
    assert detect_language("Le préfet a signé la convention hier matin.", "ja").code == "fr"


@pytest.mark.parametrize("text", ["", "123 456", "…", "\ud800", "👍" * 50, "\u0301" * 50])
def test_no_language_is_no_crash(text: str) -> None:
    language = detect_language(text)
    assert language.code == UNKNOWN
    assert language.confidence == 0.0


def test_the_same_text_gives_the_same_answer() -> None:
    answers = {detect_language("Tokyo Paris Nagoya Lyon 2024") for _ in range(10)}
    assert len(answers) == 1


@pytest.mark.shared
def test_french_and_japanese_are_told_from_the_rest() -> None:
    if not SHARED.exists():
        pytest.skip(f"no measuring material at {SHARED}")
    with SHARED.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    right = asked = 0
    for row in rows:
        gold = row["main"] if row["lang"] == "fr+ja" else row["lang"]
        if gold is None:
            continue
        asked += 1
        found = detect_language(row["text"]).code
        right += found == gold if gold in {"fr", "ja"} else found not in {"fr", "ja"}
    assert right / asked > 0.98
