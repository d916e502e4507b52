"""Sending the digests that are due: each reader's at their own hour, none twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from uuid import uuid4

from digest import (
    Envelope,
    Fate,
    Filter,
    Letter,
    MailServer,
    Posted,
    annotate,
    compose,
    displayed,
    message_id,
    narrow,
    post,
    render_mail,
)
from digest.words import Words
from knowledge import Knowledge
from news.errors import ConfigurationError
from scheduler.due import LEASE, Errand, Moment, Standing, days_told, gaps, plan, plan_day
from scheduler.events import tell_mail
from scheduler.mail_settings import MailSettings, Recipient
from scheduler.run import Job, build_digest, last_sighting
from scheduler.settings import Edition
from storage import Claim, Delivery, DeliveryState, Exhibit, Outbox, Slot, open_outbox

_REMEMBERED = timedelta(days=21)
_STATES = {
    Fate.TAKEN: DeliveryState.SENT,
    Fate.PUT_OFF: DeliveryState.DEFERRED,
    Fate.REFUSED: DeliveryState.FAILED,
    Fate.UNKNOWN: DeliveryState.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Post:
    """What sending works with."""

    job: Job
    outbox: Outbox
    lease: timedelta = LEASE
    """How long another process's claim is respected."""
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail that is ready to go."""

    message: EmailMessage
    exhibits: tuple[Exhibit, ...]


def check_readers(readers: Iterable[Recipient], base: Knowledge) -> None:
    """Hold the readers' filters against the knowledge base.

    Raises:
        ConfigurationError: when one asks for a sector or an entity that is not known.
    """
    for reader in readers:
        for kind, asked, known in (
            ("sectors", reader.filter.sectors, base.sectors),
            ("entities", reader.filter.entities, {*base.entities, *base.redirects}),
        ):
            for key in asked:
                if key not in known:
                    raise ConfigurationError(
                        f"readers: {reader.address}: filter.{kind}: {key!r} is not known",
                        "use a key of the knowledge base",
                    )


def survey(job: Job, outbox: Outbox, day: date | None = None) -> tuple[Errand, ...]:
    """Where every reader's mail stands: the latest, or that of a given day; sends nothing."""
    readers, now = job.settings.readers, job.settings.instant()
    recent = outbox.deliveries(min(day or now.date(), now.date()) - _REMEMBERED)
    if day:
        return plan_day(readers, recent, day)
    last = next(iter(job.store.runs(1)), None)
    grace = timedelta(hours=job.settings.clock.catch_up_hours)
    return plan(readers, recent, Moment(now, grace, last.started_at if last else None))


def deliver(given: Post, day: date | None = None) -> tuple[Errand, ...]:
    """Send what is due, or the digests of a given day; where every reader's mail stands then.

    A server that cannot be reached is tried again after the pauses that are set, and at later
    calls.

    Raises:
        ConfigurationError: when no server is set, or a filter asks for what is not known.
    """
    settings = given.job.settings
    if not settings.mail.host:
        raise ConfigurationError("mail.host is not set", "name your mail server in soie.toml")
    check_readers(settings.readers, given.job.knowledge)
    errands = {item.slot: item for item in survey(given.job, given.outbox, day)}
    ready = [item for item in errands.values() if item.standing is Standing.READY]
    parcels = {item.slot: pack(given.job, given.outbox, item) for item in ready}
    for pause in (0.0, *settings.mail.pauses):
        if ready:
            given.sleep(pause)
        done = [_send(given, item, parcels[item.slot]) for item in ready]
        errands |= {item.slot: item for item in done}
        ready = [item for item in done if item.standing is Standing.DEFERRED]
    return tuple(errands.values())


def deliver_due(job: Job) -> tuple[Errand, ...]:
    """Send what is due, when a server and readers are set."""
    if not (job.settings.mail.host and job.settings.readers):
        return ()
    with open_outbox(job.settings.database) as outbox:
        return deliver(Post(job, outbox))


def pack(job: Job, outbox: Outbox, errand: Errand) -> Parcel:
    """The mail of one reader, and what it shows of whose articles.

    Raises:
        ConfigurationError: when nobody is set who sends it.
    """
    reader, day, settings = errand.reader, errand.slot.day, job.settings
    edition = Edition(language=reader.language, timezone=reader.timezone)
    built = build_digest(job, edition, day, last_sighting(job.store), days_told(reader))
    digest = narrow(built, Filter(**dict(reader.filter)), job.knowledge)
    notices = _notices(job.knowledge, reader, outbox.deliveries(day - _REMEMBERED), errand.slot)
    at = settings.instant().astimezone(reader.zone)
    envelope = replace(
        make_envelope(settings.mail, errand.slot, reader.address, at),
        recipient_name=reader.name,
        language=reader.language,
    )
    message = compose(annotate(render_mail(digest, job.knowledge), notices), envelope)
    exhibits = tuple(
        Exhibit(item.article.id, item.article.source_id, item.article.url, rights)
        for item, rights in displayed(digest, job.knowledge)
    )
    return Parcel(message, exhibits)


def make_envelope(mail: MailSettings, slot: Slot, address: str, at: datetime) -> Envelope:
    """The envelope of a mail from this installation.

    Raises:
        ConfigurationError: when nobody is set who sends it.
    """
    if not mail.sender:
        raise ConfigurationError(
            "mail.sender is not set", "give the address that mail is sent from in soie.toml"
        )
    return Envelope(
        sender=mail.sender,
        recipient=address,
        at=at,
        message_id=message_id(
            mail.sender, mail.instance, slot.reader, slot.edition, slot.day.isoformat()
        ),
        sender_name=mail.sender_name,
        reply_to=mail.reply_to,
        unsubscribe=mail.unsubscribe,
    )


def _notices(
    base: Knowledge, reader: Recipient, recent: Iterable[Delivery], slot: Slot
) -> list[str]:
    words = Words(base, reader.language, reader.zone)
    return [
        words.say("digest-mail-gap", words.long_date(day)) for day in gaps(reader, recent, slot)
    ]


def _send(given: Post, errand: Errand, parcel: Parcel) -> Errand:
    given.job.progress("mail", errand.reader.address)
    posted = dispatch(given, errand.slot, errand.reader.address, parcel)
    if posted is None:
        return replace(errand, standing=Standing.BUSY)
    standing = Standing(_STATES[posted.fate].value)
    place = given.job.settings.readers.index(errand.reader) + 1
    tell_mail(errand.slot, place, standing.value, posted.detail)
    return replace(errand, standing=standing, detail=posted.detail, fresh=True)


def dispatch(given: Post, slot: Slot, address: str, parcel: Parcel) -> Posted | None:
    """Give one mail to the server, at most once whatever dies on the way.

    None when it was sent before, or another process has it.
    """
    job, outbox, mail = given.job, given.outbox, given.job.settings.mail
    now = job.settings.instant()
    claim = Claim(slot, uuid4().hex, str(parcel.message["Message-ID"]), now, now - given.lease)
    if not outbox.claim(claim):
        return None
    posted = post(
        Letter(mail.sender, address, parcel.message.as_bytes()),
        mail_server(mail),
        lambda: outbox.pledge(claim, job.settings.instant(), parcel.exhibits),
    )
    if posted.fate is Fate.LEFT:
        return None
    outbox.settle(claim, _STATES[posted.fate], job.settings.instant(), posted.detail)
    return posted


def mail_server(mail: MailSettings) -> MailServer:
    """The server that is set."""
    host, port = mail.address
    return MailServer(
        host=host,
        port=port,
        tls=mail.tls,
        user=mail.user,
        password=mail.password.get_secret_value(),
        ca_file=mail.ca_file,
        timeout_seconds=mail.timeout_seconds,
    )
