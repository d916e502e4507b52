"""The reader that the settings ask for."""

from __future__ import annotations

from knowledge import Knowledge
from nlp import ModelChoice, Reader, ReaderOptions
from scheduler.settings import Settings


def make_reader(settings: Settings, base: Knowledge, *, gate: bool = False) -> Reader:
    """A reader with the models that the settings choose.

    Args:
        settings: whose models are taken.
        base: what is known.
        gate: whether the models are spared what cannot be relevant. Off where every name is
            asked for: `soie analyse`, `soie evaluate`.

    Raises:
        ConfigurationError: when a chosen model is not installed.
    """
    models = ModelChoice(fr=settings.models.fr, ja=settings.models.ja)
    return Reader(base, ReaderOptions(models=models, gate=gate))
