"""Whatever the spelling, every tag quotes the stored text, and its sentence holds it."""

from collections.abc import Callable
from datetime import UTC, datetime
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import Knowledge
from news.analysis import Analysis
from news.article import Article
from nlp import Reader

NOON = datetime(2024, 11, 12, 11, tzinfo=UTC)
HALF_WIDTH = {normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
LIGATURES = (("œ", "oe"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("㈱", "株式会社"), ("𠮷", "吉"), ("﨑", "崎"))


def half_width(name: str) -> str:
    """Katakana as half-width, voicing as a mark of its own."""
    parts = normalize("NFD", name).replace("\u3099", "\uff9e").replace("\u309a", "\uff9f")
    return "".join(HALF_WIDTH.get(char, char) for char in parts)


def full_width(name: str) -> str:
    """ASCII as full-width."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in name)


def ligated(name: str) -> str:
    """With one character where two are usual, and rare variants of kanji."""
    for sign, plain in LIGATURES:
        name = name.replace(plain, sign)
    return name


SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    half_width,
    full_width,
    ligated,
    lambda name: normalize("NFD", name),
    "\u200d".join,
    lambda name: name.replace(" ", "\u202f").replace("-", "\u2011").replace("'", "\u2019"),
    lambda name: name.replace("・", "＝"),
    lambda name: name + "\u0301",
)
GLUE = (
    *(" ", "", "\n", ". ", "。", "、", ", ", " à ", "は", "の", "氏は", "知事は", " d’", " de la "),
    *(
        "（",
        "）",
        "«\u00a0",
        "\u00a0»",
        "\u200d",
        "\u0301",
        "\ufeff",
        "\ud800",
        "𠮷野家",
        "12月",
        "…",
    ),
)


def spelt(base: Knowledge) -> st.SearchStrategy[str]:
    """Names of the knowledge base, in all their spellings."""
    names = sorted(
        {
            name
            for entity in base.entities.values()
            for name in (entity.label, *entity.names.values(), *entity.aliases)
        }
    )
    return st.builds(
        lambda name, spell: spell(name), st.sampled_from(names), st.sampled_from(SPELLINGS)
    )


def check(subject: Article, analysis: Analysis) -> None:
    """Every offset of an analysis, against the text as it is stored."""
    text = subject.full_text
    for tag in analysis.tags:
        assert tag.mentions
        for mention in tag.mentions:
            end = mention.sentence_start + len(mention.sentence)
            assert text[mention.start : mention.end] == mention.surface != ""
            assert text[mention.sentence_start : end] == mention.sentence
            assert mention.sentence_start <= mention.start < mention.end <= end
            assert mention.surface in mention.sentence
    assert all(text[role.start : role.end] == role.surface for role in analysis.roles)


@pytest.mark.models
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_tag_quotes_the_stored_text(
    knowledge: Knowledge, reader: Reader, data: st.DataObject
) -> None:
    pieces = st.lists(spelt(knowledge) | st.sampled_from(GLUE) | st.text(max_size=4), max_size=20)
    title, text = "".join(data.draw(pieces))[:120], "".join(data.draw(pieces))
    language = data.draw(st.sampled_from(("fr", "ja", "")))
    subject = Article("id", "s", "https://press.example/", title, text, language, None, NOON)
    check(subject, next(reader.read([subject])))


@pytest.mark.models
@pytest.mark.parametrize("spell", SPELLINGS[:-1])
@pytest.mark.parametrize(
    ("sentence", "name", "language"),
    [
        ("Le conseil de la {} se réunit.", "région Auvergne-Rhône-Alpes", "fr"),
        ("フランスの{}が発表した。", "オーヴェルニュ・ローヌ・アルプ地域圏", "ja"),
    ],
)
def test_a_name_is_found_in_every_spelling(
    reader: Reader, spell: Callable[[str], str], sentence: str, name: str, language: str
) -> None:
    text = sentence.format(spell(name))
    subject = Article("id", "s", "https://press.example/", "", text, language, None, NOON)
    analysis = next(reader.read([subject]))
    check(subject, analysis)
    # The words around tell the government from its land; in an odd spelling they may not.
    assert {tag.key for tag in analysis.tags} & {"region-aura", "auvergne-rhone-alpes"}
