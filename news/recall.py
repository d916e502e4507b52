"""How much of what matters the machine shows, told from a sample drawn by lot every week.

Nobody reads all that is judged off. So of each week a few articles of each stratum are drawn, and
people say of each whether it is core or related. What is so in a stratum's sample is held to be
so in the stratum: the stratified estimate of a total (Cochran, Sampling Techniques, 1977,
chapter 5), and recall = shown rightly / (shown rightly + missed).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from news.analysis import Reason, Tier
from news.proportion import Estimate, Share, pooled, quotient, total

WANTED = frozenset({Tier.CORE, Tier.RELATED})
"""The tiers whose recall is estimated."""
_SEED = "fil-de-soie"
_FAR = frozenset({"gate-no-side", "no-actor", "other-language", "too-short"})
"""Reasons that tell that nothing of either side was seen."""


class Stratum(StrEnum):
    """What the machine said of an article, as far as it bears on where misses are."""

    SHOWN = "shown"
    """Core or related."""
    CONTEXT = "context"
    NEAR = "near"
    """Off, though something of a side or a look-alike was seen."""
    FAR = "far"
    """Off, and nothing of either side was seen."""


SIZES = {Stratum.SHOWN: 10, Stratum.CONTEXT: 6, Stratum.NEAR: 16, Stratum.FAR: 8}
"""Articles drawn of each stratum: most where misses are likeliest."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn of one week; kept, so that later arrivals change no denominator."""

    week: date
    """Its Monday."""
    drawn_at: datetime
    """Aware, UTC."""
    sizes: Mapping[Stratum, int]
    """How many articles each stratum had."""
    drawn: tuple[tuple[str, Stratum], ...]
    """Id and stratum of each article, in the order in which they are put before people."""


def stratum_of(tier: Tier, reasons: Iterable[Reason]) -> Stratum:
    """The stratum of an article by the machine's word."""
    if tier in WANTED:
        return Stratum.SHOWN
    if tier is Tier.CONTEXT:
        return Stratum.CONTEXT
    return Stratum.FAR if all(reason.code in _FAR for reason in reasons) else Stratum.NEAR


def draw(week: date, strata: Mapping[str, Stratum], at: datetime) -> Sample:
    """Draw the sample of a week: the same articles give the same sample, whoever draws it.

    The lot is the SHA-256 of week and id, under which all are put in order: so whoever stops
    half-way has judged a random half.
    """
    lots = sorted(strata, key=lambda key: (_lot(week, key), key))
    drawn: list[tuple[str, Stratum]] = []
    taken: Counter[Stratum] = Counter()
    for key in lots:
        stratum = strata[key]
        if taken[stratum] < SIZES[stratum]:
            taken[stratum] += 1
            drawn.append((key, stratum))
    return Sample(week, at, dict(Counter(strata.values())), tuple(drawn))


def _lot(week: date, key: str) -> str:
    return sha256(f"{_SEED} {week.isoformat()} {key}".encode()).hexdigest()


def shares(sample: Sample, words: Mapping[str, Tier]) -> dict[Stratum, Share]:
    """Of each stratum, how many of those judged are core or related.

    Args:
        sample: of a week.
        words: the team's tier of each article that was judged.
    """
    judged: dict[Stratum, list[bool]] = {stratum: [] for stratum in Stratum}
    for key, stratum in sample.drawn:
        if key in words:
            judged[stratum].append(words[key] in WANTED)
    return {
        stratum: Share(sum(found), len(found), sample.sizes.get(stratum, 0))
        for stratum, found in judged.items()
    }


def complete(sample: Sample, words: Mapping[str, Tier]) -> bool:
    """Whether of each stratum that has articles at least one was judged."""
    judged = shares(sample, words)
    return all(judged[stratum].of for stratum, size in sample.sizes.items() if size)


def recall(samples: Sequence[Sample], words: Mapping[str, Tier]) -> Estimate | None:
    """The share of what is core or related that was shown as such, over some weeks together.

    Weeks of which a stratum was never looked at are left out. None where no week is left, or
    nothing core or related was found anywhere.
    """
    usable = [sample for sample in samples if complete(sample, words)]
    found = [shares(sample, words) for sample in usable]
    sizes = Counter[Stratum]()
    for sample in usable:
        sizes.update(sample.sizes)
    parts = {
        stratum: (sizes[stratum], pooled(share[stratum] for share in found))
        for stratum in Stratum
        if sizes[stratum]
    }
    right = total([parts.pop(Stratum.SHOWN)] if Stratum.SHOWN in parts else [])
    lost = total(parts.values())
    if not right.value and not lost.value:
        return None
    if not right.value:
        return Estimate(0.0, 0.0, right.high / (right.high + lost.low))
    odds = quotient(lost, right)
    return Estimate(1 / (1 + odds.value), 1 / (1 + odds.high), 1 / (1 + odds.low))
