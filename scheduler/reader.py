"""The reader that the settings ask for."""

from __future__ import annotations

from knowledge import Knowledge
from nlp import ModelChoice, Reader, ReaderOptions, SharedReader, Sharing
from scheduler.logs import log
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
    return Reader(base, _options(settings, gate=gate))


def make_shared_reader(settings: Settings, base: Knowledge, *, gate: bool = False) -> SharedReader:
    """The same for long rows of articles, which other processes help to read.

    Raises:
        ConfigurationError: when a chosen model is not installed.
    """
    sharing = Sharing(settings.analyse.workers)
    return SharedReader(base, _options(settings, gate=gate), sharing, _tell)


def _options(settings: Settings, *, gate: bool) -> ReaderOptions:
    models = ModelChoice(fr=settings.models.fr, ja=settings.models.ja)
    return ReaderOptions(models=models, gate=gate)


def _tell(sentence: str) -> None:
    log.warning("reading.alone", why=sentence)
