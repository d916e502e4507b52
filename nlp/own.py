"""Our own models of names: weights that ship inside the package. See docs/models."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from news.errors import ConfigurationError

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

_WEIGHTS = Path(__file__).with_name("weights")


def folder_of(language: str) -> Path:
    """The folder of a language's weights.

    Raises:
        ConfigurationError: when the installation lacks them.
    """
    folder = _WEIGHTS / language
    if not (folder / "config.cfg").is_file():
        raise ConfigurationError(f"{folder}: no weights", "install the project again, whole")
    return folder


@cache
def own_version(language: str) -> str:
    """The model's name with a hash of its weights, which changes with every training."""
    folder = folder_of(language)
    content = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content.update(path.relative_to(folder).as_posix().encode())
        content.update(path.read_bytes())
    return f"fildesoie-{language}-{content.hexdigest()[:8]}"


def load_own(language: str) -> Pipeline:
    """The pipeline, a tenth of a second or two after spaCy is there.

    Raises:
        ConfigurationError: when the installation lacks its weights.
    """
    import spacy  # noqa: PLC0415 - a second and 100 MB that only a reading should cost

    # Registers the words that the weights' configuration names.
    import_module(f"nlp.tokens_{language}")
    return spacy.load(folder_of(language))
