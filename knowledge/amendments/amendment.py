"""One change of what is known, as somebody proposes it, and the refusal of one that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from news.errors import UsageError


class Change(StrEnum):
    """What is changed; the value is the key that a correction file writes it with."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    LABEL = "label"
    NAME_FR = "name_fr"
    NAME_JA = "name_ja"
    NAME_EN = "name_en"
    ALIAS = "aliases"
    WEAK_ALIAS = "weak_aliases"
    SILENCED = "silenced"
    """The form no longer stands for the entity."""
    LOOK_ALIKE = "look_alikes"
    """Words inside which a name of the entity does not count."""
    CUE_FR = "cues_fr"
    CUE_JA = "cues_ja"
    WEAK_CUE_FR = "weak_fr"
    WEAK_CUE_JA = "weak_ja"
    TRAP = "traps"
    MERGED = "merged_into"
    """The target is the same as another entity, whose id is the form."""


NEW = (Change.PERSON, Change.ORGANISATION, Change.PLACE)
"""Changes that add an entity."""
NAMES = (Change.LABEL, Change.NAME_FR, Change.NAME_JA, Change.NAME_EN)
"""Changes of what an entity is called; what it was called stays an alias."""
FORMS = (Change.ALIAS, Change.WEAK_ALIAS, Change.SILENCED, Change.LOOK_ALIKE)
"""Changes of what stands for an entity, or does not."""
CUES = (Change.CUE_FR, Change.CUE_JA, Change.WEAK_CUE_FR, Change.WEAK_CUE_JA, Change.TRAP)
"""Changes of a sector."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of what is known."""

    change: Change
    target: str
    """Id of the entity, new or known, or key of the sector."""
    form: str = ""
    """The words that are added or silenced, or the id that a merged entity goes into."""
    entry: str = ""
    """Of a new entity: the lines of its table, as a knowledge file has them under its header."""


class AmendmentError(UsageError):
    """A change that the knowledge base cannot take.

    `code` and `detail` say the same as the text, by the table of phrases, in any language.
    """

    def __init__(self, text: str, code: str, *detail: str) -> None:
        super().__init__(text)
        self.code = code
        self.detail = detail
