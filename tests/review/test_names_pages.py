"""Names: looked up in any script, told over time, drawn with their company, proposed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Knowledge
from news.analysis import TagKind
from news.glimpse import TagKey
from review.company import HEIGHT, MOST, WIDTH, draw_graph, keep_company, wrap
from review.directory import find_entities
from review.months import MONTHS, make_bars, month_edges

Page = Any  # lxml tells nothing of its types
Read = Callable[..., Page]
LYON = (TagKind.PLACE, "lyon")
tags = st.sets(st.tuples(st.sampled_from(TagKind), st.sampled_from("abcdefghijk")), max_size=8)


@pytest.mark.parametrize(
    "asked",
    [
        "omura",
        "ŌMURA hideaki",
        "大村秀章",
        "おおむら ひであき",
        "オオムラ",
        "Ohmura",
        "Hideaki-Ohmura",
    ],
)
def test_a_person_is_found_in_every_script(knowledge: Knowledge, asked: str) -> None:
    found = find_entities(knowledge.entities.values(), asked, "fr")
    assert "omura-hideaki" in {entity.id for entity in found}


def test_a_whole_name_comes_before_names_that_hold_it(knowledge: Knowledge) -> None:
    found = find_entities(knowledge.entities.values(), "lyon", "fr")
    assert found[0].id == "lyon"
    assert len(found) > 5
    assert find_entities(knowledge.entities.values(), "qwxz", "fr") == []
    assert len(find_entities(knowledge.entities.values(), " ", "ja")) == len(knowledge.entities)


def test_the_list_is_narrowed_and_paged(read: Read) -> None:
    page = read("/entities?kind=person&side=aichi&lang=ja")
    rows = page.cssselect(".board tbody tr")
    assert 0 < len(rows) <= 50
    assert {row.cssselect("td")[0].text_content() for row in rows} == {"人物"}
    assert "大村秀章" in page.cssselect(".board")[0].text_content()
    counts = {
        row.cssselect("th a")[0].get("href"): row.cssselect(".figure")[0].text
        for row in read("/entities?q=aichi&lang=en").cssselect(".board tbody tr")
    }
    assert counts["/entities/aichi?lang=en"] == "3"
    assert read("/entities?page=2").cssselect("a[rel=prev]")
    assert read("/entities?q=qwxz").cssselect(".nothing")


@pytest.mark.parametrize("page", ["0", "999", "x", "١", "-1"])
def test_a_page_that_is_not_there_is_refused(read: Read, page: str) -> None:
    read(f"/entities?page={page}", 400)
    read(f"/candidates?page={page}", 400)


def test_a_known_name_tells_its_scripts_roles_and_stories(read: Read) -> None:
    page = read("/entities/omura-hideaki?lang=fr")
    text = page.text_content()
    for said in ("大村秀章", "おおむら", "Hideaki Omura", "depuis le 15 février 2011", "大村湾"):
        assert said in text
    offices = [item.text_content() for item in page.cssselect("#roles + ul li strong")]
    assert offices[0] == "gouverneur de la préfecture d'Aichi"
    assert (
        "Hideaki Ōmura"
        in read("/entities/aichi-pref?lang=fr").cssselect(".beside")[0].text_content()
    )


def test_a_story_stands_once_with_the_sentence_that_names_it(read: Read) -> None:
    (card,) = read("/entities/lyon?lang=fr").cssselect(".card")
    assert card.cssselect("h3")[0].get("lang") == "ja"
    # Its headline names Lyon, and is there already.
    assert card.cssselect(".sentence") == []
    (card,) = read("/entities/toyota-motor?lang=fr").cssselect(".card")
    assert card.cssselect(".sentence mark")[0].text == "Toyota Motor & fils"
    assert card.cssselect(".why a")[0].get("href") == "/stories/story-1?lang=fr"


def test_the_picture_and_the_table_tell_the_same(read: Read) -> None:
    page = read("/entities/lyon?lang=en")
    rows = [
        (row.cssselect("a")[0].get("href"), row.cssselect(".figure")[0].text)
        for row in page.cssselect(".sum tbody tr")
    ]
    nodes = page.cssselect(".graph a")
    assert [(node.get("href"), node.cssselect(".value")[0].text) for node in nodes] == rows
    assert ("/entities/aichi?lang=en", "1") in rows
    assert {node.get("tabindex") for node in nodes} == {"-1"}
    assert page.cssselect(".bars")[0].get("aria-label").endswith("May 2022 3")


def test_an_unknown_name_has_a_page_and_another_none(read: Read) -> None:
    read("/names?kind=person&key=nobody", 404)
    read("/names?kind=place", 404)
    read("/names?kind=sector&key=energy", 400)
    read("/entities/nobody", 404)
    # The normal form of an unknown name may be the id of something of another kind.
    read("/names?kind=person&key=lyon", 404)


@pytest.mark.parametrize("before", ["x", "~", "2022-05-19~a", "2022-05-19T10:00:00Z", "x" * 200])
def test_a_place_that_no_page_wrote_is_refused(read: Read, before: str) -> None:
    read(f"/entities/lyon?before={before}", 400)
    read(f"/timeline?before={before}", 400)


@given(st.dictionaries(st.text(max_size=3), tags))
def test_company_counts_stories(met: dict[str, set[TagKey]]) -> None:
    company = keep_company(met, (TagKind.PLACE, "a"))
    with_name = [found for found in met.values() if (TagKind.PLACE, "a") in found]
    assert len(company.neighbours) <= MOST
    assert all(tag[0] is not TagKind.SECTOR for tag, _ in company.neighbours)
    for tag, count in company.neighbours:
        assert count == sum(tag in found for found in with_name)
    counts = [count for _, count in company.neighbours]
    assert counts == sorted(counts, reverse=True)
    for (one, other), count in company.ties.items():
        assert 0 < count == sum({one, other} <= found for found in with_name)


@given(st.dictionaries(st.text(max_size=3), tags))
def test_the_picture_stays_within_its_frame(met: dict[str, set[TagKey]]) -> None:
    company = keep_company(met, (TagKind.PLACE, "a"))
    graph = draw_graph(company, [("愛知県国際展示場の会", "/x")] * len(company.neighbours))
    for node in graph.nodes:
        assert node.radius <= node.x <= WIDTH - node.radius
        assert node.radius <= node.y
        assert node.y + node.radius + 14 + 15 * len(node.lines) <= HEIGHT + 10
    assert {edge.weight for edge in (*graph.spokes, *graph.ties)} <= {1, 2, 3, 4}


@given(st.text())
def test_a_name_is_cut_into_at_most_two_short_lines(name: str) -> None:
    lines = wrap(name)
    assert 1 <= len(lines) <= 2
    assert wrap("Région Auvergne-Rhône-Alpes") == ("Région Auvergne-", "Rhône-Alpes")
    assert wrap("愛知県国際展示場") == ("愛知県国際展示場",)


def test_months_are_those_of_the_reader_s_zone() -> None:
    now = datetime(2022, 4, 30, 15, 30, tzinfo=UTC)
    paris, tokyo = (month_edges(now, ZoneInfo(zone)) for zone in ("Europe/Paris", "Asia/Tokyo"))
    assert len(paris) == len(tokyo) == MONTHS + 1
    assert (paris[-2].month, tokyo[-2].month) == (4, 5)
    assert paris[-1].astimezone(UTC) == datetime(2022, 4, 30, 22, tzinfo=UTC)
    bars = make_bars(paris, [0] * 10 + [1, 100])
    assert [bar.height for bar in bars[-3:]] == [0, 2, 60]
    assert [bar.month for bar in bars if bar.opens] == [5, 1]
