"""The demo: the whole daily job on the sample press, and a check that every fault was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from demo import CLOCK, EXPECTED_FAULTS, SamplePress, serve
from knowledge import load
from news.errors import DemoError
from news.report import RunReport, SourceReport, SourceState
from scheduler.collection import Progress
from scheduler.delivery import pack
from scheduler.due import errand_of
from scheduler.knowing import known
from scheduler.mail_settings import MailSettings, Recipient
from scheduler.run import Job, run
from scheduler.settings import ArchiveSettings, CrawlSettings, Settings
from storage import open_outbox, open_store

FOLDER = Path("var/demo")


READERS = (
    Recipient(
        address="claire@lecteurs.example",
        name="Claire Vasseur",
        language="fr",
        timezone="Europe/Paris",
        hour="06:00",
    ),
    Recipient(address="misaki@dokusha.example", name="三咲", language="ja", timezone="Asia/Tokyo"),
    Recipient(
        address="weekly@readers.example",
        language="en",
        timezone="Europe/Paris",
        hour="06:00",
        edition="weekly",
        weekday="saturday",
    ),
)
"""To whom the demo writes; nothing is sent, the mails are files."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a demo run did, and where it can be looked at."""

    settings: Settings
    report: RunReport
    mails: tuple[Path, ...]
    """A mail for each reader, as it would travel."""


def demo_settings(folder: Path = FOLDER, proxy: str = "", database: str = "") -> Settings:
    """The settings of the demo: everything in one folder, the clock at the press's own time.

    `database` is the address of another store than the folder's.
    """
    return Settings(
        readers=READERS,
        mail=MailSettings(sender="revue@fildesoie.example"),
        database=database or f"sqlite:///{folder / 'soie.sqlite'}",
        output=folder / "digests",
        archive=ArchiveSettings(folder=folder / "pages"),
        groups=("sample",),
        now=CLOCK,
        crawl=CrawlSettings(
            contact="demo@fildesoie.example",
            proxy=proxy,
            delay_seconds=0.05,
            timeout_seconds=4,
            budget_seconds=120,
        ),
    )


def rehearse(progress: Progress, folder: Path = FOLDER, database: str = "") -> Rehearsal:
    """Run the daily job on the sample press, into a store in the folder or at another address.

    Raises:
        DemoError: when other faults, or fewer, were reported than the sample press has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with serve(SamplePress.load()) as server:
        settings = demo_settings(folder, server.proxy, database)
        with open_store(settings.database) as store:
            job = Job(settings, known(settings, load()).knowledge, store, progress)
            report = run(job)
            mails = write_mails(job, folder / "mail")
    check_faults(report.sources)
    (folder / "soie.toml").write_text(_toml(settings), encoding="utf-8")
    return Rehearsal(settings, report, mails)


def write_mails(job: Job, folder: Path) -> tuple[Path, ...]:
    """Write each reader's latest mail into a folder; a mail program opens these files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with open_outbox(job.settings.database) as outbox:
        for reader in job.settings.readers:
            errand = errand_of(reader, None, job.settings.instant())
            path = folder / f"{errand.slot.day}-{reader.key}.eml"
            path.write_bytes(pack(job, outbox, errand).message.as_bytes())
            files.append(path)
    return tuple(files)


def check_faults(reports: tuple[SourceReport, ...]) -> None:
    """Hold what was reported against the faults that the sample press has.

    Raises:
        DemoError: naming each source whose faults differ.
    """
    written = {name: {state} for name, state in EXPECTED_FAULTS.items()}
    found = {report.source_id: _faults(report) for report in reports if not report.sound}
    wrong = [
        f"{name} (reported: {_words(found, name)}; written: {_words(written, name)})"
        for name in sorted(found.keys() | written.keys())
        if found.get(name) != written.get(name)
    ]
    if wrong:
        raise DemoError(
            f"the sample press's faults were not reported as they are: {'; '.join(wrong)}",
            "run `soie --config var/demo/soie.toml status` to see each source's report",
        )


def _faults(report: SourceReport) -> set[SourceState]:
    own = set() if report.state.healthy else {report.state}
    return own | {fault.state for fault in report.faults}


def _words(faults: Mapping[str, set[SourceState]], name: str) -> str:
    return ", ".join(sorted(faults.get(name, ()))) or "nothing"


def _toml(settings: Settings) -> str:
    """Settings with which the other commands look at the demo's store."""
    return (
        "# Written by `soie demo`: the settings to look at what it made.\n"
        f'database = "{settings.database}"\n'
        f'output = "{settings.output}"\n'
        'groups = ["sample"]\n'
        f"now = {CLOCK.isoformat()}\n"
        f'\n[archive]\nfolder = "{settings.archive.folder}"\n'
        f'\n[mail]\nsender = "{settings.mail.sender}"\n'
        + "".join(
            f'\n[[readers]]\naddress = "{reader.address}"\nname = "{reader.name}"\n'
            f'language = "{reader.language}"\ntimezone = "{reader.timezone}"\n'
            f'hour = "{reader.hour}"\nedition = "{reader.edition}"\nweekday = "{reader.weekday}"\n'
            for reader in settings.readers
        )
    )
