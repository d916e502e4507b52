"""Duties: what is done at certain instants, each turn once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from structlog.contextvars import bound_contextvars

from news.errors import SoieError
from scheduler.lease import new_holder
from scheduler.logs import log
from scheduler.turns import Moment, Trigger, is_worth_retrying, last_turn, missed
from storage import Calendar, Turn, TurnState


class StoppedError(SoieError):
    """A turn was left because somebody stopped the clock: it is made up for at the next start."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that is done by itself."""

    id: str
    trigger: Trigger
    work: Callable[[], None]
    grace: timedelta
    """How late a turn may still be done."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Who does the duties, and where it is put down."""

    calendar: Calendar
    now: Callable[[], datetime]
    """The clock; aware."""
    broken_off: Callable[[Turn], None] = lambda _: None
    """Told of each turn on which a process died."""

    def take_up(self, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
        """The duties whose latest turn was missed, or broken off, while no clock ran."""
        return tuple(duty for duty in duties if self._missed(duty))

    def _missed(self, duty: Duty) -> bool:
        now = self.now()
        since = self.calendar.await_duty(duty.id, now)
        turns = self.calendar.turns(now - duty.grace, duty.id)
        for turn in turns:
            if turn.state is TurnState.BEGUN:
                self.broken_off(turn)
                self.calendar.abandoned(turn)
        return missed(duty.trigger, turns, Moment(now, duty.grace, since)) is not None

    def look(self, duties: tuple[Duty, ...]) -> None:
        """Do what is due and could not be begun at its instant, and again what failed."""
        for duty in duties:
            now = self.now()
            latest = self.calendar.turns(now - duty.grace, duty.id)[:1]
            if latest and is_worth_retrying(latest[0], now):
                self.calendar.reopen(latest[0])
            self.perform(duty)

    def perform(self, duty: Duty) -> Turn | None:
        """Do the latest turn of a duty; None when there is none or it was done before.

        An error ends the turn, never the clock: it is put down, and the next turn comes.
        """
        now = self.now()
        moment = Moment(now, duty.grace, self.calendar.await_duty(duty.id, now))
        due = last_turn(duty.trigger, moment)
        if due is None:
            return None
        turn = Turn(duty.id, due, TurnState.BEGUN, new_holder(), now)
        with bound_contextvars(duty=duty.id, slot=due.isoformat()):
            return self._do(duty, turn) if self.calendar.begin(turn) else None

    def _do(self, duty: Duty, turn: Turn) -> Turn | None:
        log.info("turn.begun")
        try:
            detail = _work(duty)
        except StoppedError:
            self.calendar.abandoned(turn)
            log.info("turn.left")
            return None
        state = TurnState.FAILED if detail else TurnState.DONE
        ended = replace(turn, state=state, detail=detail, finished_at=self.now())
        self.calendar.finish(ended)
        level = logging.ERROR if detail else logging.INFO
        log.log(level, "turn.ended", state=state.value, error=detail or None)
        return ended


def _work(duty: Duty) -> str:
    """Do the work; what went wrong, or nothing."""
    try:
        duty.work()
    except StoppedError:
        raise
    except SoieError as error:
        return error.sentence
    except Exception as error:  # noqa: BLE001 (the clock outlives whatever a turn stumbles over)
        log.exception("turn.fault")
        return f"{type(error).__name__}: {error}"[:500]
    return ""
