"""Settings of the care for what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from scheduler.section import Hour, Section


class BackupSettings(Section):
    """Where backups go, and how many stay."""

    time: Hour | Literal[""] = "07:40"
    """Local hour, in the clock's zone, at which the clock makes one each day; empty: it makes
    none."""
    folder: Path = Path("var/backups")
    keep: int = Field(default=14, gt=0)
    """The latest so many that were made there stay; a file that was named is never deleted."""


class RetentionSettings(Section):
    """How many days each class of what is kept stays, counted from when it was last found."""

    text_days: int = Field(default=90, gt=0)
    """Texts of articles; their link, title and tags stay."""
    text_off_days: int = Field(default=30, gt=0)
    """Texts of articles off the subject."""
    text_reviewed_days: int = Field(default=365, gt=0)
    """Texts of articles that an analyst has spoken on."""
    article_days: int = Field(default=1825, gt=0)
    """Articles with all that is known of them."""
    article_off_days: int = Field(default=400, gt=0)
    """Articles off the subject."""
    visit_days: int = Field(default=180, gt=0)
    """Addresses that were asked for."""
    run_days: int = Field(default=400, ge=60)
    """Reports of runs and of their sources, which the health of sources looks back on for two
    months; the clock's turns."""
    digest_days: int = Field(default=730, gt=0)
    """Digests as they were rendered, in the store and in the folder of the output."""
    delivery_days: int = Field(default=1095, ge=30)
    """Who was sent what."""
    audit_days: int = Field(default=365, ge=30)
    """Lines of the desk's audit log."""
