"""What a digest says of itself: its date, its title, the line under it, the small print."""

from __future__ import annotations

from datetime import timedelta

from digest.words import Words
from news.digest import Digest


def said_date(digest: Digest, words: Words) -> str:
    """The day, or the first and the last one."""
    if digest.days == 1:
        return words.long_date(digest.day)
    first, last = words.short_date(digest.first_day), words.short_date(digest.day)
    return words.say("digest-week", first, last)


def said_title(digest: Digest, words: Words) -> str:
    """Name and date."""
    code = "digest-title" if digest.days == 1 else "digest-title-week"
    return words.say(code, said_date(digest, words))


def said_subject(digest: Digest, words: Words) -> str:
    """One line for a mail: the date, and how much is new."""
    counts = [words.say("new-stories", _new(digest))]
    updates = len(digest.stories) - _new(digest)
    if updates:
        counts.append(words.say("digest-updates", updates))
    date = words.short_date(digest.day) if digest.days == 1 else said_date(digest, words)
    code = "digest-subject" if digest.days == 1 else "digest-subject-week"
    return words.say(code, date, words.join(counts))


def said_summary(digest: Digest, minutes: int, words: Words) -> tuple[str, ...]:
    """What is new and what was read when; updates; reading time; whose day it is."""
    updates = len(digest.stories) - _new(digest)
    return (
        _read(digest, words),
        *([words.say("digest-updates", updates)] if updates else []),
        *([words.say("reading-time", minutes)] if minutes else []),
        words.say("digest-zone", words.zone_name()),
    )


def _read(digest: Digest, words: Words) -> str:
    sound = sum(report.state.healthy for report in digest.sources)
    counts = (_new(digest), sound, len(digest.sources))
    if digest.read_at is None:
        return words.say("sources-summary", *counts)
    read_on = digest.read_at.astimezone(words.zone).date()
    if read_on == digest.day + timedelta(days=1):
        return words.say("sources-summary-at", *counts, words.clock(digest.read_at))
    return words.say("sources-summary-on", *counts, words.date_and_clock(digest.read_at))


def said_closing(digest: Digest, words: Words) -> tuple[str, ...]:
    """The small print."""
    read, off = words.say("read-count", digest.read), words.say("off-count", digest.off)
    built = words.say("digest-built", words.date_and_clock(digest.built_at))
    return words.join((read, off)), built, words.say("digest-rights")


def _new(digest: Digest) -> int:
    return sum(not story.update for story in digest.stories)
