"""Stories: one event, in two languages, over batches of any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from news.analysis import Tier
from news.text import fold_text
from nlp.duplicates import containment, near_duplicates, shingles
from nlp.stories import group
from nlp.stories_traits import days, figures, kana_sounds, latin_sounds

if TYPE_CHECKING:
    from knowledge import Knowledge
    from news.reading import Reading
    from news.story import Story
    from tests.nlp.conftest import Write

DAY = datetime(2024, 11, 12, 8, tzinfo=UTC)
FR = {"Lyon": "p:lyon", "Nagoya": "p:nagoya", "Orvane Mécatronique": "o?"}
JA = {"リヨン": "p:lyon", "名古屋市": "p:nagoya", "オルヴァン・メカトロニック": "o?"}
OFFICE_FR = (
    "Orvane Mécatronique s’installe à Nagoya",
    (
        "Le fabricant lyonnais Orvane Mécatronique a ouvert lundi à Nagoya un bureau de 16 postes. "
        "L’investissement atteint 1,2 million d’euros, dit Aymeric de Valbrossard, chez Orvane."
    ),
)
OFFICE_JA = (
    "仏オルヴァン、名古屋に拠点",
    (
        "リヨンのオルヴァン・メカトロニックは11日、名古屋市に事務所を開いた。従業員は16人、投資額は120万ユーロ。"
        "エメリック・ド・ヴァルブロサール社長が語った。"
    ),
)
SCHOOL_FR = (
    "Des cuisiniers de Nagoya à Lyon",
    (
        "Huit élèves d’une école de cuisine de Nagoya apprennent la quenelle à Lyon avec "
        "la cheffe lyonnaise Perrine Chazal. Le stage de gastronomie dure trois semaines."
    ),
)


@pytest.fixture
def tellings(write: Write) -> list[Reading]:
    """An event in two languages, and another one of the same day and cities."""
    return [
        write(*OFFICE_FR, "fr", FR).reading("a", DAY),
        write(*OFFICE_JA, "ja", JA).reading("b", DAY + timedelta(hours=9)),
        write(*SCHOOL_FR, "fr", FR).reading("c", DAY + timedelta(hours=2)),
    ]


def _parts(stories: list[Story]) -> set[frozenset[str]]:
    return {frozenset(story.article_ids) for story in stories}


def test_one_event_in_two_languages_is_one_story(
    tellings: list[Reading], knowledge: Knowledge
) -> None:
    stories = group(tellings, [], knowledge)
    assert _parts(stories) == {frozenset("ab"), frozenset("c")}
    story = next(story for story in stories if len(story.members) > 1)
    opener, other = story.members
    assert (opener.article_id, opener.why, opener.near_duplicate_of) == ("a", (), "")
    assert {reason.code for reason in other.why} >= {"same-sound", "same-figures", "same-date"}
    assert (story.opened_at, story.updated_at) == (DAY, DAY + timedelta(hours=9))


def test_the_order_of_a_batch_makes_no_difference(
    tellings: list[Reading], knowledge: Knowledge
) -> None:
    assert group(tellings, [], knowledge) == group(tellings[::-1], [], knowledge)


def test_a_later_batch_joins_and_keeps_the_id(
    tellings: list[Reading], knowledge: Knowledge
) -> None:
    first = group([tellings[0], tellings[2]], [], knowledge)
    homes = {key: story.id for story in first for key in story.article_ids}
    pool = [replace(one, story_id=homes.get(one.article.id, "")) for one in tellings]
    (changed,) = group(pool, first, knowledge)
    assert (changed.id, changed.article_ids) == (homes["a"], ("a", "b"))
    homes["b"] = changed.id
    settled = [replace(one, story_id=homes[one.article.id]) for one in tellings]
    assert group(settled, [*first, changed], knowledge) == []


def test_the_same_words_a_year_later_are_another_event(write: Write, knowledge: Knowledge) -> None:
    written = write(*OFFICE_FR, "fr", FR)
    twins = [written.reading("a", DAY), written.reading("b", DAY + timedelta(days=365))]
    assert _parts(group(twins, [], knowledge)) == {frozenset("a"), frozenset("b")}


def test_an_agency_copy_is_folded_under_its_original(write: Write, knowledge: Knowledge) -> None:
    title, body = OFFICE_FR
    copy = write("Une firme lyonnaise au Japon", f"{body} (Lumen)", "fr", FR)
    readings = [
        copy.reading("copy", DAY + timedelta(hours=3)),
        write(title, body, "fr", FR).reading("original", DAY),
    ]
    (story,) = group(readings, [], knowledge)
    assert [member.near_duplicate_of for member in story.members] == ["", "original"]
    assert story.members[1].why[0].code == "shared-text"


def test_an_article_that_tells_a_story_joins_it_though_judged_off_the_subject(
    tellings: list[Reading], knowledge: Knowledge
) -> None:
    judged = tellings[1].analysis
    off = replace(judged, relevance=replace(judged.relevance, tier=Tier.OFF))
    tellings[1] = replace(tellings[1], analysis=off)
    assert _parts(group(tellings, [], knowledge)) == {frozenset("ab"), frozenset("c")}


def test_two_articles_on_one_subject_are_not_one_event(write: Write, knowledge: Knowledge) -> None:
    """Names that the whole subject shares sound alike too, and count once."""
    visit = "La région Auvergne-Rhône-Alpes reçoit le gouverneur d’Aichi jeudi à Lyon."
    plan = "仏オーベルニュ・ローヌ・アルプ地域圏は水素の計画を進める。リヨンなどに充填所を置く。"
    pair = [
        write("Le gouverneur attendu", visit, "fr", {"Lyon": "p:lyon"}).reading("a", DAY),
        write("水素計画が進む", plan, "ja", {"リヨン": "p:lyon"}).reading("b", DAY),
    ]
    assert frozenset("ab") not in _parts(group(pair, [], knowledge))


def test_off_articles_form_no_story_but_with_their_copies(
    write: Write, knowledge: Knowledge
) -> None:
    body = "Le marché de printemps ouvre samedi sur la place, avec trente étals et un orchestre."
    off = write("Le marché ouvre", body, "fr", {})
    again = off.reading("y", DAY + timedelta(hours=1))
    assert group([off.reading("x", DAY)], [], knowledge) == []
    assert _parts(group([off.reading("x", DAY), again], [], knowledge)) == {frozenset("xy")}


def test_no_reading_makes_no_story(knowledge: Knowledge) -> None:
    assert group([], [], knowledge) == []


def test_shingles_ignore_datelines_case_and_width() -> None:
    plain = shingles("県は覚書に署名した。", "ja")
    assert shingles("【リヨン＝共同】県は､覚書に署名した｡", "ja") == plain
    assert shingles("LYON (AFP) - Le Maire signe", "fr") >= shingles("le maire signe", "fr")


def test_near_duplicates_do_not_cross_languages() -> None:
    grams = frozenset(str(number) for number in range(80))
    pairs = list(near_duplicates({"a": ("fr", grams), "b": ("fr", grams), "c": ("ja", grams)}))
    assert pairs == [("a", "b", 1.0)]
    assert containment(frozenset(), grams) == 0.0


@pytest.mark.parametrize(
    ("latin", "kana"),
    [
        ("Charbonnel", "シャルボネル"),
        ("Électhydra", "エレクティドラ"),
        ("Clémence", "クレマンス"),
        ("Vauthier", "ヴォティエ"),
        ("Villeurbanne", "ヴィルールバンヌ"),
        ("Valloire", "ヴァロワール"),
    ],
)
def test_a_french_name_keeps_its_consonants_in_katakana(latin: str, kana: str) -> None:
    assert kana_sounds(fold_text(kana)) & latin_sounds(latin)


def test_figures_have_the_same_value_in_both_languages() -> None:
    french = figures(fold_text("1,2 million d’euros, 23 000 m², douze PME, en 2024"), "fr")
    japanese = figures(fold_text("１２０万ユーロ、2万3千平方メートル、12社、2024年"), "ja")
    assert french == japanese == {1_200_000, 23_000, 12}


def test_days_are_read_from_the_day_of_publication() -> None:
    published = date(2024, 11, 13)
    assert days("mardi", "fr", published) == {date(2024, 11, 12)}
    assert days("le 12 novembre", "fr", published) == {date(2024, 11, 12)}
    assert days("12日", "ja", published) == {date(2024, 11, 12)}
    assert days("10月31日から3日間", "ja", published) == {date(2024, 10, 31)}
