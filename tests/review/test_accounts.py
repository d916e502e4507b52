"""The pages about people: inviting, roles, closing, tokens, one's own password, the log."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from knowledge import Knowledge
from news.account import Deed, Role
from review.passwords import SHORTEST, make_password, weakness
from storage import Entry, open_accounts

Team = Any  # as conftest.py makes it
NEW = "un fil neuf à tisser"


def secret_of(page: str) -> str:
    """What a page shows once."""
    found = re.search(r"<code>([^<]+)</code>", page)
    assert found
    return found[1]


def test_an_invited_person_changes_the_password_first(team: Team) -> None:
    page = team.log_in("Anna").post("/accounts", data={"name": "美咲", "role": "reviewer"})
    secret = secret_of(page.text)
    assert page.headers["cache-control"] == "no-store"
    misaki = team.log_in("美咲", password=secret, back="/runs")
    assert misaki.get("/runs", follow_redirects=False).headers["location"] == "/password"
    assert misaki.post("/nowhere").status_code == 403
    fields = {"password": secret, "new": NEW, "again": NEW}
    answer = misaki.post("/password", data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert misaki.get("/runs", follow_redirects=False).status_code == 200
    assert not team.accounts.account("美咲").temporary


def test_a_new_password_ends_the_other_sessions(team: Team, password: str) -> None:
    desk, phone = team.log_in("Rei"), team.log_in("Rei")
    desk.post("/password", data={"password": password, "new": NEW, "again": NEW})
    assert desk.get("/runs").status_code == 200
    assert phone.get("/runs").status_code == 401
    team.log_in("Rei", password=NEW)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        (("wrong", NEW, NEW), 403),
        (("", NEW, NEW), 403),
        (("right", NEW, NEW + "x"), 400),
        (("right", "court", "court"), 400),
        (("right", "ReiReiReiReiRei1", "ReiReiReiReiRei1"), 400),
        (("right", "x" * 1001, "x" * 1001), 400),
        (("right", "right", "right"), 400),
        (("right", "", ""), 400),
    ],
)
def test_a_password_is_changed_by_its_owner_to_a_good_one(
    team: Team, password: str, typed: tuple[str, str, str], status: int
) -> None:
    rei, before = team.log_in("Rei"), team.accounts.account("Rei")
    fields = {
        name: text.replace("right", password)
        for name, text in zip(("password", "new", "again"), typed, strict=True)
    }
    answer = rei.post("/password", data=fields)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert team.accounts.account("Rei") == before


def test_a_stolen_session_guesses_no_faster(team: Team) -> None:
    rei = team.log_in("Rei")
    fields = {"password": "wrong", "new": NEW, "again": NEW}
    assert [rei.post("/password", data=fields).status_code for _ in range(4)] == [
        *(403, 403, 403, 429)
    ]


def test_an_admin_changes_roles_resets_closes_and_opens(team: Team, password: str) -> None:
    anna, rei = team.log_in("Anna"), team.log_in("Rei")
    assert anna.post("/accounts/role", data={"name": "rei", "role": "reader"}).status_code == 200
    assert team.accounts.account("Rei").role is Role.READER
    assert rei.get("/").status_code == 200, "a role does not end sessions"
    anna.post("/accounts/disable", data={"name": "Rei"})
    assert rei.get("/").status_code == 401
    fields = {"name": "Rei", "password": password}
    assert team.open().post("/login", data=fields).status_code == 401
    anna.post("/accounts/enable", data={"name": "Rei"})
    assert rei.get("/").status_code == 401, "a closed session stays closed"
    secret = secret_of(anna.post("/accounts/reset", data={"name": "Rei"}).text)
    assert team.open().post("/login", data=fields).status_code == 401
    team.log_in("Rei", password=secret)
    told = [entry.what for entry in team.accounts.entries(99) if entry.who == "Anna"]
    assert told[:4] == ["password-reset", "account-enabled", "account-disabled", "role-changed"]


def test_an_admin_is_always_left(team: Team) -> None:
    anna, before = team.log_in("Anna"), team.accounts.account("Anna")
    for action, fields in (("role", {"role": "reader"}), ("disable", {}), ("reset", {})):
        answer = anna.post(f"/accounts/{action}", data={"name": " ＡＮＮＡ", **fields})
        assert answer.status_code == 400, action
    assert team.accounts.account("Anna") == before


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("", {"name": "rei", "role": "reader"}),
        ("", {"name": "<script>alert(1)</script>", "role": "reader"}),
        ("", {"name": "", "role": "reader"}),
        ("", {"name": "New", "role": "owner"}),
        ("/role", {"name": "nobody", "role": "reader"}),
        ("/role", {"name": "Rei"}),
        ("/disable", {"name": "nobody"}),
        ("/disable", {"name": "Lou", "role": "reader"}),
        ("/tokens", {"name": "nobody", "label": "x", "role": "reader", "days": "1"}),
        ("/tokens", {"name": "Rei", "label": "", "role": "reader", "days": "1"}),
        ("/tokens", {"name": "Rei", "label": "x", "role": "reader", "days": "0"}),
        ("/tokens", {"name": "Rei", "label": "x", "role": "reader", "days": "9999999999999"}),
        ("/tokens/revoke", {"label": "none"}),
    ],
)
def test_what_cannot_be_done_is_refused_and_not_logged(
    team: Team, action: str, fields: dict[str, str]
) -> None:
    anna = team.log_in("Anna")
    before = team.accounts.accounts(), team.accounts.tokens(), team.accounts.entries(99)
    assert anna.post(f"/accounts{action}", data=fields).status_code == 400
    assert (team.accounts.accounts(), team.accounts.tokens(), team.accounts.entries(99)) == before


def test_a_token_is_made_shown_once_used_and_revoked(team: Team) -> None:
    anna = team.log_in("Anna")
    fields = {"name": "Rei", "label": "nightly export", "role": "reader", "days": "30"}
    secret = secret_of(anna.post("/accounts/tokens", data=fields).text)
    assert secret.startswith("soie_")
    assert secret not in anna.get("/accounts").text
    assert anna.post("/accounts/tokens", data=fields).status_code == 400, "the label is taken"
    program = TestClient(
        anna.app, "http://127.0.0.1", headers={"authorization": f"Bearer {secret}"}
    )
    assert program.get("/runs").status_code == 200
    anna.post("/accounts/tokens/revoke", data={"label": "nightly export"})
    assert program.get("/runs").status_code == 401


def test_the_log_is_paged(team: Team) -> None:
    for number in range(230):
        team.accounts.log(Entry(team.at, "Anna", "alias-added", f"alias {number}", "192.0.2.1"))
    anna = team.log_in("Anna")
    pages = [anna.get(f"/audit?page={page}").text for page in (1, 2, 3, 4)]
    assert [page.count("<tr><td>") for page in pages] == [100, 100, 34, 0]
    assert "alias 229" in pages[0]
    assert ("page=2" in pages[0], "page=4" in pages[2]) == (True, False)
    for bad in ("0", "-1", "x", "9" * 400):
        assert anna.get(f"/audit?page={bad}").status_code == 400


def test_the_first_account_ends_the_desk_of_one_machine(
    team: Team, desk_of: Callable[..., Any], tmp_path: Path
) -> None:
    with open_accounts(f"sqlite:///{tmp_path}/nobody.sqlite") as nobody:
        desk = desk_of(replace(team.access, accounts=nobody))
        headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
        local = TestClient(desk, "http://127.0.0.1", headers=headers)
        assert "no account yet" in local.get("/accounts").text
        assert local.get("/password").status_code == 404
        assert local.get("/login").url.path == "/", "nobody to log in"
        assert local.post("/accounts", data={"name": "Lou", "role": "reader"}).status_code == 400
        page = local.post("/accounts", data={"name": "Anna", "role": "admin"})
        assert page.status_code == 200
        assert local.get("/").status_code == 401
        assert local.post("/accounts", data={"name": "x", "role": "admin"}).status_code == 401
        answer = local.post("/login", data={"name": "Anna", "password": secret_of(page.text)})
        assert answer.url.path == "/password"


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
def test_the_pages_about_people_speak_three_languages(team: Team, language: str) -> None:
    anna = team.log_in("Anna")
    for address in ("/login", "/password", "/accounts", "/audit"):
        page = anna.get(f"{address}?lang={language}").text
        assert f'<html lang="{language}">' in page
        assert f'href="/accounts?lang={language}"' in page
    stranger = team.open().get(f"/runs?lang={language}").text
    assert f'action="/login?lang={language}"' in stranger
    assert "/accounts" not in stranger


def test_every_word_that_is_put_together_exists(knowledge: Knowledge) -> None:
    codes = [*(f"deed-{deed}" for deed in Deed), *(f"role-{role}" for role in Role)]
    codes += ["password-short", "password-long", "password-simple", "passwords-differ"]
    codes += ["password-same", "wrong-password", "guess-wait", "body-too-large", "token-valid"]
    codes += ["token-expired", "first-password", "new-token", "accounts", "audit-log"]
    assert [code for code in codes if code not in knowledge.phrases] == []


def test_passwords_that_are_made_are_good_and_different() -> None:
    made = {make_password() for _ in range(50)}
    assert len(made) == 50
    assert {weakness(password, "Anna") for password in made} == {""}
    assert all(len(password) > SHORTEST for password in made)
    assert weakness("ＡＢＣＤＥＦＧＨＩＪＫＬ", "x") == "", "any keyboard"
