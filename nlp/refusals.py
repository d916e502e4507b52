"""Why a known name that stands in a text does not count there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from news.analysis import Reason
from news.entity import EntityKind, Side
from nlp.institutions import is_full_form
from nlp.nesting import compound, swallowed
from nlp.people_ja import title_at
from nlp.unknown import is_kanji

if TYPE_CHECKING:
    from nlp.gazetteer import Hit
    from nlp.names import Name
    from nlp.scene import Scene

_TRADE_NAME: Final = re.compile("[ァ-ヺー]{3,}")
_TITLE_OF_WORK: Final = re.compile("の[^、。「」『』]{0,5}[ァ-ヺー\u3005\u4e00-\u9fff][」』](?!と)")
_PRIVATE: Final = frozenset({"氏", "さん", "様", "君", "容疑者", "被告"})
"""What follows people and neither places nor their governments."""


def refusal(scene: Scene, hit: Hit, outer: Name | None) -> Reason | None:
    """The reason why a hit names nothing known, or None where it may.

    Args:
        scene: the text.
        hit: a known form in it.
        outer: the name of the model that holds the hit, if any.
    """
    surface = scene.text[hit.start : hit.end]
    whole = compound(scene, hit)
    if not whole and outer is not None and swallowed(scene, hit, outer):
        whole = scene.text[outer.start : outer.end]
    if not whole and outer is None:
        whole = _trade_name(scene, hit)
    if not whole and scene.language == "ja":
        whole = _work(scene, hit)
    if whole:
        return Reason("inside-longer", (surface, whole))
    if outer is not None and _foreign_club(scene, hit, outer):
        return Reason("club", (surface,))
    namesake = _namesake(scene, hit)
    return Reason("other-person", (surface, namesake)) if namesake else None


def _work(scene: Scene, hit: Hit) -> str:
    """The work that a place begins the name of, in brackets of its own: 「南仏の窓」."""
    match = _TITLE_OF_WORK.match(scene.text, hit.end)
    opened = scene.text[max(0, hit.start - 1) : hit.start] in {"「", "『"}
    if not (match and opened and EntityKind.PLACE in scene.kinds(hit)):
        return ""
    return scene.text[hit.start : match.end() - 1]


def _foreign_club(scene: Scene, hit: Hit, outer: Name) -> bool:
    """Whether the model reads a city far from both sides as what bears its name: a club."""
    bearers = [scene.entities[key] for key in (*hit.form.strong, *hit.form.weak)]
    return (
        (outer.start, outer.end, outer.kind) == (hit.start, hit.end, EntityKind.ORGANISATION)
        and bool(bearers)
        and all(one.kind is EntityKind.PLACE and one.side is Side.OTHER for one in bearers)
        and not any(one.institution for one in bearers)
    )


def _trade_name(scene: Scene, hit: Hit) -> str:
    """The name that a bare place in kanji begins, katakana right behind: 静岡ブルーワーズ."""
    surface = scene.text[hit.start : hit.end]
    match = _TRADE_NAME.match(scene.text, hit.end)
    bare = is_kanji(surface) and not is_full_form(surface, "ja")
    place = EntityKind.PLACE in scene.kinds(hit)
    return surface + match.group() if match and bare and place else ""


def _namesake(scene: Scene, hit: Hit) -> str:
    """The person whose family name is that of a place: 愛知氏."""
    surface = scene.text[hit.start : hit.end]
    title = title_at(scene.text, hit.end) if scene.language == "ja" else ""
    if title not in _PRIVATE or is_full_form(surface, "ja"):
        return ""
    bearers = [scene.entities[key] for key in (*hit.form.strong, *hit.form.weak)]
    land = all(entity.kind is EntityKind.PLACE or entity.institution for entity in bearers)
    return surface + title if land else ""
