"""The reader that the settings ask for."""

from __future__ import annotations

import sys

from knowledge import Knowledge
from nlp import ArticleReader, ModelChoice, ReaderOptions, Readers, Sharing
from scheduler.settings import Settings


def make_reader(settings: Settings, base: Knowledge, *, gate: bool = False) -> ArticleReader:
    """A reader with the models that the settings choose, alone or with others beside it.

    Args:
        settings: whose models are taken.
        base: what is known.
        gate: whether the models are spared what cannot be relevant. Off where every name is
            asked for: `soie analyse`, `soie evaluate`.

    Raises:
        ConfigurationError: when a chosen model is not installed.
    """
    models = ModelChoice(fr=settings.models.fr, ja=settings.models.ja)
    sharing = Sharing(settings.analyse.workers, settings.knowledge)
    return Readers(base, ReaderOptions(models=models, gate=gate), sharing, _tell)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201 (for whoever runs the command)
