"""The longest and oddest texts: an analysis each, in time about linear in their length."""

import re
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import Knowledge
from news.article import Article
from news.entity import EntityKind
from news.text import fold
from nlp import Reader, ReaderOptions
from nlp.clean import clean
from nlp.duplicates import shingles
from nlp.gazetteer import Gazetteer
from nlp.language import detect_language
from nlp.models import Parse, Token
from nlp.repair_fr import repair_french
from nlp.repair_ja import repair_japanese
from nlp.sentences import split_japanese, split_latin
from nlp.stories_traits import days, figures, sounds
from nlp.unknown import bind

NOON = datetime(2024, 11, 12, 11, tzinfo=UTC)
FRENCH = (
    "La Région Auvergne-Rhône-Alpes et la préfecture d'Aichi signent un accord à Lyon. "
    "« Nos entreprises y gagnent », dit le président de la Région. Toyota, spécialiste de "
    "l'hydrogène, reçoit les élus de l'assemblée. "
)
JAPANESE = (
    "愛知県の大村秀章知事は、フランスのリヨンで地域圏の企業と水素の協力に関する覚書を交わした。"
    "名古屋市の企業団（豊田市）も同行し、大学や研究所を視察した。"
)
LENGTH = 50_000
UNBROKEN = {
    "Latin letters": "a" * LENGTH,
    "capitals": "LYON" * (LENGTH // 4),
    "kanji": "愛知県" * (LENGTH // 3),
    "katakana": "リヨン・" * (LENGTH // 4),
    "digits": "1234567890" * (LENGTH // 10),
    "brackets": "「（(【" * (LENGTH // 4),
    "marks": "?!。" * (LENGTH // 3),
}


def article(text: str, language: str = "") -> Article:
    """An untitled article."""
    return Article("id", "source", "https://press.example/", "", text, language, None, NOON)


def seconds(work: Callable[[], object]) -> float:
    """The quicker of two tries: what else runs on the machine only adds time."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(2))


@pytest.fixture(scope="module")
def glancing(knowledge: Knowledge, reader: Reader) -> Reader:
    """A reader whose models see little, so that the time is that of everything else."""
    quick = Reader(knowledge, ReaderOptions(longest=500))
    quick._models = reader._models  # loaded once for all tests
    return quick


@pytest.mark.models
@pytest.mark.parametrize("language", ["fr", "ja"])
@pytest.mark.parametrize("text", UNBROKEN.values(), ids=UNBROKEN.keys())
def test_a_text_without_a_space_is_analysed(glancing: Reader, text: str, language: str) -> None:
    subject = article(text, language)
    (analysis,) = glancing.read([subject])
    for tag in analysis.tags:
        for mention in tag.mentions:
            assert subject.full_text[mention.start : mention.end] == mention.surface


@pytest.mark.models
@pytest.mark.parametrize("phrase", [FRENCH, JAPANESE], ids=["fr", "ja"])
@pytest.mark.parametrize("broken", ["\n", ""], ids=["in lines", "in one line"])
def test_reading_takes_time_linear_in_length(glancing: Reader, phrase: str, broken: str) -> None:
    texts = [article(length // len(phrase) * (phrase + broken)) for length in (10_000, 40_000)]
    list(glancing.read(texts[:1]))
    short, long = (seconds(lambda text=text: list(glancing.read([text]))) for text in texts)  # type: ignore[misc] # a default binds the loop's text
    assert long < 4 * 1.5 * short


@pytest.mark.models
@pytest.mark.parametrize("phrase", [FRENCH, JAPANESE], ids=["fr", "ja"])
def test_a_megabyte_is_analysed(glancing: Reader, phrase: str) -> None:
    (analysis,) = glancing.read([article(phrase * (1_000_000 // len(phrase.encode())))])
    assert "cut" in {reason.code for reason in analysis.rejected}
    assert max(len(tag.mentions) for tag in analysis.tags) > 1000


def parsed(text: str) -> Parse:
    """A parse without a model: every word a token, no names."""
    words = re.finditer(r"\w+", text)
    tokens = tuple(Token(word.start(), word.end(), "名詞-普通名詞", known=True) for word in words)
    return Parse(clean(text), (), (), tokens)


STEPS: dict[str, Callable[[str], object]] = {
    "French names": lambda text: repair_french(parsed(text)),
    "Japanese names": lambda text: repair_japanese(parsed(text)),
    "Latin sentences": split_latin,
    "Japanese sentences": split_japanese,
    "language": detect_language,
    "figures": lambda text: (figures(fold(text).text, "ja"), figures(fold(text).text, "fr")),
    "sounds": lambda text: sounds(text, fold(text).text, "ja"),
    "days": lambda text: days(fold(text).text, "fr", NOON.date()),
    "shingles": lambda text: shingles(text, "fr"),
}
HARD = {
    "capitals": "Ab " * 5000,
    "one capital word": "A" * 15_000,
    "marks before a letter": "?" * 15_000 + "a",
    "digits before a month": "1" * 15_000 + "月",
    "blank lines": "   \n" * 4000,
    "blanks": "a" + " " * 15_000 + "b",
    "heads": "Société de la Région " * 800,
    "open brackets": "(AB" * 5000,
    "firms": "株式会社大学" * 2500,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD.keys())
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_no_step_takes_the_square_of_its_text(step: Callable[[str], object], text: str) -> None:
    start = time.process_time()
    step(text)
    assert time.process_time() - start < 2.5


def test_thousands_of_names_are_bound_at_once() -> None:
    names = [(f"Prénom{index} Famille{index}", EntityKind.PERSON) for index in range(8000)]
    names += [(f"Famille{index}", EntityKind.PERSON) for index in range(8000)]
    start = time.process_time()
    keys = bind(names)
    assert time.process_time() - start < 2.5
    assert keys["Famille7", EntityKind.PERSON] == keys["Prénom7 Famille7", EntityKind.PERSON]


def test_an_adjective_of_country_does_not_hide_a_territory(knowledge: Knowledge) -> None:
    gazetteer = Gazetteer(knowledge.entities, knowledge.look_alikes)
    for text, surface in (
        ("avec la préfecture japonaise d’Aichi.", "préfecture japonaise d’Aichi"),
        ("La région française Auvergne-Rhône-Alpes", "région française Auvergne-Rhône-Alpes"),
    ):
        (hit,) = gazetteer.hits(text, fold(text))
        assert text[hit.start : hit.end] == surface
        assert hit.form.strong


SCRIPTS: Sequence[str] = (
    *("Lyon", "la préfecture japonaise d’Aichi", "M. Jean Dupont", "Région", "société ", ", "),
    *(
        "愛知県",
        "大村知事",
        "リヨン・",
        "株式会社",
        "（",
        "）",
        "【リヨン＝共同】",
        "名古屋市",
        "の",
    ),
    *("\n", " ", "。", ". ", "\ud800", "e\u0301", "ｱｲﾁ", "12月", "«", "»", "\u200b", "𠮷川"),
)


@pytest.mark.models
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pieces=st.lists(st.sampled_from(SCRIPTS) | st.text(max_size=6), max_size=25),
    language=st.sampled_from(["fr", "ja", ""]),
)
def test_every_tag_quotes_its_text(reader: Reader, pieces: list[str], language: str) -> None:
    subject = article("".join(pieces), language)
    (analysis,) = reader.read([subject])
    text = subject.full_text
    for tag in analysis.tags:
        for mention in tag.mentions:
            end = mention.sentence_start + len(mention.sentence)
            assert text[mention.start : mention.end] == mention.surface != ""
            assert text[mention.sentence_start : end] == mention.sentence
            assert mention.sentence_start <= mention.start < mention.end <= end
    assert all(text[role.start : role.end] == role.surface for role in analysis.roles)
