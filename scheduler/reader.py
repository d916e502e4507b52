"""The reader that the settings ask for."""

from __future__ import annotations

from knowledge import Knowledge
from nlp import ModelChoice, Reader, ReaderOptions
from scheduler.settings import Settings


def make_reader(settings: Settings, base: Knowledge) -> Reader:
    """A reader with the models that the settings choose.

    Raises:
        ConfigurationError: when a chosen model is not installed.
    """
    models = ModelChoice(fr=settings.models.fr, ja=settings.models.ja)
    return Reader(base, ReaderOptions(models=models))
