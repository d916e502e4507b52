"""A taught model written so that it can ship: no words that nobody looks up."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER
from spacy.language import Language

from nlp.tokens_fr import CODE


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
