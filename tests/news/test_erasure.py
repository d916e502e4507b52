"""Names known by digests alone are found however they are written, and nothing else is."""

from __future__ import annotations

import pytest

from news.erasure import Blocklist, clean_page, erased_form

KEY = b"k" * 32
FULL = ("Kanae Ōtsubo", "Ōtsubo Kanae", "大坪香苗", "おおつぼかなえ", "Jean-Noël d'Arbois", "林修")
WEAK = ("Ōtsubo", "K. Ōtsubo", "大坪")
BLOCKED = Blocklist(
    [
        (
            KEY,
            [
                *(erased_form(KEY, form) for form in FULL),
                *(erased_form(KEY, form, weak=True) for form in WEAK),
            ],
        )
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "Kanae Ōtsubo",
        "KANAE OTSUBO",
        "Kanae\nŌtsubo",
        "Otsubo, Kanae",
        "Kanae Ohtsubo",
        "Kanae Outsubo",
        "大坪香苗",
        "大坪 香苗",
        "大坪\u3000香苗",
        "おおつぼ・かなえ",
        "Jean‑Noël d’Arbois",
        "Jean Noel d'Arbois",
        "林修",
    ],
)
def test_every_spelling_is_struck_out_to_the_character(text: str) -> None:
    struck = BLOCKED.redact(f"Hier, {text} a parlé.")
    assert struck == f"Hier, {''.join(c if c == chr(10) else '█' for c in text)} a parlé."


@pytest.mark.parametrize(
    "text",
    [
        "Kanae Ōtsuka et Ōtsubo Kanako",
        "M. Ōtsubo a parlé.",
        "大坪さん",
        "山林修復の計画",
        "Kanae. La ville d'Otsubo",
        "Jean Arbois",
        "",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert BLOCKED.redact(text) == text


def test_a_family_name_counts_beside_the_full_one_or_where_it_is_said_to() -> None:
    assert BLOCKED.redact("Kanae Ōtsubo. Mme Ōtsubo.") == "████████████. Mme ██████."
    assert BLOCKED.redact("大坪香苗氏。大坪氏は", weak=False) == "████氏。██氏は"
    assert BLOCKED.redact("Mme Ōtsubo", weak=True) == "Mme ██████"


def test_addresses_lead_to_the_entrance_instead() -> None:
    encoded = "https://p.example/%E5%A4%A7%E5%9D%AA%E9%A6%99%E8%8B%97/2"
    for url in ("https://p.example/a/kanae-otsubo-elue.html", encoded):
        assert BLOCKED.redact_address(url) == "https://p.example/"
    assert BLOCKED.redact_address("https://p.example/otsubo") == "https://p.example/otsubo"
    assert BLOCKED.redact_address("https://kanae-otsubo.example/blog") == ""


def test_markup_neither_hides_a_name_nor_is_harmed() -> None:
    page = (
        '<p title="Kanae Ōtsubo">Mme <b>Kanae</b> <mark id="x">Ōtsubo</mark>, M. d&#39;Arbois,'
        ' Jean-Noël d&#39;Arbois</p><a href="https://p.example/kanae-otsubo">大坪<b>香苗</b></a>'
    )
    struck = BLOCKED.redact_page(page)
    assert struck == (
        '<p title="████████████">Mme <b>█████</b>█<mark id="x">██████</mark>, M. d\'Arbois,'
        ' ██████████████████</p><a href="https://p.example/">██<b>██</b></a>'
    )
    assert BLOCKED.holds_page(page)
    assert not BLOCKED.holds_page(struck)
    untouched = '<p>d&#39;Arbois <a href="https://p.example/1">1</a></p>'
    assert BLOCKED.redact_page(untouched) == untouched


def test_a_page_that_leads_to_a_struck_article_loses_family_names_too() -> None:
    page = '<a href="https://p.example/7?a=1&amp;b=2">Mme Ōtsubo à Lyon</a>'
    assert "Ōtsubo" not in clean_page(BLOCKED, ["https://p.example/7?a=1&b=2"], page)
    assert clean_page(BLOCKED, ["https://p.example/8"], page) == page


def test_a_record_holds_digests_that_only_its_key_explains() -> None:
    one, other = erased_form(KEY, "Kanae Ōtsubo"), erased_form(b"o" * 32, "Kanae Ōtsubo")
    assert one == erased_form(KEY, "kanae OTSUBO")
    assert one.digest != other.digest
    assert Blocklist([(b"o" * 32, [one])]).redact("Kanae Ōtsubo") == "Kanae Ōtsubo"
    both = Blocklist([(b"o" * 32, [other]), (KEY, [erased_form(KEY, "大坪香苗")])])
    assert both.redact("Kanae Ōtsubo、大坪香苗") == "████████████、████"
    assert not Blocklist([])
