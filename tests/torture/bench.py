"""Where the job is tortured: the press and the mail on loopback, a home for each life."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from demo import CLOCK, SamplePress, serve
from tests.post import PostOffice, open_post

ROOT = Path(__file__).parents[2]
READERS = (
    ("anna@x.example", "fr", "Europe/Paris"),
    ("bruno@x.example", "fr", "Europe/Paris"),
    ("taro@x.example", "ja", "Asia/Tokyo"),
    ("hana@x.example", "ja", "Asia/Tokyo"),
    ("ruth@x.example", "en", "Europe/Paris"),
)
LATER = timedelta(days=31)
"""After so long the texts off the subject are purged."""
_SLOW = 0.2
"""Seconds that the mail server takes to say that it has a mail."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one store, and its address."""

    folder: Path
    database: str

    @property
    def config(self) -> Path:
        """Settings on the day."""
        return self.folder / "soie.toml"

    @property
    def later(self) -> Path:
        """The same a month later."""
        return self.folder / "later.toml"

    @property
    def backups(self) -> Path:
        """Where its backups go."""
        return self.folder / "backups"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the job runs: the press, the mail, and the sources to collect."""

    folder: Path
    proxy: str
    office: PostOffice
    knowledge: Path

    def home(self, name: str, database: str = "") -> Home:
        """A place for a store of that name; the default database is an SQLite file."""
        folder = self.folder / name
        folder.mkdir()
        home = Home(folder, database or f"sqlite:///{folder}/soie.sqlite")
        home.config.write_text(self._settings(home, CLOCK), encoding="utf-8")
        home.later.write_text(self._settings(home, CLOCK + LATER), encoding="utf-8")
        return home

    def _settings(self, home: Home, now: datetime) -> str:
        readers = "".join(
            f'[[readers]]\naddress = "{address}"\nlanguage = "{language}"\ntimezone = "{zone}"\n'
            'hour = "06:00"\n'
            for address, language, zone in READERS
        )
        return (
            f'database = "{home.database}"\n'
            f'output = "{home.folder}/digests"\nknowledge = "{self.knowledge}"\n'
            f'groups = ["sample"]\nnow = {now.isoformat()}\nfortnight_days = 2\n'
            f'[archive]\nfolder = "{home.folder}/pages"\ndays = 365\n'
            f'[backup]\nfolder = "{home.backups}"\n'
            f'[crawl]\ncontact = "torture@x.example"\nproxy = "{self.proxy}"\n'
            "delay_seconds = 0.01\ntimeout_seconds = 2\n"
            f'[mail]\nhost = "127.0.0.1"\nport = {self.office.port}\ntls = "none"\n'
            f'sender = "revue@x.example"\nretries = 0\ninstance = "{home.folder.name}"\n{readers}'
        )


@contextmanager
def open_bench(folder: Path, sources: Sequence[str] = ()) -> Iterator[Bench]:
    """The sample press and a mail server on loopback; all outlets, or those that are named."""
    knowledge = folder / "knowledge"
    shutil.copytree(ROOT / "knowledge", knowledge, ignore=shutil.ignore_patterns("*.py", "__*"))
    if sources:
        _keep_only(knowledge / "sources/sample.toml", sources)
    with serve(SamplePress.load()) as newsroom, open_post() as office:
        office.delay = _SLOW
        yield Bench(folder, newsroom.proxy, office, knowledge)


def _keep_only(path: Path, sources: Sequence[str]) -> None:
    blocks = path.read_text(encoding="utf-8").split("\n[")
    kept = [block for block in blocks[1:] if block.partition("]")[0] in sources]
    path.write_text("\n[".join([blocks[0], *kept]), encoding="utf-8")
