"""What passes between the coordinator and whoever reads an archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from news.analysis import Analysis
from news.article import Article
from scheduler.settings import AnalyseSettings, ModelSettings, Settings
from storage import Unit, file_of


@dataclass(frozen=True, slots=True)
class Order:
    """How archives or articles are read; small, and the same for all of them."""

    database: str
    """Where the ledger is."""
    knowledge: Path | None
    sources: Path
    models: tuple[str, str]
    """French, Japanese."""
    gate: bool
    maker: str
    """What the reader must call itself: who knows otherwise by now may not read."""
    now: datetime | None
    """The instant at which the clock stands still, or None."""
    patience_seconds: float
    """How long a reader without a sign of life is thought alive."""

    def settings(self) -> Settings:
        """The settings that a reader is made with."""
        french, japanese = self.models
        return Settings(
            database=self.database,
            knowledge=self.knowledge,
            sources=self.sources,
            models=ModelSettings(fr=french, ja=japanese),
            analyse=AnalyseSettings(gate=self.gate),
            now=self.now,
        )


def order_of(settings: Settings, maker: str) -> Order:
    """The order that settings give, with paths that hold in any working folder.

    Args:
        settings: of the coordinator.
        maker: what its own reader calls itself.
    """
    file = file_of(settings.database)
    return Order(
        database=f"sqlite:///{file.absolute()}" if file else settings.database,
        knowledge=settings.knowledge.absolute() if settings.knowledge else None,
        sources=settings.sources.absolute(),
        models=(settings.models.fr, settings.models.ja),
        gate=settings.analyse.gate,
        maker=maker,
        now=settings.now,
        patience_seconds=settings.backfill.patience_seconds,
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """One article that is worth keeping."""

    article: Article
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one archive gave."""

    unit: Unit
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """`pages` looked at, `survivors` of the sieve, and why survivors gave no article, by code."""
    fault: str = ""
    """Why the archive cannot be read to its end; what was found before is there."""
    held: bool = False
    """Another process reads it: nothing was done."""
