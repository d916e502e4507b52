"""A knowledge base while it is being changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.amendments.amendment import AmendmentError
from knowledge.forms import plain, unfit
from knowledge.model import Knowledge, Sector
from news.entity import Entity
from news.text import fold_text


@dataclass(slots=True)
class Draft:
    """The entries of a knowledge base that changes are made to."""

    base: Knowledge
    entities: dict[str, Entity] = field(init=False)
    sectors: dict[str, Sector] = field(init=False)
    redirects: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with what is known."""
        self.entities = dict(self.base.entities)
        self.sectors = dict(self.base.sectors)
        self.redirects = dict(self.base.redirects)

    def refusal(self, code: str, *detail: str) -> AmendmentError:
        """The error to raise, told in English."""
        return AmendmentError(self.base.phrases.say(code, "en", *detail), code, *detail)

    def entity(self, key: str) -> Entity:
        """An entity that is to be changed; of one that was merged, the one that counts.

        Raises:
            AmendmentError: when there is none of that id.
        """
        key = self.redirects.get(key, key)
        if key not in self.entities:
            raise self.refusal("amend-no-entity", key)
        return self.entities[key]

    def sector(self, key: str) -> Sector:
        """A sector that is to be changed.

        Raises:
            AmendmentError: when there is none of that key.
        """
        if key not in self.sectors:
            raise self.refusal("amend-no-sector", key)
        return self.sectors[key]

    def check_form(self, form: str, *, alone: bool = False) -> None:
        """Hold a form to what the loader asks of one.

        Raises:
            AmendmentError: when it is not in normal form, holds no letter, or is too short.
        """
        if not form:
            raise self.refusal("amend-no-form")
        wanted = " ".join(plain(form).split())
        if wanted != form:
            raise self.refusal("amend-not-normal", form, wanted)
        if problem := unfit(form, alone=alone):
            raise self.refusal(f"amend-{problem}", form)


def added(base: Iterable[str], forms: Iterable[str]) -> tuple[str, ...]:
    """The forms, those of the base first as they stood there, the others in order of writing.

    So the same additions give the same entry, in whatever order they were made.
    """
    before, now = tuple(base), set(forms)
    return (*(form for form in before if form in now), *sorted(now - set(before)))


def without(forms: Iterable[str], *gone: str) -> tuple[str, ...]:
    """The forms but for those that are read like some others."""
    folded = {fold_text(form) for form in gone}
    return tuple(form for form in forms if fold_text(form) not in folded)
