"""What must be so at the end of a simulated year."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

from digest import message_id
from digest.words import Words
from news.alarm import AlarmKind
from news.day import day_of
from news.errors import SoieError
from scheduler.backups import kept_backups
from scheduler.due import ends_edition, instant_of
from scheduler.mail_settings import Recipient
from scheduler.settings import Settings
from storage import open_store, restore
from storage.address import parse_address
from tests.year.house import House
from tests.year.plan import Span
from tests.year.press import published
from tests.year.records import Census, Diary

_DAY = timedelta(days=1)
_GRACE = timedelta(hours=20)
_FRESH = timedelta(days=20)
"""How long everything grows: no row is taken away before."""
_STEADY = timedelta(days=98)
"""After the longest of the terms, and a week more: from here on as much goes as comes."""


def verdict(house: House, diary: Diary, tell: Callable[[str], None]) -> list[str]:
    """What is not as it should be, a line each."""
    wrong = [
        *check_mails(house),
        *check_digests(house, diary),
        *check_faults(house, diary),
        *check_file(parse_address(house.settings.database).path),
        *check_backup(house.settings, house.folder, house.time.now),
        *check_bounds(diary.censuses),
        *check_memory(house.commands.peaks),
    ]
    last = diary.censuses[-1]
    peaks = house.commands.peaks
    states = Counter(run.state.value for run in diary.runs.values())
    tell(
        f"{house.commands.calls} commands, {len(house.commands.killed)} killed at work and "
        f"{len(house.commands.crashed)} together with the clock; "
        f"runs {dict(states)}; {len(house.office.mails)} mails; second clock refused "
        f"{house.refused} times; {len(house.troubles)} jobs raised an error"
    )
    tell(f"rows {last.rows}")
    tell(
        f"bytes {last.bytes}; memory of a run {min(peaks) // 1024}-{max(peaks) // 1024} MiB, "
        f"of the clock {last.memory // 1024} MiB"
    )
    for line in growth(diary.censuses):
        tell(line)
    return wrong


def check_mails(house: House) -> Iterator[str]:
    """One mail a reader and day; none only where the machine was off for the whole of the grace."""
    mail = house.settings.mail
    seen = Counter(_id(content) for _, content in house.office.mails)
    yield from (f"mail {key}: {count} times" for key, count in seen.items() if count > 1)
    bodies = {_id(content): _text(content) for _, content in house.office.mails}
    for reader in house.settings.readers:
        missing: list[date] = []
        for day in _days(house):
            if not ends_edition(reader, day):
                continue
            key = message_id(
                mail.sender, mail.instance, reader.key, reader.edition, day.isoformat()
            )
            was_off = _off(house, instant_of(reader, day))
            if (key in bodies) == was_off:
                yield f"mail of {day} to {reader.key}: {'came' if was_off else 'did not come'}"
            if key in bodies:
                yield from _untold(house, reader, missing, bodies[key])
                missing = []
            else:
                missing.append(day)


def _untold(house: House, reader: Recipient, days: list[date], body: str) -> Iterator[str]:
    words = Words(house.base, reader.language, reader.zone)
    for day in days:
        if words.say("digest-mail-gap", words.long_date(day)) not in body:
            yield f"{reader.key} was not told that the mail of {day} may not have come"


def _id(content: bytes) -> str:
    return str(message_from_bytes(content, policy=default)["Message-ID"])


def _text(content: bytes) -> str:
    part = message_from_bytes(content, policy=default).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\n", " ")


def _days(house: House) -> Iterator[date]:
    """Days whose mail was due while the clock was known, the last one long enough ago."""
    day = house.plan.start.date()
    while day < house.plan.end.date() - _DAY:
        yield day
        day += _DAY


def _off(house: House, due: datetime) -> bool:
    return any(first <= due and due + _GRACE < last for first, last in house.plan.outages)


def check_digests(house: House, diary: Diary) -> Iterator[str]:
    """Every day has its digest, and every article is in that of its own day, and in no other."""
    plan = house.plan
    for edition in house.settings.editions:
        zone = ZoneInfo(edition.timezone)
        told, read = diary.told[edition.language], diary.read[edition.language]
        first = day_of(plan.start, zone) + _DAY
        last = day_of(plan.end, zone) - (house.settings.fortnight_days + 1) * _DAY
        printed = Counter(day_of(item.at, zone) for item in published(plan, plan.start, plan.end))
        owner = {item.id: day_of(item.at, zone) for item in published(plan, plan.start, plan.end)}
        times = Counter(key for day in told.values() for key in day.elements())
        yield from (
            f"{edition.language}: article {key} is in {count} digests"
            for key, count in times.items()
            if count > 1
        )
        for day, found in told.items():
            yield from (
                f"{edition.language} {day}: article {key} is of {owner[key]}"
                for key in found
                if owner[key] != day
            )
        day = first
        while day <= last:
            if day not in told:
                yield f"{edition.language} {day}: no digest"
            elif read[day] != printed[day]:
                yield f"{edition.language} {day}: {read[day]} of {printed[day]} articles read"
            day += _DAY
        if last > first and not times:
            yield f"{edition.language}: no article in any digest"


def check_faults(house: House, diary: Diary) -> Iterator[str]:
    """Everything that went wrong is in a report or an alarm of its day."""
    plan = house.plan
    yield from _unreported(house.commands.killed, "signal 9", diary)
    yield from _unreported(house.commands.crashed, "broken off", diary)
    for first, last in plan.full:
        if not diary.alarms_of(first, last, AlarmKind.RUN_MISSING):
            yield f"nobody was alarmed of the full disk of {first}"
        if diary.alarms_of(last, last + _DAY, AlarmKind.RUN_MISSING):
            yield f"the disk was freed at {last}, and no run came"
    yield from _quiet(plan.dead, AlarmKind.SOURCE, (3 * _DAY, 4 * _DAY), diary)
    # Three articles a day: the seventh that is missing is one of the third whole day.
    yield from _quiet(plan.silent, AlarmKind.LANGUAGE, (4 * _DAY, 2 * _DAY), diary)
    if house.refused != len(plan.rivals):
        yield f"{house.refused} of {len(plan.rivals)} second clocks were refused"
    died = (len(house.commands.killed), len(house.commands.crashed))
    doomed = (len(plan.killed), len(plan.crashed))
    if died != doomed:
        yield f"{died} runs died at work, and were to be {doomed}"


def _unreported(instants: Iterable[datetime], words: str, diary: Diary) -> Iterator[str]:
    for at in instants:
        if not any(
            at <= run.finished_at < at + timedelta(hours=1) and words in run.error
            for run in diary.runs.values()
        ):
            yield f"what was killed at {at} left no report ({words})"


def _quiet(
    spans: Iterable[tuple[str, Span]],
    kind: AlarmKind,
    within: tuple[timedelta, timedelta],
    diary: Diary,
) -> Iterator[str]:
    """Who went quiet is told of so soon, and no more so long after it is back."""
    soon, over = within
    for name, (first, last) in spans:
        if name not in diary.alarms_of(first, first + soon, kind):
            yield f"nobody was alarmed that {name} was quiet from {first}"
        if name in diary.alarms_of(last + over, last + over + _DAY, kind):
            yield f"{name} is back since {last} and still called quiet"


def check_file(path: Path) -> Iterator[str]:
    """The database file is sound, and its references lead somewhere."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            yield f"integrity: {found[:3]}"
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            yield f"references: {broken[:3]}"


def check_backup(settings: Settings, folder: Path, now: datetime) -> Iterator[str]:
    """The newest backup can be put back in an empty place, and lacks a day or two at most."""
    backups = kept_backups(settings)
    if not backups:
        yield "there is no backup"
        return
    newest = backups[-1]
    url = f"sqlite:///{folder}/again.sqlite"
    try:
        restore(url, newest, now)
    except SoieError as error:
        yield f"backup {newest.name}: {error.sentence}"
        return
    with open_store(url) as again, open_store(settings.database) as store:
        here, there = store.totals()["articles"], again.totals()["articles"]
    if not 0.8 * here <= there <= 1.2 * here:
        yield f"backup {newest.name}: {there} articles, and the store has {here}"


def growth(censuses: list[Census]) -> Iterator[str]:
    """How fast each table and folder grew before any term was over, and how much it held later."""
    fresh = [item for item in censuses if item.at - censuses[0].at < _FRESH]
    later = [item for item in censuses if item.at - censuses[0].at >= _STEADY]
    days = (fresh[-1].at - fresh[0].at) / _DAY
    if not days or not later:
        return
    for name in (*censuses[0].rows, *censuses[0].bytes):
        first, last, *most = (_held(item, name) for item in (fresh[0], fresh[-1], *later))
        if max(most):
            half = len(most) // 2
            yield (
                f"{name}: {(last - first) / days:.1f} a day at first, later at most "
                f"{max(most[:half], default=0)}, then {max(most[half:])}"
            )


def _held(census: Census, name: str) -> int:
    return census.rows[name] if name in census.rows else census.bytes[name]


def check_bounds(censuses: list[Census]) -> Iterator[str]:
    """After the longest term, nothing grows.

    In the second half of that time each table and folder holds at most what it held in the first,
    and a little more for the luck of the draw.
    """
    steady = [item for item in censuses if item.at - censuses[0].at >= _STEADY]
    half = len(steady) // 2
    if half < 8:
        return
    for name in steady[0].rows:
        before, after = (
            max(item.rows[name] for item in part) for part in (steady[:half], steady[half:])
        )
        if after > before * 1.15 + 25:
            yield f"table {name} grows: {before} rows, then {after}"
    for name in steady[0].bytes:
        before, after = (
            max(item.bytes[name] for item in part) for part in (steady[:half], steady[half:])
        )
        if after > before * 1.2:
            yield f"{name} grows: {before} bytes, then {after}"
    if steady[-1].memory > steady[0].memory * 1.2:
        yield f"the clock's memory grows: {steady[0].memory} KiB, then {steady[-1].memory}"


def check_memory(peaks: list[int]) -> Iterator[str]:
    """No run of the last quarter takes more than those of the second did."""
    part = len(peaks) // 4
    before, after = max(peaks[part : 2 * part]), max(peaks[-part:])
    if after > before * 1.15:
        yield f"a run's memory grows: {before} KiB, then {after}"
