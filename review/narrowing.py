"""What lists are narrowed by: the choices that a form offers."""

from __future__ import annotations

from dataclasses import dataclass

from review.view import View
from storage import Tally


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to change a filter."""

    value: str
    name: str
    href: str
    count: Tally
    present: bool


def languages(view: View, chosen: str) -> list[tuple[str, str]]:
    """Languages to choose from: those of the outlets, and the one that is asked for."""
    codes = {source.language for source in view.desk.knowledge.sources.values()}
    return [(code, view.names.spoken(code)) for code in sorted(codes | {chosen} - {""})]


def sources(view: View, chosen: str) -> list[tuple[str, str]]:
    """Outlets to choose from: those of the last run, or all that are known before the first."""
    latest = view.desk.store.runs(1)
    keys = {seen.source_id for seen in latest[0].sources} if latest else set()
    keys = (keys or set(view.desk.knowledge.sources)) | {chosen} - {""}
    named = [(key, view.names.source(key)) for key in keys]
    return sorted(named, key=lambda item: (item[1].casefold(), item[0]))


def amount(view: View, tally: Tally) -> str:
    """How many there are, as the reader's language writes it; with a plus where there are more."""
    text = f"{tally.count:,}{'+' if tally.more else ''}"
    return text.replace(",", "\N{NARROW NO-BREAK SPACE}") if view.language == "fr" else text
