"""Who may use a desk of accounts: sessions, roles, tokens, guessing, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from news.account import Role
from review.access import Access
from review.login import own_path
from review.passwords import Passwords, digest, make_token
from storage import ApiToken, Change, Entry

Team = Any  # as conftest.py makes it
OWN_PAGES = ("/", "/runs", "/sources", "/digests", "/accounts", "/audit", "/password", "/nowhere")


def cookie_of(browser: TestClient) -> str:
    return browser.cookies["soie-session"]


@pytest.mark.parametrize(
    "address", [*OWN_PAGES, "/articles/0123456789abcdef", "/digests/fr/2022-05-18"]
)
def test_every_page_needs_a_session(team: Team, address: str) -> None:
    answer = team.open().get(address)
    assert answer.status_code == 401
    assert f'<input type="hidden" name="back" value="{address}">' in answer.text
    assert "Brève" not in answer.text
    assert "set-cookie" not in answer.headers
    assert team.open().head(address).status_code == 401


def test_the_form_and_its_style_need_none(team: Team) -> None:
    browser = team.open()
    assert browser.get("/login").status_code == 200
    assert browser.get("/static/desk.css").status_code == 200
    assert browser.get("/static/../runs").status_code == 401


@pytest.mark.parametrize("address", ["/", "/accounts", "/logout", "/password", "/accounts/disable"])
def test_a_change_without_a_session_is_refused(team: Team, address: str) -> None:
    before = team.accounts.accounts(), team.accounts.entries(9)
    answer = team.open().post(address, data={"name": "Rei"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert (team.accounts.accounts(), team.accounts.entries(9)) == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_change_from_elsewhere_is_refused_with_a_session_too(
    team: Team, password: str, site: str
) -> None:
    anna, headers = team.log_in("Anna"), {"sec-fetch-site": site}
    for address in ("/accounts/disable", "/logout", "/login"):
        fields = {"name": "Rei", "password": password}
        assert anna.post(address, data=fields, headers=headers).status_code == 403
    assert anna.get("/runs").status_code == 200
    assert not team.accounts.account("Rei").disabled


def test_reading_changes_nothing(team: Team) -> None:
    anna = team.log_in("Anna")
    before = team.accounts.accounts(), team.accounts.entries(99)
    for address in ("/logout", "/accounts/disable?name=Rei", "/accounts/reset?name=Rei"):
        assert anna.get(address).status_code in {404, 405}
    for address in ("/accounts", "/audit", "/password", "/login"):
        assert anna.get(address).status_code == 200
    assert (team.accounts.accounts(), team.accounts.entries(99)) == before


def test_logging_in_gives_a_new_token_and_ends_the_old_session(team: Team, password: str) -> None:
    browser = team.open(cookies={"soie-session": "planted-by-somebody"})
    answer = browser.post(
        "/login",
        data={"name": "rei", "password": " soie grège et mûrier"},
        follow_redirects=False,
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Strict")
    first = cookie.partition("=")[2].partition(";")[0]
    assert len(first) >= 43
    browser = team.open(cookies={"soie-session": first})
    assert "Rei" in browser.get("/runs").text
    fields = {"name": "Rei", "password": password}
    second = browser.post("/login", data=fields, follow_redirects=False).headers["set-cookie"]
    assert first not in second
    assert team.open(cookies={"soie-session": first}).get("/runs").status_code == 401


def test_what_is_kept_does_not_let_anybody_in(team: Team, tmp_path: Path, password: str) -> None:
    token = cookie_of(team.log_in("Rei"))
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("people.sqlite*"))
    assert digest(token).encode() in kept
    assert token.encode() not in kept
    assert password.encode() not in kept


def test_logging_out_ends_the_session_and_its_cookie(team: Team) -> None:
    rei = team.log_in("Rei")
    token = cookie_of(rei)
    answer = rei.post("/logout", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert team.open(cookies={"soie-session": token}).get("/").status_code == 401


def test_a_session_ends_when_it_is_idle_or_old(team: Team) -> None:
    rei = team.log_in("Rei")
    for _ in range(14):
        team.at += timedelta(hours=11, minutes=59)
        assert rei.get("/runs").status_code == 200
    team.at += timedelta(hours=2)
    assert rei.get("/runs").status_code == 401
    rei = team.log_in("Rei")
    team.at += timedelta(hours=12)
    assert rei.get("/runs").status_code == 401


@pytest.mark.parametrize(("name", "status"), [("Anna", 200), ("Rei", 403), ("Lou", 403)])
def test_accounts_are_for_admins(team: Team, name: str, status: int) -> None:
    browser = team.log_in(name)
    for address in ("/accounts", "/audit"):
        assert browser.get(address).status_code == status
    fields = {"name": "New", "role": "admin"}
    assert browser.post("/accounts", data=fields).status_code == status
    assert (team.accounts.account("New") is not None) == (status == 200)
    if status == 200:
        return
    named = {"name": "Lou"}
    for action, fields in (
        ("role", named | {"role": "admin"}),
        *((action, named) for action in ("disable", "enable", "reset")),
        ("tokens", named | {"label": "x", "role": "reader"}),
        ("tokens/revoke", {"label": "x"}),
    ):
        assert browser.post(f"/accounts/{action}", data=fields).status_code == 403, action


def test_behind_https_the_cookie_is_bound_to_the_host(
    team: Team, desk_of: Callable[..., Any]
) -> None:
    access = replace(team.access, public_url="https://desk.example")
    browser = TestClient(
        desk_of(access), "https://desk.example", headers={"origin": "https://desk.example"}
    )
    answer = browser.post(
        "/login", data={"name": "Rei", "password": "soie grège et mûrier"}, follow_redirects=False
    )
    assert answer.headers["set-cookie"].startswith("__Host-soie-session=")
    assert "; Path=/; HttpOnly; SameSite=Strict; Secure" in answer.headers["set-cookie"]
    assert browser.get("/runs").status_code == 200
    assert browser.get("/runs", headers={"host": "other.example"}).status_code == 421
    for origin in ("http://desk.example", "https://desk.example:1", "https://[", "null", ""):
        assert browser.post("/logout", headers={"origin": origin}).status_code == 403, origin


@pytest.mark.parametrize(
    "back",
    [
        *("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example"),
        *("/\t/evil.example", "javascript:alert(1)", "evil.example", "/a\r\nSet-Cookie: x=1"),
        *("///evil.example", "", "/login", "/logout", "/é", "/" + "a" * 3000, "/ /x", "/\x00"),
    ],
)
def test_the_way_back_stays_within_the_desk(team: Team, password: str, back: str) -> None:
    assert own_path(back) == "/"
    fields = {"name": "Rei", "password": password, "back": back}
    answer = team.open().post("/login", data=fields, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "back", ["/", "/runs?lang=ja", "/articles/a#tag-1", "/?q=%E6%84%9B&tier=all"]
)
def test_the_way_back_leads_back(team: Team, password: str, back: str) -> None:
    fields = {"name": "Rei", "password": password, "back": back}
    answer = team.open().post("/login", data=fields, follow_redirects=False)
    assert answer.headers["location"] == back


def test_quick_requests_and_links_from_elsewhere_find_their_way(team: Team) -> None:
    browser = team.open()
    quick = {"hx-request": "true", "hx-current-url": "http://127.0.0.1:8787/runs?lang=ja"}
    assert browser.get("/sources", headers=quick).headers["hx-redirect"] == (
        "/login?back=%2Fruns%3Flang%3Dja"
    )
    evil = {"hx-request": "true", "hx-current-url": "https://evil.example//evil.example/"}
    assert browser.get("/", headers=evil).headers["hx-redirect"] == "/login?back=%2F"
    assert browser.get("/", headers={"sec-fetch-site": "cross-site"}).headers["refresh"] == "0"
    assert "refresh" not in browser.get("/").headers


def test_unknown_closed_and_wrong_look_alike(team: Team, password: str) -> None:
    entry = Entry(team.at, "Anna", "account-disabled", "Lou", "")
    team.accounts.change("Lou", Change(disabled=True), entry)
    answers = []
    for number, (name, given) in enumerate(
        [("nobody", password), ("Lou", password), ("Rei", "wrong"), ("", ""), ("<b>", password)]
    ):
        browser = team.open(client=(f"192.0.2.{number}", 1))
        answer = browser.post("/login", data={"name": name, "password": given})
        answers.append((answer.status_code, answer.text))
    assert set(answers) == {answers[0]}
    assert answers[0][0] == 401


def test_an_unknown_name_costs_the_same_work(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    real = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, given: str) -> bool:
        checked.append(kept.rpartition("$")[0].rpartition("$")[0])
        return real(self, kept, given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for number, name in enumerate(("Rei", "nobody")):
        team.open(client=(f"192.0.2.{number}", 1)).post(
            "/login", data={"name": name, "password": "wrong"}
        )
    assert len(checked) == 2
    assert checked[0] == checked[1], "the same parameters"


Answer = Any  # the test client's library is not the project's


def guess(team: Team, address: str, given: str = "wrong", name: str = "Rei") -> Answer:
    browser = team.open(client=(address, 1))
    return browser.post("/login", data={"name": name, "password": given}, follow_redirects=False)


def test_guessing_is_slowed_and_never_locks_the_right_password_out(
    team: Team, password: str
) -> None:
    begun, tried = team.at, 0
    while team.at < begun + timedelta(hours=1):
        answer = guess(team, "192.0.2.66")
        if answer.status_code == 401:
            tried += 1
        else:
            assert answer.status_code == 429
            team.at += timedelta(seconds=int(answer.headers["retry-after"]))
    assert tried < 20, "an hour hears few guesses from one address"
    assert guess(team, "192.0.2.66").status_code == 401
    assert guess(team, "192.0.2.66", password).status_code == 429, "the right one waits there too"
    assert guess(team, "198.51.100.1", password).status_code == 303
    team.at += timedelta(minutes=15)
    assert guess(team, "192.0.2.66", password).status_code == 303, "the wait has an end"


def test_many_addresses_do_not_get_many_guesses_each(team: Team, password: str) -> None:
    for number in range(30):
        assert guess(team, f"198.51.100.{number}").status_code == 401
    seconds = [guess(team, f"198.51.100.{n}").headers["retry-after"] for n in range(30)]
    assert set(seconds) == {"300"}
    assert guess(team, "203.0.113.9", password).status_code == 303


def test_one_ipv6_customer_is_one_address(team: Team) -> None:
    for number in range(3):
        assert guess(team, f"2001:db8::{number}").status_code == 401
    assert guess(team, "2001:db8::ffff:1").status_code == 429
    assert guess(team, "2001:db8:0:1::1").status_code == 401


def test_the_log_tells_guesses_but_not_what_was_typed(team: Team) -> None:
    guess(team, "192.0.2.1", name="my secret password 1")
    guess(team, "192.0.2.1")
    lines = team.accounts.entries(2)
    assert [(line.who, line.what, line.address) for line in lines] == [
        ("Rei", "login-failed", "192.0.2.1"),
        ("", "login-failed", "192.0.2.1"),
    ]
    assert "secret" not in repr(team.accounts.entries(9))


def test_more_passwords_at_once_than_there_is_room_for_are_put_off(team: Team) -> None:
    room = team.access.passwords.room
    with room(), room(), room(), room():
        answer = guess(team, "192.0.2.1")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert guess(team, "192.0.2.1").status_code == 401


def test_a_hash_of_older_parameters_is_renewed_at_login(
    team: Team, desk_of: Callable[..., Any], password: str
) -> None:
    before = team.accounts.account("Rei").hash
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    desk = desk_of(replace(team.access, passwords=stronger))
    browser = TestClient(desk, "http://127.0.0.1", headers={"sec-fetch-site": "same-origin"})
    browser.post("/login", data={"name": "Rei", "password": password})
    after = team.accounts.account("Rei").hash
    assert (",t=1," in before, ",t=2," in after) == (True, True)
    assert browser.get("/runs").status_code == 200


@pytest.fixture
def token(team: Team) -> str:
    """A token in Anna's name that may review."""
    made = make_token()
    token = ApiToken(
        digest(made), "nightly", "Anna", Role.REVIEWER, team.at, team.at + timedelta(days=1)
    )
    team.accounts.add_token(token, Entry(team.at, "Anna", "token-made", "nightly", ""))
    return made


def test_a_program_shows_a_token(team: Team, token: str) -> None:
    program = TestClient(team.open().app, "http://127.0.0.1")
    headers = {"authorization": f"Bearer {token}"}
    assert program.get("/runs", headers=headers).status_code == 200
    assert program.post("/nowhere", headers=headers).status_code == 404, "no origin is asked for"
    assert program.post("/accounts", headers=headers, data={"name": "x"}).status_code == 403
    assert "set-cookie" not in program.get("/runs", headers=headers).headers
    team.at += timedelta(days=1)
    assert program.get("/runs", headers=headers).status_code == 401


@pytest.mark.parametrize("address", ["/health", "/metrics", "/api/articles"])
def test_programs_without_a_token_are_told_so(team: Team, token: str, address: str) -> None:
    answer = team.open().get(address)
    assert answer.status_code == 401
    kind = "application/problem+json" if address.startswith("/api") else "text/plain"
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["www-authenticate"] == "Bearer"
    headers = {"authorization": f"Bearer {token}"}
    status = 404 if address.startswith("/api") else 200
    assert team.open().get(address, headers=headers).status_code == status


@pytest.mark.parametrize("shown", ["Bearer", "Bearer ", "Bearer x", "bearer soie_", "Bearer é"])
def test_a_wrong_token_does_not_fall_back_to_the_cookie(team: Team, shown: str) -> None:
    anna = team.log_in("Anna")
    headers = {"authorization": shown.encode()}
    answer = anna.get("/runs", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert anna.post("/logout", headers=headers).status_code == 401
    assert anna.get("/runs", headers={"authorization": "Basic eDp5"}).status_code == 200


def test_a_token_from_a_strangers_page_needs_an_origin_when_it_is_wrong(team: Team) -> None:
    headers = {"authorization": "Bearer x", "sec-fetch-site": "cross-site"}
    assert team.open().post("/logout", headers=headers).status_code == 403


def test_too_much_is_refused(team: Team) -> None:
    rei = team.log_in("Rei")
    long = b"name=" + b"x" * 1_000_000
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert rei.post("/login", content=long, headers=form).status_code == 413
    pieces = (b"name=" + b"x" * 60_000 for _ in range(20))
    assert rei.post("/login", content=pieces, headers=form).status_code == 413
    for length in ("-1", "1e9", "9" * 5000, "١"):
        answer = rei.post("/login", headers={**form, "content-length": length.encode()})
        assert answer.status_code == 413, length


def test_a_proxy_does_not_open_the_desk_of_one_machine(
    team: Team, desk_of: Callable[..., Any], tmp_path: Path
) -> None:
    from storage import open_accounts  # noqa: PLC0415 (this test alone has an empty one)

    with open_accounts(f"sqlite:///{tmp_path}/nobody.sqlite") as nobody:
        desk = desk_of(replace(team.access, accounts=nobody))
        browser = TestClient(desk, "http://127.0.0.1")
        assert browser.get("/accounts").status_code == 200, "the person at the machine"
        for name in ("x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host"):
            answer = browser.get("/", headers={name: "203.0.113.9"})
            assert answer.status_code == 421
            assert "without accounts" in answer.text
    assert team.log_in("Lou").get("/", headers={"x-real-ip": "203.0.113.9"}).status_code == 200


def test_public_addresses_are_read(team: Team) -> None:
    def host(url: str) -> str:
        return Access(team.accounts, public_url=url).host

    assert host("https://desk.example:8443") == "desk.example"
    assert host("https://[2001:db8::1]") == "[2001:db8::1]"
    assert host("") == ""
