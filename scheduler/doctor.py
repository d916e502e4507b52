"""Is all here that the daily job needs? Each check says what it found, and how to mend it."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from digest import knock
from knowledge import Knowledge, load
from news.analysis import TagKind
from news.article import Article
from news.errors import SoieError
from scheduler.collection import chosen_sources, crawl_options
from scheduler.delivery import check_readers, mail_server
from scheduler.reader import make_reader
from scheduler.settings import Settings
from storage import file_of, open_store

ENOUGH_BYTES = 2_000_000_000
"""Free space below which a warning is given."""
FEW_BYTES = 200_000_000
"""Free space below which a run may not come to its end."""
_HOSTS = 3
"""Outlets whose names are looked up."""

_READ = {
    "fr": "Jeanne Vautrin, venue de Lyon, a rencontré hier les élus du conseil.",
    "ja": "会長の山田花子氏は昨日、名古屋市でフランスの代表団と会談した。",
}

Resolve = Callable[[str], None]
"""Looks a host up; raises OSError when it has no address."""


class Standing(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    """The job runs, and somebody should look."""
    FAILURE = "failure"
    """The job will not do its work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: str
    standing: Standing
    text: str
    remedy: str = ""


def resolve(host: str) -> None:
    """Look a host up in the network's own names."""
    socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)


def examine(settings: Settings, look_up: Resolve = resolve) -> Iterator[Finding]:
    """Every check, one after another, whatever the others found."""
    base = load()
    try:
        base = load(settings.knowledge, settings.sources)
    except SoieError as error:
        yield _failure("knowledge", error)
    else:
        yield _ok("knowledge", f"{len(base.entities)} entities, {len(base.sources)} sources")
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("models", partial(_models, settings, base)),
        ("database", partial(_database, settings)),
        ("disk", partial(_disk, settings)),
        ("sources", partial(_sources, settings, base)),
        ("network", partial(_network, settings, base, look_up)),
        ("mail", partial(_mail, settings, base)),
    )
    for name, check in checks:
        try:
            yield from check()
        except SoieError as error:
            yield _failure(name, error)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            yield Finding(name, Standing.FAILURE, f"{where}{error.strerror or error}")


def _ok(check: str, text: str) -> Finding:
    return Finding(check, Standing.OK, text)


def _failure(check: str, error: SoieError) -> Finding:
    return Finding(check, Standing.FAILURE, str(error), error.remedy)


def _models(settings: Settings, base: Knowledge) -> Iterator[Finding]:
    """Whether both models load and find a name that anybody would."""
    reader = make_reader(settings, base)
    now = settings.instant()
    asked = [
        Article(code, "", "https://doctor.example/", text, text, code, None, now)
        for code, text in _READ.items()
    ]
    for analysis in reader.read(asked):
        if not any(tag.kind is TagKind.PERSON for tag in analysis.tags):
            remedy = "install the project again, see `make setup`"
            text = f"the model of {analysis.article_id} finds nothing in {_READ[analysis.language]}"
            yield Finding("models", Standing.FAILURE, text, remedy)
            return
    yield _ok("models", reader.maker.partition(";")[0])


def _database(settings: Settings) -> Iterator[Finding]:
    with open_store(settings.database) as store:
        totals = store.totals()
        last = next(iter(store.runs(1)), None)
    yield _ok("database", f"{totals['articles']} articles, {totals['reviews']} reviews")
    now = settings.instant()
    if last is None:
        yield Finding("run", Standing.WARNING, "no run yet", "start with `soie run`")
    elif last.finished_at > now:
        yield Finding(
            "clock",
            Standing.FAILURE,
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, before the end of the last run",
            "set the machine's clock, best by NTP",
        )
    else:
        told = f"the last run ended {last.state.value} on {last.finished_at:%Y-%m-%d %H:%M} UTC"
        yield _ok("run", told)


def _disk(settings: Settings) -> Iterator[Finding]:
    for place in dict.fromkeys(_places(settings)):
        free = shutil.disk_usage(place).free
        text = f"{free / 1e9:.1f} GB free at {place}"
        if free >= ENOUGH_BYTES:
            yield _ok("disk", text)
            continue
        standing = Standing.FAILURE if free < FEW_BYTES else Standing.WARNING
        remedy = "free some space, or keep pages for fewer days (archive.days)"
        yield Finding("disk", standing, text, remedy)


def _places(settings: Settings) -> Iterator[Path]:
    """The folders that are there already and that something is written under."""
    wanted = [settings.output, settings.archive.folder]
    if file := file_of(settings.database):
        wanted.append(file.parent)
    for folder in wanted:
        place = folder.absolute()
        yield next(item for item in (place, *place.parents) if item.is_dir())


def _sources(settings: Settings, base: Knowledge) -> Iterator[Finding]:
    crawl_options(settings)
    chosen = chosen_sources(settings, base)
    if not chosen:
        groups = ", ".join(settings.groups)
        remedy = "name a group of the catalogue, see `soie sources list`"
        yield Finding("sources", Standing.FAILURE, f"no source is in: {groups}", remedy)
        return
    languages = sorted({source.language for source in chosen})
    yield _ok("sources", f"{len(chosen)} to collect, in {', '.join(languages)}")


def _network(settings: Settings, base: Knowledge, look_up: Resolve) -> Iterator[Finding]:
    proxy = urlsplit(settings.crawl.proxy)
    if proxy.hostname:
        with socket.create_connection((proxy.hostname, proxy.port or 80), timeout=10):
            yield _ok("network", f"the proxy {proxy.hostname} answers")
        return
    hosts = [urlsplit(source.urls[0]).hostname for source in chosen_sources(settings, base)]
    asked = [host for host in dict.fromkeys(hosts) if host][:_HOSTS]
    lost = [host for host in asked if not _is_there(host, look_up)]
    if not lost:
        yield _ok("network", f"found: {', '.join(asked)}" if asked else "nothing to look up")
        return
    standing = Standing.FAILURE if lost == asked else Standing.WARNING
    remedy = "check the connection, its names (DNS), and crawl.proxy"
    yield Finding("network", standing, f"not found: {', '.join(lost)}", remedy)


def _is_there(host: str, look_up: Resolve) -> bool:
    try:
        look_up(host)
    except OSError:
        return False
    return True


def _mail(settings: Settings, base: Knowledge) -> Iterator[Finding]:
    if not settings.mail.host:
        if settings.readers or settings.alerts.to:
            remedy = "name your mail server in soie.toml"
            yield Finding("mail", Standing.FAILURE, "readers are set, and no mail.host", remedy)
        else:
            yield _ok("mail", "none is sent: no mail.host")
        return
    check_readers(settings.readers, base)
    trouble = knock(mail_server(settings.mail))
    if trouble:
        remedy = "check mail.host, mail.port, mail.tls, mail.user and the password"
        yield Finding("mail", Standing.FAILURE, f"{settings.mail.host}: {trouble}", remedy)
        return
    count = len(settings.readers)
    yield _ok("mail", f"{settings.mail.host} lets us in; {count} readers")
