r"""French words without spaCy's French module, whose one pattern takes two seconds to compile.

The rules are spaCy's own, kept in the weights; in its patterns the thousand letters of every
class are written `\w`, which any machine compiles at once and which matches the same words.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from spacy.language import BaseDefaults, Language
from spacy.util import registry

CODE: Final = "fr_names"
"""The language that the weights' configuration names."""


class _Words(BaseDefaults):
    tokenizer_exceptions: ClassVar[dict[str, Any]] = {}  # type: ignore[misc] # spaCy's own is no ClassVar
    prefixes = suffixes = infixes = None


@registry.languages(CODE)
class French(Language):  # type: ignore[no-untyped-call] # spaCy registers subclasses untyped
    """A language without rules of its own: they come with the weights."""

    lang = CODE
    Defaults = _Words
