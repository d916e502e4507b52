"""The command that stays: schedule."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import NoReturn

import typer

from news.errors import BusyError
from scheduler.cli.app import knowledge, opened, settings, state
from scheduler.cli.posting import tell_errands
from scheduler.duties import Duty
from scheduler.logs import log
from scheduler.settings import Settings
from storage import Calendar, open_calendar


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(schedule)


def schedule() -> None:
    """Stay and do every duty at its hour, until stopped."""
    from scheduler.clock import make_clock  # noqa: PLC0415 (only this command needs it)
    from scheduler.delivery import check_readers  # noqa: PLC0415
    from scheduler.duties import Roster  # noqa: PLC0415
    from scheduler.timetable import Commands, Runs, make_duties  # noqa: PLC0415

    chosen = settings()
    base = knowledge(chosen)
    check_readers(chosen.readers, base)
    commands = Commands(state.config, timedelta(hours=chosen.clock.budget_hours))
    runs = Runs(commands, chosen.database, chosen.instant)
    duties = make_duties(chosen, base, runs)
    signal.signal(signal.SIGTERM, _stop)
    with (
        opened(chosen, make=True),
        open_calendar(chosen.database) as calendar,
        _alone(calendar, chosen.database),
    ):
        roster = Roster(calendar, chosen.instant, runs.tell_broken_off)
        clock = make_clock(duties, roster, _post(chosen) if chosen.mail.host else None)
        following = _first(duties, chosen.instant())
        typer.echo(f"Next run: {following}. Stop with Ctrl-C.")
        log.info("clock.started", next_run=following)
        try:
            clock.start()
        finally:
            log.info("clock.stopped")
            commands.stop()
            if clock.running:
                clock.shutdown()


def _stop(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


@contextmanager
def _alone(calendar: Calendar, database: str) -> Iterator[None]:
    """Be the only clock of a store.

    Raises:
        BusyError: when there is another, or one came while this machine slept.
    """
    from scheduler.lease import Holding, held  # noqa: PLC0415 (only this command needs it)

    lost: list[str] = []

    def lose() -> None:
        lost.append(database)
        os.kill(os.getpid(), signal.SIGTERM)

    with held(calendar, "clock", Holding(lost=lose)), suppress(KeyboardInterrupt):
        yield
    if lost:
        raise BusyError("another clock took over while this one slept", "let it work")


def _first(duties: Iterable[Duty], now: datetime) -> str:
    starts = (duty.trigger.get_next_fire_time(None, now) for duty in duties)
    return f"{min(start for start in starts if start):%Y-%m-%d %H:%M %Z}"


def _post(chosen: Settings) -> Callable[[], None]:
    from scheduler.alerts import alert_due  # noqa: PLC0415 (only this command needs it)
    from scheduler.delivery import deliver_due  # noqa: PLC0415
    from scheduler.run import Job  # noqa: PLC0415

    def post() -> None:
        with opened(chosen, make=True) as store:
            quiet = Job(chosen, knowledge(chosen), store, lambda _stage, _what: None)
            alert_due(quiet)
            tell_errands(errand for errand in deliver_due(quiet) if errand.fresh)

    return post
