"""How much of each article a digest shows, as the ledger keeps it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest import displayed, render_mail
from digest.show import show
from knowledge import Knowledge
from news.analysis import TagKind, Tier
from news.source import Rights

if TYPE_CHECKING:
    from tests.digest.conftest import Press


def test_what_a_digest_shows_follows_the_rights_of_each_source(
    press: Press, bundled: Knowledge
) -> None:
    omura = {"Hideaki Ōmura": (TagKind.PERSON, "omura-hideaki")}
    text = "Hideaki Ōmura est venu."
    first = press.tell("gazette", "Extrait", text, named=omura, story="s")
    press.tell("depeche", "Titre", text, named=omura, story="s")
    press.tell("muet", "Lien", text, named=omura, story="s")
    press.tell("gazette", "Réservé", text, named=omura, story="s", reserved=True)
    press.tell("dauphin", "Copie", text, named=omura, story="s", copy_of=first)
    press.tell("gazette", "Loin", text, tier=Tier.OFF)
    shown = {
        reading.article.title: rights for reading, rights in displayed(press.digest(), bundled)
    }
    assert shown == {
        "Extrait": Rights.EXCERPT,
        "Titre": Rights.TITLE,
        "Lien": Rights.LINK,
        "Réservé": Rights.TITLE,
    }


def test_what_is_displayed_is_what_the_mail_links(full_press: Press, bundled: Knowledge) -> None:
    for number in range(60):
        full_press.tell("gazette", f"Un {number}", _LONG, score=4.0, story=f"s{number}")
        full_press.tell("depeche", f"Autre {number}", _LONG, score=4.0, story=f"s{number}")
    digest = full_press.digest()
    assert any(story.brief for story in show(digest, bundled).stories)
    body = render_mail(digest, bundled)
    linked = set(re.findall(r'href="([^"]+)"', body.html))
    shown = {reading.article.url for reading, _ in displayed(digest, bundled)}
    assert {url for url in shown if url in body.text} == shown
    assert {url for url in linked if url.startswith("http")} == shown


_LONG = "Douze emplois sont promis avant l’hiver, dont quatre au Japon. " * 8
