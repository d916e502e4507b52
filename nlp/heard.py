"""People of the knowledge base whose names a Japanese text gives in katakana of its own.

Where the knowledge base holds no Japanese form of a name, カトリーヌ・スタロン is Catherine Staron
if every part has exactly the consonants of the same part in Latin letters, and nobody else known
has them.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final

from news.analysis import Reason
from news.entity import EntityKind
from nlp.cues import keep
from nlp.stories_traits import kana_sounds
from nlp.transliteration import spoken_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from news.entity import Entity
    from nlp.scene import Scene

_FEWEST: Final = 5  # consonants of a whole name; fewer agree by chance
_FULL_NAME = re.compile(r"[ァ-ヺー]+(?:[・=][ァ-ヺー]+)+")
_JOINT = re.compile("[・=]")
_JAPANESE = re.compile("[ァ-ヺ\u4e00-\u9fff]")

Sounds = tuple[str, ...]


def known_by_sound(scene: Scene, key: str) -> tuple[Entity, Reason] | None:
    """The only known person whose Latin name sounds like a katakana one, given folded and whole."""
    if scene.language != "ja" or not _FULL_NAME.fullmatch(key):
        return None
    heard = keep(scene.entities, "heard", lambda: _heard(scene.entities.values()))
    bearers: set[str] = set()
    for parts in product(*(sorted(kana_sounds(part)) for part in _JOINT.split(key))):
        bearers |= heard.get(parts, frozenset())
    if len(bearers) != 1:
        return None
    entity = scene.entities[bearers.pop()]
    return entity, Reason("heard", (key, entity.label))


def _heard(entities: Iterable[Entity]) -> Mapping[Sounds, frozenset[str]]:
    """By the sounds of a name's parts, who bears it; but of those written in Japanese already."""
    found: dict[Sounds, frozenset[str]] = {}
    for entity in entities:
        if entity.kind is EntityKind.PERSON and not _has_japanese(entity):
            for parts in spoken_parts(entity.label):
                if len(parts) > 1 and sum(map(len, parts)) >= _FEWEST:
                    found[parts] = found.get(parts, frozenset()) | {entity.id}
    return found


def _has_japanese(entity: Entity) -> bool:
    return any(_JAPANESE.search(form) for form in (*entity.names.values(), *entity.aliases))
