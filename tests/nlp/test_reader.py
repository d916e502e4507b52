"""The reader on real models: whole analyses, odd texts, and floors on measuring material."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import Knowledge
from news.analysis import Analysis, TagKind
from news.article import Article, Precision, Published
from nlp import Reader
from nlp.linking import Linking, link
from nlp.models import OWN, model_version
from nlp.scene import Scene

pytestmark = pytest.mark.models

SHARED = Path(__file__).parents[3] / "shared" / "data"
NOON = datetime(2024, 11, 12, 11, tzinfo=UTC)


def article(title: str, text: str, when: datetime = NOON, language: str = "") -> Article:
    """An article of some words."""
    published = Published(when, Precision.INSTANT, "test")
    return Article("id", "source", "https://press.example/", title, text, language, published, when)


def names(analysis: Analysis, kind: TagKind) -> dict[str, str]:
    """Labels by key of the tags of one kind."""
    return {tag.key: tag.label for tag in analysis.of_kind(kind)}


def test_a_french_article_is_read(reader: Reader) -> None:
    text = (
        "M. Benoît Castagnier, directeur de l’usine, a reçu le gouverneur Hideaki Ōmura à Lyon. "
        "Castagnier dirige la société Mécavalor, installée à Oyonnax (Ain)."
    )
    (analysis,) = reader.read([article("Une visite d’Aichi", text)])
    assert analysis.language == "fr"
    assert "Hideaki Ōmura" in names(analysis, TagKind.PERSON).values()
    (unknown,) = [tag for tag in analysis.of_kind(TagKind.PERSON) if not tag.known]
    assert [mention.surface for mention in unknown.mentions] == ["Benoît Castagnier", "Castagnier"]
    assert "mecavalor" in names(analysis, TagKind.ORGANISATION)


def test_a_japanese_article_is_read(reader: Reader) -> None:
    text = (
        "愛知県の大村秀章知事は12日、フランスのリヨン市で株式会社ミナト精工の堀川一郎社長と会談した。"
        "ミナト精工は半田市に工場を置く。"
    )
    (analysis,) = reader.read([article("大村知事、リヨン訪問", text)])
    assert analysis.language == "ja"
    people = analysis.of_kind(TagKind.PERSON)
    assert [tag.label for tag in people] == ["Hideaki Ōmura", "堀川一郎"]
    assert [mention.surface for mention in people[0].mentions] == ["大村", "大村秀章"]
    (firm,) = [tag for tag in analysis.of_kind(TagKind.ORGANISATION) if not tag.known]
    assert (firm.label, len(firm.mentions)) == ("ミナト精工", 2)


def test_analyses_come_in_the_order_of_the_articles(reader: Reader) -> None:
    texts = ["Lyon accueille Nagoya.", "名古屋はリヨンを訪れた。", "Nagoya reçoit la Région."] * 7
    given = (article("t", text) for text in texts)
    found = reader.read(given)
    assert isinstance(found, Iterator)
    codes = [analysis.language for analysis in found]
    assert codes == ["fr", "ja", "fr"] * 7


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123 456\n789",
        "Le président \ud800 de la Région\udfff à Lyon avec des entreprises françaises.",
        "大村\udc00秀章知事はリヨンを訪れた。",
        "a" * 10_000,
        "愛知県" * 2_000,
        "「" * 3000 + "愛知県。",
        "e" + "\u0301" * 5000,
        "Lyon\x00\x0b\x0c\x85 et Paris\u2028 Aichi \u200b",
        "👨‍👩‍👧‍👦" * 2000,
    ],
)
def test_odd_texts_are_analysed_and_quoted_exactly(reader: Reader, text: str) -> None:
    subject = article("", text)
    (analysis,) = reader.read([subject])
    for tag in analysis.tags:
        for mention in tag.mentions:
            assert subject.full_text[mention.start : mention.end] == mention.surface
            end = mention.sentence_start + len(mention.sentence)
            assert subject.full_text[mention.sentence_start : end] == mention.sentence
            assert mention.sentence_start <= mention.start < mention.end <= end


def test_what_no_model_has_read_is_said(reader: Reader) -> None:
    (analysis,) = reader.read([article("Lyon", "Une phrase de plus à Lyon. " * 1000)])
    assert "cut" in {reason.code for reason in analysis.rejected}
    assert len(analysis.of_kind(TagKind.PLACE)[0].mentions) == 1001


def test_a_text_that_ends_in_an_ellipsis_is_read(reader: Reader) -> None:
    (analysis,) = reader.read([article("愛知県の知事がリヨンへ", "知事は記者団に「まだ言えない…")])
    assert "aichi-pref" in names(analysis, TagKind.ORGANISATION)


def test_an_article_that_a_rule_stumbles_over_costs_no_other_its_reading(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(scene: Scene) -> Linking:
        if "casse" in scene.text:
            raise RuntimeError("a rule broke")
        return link(scene)

    monkeypatch.setattr("nlp.reader.link", stumble)
    texts = ["Il est arrivé à Lyon.", "Tout casse à Lyon.", "Elle est repartie de Lyon."]
    first, broken, last = reader.read([article("Une journée à Lyon", text) for text in texts])
    assert first.tags
    assert last.tags
    assert broken.tags == ()
    assert broken.relevance.reasons[0].code == "reading-failed"
    assert "a rule broke" in broken.relevance.reasons[0].detail[0]


def test_the_maker_names_models_rules_and_knowledge(reader: Reader, knowledge: Knowledge) -> None:
    assert model_version("fr", OWN) in reader.maker
    assert model_version("ja", OWN) in reader.maker
    assert knowledge.version in reader.maker


def _material(path: Path) -> list[dict[str, object]]:
    if not path.exists():
        pytest.skip(f"no measuring material at {path}")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.shared
def test_the_founding_press_release_gives_exactly_its_names(reader: Reader) -> None:
    folder = SHARED / "seed"
    if not folder.exists():
        pytest.skip(f"no measuring material at {folder}")
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    title, _, text = (folder / "press-release.fr.txt").read_text(encoding="utf-8").partition("\n")
    (analysis,) = reader.read([article(title, text, datetime(2022, 5, 19, 9, tzinfo=UTC))])
    for kind, key in (
        (TagKind.PERSON, "people"),
        (TagKind.ORGANISATION, "organisations"),
        (TagKind.PLACE, "places"),
    ):
        assert set(names(analysis, kind).values()) == set(expected[key])


@pytest.mark.shared
@pytest.mark.parametrize(("language", "people", "organisations"), [("fr", 90, 80), ("ja", 80, 60)])
def test_names_in_the_press_keep_their_floors(
    reader: Reader, language: str, people: int, organisations: int
) -> None:
    kinds = {"PER": TagKind.PERSON, "ORG": TagKind.ORGANISATION, "LOC": TagKind.PLACE}
    right: Counter[TagKind] = Counter()
    told: Counter[TagKind] = Counter()
    asked: Counter[TagKind] = Counter()
    for row in _material(SHARED / "press" / f"{language}.jsonl"):
        title, _, body = str(row["text"]).partition("\n")
        (analysis,) = reader.read([article(title, body, language=language)])
        sure = {
            (entity["start"], entity["end"], kinds[entity["label"]])
            for entity in row["entities"]  # type: ignore[attr-defined] # JSON
            if "doubt" not in entity
        }
        doubted = [e for e in row["entities"] if "doubt" in e]  # type: ignore[attr-defined] # JSON
        for tag in analysis.tags:
            for mention in tag.mentions if tag.kind is not TagKind.SECTOR else ():
                if any(d["start"] < mention.end and mention.start < d["end"] for d in doubted):
                    continue
                told[tag.kind] += 1
                right[tag.kind] += (mention.start, mention.end, tag.kind) in sure
        asked.update(kind for _, _, kind in sure)
    for kind, floor in ((TagKind.PERSON, people), (TagKind.ORGANISATION, organisations)):
        assert 200 * right[kind] / (told[kind] + asked[kind]) > floor
