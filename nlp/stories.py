"""Stories: readings that tell one event, put together across languages.

Pairs within a few days whose tie can be strong are compared (`stories_pairs.py`), then joined from
the strongest tie down as long as the two groups fit together on the whole. So the order in which
articles of one batch come makes no difference; what earlier batches joined stays joined, and two
old stories are never merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from knowledge import Knowledge
from news.analysis import Reason
from news.reading import Reading
from news.story import Membership, Story
from nlp.duplicates import near_duplicates
from nlp.stories_links import LINK, WINDOW, Link, Rarity, Telling, compare, telling
from nlp.stories_pairs import promising

WHOLE = 0.6
"""Mean strength between two groups, as a part of `LINK`, from which they are joined."""
COPY = 10.0
"""Strength of a near-duplicate: it always joins."""
LONGEST = timedelta(days=8)
"""A story takes no article so long after its first one."""


def group(
    readings: Sequence[Reading], stories: Sequence[Story], knowledge: Knowledge
) -> list[Story]:
    """Put readings that are in no story yet into stories.

    Args:
        readings: New readings, and those of the last days that stories already hold.
        stories: The stories that may grow.
        knowledge: Which names are common to the whole subject.

    Returns:
        The stories that are new or changed, in order of opening. A reading off the subject is in
        one only together with others that tell the same event: it opens none alone.
    """
    tellings = {item.id: item for item in (telling(one, knowledge) for one in readings)}
    homes = _homes(readings, stories)
    links = _Links(tellings)
    clusters = _Clusters(tellings, homes)
    for link in links.strong():
        clusters.join(link, links)
    return sorted(
        _changed(clusters, links, {story.id: story for story in stories}),
        key=lambda story: (story.opened_at, story.id),
    )


def _homes(readings: Sequence[Reading], stories: Sequence[Story]) -> dict[str, str]:
    """The story of each article that has one."""
    homes = {reading.article.id: reading.story_id for reading in readings if reading.story_id}
    for story in stories:
        homes.update(dict.fromkeys(story.article_ids, story.id))
    return homes


class _Links:
    """The ties of articles: those that may join two are found at once, others when asked for."""

    def __init__(self, tellings: Mapping[str, Telling]) -> None:
        self._tellings = tellings
        self._rarity = Rarity(tuple(tellings.values()))
        self._known = {
            (link.first, link.second): link
            for pair in promising(tellings.values(), self._rarity)
            for link in [compare(*pair, self._rarity)]
        }
        self._known |= _copies(tellings)

    def strong(self) -> list[Link]:
        """Those that may join two articles, the strongest first."""
        found = [link for link in self._known.values() if link.strength >= LINK]
        return sorted(found, key=lambda link: (-link.strength, link.first, link.second))

    def between(self, one: str, other: str) -> Link | None:
        """The tie of two articles; None when nothing ties them, or one of them is not at hand."""
        pair = (min(one, other), max(one, other))
        if not self._tellings.keys() >= set(pair):
            return None
        if pair not in self._known:
            ends = (self._tellings[pair[0]], self._tellings[pair[1]])
            earlier, later = sorted(ends, key=lambda item: (item.instant, item.id))
            self._known[pair] = compare(earlier, later, self._rarity)
        link = self._known[pair]
        return link if link.strength > 0 else None


def _copies(tellings: Mapping[str, Telling]) -> dict[tuple[str, str], Link]:
    texts = {key: (item.language, item.grams) for key, item in tellings.items()}
    links = {}
    for first, second, held in near_duplicates(texts):
        if abs(tellings[first].instant - tellings[second].instant) <= WINDOW:
            why = Reason("shared-text", (str(round(100 * held)),))
            links[first, second] = Link(COPY + held, first, second, (why,))
    return links


class _Clusters:
    """Groups of articles while they grow together."""

    def __init__(self, tellings: Mapping[str, Telling], homes: Mapping[str, str]) -> None:
        self.tellings = tellings
        self.members: dict[str, list[str]] = {}
        self.story: dict[str, str] = {}
        self._of: dict[str, str] = {}
        for key in sorted(tellings):
            root = f"story:{homes[key]}" if key in homes else key
            self.members.setdefault(root, []).append(key)
            self._of[key] = root
            if key in homes:
                self.story[root] = homes[key]

    def join(self, link: Link, links: _Links) -> None:
        """Join the groups of two articles where the tie and the groups allow it."""
        first, second = self._of[link.first], self._of[link.second]
        if first == second or (first in self.story and second in self.story):
            return
        if link.strength < COPY and not self._fit(first, second, links):
            return
        if second in self.story:
            first, second = second, first
        for key in self.members.pop(second):
            self._of[key] = first
            self.members[first].append(key)

    def _fit(self, first: str, second: str, links: _Links) -> bool:
        instants = [
            self.tellings[key].instant for root in (first, second) for key in self.members[root]
        ]
        if max(instants) - min(instants) > LONGEST:
            return False
        strengths = [
            min(link.strength, COPY / 5) if link else 0.0
            for one in self.members[first]
            for other in self.members[second]
            for link in [links.between(one, other)]
        ]
        return sum(strengths) / len(strengths) >= WHOLE * LINK


def _changed(clusters: _Clusters, links: _Links, stories: Mapping[str, Story]) -> Iterator[Story]:
    for root, members in clusters.members.items():
        old = stories.get(clusters.story.get(root, ""))
        kept = {member.article_id: member for member in old.members} if old else {}
        fresh = [key for key in members if key not in kept]
        alone_and_off = len(members) == 1 and clusters.tellings[members[0]].off
        if not fresh or (root in clusters.story and old is None) or alone_and_off:
            continue
        yield _story(clusters, links, old, fresh)


def _story(
    clusters: _Clusters,
    links: _Links,
    old: Story | None,
    fresh: Sequence[str],
) -> Story:
    instants = {key: clusters.tellings[key].instant for key in fresh}
    ordered = sorted(fresh, key=lambda key: (instants[key], key))
    members = list(old.members) if old else []
    for key in ordered:
        members.append(_membership(key, members, links))
    if all(member.article_id in clusters.tellings for member in members):
        tellings = clusters.tellings
        members.sort(key=lambda item: (tellings[item.article_id].instant, item.article_id))
    opened = min([*instants.values(), *([old.opened_at] if old else [])])
    updated = max([*instants.values(), *([old.updated_at] if old else [])])
    name = old.id if old else f"s{ordered[0]}"
    return Story(name, opened, updated, tuple(members))


def _membership(key: str, earlier: Sequence[Membership], links: _Links) -> Membership:
    """A reading's place after the members it joins: a copy of the first whose text it repeats."""
    ties = {member: link for member in earlier if (link := links.between(key, member.article_id))}
    if not ties:
        return Membership(key)
    best = max(ties.values(), key=lambda link: (link.strength, link.first, link.second))
    copied = next((member for member, link in ties.items() if link.strength >= COPY), None)
    original = copied.near_duplicate_of or copied.article_id if copied else ""
    return Membership(key, original, best.why)
