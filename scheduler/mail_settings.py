"""Settings of the digests by mail: who reads them, and which server takes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from email.errors import HeaderParseError
from email.headerregistry import Address
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, FilePath, SecretStr, model_validator

from news.analysis import Tier
from scheduler.section import Hour, Section, Zone

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d-]+(\.[a-z\d-]+)*", re.ASCII | re.IGNORECASE
)
_URL = re.compile(r"https://[!-;=?-~]{1,200}", re.ASCII)
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def _mail_address(text: str) -> str:
    try:
        sound = bool(_ADDRESS.fullmatch(text)) and Address(addr_spec=text).addr_spec == text
    except (HeaderParseError, ValueError):
        sound = False
    if not sound:
        raise ValueError(
            f"{text!r} is no mail address; write it as name@office.example, without a name before "
            "it and with the domain in ASCII (xn--…)"
        )
    return text


def _one_line(text: str) -> str:
    if any(unicodedata.category(char).startswith(("Cc", "Zl", "Zp")) for char in text):
        raise ValueError("holds a line end or a control character; write it on one line")
    return text


def _way_out(text: str) -> str:
    if text and not _URL.fullmatch(text):
        try:
            _mail_address(text)
        except ValueError as error:
            raise ValueError(f"{text!r} is neither a mail address nor an https page") from error
    return text


def _optional(text: str) -> str:
    return _mail_address(text) if text else text


OptionalAddress = Annotated[str, AfterValidator(_optional)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
Name = Annotated[str, AfterValidator(_one_line)]


class FilterSettings(Section):
    """Which stories a reader wants; each list that is given must be met, by one of its members."""

    tiers: tuple[Tier, ...] = ()
    sectors: tuple[str, ...] = ()
    """Keys of the knowledge base."""
    languages: tuple[str, ...] = ()
    """Languages that tell the story."""
    entities: tuple[str, ...] = ()
    """Ids of the knowledge base."""
    sides: tuple[Literal["aura", "aichi", "both"], ...] = ()
    """Sides that the story names someone of."""


class Recipient(Section):
    """A person who gets the digest by mail."""

    address: MailAddress
    name: Name = ""
    language: Literal["fr", "ja", "en"]
    timezone: Zone
    hour: Hour = "08:00"
    """The reader's own hour and minute before which nothing is sent."""
    edition: Literal["daily", "weekly"] = "daily"
    weekday: Weekday = "monday"
    """The day on which a weekly edition is sent; it tells the seven days before."""
    filter: FilterSettings = FilterSettings()

    @property
    def zone(self) -> ZoneInfo:
        """The reader's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def clock(self) -> time:
        """The reader's hour."""
        return time.fromisoformat(self.hour)

    @property
    def key(self) -> str:
        """What tells readers apart."""
        return self.address.lower()


class MailSettings(Section):
    """The server that takes mail, and what stands on the envelope. No host: no mail."""

    host: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    """0: the usual one of the way of encryption."""
    tls: Literal["starttls", "tls", "none"] = "starttls"
    ca_file: FilePath | None = None
    """Certificates to trust besides those of the system."""
    user: str = ""
    password: SecretStr = SecretStr("")
    password_file: Path | None = None
    """A file that holds the password alone."""
    sender: OptionalAddress = ""
    sender_name: Name = "Fil de Soie"
    reply_to: OptionalAddress = ""
    unsubscribe: Annotated[str, AfterValidator(_way_out)] = ""
    """Mail address or https page for those who want no more; `{address}` in it is the reader's."""
    instance: str = Field(default="soie", pattern=r"^[a-z0-9-]{1,32}$")
    """Tells installations apart that send from one address; part of every Message-ID."""
    timeout_seconds: float = Field(default=60.0, gt=0)
    """For one answer of the server; ten times as long for the last one, which RFC 5321 asks for."""
    retries: int = Field(default=2, ge=0, le=10)
    """Further attempts in one go when the server cannot be reached or says: later."""
    retry_seconds: float = Field(default=15.0, ge=0)
    """Pause before the first of them; each further pause is four times as long."""

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port or _PORTS[self.tls]

    @property
    def pauses(self) -> tuple[float, ...]:
        """Seconds to wait before each further attempt."""
        return tuple(self.retry_seconds * 4**number for number in range(self.retries))

    @model_validator(mode="before")
    @classmethod
    def _read_password(cls, given: Any) -> Any:  # noqa: ANN401 (as pydantic hands it over)
        if not isinstance(given, dict) or not given.get("password_file"):
            return given
        path = Path(given["password_file"])
        try:
            return {**given, "password": path.read_text(encoding="utf-8").strip()}
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "no text"
            raise ValueError(f"password_file: {path}: {why}; name a readable file") from error

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.host and not self.sender:
            raise ValueError("sender is missing; give the address that mail is sent from")
        if bool(self.user) != bool(self.password.get_secret_value()):
            raise ValueError("user and password go together; give both or neither")
        if self.user and self.tls == "none" and not _loopback(self.host):
            raise ValueError('tls = "none" would send the password in clear; set "starttls"')
        return self


class AlertSettings(Section):
    """Who is told when a run fails or a source goes quiet."""

    to: tuple[MailAddress, ...] = ()
    language: Literal["fr", "ja", "en"] = "fr"
    timezone: Zone = "Europe/Paris"


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_apart(readers: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    """The readers, when none is there twice.

    Raises:
        ValueError: when two have the same address and edition.
    """
    seen: set[tuple[str, str]] = set()
    for reader in readers:
        if (reader.key, reader.edition) in seen:
            raise ValueError(
                f"{reader.address} is there twice; one {reader.edition} digest a reader is sent"
            )
        seen.add((reader.key, reader.edition))
    return readers
