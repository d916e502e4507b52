"""Telling those who look after it, by mail, what a run found newly wrong: each run at most once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from digest import Posted, compose, render_alert
from news.alarm import Alarm, news_of
from news.report import RunReport
from scheduler.delivery import Parcel, Post, dispatch, make_envelope
from scheduler.run import Job
from storage import Slot, open_outbox

_EDITION = "alert-{}"
_MEMORY = timedelta(days=3)


def alert_due(job: Job) -> tuple[Alarm, ...]:
    """Send what the latest run found newly wrong; what was told, nothing when nobody is to be told.

    A run is told of once to each address; one whose server was away is told at a later call, as
    long as no newer run has ended.
    """
    if not (job.settings.mail.host and job.settings.alerts.to):
        return ()
    runs = job.store.runs(2, job.settings.instant() - _MEMORY)
    alarms = news_of(runs[0], next(iter(runs[1:]), None)) if runs else ()
    if alarms:
        with open_outbox(job.settings.database) as outbox:
            for address in job.settings.alerts.to:
                _tell(Post(job, outbox), runs[0], address, alarms)
    return alarms


def _tell(given: Post, run: RunReport, address: str, alarms: Sequence[Alarm]) -> Posted | None:
    job, asked = given.job, given.job.settings.alerts
    now = job.settings.instant()
    slot = Slot(address.lower(), _EDITION.format(run.id[:12]), run.started_at.date())
    zone = ZoneInfo(asked.timezone)
    envelope = make_envelope(job.settings.mail, slot, address, now.astimezone(zone))
    body = render_alert(alarms, job.knowledge, asked.language, zone)
    return dispatch(given, slot, address, Parcel(compose(body, envelope), ()))
