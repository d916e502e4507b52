"""Erasing a person, table by table, and what keeps them away, on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from news.analysis import Analysis, Mention, Reason, RoleMention, Tag, TagKind
from news.article import Article
from news.erasure import erased_form
from news.errors import StoreError
from news.page import Visit
from news.report import Fault, RunReport, RunState, SourceReport, SourceState
from news.review import Review, Subject, Verdict
from storage import (
    Care,
    Erasure,
    Outcome,
    Query,
    Store,
    StoredDigest,
    back_up,
    open_care,
    open_store,
    read_erasures,
    restore,
    write_erasures,
)

NOW = datetime(2026, 11, 23, tzinfo=UTC)
KEY = b"k" * 32
URL = "https://p.example/kanae-otsubo"
ERASURE = Erasure(
    "e1",
    NOW,
    "Aya",
    "no. 7",
    KEY,
    (
        erased_form(KEY, "Kanae Ōtsubo"),
        erased_form(KEY, "大坪香苗"),
        erased_form(KEY, "Ōtsubo", weak=True),
    ),
)
NAMES = ("Kanae", "kanae", "tsubo", "大坪", "香苗")
Dump = Callable[[Store], dict[str, list[tuple[Any, ...]]]]


@pytest.fixture
def care(store_url: str) -> Iterator[Care]:
    """The care of the store."""
    with open_care(store_url) as opened:
        yield opened


@pytest.fixture
def article(make_article: Callable[..., Article]) -> Article:
    """An article that names her in every field."""
    return make_article(
        title="Kanae Ōtsubo à Lyon",
        text="Mme Ōtsubo signe.\nLa mairie de Lyon.",
        url=URL,
        authors=("Élise Martin", "Kanae Ōtsubo"),
    )


def person(surface: str, start: int, label: str = "Kanae Ōtsubo") -> Tag:
    """A tag of hers, found in the title."""
    mention = Mention(start, start + len(surface), surface, "Kanae Ōtsubo à Lyon", 0)
    return Tag(TagKind.PERSON, "kanae otsubo", label, False, 0.5, (mention,), Reason("model"), "m")  # noqa: FBT003 - a dataclass


@pytest.fixture
def analysis(article: Article, make_analysis: Callable[..., Analysis]) -> Analysis:
    """A reading that found her, and Lyon beside her."""
    place = Mention(15, 19, "Lyon", "Kanae Ōtsubo à Lyon", 0)
    lyon = Tag(TagKind.PLACE, "lyon", "Lyon", True, 0.5, (place,), Reason("alias"), "m")  # noqa: FBT003 - a dataclass
    return make_analysis(
        article,
        tags=(person("Kanae Ōtsubo", 0), lyon),
        roles=(RoleMention(0, 3, "Mme", "kanae-otsubo"),),
        rejected=(Reason("look-alike", ("Kanae Ōtsubo",)),),
    )


def word_on_her(article: Article) -> Review:
    """An analyst's correction of the tag."""
    return Review(
        "r1", article.id, Subject.TAG, Verdict.CORRECTED, "Aya", NOW, TagKind.PERSON,
        "kanae otsubo", "大坪香苗", "大坪香苗", "C'est Kanae Ōtsubo.",
    )  # fmt: skip


def keep_all(store: Store, article: Article, analysis: Analysis) -> None:
    store.keep_article(article)
    store.keep_analyses([analysis])
    note = Review("r0", article.id, Subject.TIER, Verdict.ACCEPTED, "Aya", NOW, note="大坪香苗さん")
    store.keep_review(note)
    store.keep_visit(Visit(URL, NOW, 200))
    store.keep_visit(Visit("https://p.example/1", NOW, 200))
    fault = Fault(URL, SourceState.TIMEOUT, f"no answer from {URL}")
    report = SourceReport("s", SourceState.OK, NOW, faults=(fault,))
    store.keep_run(RunReport("run", NOW, NOW, RunState.OK, (report,)))


def test_a_person_is_in_no_table_any_more_and_what_stood_beside_stays(
    care: Care, store: Store, article: Article, analysis: Analysis, dump: Dump
) -> None:
    keep_all(store, article, analysis)
    store.keep_review(word_on_her(article))
    page = f'<a href="{URL}">Mme Ōtsubo à Lyon</a>'
    store.keep_digest(StoredDigest(NOW.date(), "fr", "html", page, NOW))
    before = dump(store)
    assert all(name in repr(before) for name in NAMES)
    counts = care.erase(ERASURE, dry_run=True).counts
    assert dump(store) == before
    assert care.erasures() == []
    struck = care.erase(ERASURE)
    assert struck.counts == counts
    assert struck.addresses == (URL,)
    assert counts["articles"] == counts["revisions"] == counts["visits"] == counts["digests"] == 1
    assert not any(name in repr(dump(store)) for name in NAMES)
    (reading,) = store.readings(Query())
    assert reading.article.full_text == f"{'█' * 12} à Lyon\nMme ██████ signe.\nLa mairie de Lyon."
    assert reading.article.url == "https://p.example/"
    assert reading.article.authors == ("Élise Martin",)
    assert [tag.key for tag in reading.analysis.tags] == ["lyon"]
    assert reading.analysis.tags[0].mentions[0].sentence == f"{'█' * 12} à Lyon"
    assert reading.analysis.roles == ()
    assert store.count(Query(text="Lyon", key="lyon")) == 1
    assert store.count(Query(text="Kanae")) == 0
    assert store.visit("https://p.example/1")
    assert care.erasures() == [replace(ERASURE, counts=counts)] or care.erasures()[0].id == "e1"


def test_nothing_brings_the_name_back(
    care: Care, store: Store, article: Article, analysis: Analysis, dump: Dump
) -> None:
    care.erase(ERASURE)
    keep_all(store, article, analysis)
    keep_all(store, article, replace(analysis, maker="maker 2"))
    assert not any(name in repr(dump(store)) for name in NAMES)
    with pytest.raises(StoreError, match="was erased"):
        store.keep_review(word_on_her(article))
    assert store.keep_article(article) is Outcome.UNCHANGED
    (reading,) = store.readings(Query())
    assert reading.article.revision == 1
    assert [tag.key for tag in reading.analysis.tags] == ["lyon"]


def test_what_names_nobody_stays_as_it_is_and_teaches_nothing(
    care: Care,
    store: Store,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
    dump: Dump,
) -> None:
    article = make_article()
    store.keep_article(article)
    assert care.erase(ERASURE).counts == {}
    store.keep_analyses([make_analysis(article)])
    (reading,) = store.readings(Query())
    assert (reading.article, reading.analysis) == (article, make_analysis(article))
    known = dump(store)["erased_forms"]
    marks = make_article(2, title="— à Lyon")
    store.keep_article(marks)
    store.keep_analyses([make_analysis(marks, tags=(person("—", 0),))])
    assert dump(store)["erased_forms"] == known


def test_a_spelling_that_only_the_reader_knows_is_learnt(
    care: Care,
    store: Store,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
    dump: Dump,
) -> None:
    care.erase(ERASURE)
    article = make_article(title="カナエ・オオツボ氏", text="市長の訪問。", language="ja")
    tag = person("カナエ・オオツボ", 0)
    tag = replace(tag, mentions=(replace(tag.mentions[0], sentence=article.title),))
    store.keep_article(article)
    store.keep_analyses([make_analysis(article, tags=(tag,))])
    assert "カナエ" not in repr(dump(store))
    assert store.keep_article(article) is Outcome.UNCHANGED
    assert care.struck() == {article.id}
    later = make_article(2, title="カナエ・オオツボ氏、再び", text="訪問。")
    store.keep_article(later)
    assert "カナエ" not in repr(dump(store))


def test_a_text_that_was_removed_keeps_its_hash_and_loses_the_name_in_its_evidence(
    care: Care, store: Store, article: Article, analysis: Analysis, dump: Dump
) -> None:
    from tests.storage.test_retention import TEXTS  # noqa: PLC0415 - beside its own tests

    store.keep_article(article)
    store.keep_analyses([analysis])
    care.purge(replace(TEXTS, texts=NOW + timedelta(days=999)))
    care.erase(ERASURE)
    assert not any(name in repr(dump(store)) for name in NAMES)
    assert store.keep_article(article) is Outcome.UNCHANGED
    (reading,) = store.readings(Query())
    assert reading.article.text == ""
    assert not any(name in repr(dump(store)) for name in NAMES)


def test_how_a_person_is_written_is_found_by_any_of_it(
    care: Care, store: Store, article: Article, analysis: Analysis
) -> None:
    assert care.spellings(lambda _: True) == set()
    keep_all(store, article, analysis)
    known = {"Kanae Ōtsubo", "kanae otsubo"}
    assert care.spellings(lambda form: form == "kanae otsubo") == known
    assert care.spellings(lambda form: form == "Kanae Ōtsubo") == known
    assert care.spellings(lambda form: form in {"lyon", "Lyon"}) == set(), "a place is no person"


def test_who_was_erased_is_blocked(care: Care) -> None:
    assert not care.blocklist()
    care.erase(ERASURE)
    assert care.blocklist().holds("Mme Kanae Ōtsubo")
    assert not care.blocklist().holds("Élise Martin")


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_from_before_does_not_bring_the_person_back(  # noqa: PLR0913 - parameters and fixtures
    store_url: str,
    tmp_path: Path,
    article: Article,
    analysis: Analysis,
    dump: Dump,
    *,
    portable: bool,
) -> None:
    with open_store(store_url) as store:
        keep_all(store, article, analysis)
        back_up(store_url, tmp_path / "before.zip", NOW, {}, portable=portable)
        with open_care(store_url) as care:
            care.erase(ERASURE)
        back_up(store_url, tmp_path / "after.zip", NOW, {}, portable=portable)
    for name in ("before", "after"):
        restore(store_url, tmp_path / f"{name}.zip", NOW + timedelta(days=len(name)), replace=True)
        with open_store(store_url) as store, open_care(store_url) as care:
            assert not any(part in repr(dump(store)) for part in NAMES)
            assert [each.id for each in care.erasures()] == ["e1"]


def test_a_spelling_that_was_learnt_since_a_backup_is_erased_in_it_too(
    store_url: str,
    tmp_path: Path,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
    dump: Dump,
) -> None:
    """The backup knows of the erasure, but not of all its forms."""
    other = "オオツボ・カナエ"
    plain = make_article(title=f"{other}氏", text="訪問。", language="ja")
    article = make_article(2, title=f"{other}氏", text="市長の訪問。", language="ja")
    tag = person(other, 0)
    tag = replace(tag, mentions=(replace(tag.mentions[0], sentence=article.title),))
    with open_care(store_url) as care, open_store(store_url) as store:
        care.erase(ERASURE)
        store.keep_article(plain)
        back_up(store_url, tmp_path / "before.zip", NOW, {})
        store.keep_article(article)
        store.keep_analyses([make_analysis(article, tags=(tag,))])
    assert restore(store_url, tmp_path / "before.zip", NOW, replace=True).erased == 1
    assert restore(store_url, tmp_path / "before.zip", NOW + timedelta(1), replace=True).erased == 1
    with open_store(store_url) as store:
        assert "オオツボ" not in repr(dump(store))


def test_records_go_through_a_file_of_their_owners(tmp_path: Path) -> None:
    path = tmp_path / "erasures.json"
    other = replace(ERASURE, id="e2", counts={"articles": 2})
    write_erasures(path, [ERASURE])
    write_erasures(path, [ERASURE, other])
    assert read_erasures(path) == [ERASURE, other]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [None, "", "[{}]", '[{"at": 3}]', "{}x"])
def test_a_file_that_holds_no_records_is_refused_by_its_name(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "erasures.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match=r"erasures\.json: no records of erasures"):
        read_erasures(path)
