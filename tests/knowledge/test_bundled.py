"""The bundled files: they load, and what other folders rely on holds for every entry."""

from __future__ import annotations

import re
from datetime import date

import pytest

from knowledge import Knowledge, LookAlikeKind, load
from knowledge.check import full_names
from news.analysis import Tier
from news.entity import Entity, EntityKind, Side
from news.report import RunState, SourceState
from news.review import Verdict
from news.source import Rights, SourceKind
from news.text import fold_text

LANGUAGES = {"fr", "ja", "en"}
SECTORS = [
    "industry",
    "automotive",
    "aerospace",
    "digital",
    "research",
    "innovation",
    "gastronomy",
    "mountain",
    "energy",
    "electronics",
    "health",
    "materials",
    "tourism",
    "agrifood",
    "textile",
    "education",
    "culture",
    "sport",
]
REGION_IN_JAPANESE = [
    "オーベルニュ・ローヌ・アルプ",
    "オーベルニュ・ローヌ・アルプ地域圏",
    "オーベルニュ・ローヌ・アルプ(AuRA)地域圏",
    "AuRA地域圏",
    "オーベルニュ・ローヌ・アルプ地域",
    "オーベルニュ・ローヌ・アルプ地域政府",
    "オーベルニュ・ローヌアルプ地域",
    "オーベルニュ・ローヌアルプ地方",
    "オーヴェルニュ・ローヌ・アルプ州",
    "オーヴェルニュ＝ローヌ＝アルプ地域圏",
    "オーヴェルニュ=ローヌ=アルプ地域圏",
    "オーヴェルニュ=ローヌ=アルプ州",
    "オーヴェルニュ=ローヌ=アルプ地方",
    "オーベルニュ・ローヌ=アルプ州",
    "オーヴェルニュ・ローヌ・アルプ地域圏",
]


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load()


def holder(base: Knowledge, organisation: str, day: str) -> list[str]:
    return [
        entity.id
        for entity in base.entities.values()
        for role in entity.roles
        if role.head and role.organisation == organisation and role.held_on(date.fromisoformat(day))
    ]


def test_sectors_are_the_eighteen_in_their_order(base: Knowledge) -> None:
    assert list(base.sectors) == SECTORS
    for sector in base.sectors.values():
        assert set(sector.labels) == LANGUAGES
        assert sector.nace
        assert sector.jsic
        assert min(map(len, (sector.cues_fr, sector.cues_ja, sector.weak_fr))) >= 10


def test_strong_and_weak_cues_are_apart_after_folding(base: Knowledge) -> None:
    for sector in base.sectors.values():
        for strong, weak in (
            (sector.cues_fr, sector.weak_fr),
            (sector.cues_ja, sector.weak_ja),
        ):
            assert not {fold_text(cue) for cue in strong} & {fold_text(cue) for cue in weak}


def test_every_role_has_an_organisation_and_titles(base: Knowledge) -> None:
    roles = [role for entity in base.entities.values() for role in entity.roles]
    assert len(roles) > 80
    for role in roles:
        assert set(role.titles) == LANGUAGES
        if role.organisation:
            assert base.entities[role.organisation].kind is EntityKind.ORGANISATION


def test_every_entity_has_a_source_and_a_latin_label(base: Knowledge) -> None:
    for entity in base.entities.values():
        assert entity.source
        assert fold_text(entity.label).isascii(), entity.id
        assert set(entity.sectors) <= set(SECTORS)
        assert not set(entity.weak_aliases) & set(full_names(entity)), entity.id


def test_people_have_a_family_name_to_be_met_by(base: Knowledge) -> None:
    people = [item for item in base.entities.values() if item.kind is EntityKind.PERSON]
    assert len(people) >= 80
    for person in people:
        assert person.weak_aliases, person.id
        assert any(form.split(" ")[-1] in person.label for form in person.aliases), person.id


def test_each_side_has_people_organisations_and_places(base: Knowledge) -> None:
    for kind in EntityKind:
        for side in (Side.AURA, Side.AICHI, Side.JAPAN, Side.FRANCE):
            assert any(e.kind is kind and e.side is side for e in base.entities.values())


def test_a_place_and_its_institution_point_at_each_other(base: Knowledge) -> None:
    for place, institution in (
        ("auvergne-rhone-alpes", "region-aura"),
        ("aichi", "aichi-pref"),
        ("lyon", "ville-lyon"),
        ("nagoya", "ville-nagoya"),
        ("occitanie", "region-occitanie"),
    ):
        assert base.entities[place].institution == institution
        assert base.entities[institution].institution == place


def test_the_region_has_all_its_japanese_forms(base: Knowledge) -> None:
    known = set(full_names(base.entities["auvergne-rhone-alpes"]))
    assert set(REGION_IN_JAPANESE) <= known


def test_aichi_has_all_its_japanese_forms(base: Knowledge) -> None:
    assert {"愛知", "愛知県", "あいち"} <= set(full_names(base.entities["aichi"]))
    assert {"愛知県", "愛知県庁"} <= set(full_names(base.entities["aichi-pref"]))


def test_departments_and_prefectures_are_complete(base: Knowledge) -> None:
    departments = [key for key in base.entities if key.startswith("dep-")]
    assert len(departments) == 12
    assert len([key for key in base.entities if key.startswith("pref-")]) == 46


def test_spellings_that_follow_by_rule_are_among_the_aliases(base: Knowledge) -> None:
    omura = base.entities["omura-hideaki"]
    assert {"Ōmura Hideaki", "Hideaki Ohmura", "Ohmura Hideaki", "大村 秀章"} <= set(omura.aliases)
    assert {"大村", "Ōmura", "H. Ōmura"} <= set(omura.weak_aliases)
    assert "林" not in base.entities["hayashi-masahiro"].weak_aliases


@pytest.mark.parametrize(
    ("organisation", "day", "person"),
    [
        ("region-aura", "2022-05-19", "wauquiez-laurent"),
        ("region-aura", "2024-09-04", "wauquiez-laurent"),
        ("region-aura", "2024-09-05", "pannekoucke-fabrice"),
        ("aichi-pref", "2022-05-19", "omura-hideaki"),
        ("ville-lyon", "2019-05-23", "collomb-gerard"),
        ("ville-lyon", "2022-05-19", "doucet-gregory"),
        ("ville-nagoya", "2022-05-19", "kawamura-takashi"),
        ("ville-nagoya", "2025-01-01", "hirosawa-ichiro"),
        ("region-occitanie", "2018-06-05", "delga-carole"),
    ],
)
def test_an_office_names_its_holder_on_a_day(
    base: Knowledge, organisation: str, day: str, person: str
) -> None:
    assert holder(base, organisation, day) == [person]


def test_an_office_whose_holder_is_unknown_names_nobody(base: Knowledge) -> None:
    assert holder(base, "ville-lyon", "2026-06-01") == []


def test_look_alikes_are_explained_in_one_sentence(base: Knowledge) -> None:
    assert {item.kind for item in base.look_alikes} == set(LookAlikeKind)
    for item in base.look_alikes:
        assert re.fullmatch(r"[^.]{20,160}\.", item.explains), item.id
        assert item.explains[0].isupper(), item.id
        assert (item.kind is LookAlikeKind.PARTNER) or item.forms


def test_a_name_look_alike_is_known_to_the_entity(base: Knowledge) -> None:
    assert "protocole de Nagoya" in base.entities["nagoya"].look_alikes
    assert "大村湾" in base.entities["omura-hideaki"].look_alikes
    assert base.entities["lyon"].look_alikes


def test_no_full_name_of_its_own_is_a_look_alike(base: Knowledge) -> None:
    def clash(entity: Entity) -> set[str]:
        own = {fold_text(name) for name in full_names(entity)}
        return own & {fold_text(form) for form in entity.look_alikes}

    assert {key: clash(entity) for key, entity in base.entities.items() if clash(entity)} == {}


def test_events_are_in_order_and_hold_the_signature(base: Knowledge) -> None:
    days = [event.start for event in base.events]
    assert days == sorted(days)
    signature = [event for event in base.events if event.on(date(2022, 5, 19))]
    assert [event.id for event in signature] == ["signature"]


GROUPS = ("sample", "daily", "search", "mirror", "trial")


def test_sample_sources_are_fictional_and_daily_ones_are_not(base: Knowledge) -> None:
    for source in base.sources.values():
        assert source.groups in {(name,) for name in GROUPS}
        fictional = all(".example/" in url for url in source.urls)
        assert fictional == (source.groups == ("sample",)), source.id
        assert source.zone.key in {"Europe/Paris", "Asia/Tokyo"}
    daily = [source for source in base.sources.values() if source.groups == ("daily",)]
    assert {source.kind for source in daily} == {
        SourceKind.FEED,
        SourceKind.SITEMAP,
        SourceKind.LISTING,
    }
    assert {source.language for source in daily} == {"fr", "ja", "en"}
    assert {source.rights for source in daily} == {Rights.TITLE}


def test_what_is_doubtful_waits_and_what_others_gather_is_only_linked(base: Knowledge) -> None:
    for source in base.sources.values():
        if source.confidence == "D":
            assert not source.enabled, source.id
        if source.groups[0] in {"search", "mirror"}:
            assert source.rights is Rights.LINK, source.id


def test_the_catalogue_covers_what_a_team_wants_every_day(base: Knowledge) -> None:
    wanted = {
        *("le-progres", "le-progres-loire", "le-dauphine-isere", "la-montagne", "place-grenet"),
        *("tribune-de-lyon", "bref-eco", "latribune-aura", "region-aura", "arae", "dg-tresor"),
        *("les-echos", "le-monde", "le-figaro", "franceinfo", "japon-infos", "zoom-japon"),
        *("nhk", "asahi", "mainichi", "yomiuri", "kyodo-yahoo", "chunichi", "nhk-tokai", "cbc"),
        *("pref-aichi", "pref-aichi-kaiken", "pref-aichi-press", "city-nagoya", "city-toyota"),
        *("jetro", "cci-france-japon", "ccijf", "chukeiren", "ambassade-japon", "consulat-lyon"),
        *("ambafrance-japon", "clair-paris", "recherche-google-fr", "recherche-google-ja"),
    }
    assert wanted <= set(base.sources)
    assert len([item for item in base.sources.values() if item.groups != ("sample",)]) >= 110


def test_every_state_and_tier_has_its_words(base: Knowledge) -> None:
    codes = [
        *(f"state-{state}" for state in SourceState),
        *(f"run-{state}" for state in RunState),
        *(f"tier-{tier}" for tier in Tier),
        *(f"tier-{tier}-line" for tier in Tier),
        *(f"verdict-{verdict}" for verdict in Verdict),
        *(f"month-{number}" for number in range(1, 13)),
        *(f"weekday-{number}" for number in range(1, 8)),
        *(f"language-{code}" for code in LANGUAGES),
    ]
    assert [code for code in codes if code not in base.phrases] == []


def test_labels_stand_for_what_bears_them(base: Knowledge) -> None:
    for entity in base.entities.values():
        found = base.by_label[entity.label]
        assert isinstance(found, Entity)
        assert found.label == entity.label
    for sector in base.sectors.values():
        assert all(base.by_label[label] == sector for label in sector.labels.values())
