"""The gate turns away what no model could make relevant, and nothing else."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo import SamplePress
from knowledge import Knowledge
from news.analysis import Reason, Tier
from news.article import Article
from news.entity import Side
from news.text import Folded, fold
from nlp import Reader, ReaderOptions
from nlp.clean import clean
from nlp.gate import Gate
from nlp.gazetteer import Gazetteer
from nlp.language import Language
from nlp.models import Parse, RawName, Token
from nlp.relevance_cues import ACTORS_FR, ACTORS_JA, ADJECTIVES

NOON = datetime(2024, 11, 12, 11, tzinfo=UTC)
TAGS = (
    "名詞-普通名詞-一般",
    "名詞-固有名詞-地名-一般",
    "名詞-固有名詞-人名-姓",
    "助詞-格助詞",
    "記号",
)
LABELS = ("PER", "ORG", "LOC")

Refuse = Callable[[str, str], Reason | None]


@pytest.fixture(scope="module")
def refuse(knowledge: Knowledge) -> Refuse:
    """The gate's word on a title and a body."""
    gate = Gate(knowledge, Gazetteer(knowledge.entities, knowledge.look_alikes))

    def ask(title: str, body: str) -> Reason | None:
        text = f"{title}\n{body}"
        return gate.refuse(text, len(title), fold(text))

    return ask


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Une exposition de vélos à Rennes", "Les visiteurs viennent de Brest et de Vannes."),
        ("Le Japon réforme ses retraites", "Tokyo veut convaincre les syndicats."),
        ("Montagne de dettes pour la commune", "Il est certain que le maire mène campagne."),
        ("東京で花火大会", "観客は十万人を超えた。パリからの客もいた。"),
        ("北海道の農家が新しい米を育てる", "札幌市の店で売られる。"),
        ("", ""),
        ("12345", "67890"),
    ],
)
def test_without_a_side_no_model_reads(refuse: Refuse, title: str, body: str) -> None:
    assert refuse(title, body) == Reason("gate-no-side")


def test_one_side_without_a_subject_of_the_cooperation(refuse: Refuse) -> None:
    found = refuse("Un concert au parc", "La chorale chante dimanche à Grenoble.")
    assert found is not None
    assert found.code == "gate-one-side"
    assert "grenoble" in found.detail[0].lower()
    assert refuse("Un concert au parc", "La chorale japonaise chante dimanche à Grenoble.") is None
    assert (
        refuse("Hydrogène : une usine ouvre", "Elle emploiera cent personnes à Grenoble.") is None
    )


@pytest.mark.parametrize("side", [Side.AURA, Side.AICHI])
def test_every_name_of_a_side_passes_beside_the_other_country(
    knowledge: Knowledge, refuse: Refuse, side: Side
) -> None:
    others = {Side.AURA: ("au Japon", "日本で"), Side.AICHI: ("en France", "フランスで")}[side]
    lost = [
        (entity.id, written)
        for entity in knowledge.entities.values()
        if entity.side in (side, Side.BOTH)
        for language, name in (("en", entity.label), *entity.names.items())
        if language != "kana"  # only asked for where it is written as an alias too
        for written in (f"Hier, {name} était {others[0]}.", f"{others[1]}、{name}、発表。")
        if refuse("Titre", written) is not None
    ]
    assert not lost


@pytest.mark.parametrize("side", [Side.AURA, Side.AICHI])
def test_every_adjective_of_a_side_passes_beside_the_other_country(
    refuse: Refuse, side: Side
) -> None:
    other = {Side.AURA: "Japon", Side.AICHI: "France"}[side]
    for form in ADJECTIVES[side]:
        assert refuse("Titre", f"Un groupe, {form} : {other}.") is None


def pieces(base: Knowledge) -> st.SearchStrategy[str]:
    """Words that count for relevance in both languages, and words that do not."""
    names = [
        name
        for entity in base.entities.values()
        for name in (entity.label, *entity.names.values(), *entity.aliases, *entity.weak_aliases)
    ]
    cues = [
        cue
        for sector in base.sectors.values()
        for cue in (*sector.cues_fr, *sector.cues_ja, *sector.weak_fr, *sector.weak_ja)
    ]
    adjectives = [form for forms in ADJECTIVES.values() for form in forms]
    alikes = [form for alike in base.look_alikes for form in alike.forms]
    fill = (
        *("le", "la", "de", "d'", "signe un accord avec", "préfecture japonaise d'", "Région"),
        *(
            "élection",
            "Orvane",
            "(ABC)",
            "株式会社",
            "オルヴァン",
            "は",
            "の",
            "と協定",
            "が",
            "就任",
        ),
        *(". ", "。", "\n", "\n\n", ", ", "、", "（", "）"),
    )
    return st.one_of(
        *(st.sampled_from(words) for words in (names, cues, adjectives, alikes)),
        st.sampled_from(fill),
        st.sampled_from(fill),
        st.sampled_from((*ACTORS_FR, *ACTORS_JA)),
    )


class AnyModel:
    """In place of a model: marks any words as names, as a model at its worst might."""

    def __init__(self, language: str, chosen: str = "") -> None:
        del chosen
        self.language = language

    def parse(self, texts: Iterable[str]) -> Iterator[Parse]:
        """One parse a text, drawn by the text itself."""
        for text in texts:
            cleaned = clean(text)
            yield _any_parse(cleaned.text, Random(text), self.language, cleaned)  # noqa: S311 (no secret)


def _any_parse(text: str, chance: Random, language: str, cleaned: Folded) -> Parse:
    pattern = r"\w+|[^\w\s]" if language == "fr" else r"\w{1,4}|[^\w\s]"
    words = [match.span() for match in re.finditer(pattern, text)]
    tokens = tuple(
        Token(start, end, chance.choice(TAGS if language == "ja" else ("", "common")), known=True)
        for start, end in words
    )
    starts = [0, *sorted(chance.sample(range(len(words)), k=min(len(words), 4))), len(words)]
    names = tuple(
        RawName(words[first][0], words[last - 1][1], chance.choice(LABELS))
        for first, last in pairwise(starts)
        if first < last and chance.random() < 0.7
        for last in [min(last, first + chance.randint(1, 4))]
    )
    begins = tuple(start for start, _ in words if chance.random() < 0.05)
    return Parse(cleaned, names, (0, *begins) if language == "fr" else (), tokens)


@pytest.fixture(scope="module")
def any_reader(knowledge: Knowledge) -> Iterator[Reader]:
    """A reader whose models are at their worst, and which believes what language is declared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nlp.reader.NameModel", AnyModel)
        patch.setattr("nlp.reader.detect_language", lambda _, hint: Language(hint, 1.0))
        yield Reader(knowledge)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_model_finds_nothing_refused_is_relevant(
    knowledge: Knowledge, refuse: Refuse, any_reader: Reader, data: st.DataObject
) -> None:
    words = data.draw(st.lists(pieces(knowledge), max_size=14))
    glue = data.draw(st.sampled_from((" ", "")))
    title, body = glue.join(words[:4]).replace("\n", " "), glue.join(words[4:])
    language = data.draw(st.sampled_from(("fr", "ja")))
    if refuse(title, body) is None:
        return
    article = Article("id", "s", "https://press.example/", title, body, language, None, NOON)
    analysis = next(any_reader.read([article]))
    assert analysis.relevance.tier is Tier.OFF, (title, body, analysis.relevance)


def test_the_daily_job_keeps_what_is_refused_as_off(knowledge: Knowledge) -> None:
    reader = Reader(knowledge, ReaderOptions(gate=True))
    text = "Les visiteurs viennent de Brest et de Vannes, et les vélos de toute la Bretagne."
    away = Article("id", "s", "https://press.example/", "Des vélos", text, "fr", None, NOON)
    analysis = next(reader.read([away]))
    assert (analysis.language, analysis.relevance.tier) == ("fr", Tier.OFF)
    assert analysis.relevance.reasons == (Reason("gate-no-side"),)
    assert analysis.tags == ()
    assert reader.maker != Reader(knowledge).maker


def test_nothing_relevant_of_the_sample_press_is_lost(refuse: Refuse) -> None:
    press = SamplePress.load().articles
    for item in press:
        if item.tier in (Tier.CORE, Tier.RELATED):
            assert refuse(item.title, item.text) is None, item.title
    off = [item for item in press if item.tier == Tier.OFF]
    refused = sum(refuse(item.title, item.text) is not None for item in off)
    assert refused >= 0.5 * len(off)  # the sample press is full of look-alikes


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "field", "wanted"),
    [
        ("domain/articles", "tier", {"core", "related", "context"}),
        ("relevance/relevance", "relevance", {"high", "medium"}),
    ],
)
def test_nothing_relevant_of_the_gold_is_lost(
    refuse: Refuse, shared_data: Path, name: str, field: str, wanted: set[str]
) -> None:
    lines = (shared_data / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row[field] in wanted]
    assert len(rows) > 20
    assert not [row["title"] for row in rows if refuse(row["title"] or "", row["text"]) is not None]


@pytest.mark.shared
@pytest.mark.parametrize("language", ["fr", "ja"])
def test_general_press_is_turned_away(refuse: Refuse, shared_data: Path, language: str) -> None:
    path = shared_data / "relevance" / "realtext_negatives.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    mine = [row for row in rows if row["lang"] == language]
    refused = sum(refuse(row["title"] or "", row["text"]) is not None for row in mine)
    assert refused >= 0.9 * len(mine)
