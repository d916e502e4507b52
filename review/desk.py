"""What every page of the desk is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from knowledge import Knowledge
from news.alarm import Alarm
from news.analysis import TagKind, Tier
from review.dates import month_of_year, short_day
from review.lookup import Lookup, make_lookup
from review.names import read_labels
from storage import Store

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names of this machine that no other machine can claim."""

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """What the desk is told from outside."""

    zones: Mapping[str, str]
    """IANA time zone of the readers of each interface language."""
    now: Callable[[], datetime]
    """The clock; aware."""
    allowed_hosts: tuple[str, ...] = LOOPBACK
    """Values of the Host header, without port, that are answered; an IPv6 address in brackets."""
    watch: Callable[[], tuple[Alarm, ...]] = tuple
    """What must be looked at now."""
    person: str = "desk"
    """Who sits at the machine; stands beside what is said on a desk without accounts."""


@dataclass(slots=True)
class Desk:
    """Where a page finds its material; what is known may change while it is open."""

    store: Store
    knowledge: Knowledge
    options: DeskOptions
    templates: Environment
    labels: Mapping[str, tuple[TagKind, str]]
    """Kind and key of each thing that is known, by its label."""
    lookup: Lookup
    """All that is known, by any part of its names."""

    def learn(self, knowledge: Knowledge) -> None:
        """Show everything by another knowledge base from now on."""
        self.knowledge = knowledge
        self.labels, self.lookup = read_labels(knowledge), make_lookup(knowledge)

    def zone(self, language: str) -> ZoneInfo:
        """The zone of those who read the desk in a language; UTC when none was given."""
        return ZoneInfo(self.options.zones.get(language, "UTC"))


def make_templates() -> Environment:
    """The templates: everything they print is escaped, everything they name must exist."""
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["exact"] = exact
    templates.globals["TIERS"] = tuple(map(str, Tier))
    templates.globals["teaches"] = False
    templates.globals.update(short_day=short_day, month_of_year=month_of_year)
    return templates


def exact(text: str) -> Markup:
    """Text escaped so that a browser gives it back to the character.

    HTML readers turn a carriage return into a newline unless it is written as a reference.
    """
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704 (escaped just before)
