"""The words: every code exists, every page speaks the language asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import review
from knowledge import Knowledge
from news.analysis import Reason, TagKind, Tier
from news.report import RunState, SourceState
from news.review import Verdict
from review.evidence import OFFICE
from review.names import PLURALS, Names, read_labels
from review.runs import COUNTS

Page = Any  # lxml tells nothing of its types
Read = Callable[..., Page]
_HERE = Path(review.__file__).parent
_SAID = re.compile(
    r"""(?:\bsay\(|\bSaying\(|RefusalError\(\s*|HTTPException\(404, )["']([\w-]+)["']"""
)
_BUILT = re.compile(r"""\bsay\(\s*f?["'][\w-]+-(?:["']\s*~|\{)""")


def test_every_phrase_that_is_named_exists(knowledge: Knowledge) -> None:
    files = [*_HERE.rglob("*.py"), *(_HERE / "templates").glob("*.html")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = {code for code in _SAID.findall(text) if not code.endswith("-")}
    assert len(named) > 60
    assert {code for code in named if code not in knowledge.phrases} == set()
    assert len(_BUILT.findall(text)) > 5


def test_every_phrase_that_is_put_together_exists(knowledge: Knowledge) -> None:
    codes = [
        *(f"tier-{tier}{end}" for tier in Tier for end in ("", "-line")),
        *(f"state-{state}" for state in SourceState),
        *(f"run-{state}" for state in RunState),
        *(f"verdict-{verdict}" for verdict in Verdict),
        *TagKind,
        *PLURALS.values(),
        OFFICE,
        *(code for _, code in COUNTS),
        *(f"weekday-{number}" for number in range(1, 8)),
        *(f"month-{number}" for number in range(1, 13)),
        *("on-subject", "all", "articles", "digests", "sources", "runs", "listed", "new"),
        *("revised", "unchanged", "bad-address", "busy", "server-error", "not-found"),
        *(
            f"problem-{status}"
            for status in (401, 403, 404, 405, 409, 413, 421, 422, 429, 500, 503)
        ),
        *("bad-fields", "other-method", "body-too-large", "wrong-tokens", "password-first"),
        *("search-results", "articles-count", "no-article", "no-result"),
    ]
    assert [code for code in codes if code not in knowledge.phrases] == []


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
def test_every_page_is_in_the_language_asked_for_and_keeps_it(
    parse: Read, client: TestClient, addresses: list[str], language: str
) -> None:
    for address in addresses:
        address += f"{'&' if '?' in address else '?'}lang={language}"  # noqa: PLW2901 (one page)
        page = parse(client.get(address).text)
        assert page.get("lang") == language
        links = page.xpath("//main//a/@href[starts-with(., '/')]")
        assert all("lang=" in link for link in links if not link.startswith("/digests/"))
        switches = page.cssselect(".switch a")
        assert [link.get("hreflang") for link in switches] == ["fr", "ja", "en"]
        assert [link.get("aria-current") for link in switches].count("true") == 1


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("de,en-GB;q=0.7,fr;q=0.3", "en"),
        ("fr;q=0,en;q=0.1", "en"),
        ("en;q=0.5,ja;q=0.5", "en"),
        ("de, *;q=0.1", "fr"),
        ("en;q=lots", "fr"),
        ("", "fr"),
    ],
)
def test_the_browser_s_language_counts_where_none_is_asked_for(
    parse: Read, client: TestClient, header: str, language: str
) -> None:
    page = parse(client.get("/runs", headers={"accept-language": header}).text)
    assert page.get("lang") == language
    assert page.cssselect(".brand")[0].get("href") == "/inbox"


def test_japanese_and_french_texts_say_which_they_are(read: Read) -> None:
    page = read("/?lang=en&tier=core")
    spoken = {h3.text_content()[0]: h3.get("lang") for h3 in page.cssselect(".card h3")}
    assert spoken["愛"] == "ja"
    assert spoken["A"] == "fr"


def test_reasons_cite_what_was_printed_and_name_the_rest(knowledge: Knowledge) -> None:
    names = Names(knowledge, "ja", read_labels(knowledge))
    aichi = knowledge.entities["aichi"]
    assert f"「{aichi.label}」" in names.reason(Reason("alias", (aichi.label,)))
    assert aichi.name("ja") in names.reason(Reason("one-side", (aichi.label,)))
    assert aichi.name("ja") in names.reason(Reason("one-side", ("aichi",)))
    assert knowledge.sectors["energy"].label("ja") in names.reason(
        Reason("subject-sector", ("energy",))
    )
    assert "中核" in names.reason(Reason("reviewed", ("A. Martin", "core")))
    assert names.reason(Reason("of-another-version", ("x",))) == "of-another-version: x"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ("Lyon, Aichi", "Énergie, Santé", "9 mai 2022", "7\u202f500\u202f000, 2,5")),
        ("ja", ("リヨン、愛知県", "エネルギー", "2022年5月9日", "7,500,000、2.5")),
    ],
)
def test_what_reasons_list_is_named_too(
    knowledge: Knowledge, language: str, told: tuple[str, ...]
) -> None:
    names = Names(knowledge, language, read_labels(knowledge))
    reasons = (
        Reason("same-entities", ("lyon, aichi",)),
        Reason("sectors-told", ("Energy, Health",)),
        Reason("same-date", ("2022-05-09",)),
        Reason("same-figures", ("7.5e+06, 2.5",)),
    )
    for reason, part in zip(reasons, told, strict=True):
        assert part in names.reason(reason)
