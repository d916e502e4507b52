"""Who appears with whom, and a small picture of it: pure, drawn on the server."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from news.analysis import TagKind
from news.glimpse import TagKey
from news.text import is_cjk

MOST = 8
"""Neighbours that are shown: more names would lie over one another."""
WIDTH, HEIGHT = 480, 400
_RADIUS = (168, 140)
_LINE = 16
"""Width of a line under a node; a Latin letter counts 1, a Japanese one 2."""
_LINES = 2


@dataclass(frozen=True, slots=True)
class Company:
    """Who is met most often in the stories of one name."""

    neighbours: tuple[tuple[TagKey, int], ...]
    """With the number of stories they share with the name, most first."""
    ties: Mapping[tuple[TagKey, TagKey], int]
    """Stories that two neighbours share."""


def keep_company(met: Mapping[str, Collection[TagKey]], name: TagKey) -> Company:
    """The company of a name in stories, each given with all its tags; sectors are left out."""
    stories = [
        {tag for tag in tags if tag != name and tag[0] is not TagKind.SECTOR}
        for tags in met.values()
        if name in tags
    ]
    counted = Counter(tag for tags in stories for tag in tags)
    nearest = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    shown = {tag for tag, _ in nearest}
    ties = Counter(pair for tags in stories for pair in combinations(sorted(tags & shown), 2))
    return Company(tuple(nearest), dict(ties))


@dataclass(frozen=True, slots=True)
class Node:
    """One neighbour in the picture."""

    x: int
    y: int
    radius: int
    count: int
    lines: tuple[str, ...]
    kind: str
    href: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One line in the picture."""

    x1: int
    y1: int
    x2: int
    y2: int
    weight: int
    """1 for the thinnest, 4 for the thickest."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The picture: the name stands in the middle, its company around it."""

    nodes: tuple[Node, ...]
    spokes: tuple[Edge, ...]
    ties: tuple[Edge, ...]


def draw_graph(company: Company, named: Sequence[tuple[str, str]]) -> Graph:
    """Places for a company; `named` gives the name and the address of each neighbour."""
    most = max((count for _, count in company.neighbours), default=1)
    nodes = []
    for place, ((tag, count), (name, href)) in enumerate(
        zip(company.neighbours, named, strict=True)
    ):
        x, y = _spot(place, len(company.neighbours))
        radius = 11 + round(9 * math.sqrt(count / most))
        nodes.append(Node(x, y, radius, count, wrap(name), tag[0].value, href))
    spots = {tag: node for (tag, _), node in zip(company.neighbours, nodes, strict=True)}
    centre = (WIDTH // 2, HEIGHT // 2)
    spokes = tuple(Edge(*centre, node.x, node.y, _weight(node.count, most)) for node in nodes)
    ties = tuple(
        Edge(spots[one].x, spots[one].y, spots[other].x, spots[other].y, _weight(count, most))
        for (one, other), count in sorted(company.ties.items())
    )
    return Graph(tuple(nodes), spokes, ties)


def _spot(place: int, of: int) -> tuple[int, int]:
    """Around the middle, from the top clockwise."""
    angle = 2 * math.pi * place / of - math.pi / 2
    wide, high = _RADIUS
    return (
        round(WIDTH / 2 + wide * math.cos(angle)),
        round(HEIGHT / 2 - 14 + high * math.sin(angle)),
    )


def _weight(count: int, most: int) -> int:
    return 1 + round(3 * (count - 1) / (most - 1)) if most > 1 else 1


def wrap(name: str) -> tuple[str, ...]:
    """A name in lines of limited width; what does not fit is cut and marked."""
    lines = [""]
    for word in _breakable(name):
        if _width(lines[-1] + word.rstrip()) > _LINE and lines[-1]:
            lines.append("")
        lines[-1] += word
    kept = [line.strip() for line in lines[:_LINES]]
    if len(lines) > _LINES or any(_width(line) > _LINE for line in kept):
        kept[-1] = _cut(kept[-1], _LINE - 1) + "…"
    return tuple(kept)


def _breakable(name: str) -> list[str]:
    """Pieces between which a line may end: Latin words, and single Japanese characters."""
    pieces: list[str] = []
    for char in name:
        if (
            pieces
            and not is_cjk(char)
            and not is_cjk(pieces[-1][-1])
            and pieces[-1][-1] not in " -"
        ):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _cut(line: str, width: int) -> str:
    while _width(line) > width:
        line = line[:-1]
    return line


def _width(line: str) -> int:
    return sum(2 if is_cjk(char) else 1 for char in line)
