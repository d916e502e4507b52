"""Settings: read once, here; frozen; passed down."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from news.errors import ConfigurationError
from scheduler.care_settings import BackupSettings, RetentionSettings
from scheduler.desk_settings import DeskSettings
from scheduler.mail_settings import AlertSettings, MailSettings, Recipient, check_apart
from scheduler.section import Hour, Section, Zone

# Before the host, or among the options after it.
_PASSWORD = re.compile(r"(?:://[^:/\s]*:|[?&]password=)([^@&\s]+)")


class Edition(Section):
    """One digest: for whom it is written."""

    language: Literal["fr", "ja", "en"]
    timezone: Zone


class CrawlSettings(Section):
    """How the network is asked."""

    user_agent: str = "fildesoie/0.1 (press monitor; contact: {contact})"
    contact: str = ""
    """Mail address or page of whoever runs this; put into the user agent. Must be set to crawl."""
    proxy: str = ""
    """Address of an HTTP proxy, or empty."""
    delay_seconds: float = Field(default=1.0, ge=0)
    timeout_seconds: float = Field(default=30.0, gt=0)
    max_bytes: int = Field(default=10_000_000, gt=0)
    budget_seconds: float = Field(default=1800.0, gt=0)
    """The whole crawl ends after this long, whatever is left."""
    concurrency: int = Field(default=16, gt=0)
    """Hosts asked at the same time; one host is asked one thing at a time."""
    max_pages_per_source: int = Field(default=200, gt=0)
    allow_private: bool = False
    """Whether addresses of private networks may be asked; never needed for the press."""


class ArchiveSettings(Section):
    """Where the pages that were fetched are kept."""

    keep: bool = True
    folder: Path = Path("var/pages")
    days: int = Field(default=30, gt=0)
    """How many days; older files are deleted when the next crawl begins."""


class ModelSettings(Section):
    """Which model finds the names of each language: `own`, `stock`, or an installed package."""

    fr: str = Field(default="own", min_length=1)
    ja: str = Field(default="own", min_length=1)


class AnalyseSettings(Section):
    """How the daily job reads articles."""

    gate: bool = True
    """Whether what cannot be relevant is told off without the models: much faster, and its names
    are not looked for. `soie analyse` and `soie evaluate` always read everything."""
    again: int = Field(default=1000, ge=0)
    """Articles that one run reads again when models, rules or knowledge changed."""
    workers: int = Field(default=0, ge=0)
    """Processes that read long rows of articles together; 0: one a core, 1: none but this one."""


class BackfillSettings(Section):
    """How web archives are read."""

    jobs: int = Field(default=0, ge=0)
    """Archives read at the same time on this machine; 0 means one a core."""
    patience_seconds: float = Field(default=60.0, gt=0)
    """A reader that gave no sign of life for so long is thought dead, and its archive is read
    anew. One of this machine that died is noticed at once."""


class ClockSettings(Section):
    """When the daily job starts by itself."""

    time: Hour = "06:10"
    """Local hour and minute; outside 00:00-04:00, which days may skip or repeat."""
    timezone: Zone = "Europe/Paris"
    catch_up_hours: int = Field(default=20, gt=0)
    """A run missed by less than this is made up for, once."""
    budget_hours: float = Field(default=4.0, gt=0)
    """A run that takes longer is ended."""


class LogSettings(Section):
    """What is told of the work while it is done; on stderr."""

    format: Literal["text", "json"] = "text"
    """`text`: lines for people. `json`: a line of data each, also for errors."""
    level: Literal["", "debug", "info", "warning", "error"] = ""
    """The least that is told; unset, `warning` as text and `info` as data."""


class Settings(BaseSettings):
    """Everything that can be set: in `soie.toml`, or by `SOIE_*` in the environment."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="SOIE_", env_nested_delimiter="__"
    )

    database: str = "sqlite:///var/soie.sqlite"
    output: Path = Path("var/digests")
    """Folder that receives the rendered digests."""
    knowledge: Path | None = None
    """Folder of the knowledge base; the bundled one when unset."""
    sources: Path = Path("sources.toml")
    """File of your own sources, beside the catalogue; `soie sources add` writes it."""
    groups: tuple[str, ...] = ("daily",)
    """Groups of sources to collect."""
    now: datetime | None = None
    """An instant at which the clock stands still, for rehearsals; unset, the clock runs."""
    fortnight_days: int = Field(default=14, gt=0)
    """How many past days a run keeps digests for."""
    editions: tuple[Edition, ...] = (
        Edition(language="fr", timezone="Europe/Paris"),
        Edition(language="ja", timezone="Asia/Tokyo"),
        Edition(language="en", timezone="Europe/Paris"),
    )
    models: ModelSettings = ModelSettings()
    analyse: AnalyseSettings = AnalyseSettings()
    crawl: CrawlSettings = CrawlSettings()
    archive: ArchiveSettings = ArchiveSettings()
    backup: BackupSettings = BackupSettings()
    retention: RetentionSettings = RetentionSettings()
    desk: DeskSettings = DeskSettings()
    clock: ClockSettings = ClockSettings()
    backfill: BackfillSettings = BackfillSettings()
    readers: Annotated[tuple[Recipient, ...], AfterValidator(check_apart)] = ()
    """Who gets a digest by mail."""
    mail: MailSettings = MailSettings()
    alerts: AlertSettings = AlertSettings()
    log: LogSettings = LogSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment over the file, the file over the defaults."""
        del dotenv_settings, file_secret_settings
        toml = TomlConfigSettingsSource(settings_cls, cls.model_config.get("toml_file"))
        return (init_settings, env_settings, _SecretFiles(settings_cls), toml)

    def instant(self) -> datetime:
        """Now, in UTC: the clock's, or the instant at which it stands still."""
        return self.now.astimezone(UTC) if self.now else datetime.now(UTC)

    def zone_of(self, language: str) -> ZoneInfo:
        """The zone of the edition in a language; UTC when there is no such edition."""
        found = (item.timezone for item in self.editions if item.language == language)
        return ZoneInfo(next(found, "UTC"))


def secrets_of(settings: Settings) -> frozenset[str]:
    """Passwords in the settings, and who reads: what no log may hold."""
    found = {settings.mail.password.get_secret_value()}
    for address in (settings.database, settings.crawl.proxy):
        found |= {word for given in _PASSWORD.findall(address) for word in (given, unquote(given))}
    for reader in settings.readers:
        found |= {reader.address, reader.name}
    return frozenset(found)


class _SecretFiles(PydanticBaseSettingsSource):
    """`SOIE_DATABASE_FILE` names a file that holds the database's address and its password."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ANN401 (as the base class declares it)
        del field
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        name = os.environ.get("SOIE_DATABASE_FILE", "")
        if not name:
            return {}
        try:
            return {"database": Path(name).read_text(encoding="utf-8").strip()}
        except OSError as error:
            raise ConfigurationError(
                f"SOIE_DATABASE_FILE: {name}: {error.strerror}", "name a readable file"
            ) from error


def settings_path(given: Path | None = None) -> Path | None:
    """The file that counts: the one given, else `soie.toml` here, else the XDG place.

    Raises:
        ConfigurationError: when the file given does not exist.
    """
    if given is not None:
        if not given.is_file():
            raise ConfigurationError(f"{given}: no such file", "give --config a settings file")
        return given
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return next(
        (path for path in (Path("soie.toml"), home / "soie/soie.toml") if path.is_file()), None
    )


def load_settings(path: Path | None = None, **over: Any) -> Settings:  # noqa: ANN401 (any field)
    """Read the settings.

    Raises:
        ConfigurationError: when the file is not TOML, or a setting is unknown or wrong.
    """
    found = settings_path(path)

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=found)

    try:
        return FromFile(**over)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{found}: {error}", "mend the file's TOML") from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        what = first["msg"].removeprefix("Value error, ")
        raise ConfigurationError(
            f"{found or 'settings'}: {_place(first['loc'])}: {what}", "see docs/settings.md"
        ) from error


def _place(location: Iterable[str | int]) -> str:
    """Where a setting stands, as people count: `readers no. 2, address`."""
    place = ""
    for part in location:
        if isinstance(part, int):
            place += f" no. {part + 1},"
        else:
            place += f"{' ' if place.endswith(',') else '.' if place else ''}{part}"
    return place.rstrip(",")
