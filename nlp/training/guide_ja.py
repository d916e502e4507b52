"""Japanese annotations of several guidelines brought to one."""

from __future__ import annotations

from typing import Final

from nlp.training.example import ORGANISATION, PLACE, UNKNOWN, Annotated, Mark

_PREFECTURE_ENDS: Final = ("都", "道", "府", "県", "州", "市")
_SCHOOLS: Final = (
    "高校",
    "高等学校",
    "大学",
    "中学校",
    "小学校",
    "学園",
    "病院",
    "博物館",
    "美術館",
)
_GOVERNMENTS: Final = ("政府", "当局")
_NOT_A_PLACE: Final = ("人", "語", "系", "製", "式", "代表")
"""日本人, 日本語: no place. 人口 and the like are not meant."""
_STILL_A_PLACE: Final = ("人口", "系統", "製造", "代表取締役")
_ONE_SIGN: Final = frozenset("日米仏英独伊露中韓朝豪加印欧")


def mended(given: Annotated) -> Annotated:
    """The same text as our guide would have it marked."""
    marks: list[Mark] = []
    for mark in given.marks:
        changed = _mended(given, mark)
        if changed is None:
            continue
        last = marks[-1] if marks else None
        if last and _one_address(given, last, changed):
            marks[-1] = Mark(last.start, changed.end, PLACE)
        else:
            marks.append(changed)
    return Annotated(given.text, tuple(marks))


def _one_address(given: Annotated, left: Mark, right: Mark) -> bool:
    return (
        left.end == right.start
        and left.label == right.label == PLACE
        and given.name(left).endswith(_PREFECTURE_ENDS)
    )


def _mended(given: Annotated, mark: Mark) -> Mark | None:
    name, after = given.name(mark), given.text[mark.end : mark.end + 5]
    if mark.label == PLACE:
        if name in _ONE_SIGN:
            return None
        if after.startswith(_NOT_A_PLACE) and not after.startswith(_STILL_A_PLACE):
            return None if after[0] in "人語" else Mark(mark.start, mark.end, UNKNOWN)
        if name.endswith(_SCHOOLS):
            return Mark(mark.start, mark.end, ORGANISATION)
    if mark.label == ORGANISATION and name.endswith(_GOVERNMENTS):
        return Mark(mark.start, mark.end - 2, PLACE)
    return mark
