"""Reading which stories a person wants: `--only tier=core --only sector=textile`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from digest import Filter
from knowledge import Knowledge
from news.analysis import Tier
from news.errors import UsageError

_FIELDS = {
    "tier": "tiers",
    "sector": "sectors",
    "language": "languages",
    "entity": "entities",
    "side": "sides",
}


def read_filter(given: Iterable[str], knowledge: Knowledge) -> Filter:
    """The choice that these words make.

    Raises:
        UsageError: when one is not NAME=VALUE, or names what does not exist.
    """
    known: dict[str, Iterable[str]] = {
        "tier": [tier.value for tier in Tier if tier is not Tier.OFF],
        "sector": knowledge.sectors,
        "language": ["fr", "ja"],
        "entity": {*knowledge.entities, *knowledge.redirects},
        "side": ["aura", "aichi", "both"],
    }
    found: dict[str, list[Any]] = defaultdict(list)
    for words in given:
        name, _, value = words.partition("=")
        if name not in known:
            raise UsageError(f"--only {words}: no choice", f"write one of {'=…, '.join(known)}=…")
        if value not in known[name]:
            raise UsageError(f"--only {words}: no such {name}", _remedy(name, known[name]))
        found[_FIELDS[name]].append(Tier(value) if name == "tier" else value)
    return Filter(**{field: tuple(values) for field, values in found.items()})


def _remedy(name: str, known: Iterable[str]) -> str:
    if name == "entity":
        return "use the id of a person, organisation or place of the knowledge base"
    return f"use one of {', '.join(sorted(known))}"
