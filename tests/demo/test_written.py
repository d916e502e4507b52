"""Strict reading: whatever is wrong in a file is said with its file and article."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo import SamplePress
from news.errors import DemoError

_OUTLET = """
[outlet]
id = "{id}"
name = "Une feuille"
language = "fr"
country = "FR"
timezone = "Europe/Paris"
host = "{id}.example"
format = "rss2"
encoding = "iso-8859-1"
metadata = "none"
tagline = "Rien"
sections = ["Ville"]
"""

_ARTICLE = """
[[article]]
slug = "{slug}"
section = "Ville"
title = "Le pont"
published = {published}
story = "x-pont"
tier = "off"
sectors = []
text = "Le pont est fermé."
"""
_INSTANT = "2022-05-09T08:00:00+02:00"


def _write(
    folder: Path, outlet: str, *changes: tuple[str, str], extra: str = "", at: str = _INSTANT
) -> None:
    text = _OUTLET.format(id=outlet) + _ARTICLE.format(slug="pont", published=at) + extra
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / f"{outlet}.toml").write_text(text, encoding="utf-8")


def _problem(folder: Path) -> str:
    with pytest.raises(DemoError) as caught:
        SamplePress.load(folder)
    assert "\n" not in caught.value.sentence
    assert caught.value.remedy
    return str(caught.value)


def test_a_right_file_is_read(tmp_path: Path) -> None:
    _write(tmp_path, "passementier")
    (article,) = SamplePress.load(tmp_path).articles
    assert article.key == "passementier/pont"
    assert article.paragraphs == ("Le pont est fermé.",)
    assert article.url.startswith("http://passementier.example/article.php3?id_article=")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('tier = "off"', 'tier = "off"\nsecteurs = []', "unknown key 'secteurs'"),
        ('tier = "off"', 'tier = "vital"', "tier 'vital' is unknown"),
        ('tier = "off"', 'tier = "core"\nlookalike = "lyon"', "look-alike"),
        ("sectors = []", 'sectors = ["magic"]', "sector 'magic' is unknown"),
        ("sectors = []", 'sectors = ["sport", "sport"]', "different strings"),
        ('section = "Ville"', 'section = "Sports"', "section 'Sports' is unknown"),
        ('title = "Le pont"', 'title = ""', "title or text is empty"),
        ('story = "x-pont"\n', "", "story is missing"),
        (_INSTANT, "2022-05-09", "published is a date"),
        (_INSTANT, "2022-05-09T08:00:00", "no UTC offset"),
        (_INSTANT, "2022-05-09T08:00:00+09:00", "not in Europe/Paris"),
        (_INSTANT, "2022-06-09T08:00:00+02:00", "published 2022-06-09"),
        ("fermé.", "fermé’", "U+2019"),
        ("fermé.", "œuvre", "U+0153"),
        ("fermé.", "\\u0085", "control character"),
        ('tier = "off"', 'tier = "off"\nupdated = 2022-05-08T08:00:00+02:00', "updated before"),
        ('tier = "off"', 'tier = "off"\nnear_duplicate_of = "a/b"', "is no original"),
        ('tier = "off"', 'tier = "off"\nnear_duplicate_of = "passementier/pont"', "no original"),
        ('tier = "off"', 'tier = "off"\nhangs = 1', "hangs is a int"),
        ('tier = "off"', 'tier = "off"\npath = "/é"', "no plain ASCII"),
    ],
)
def test_a_wrong_article_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    _write(tmp_path, "passementier", (old, new))
    problem = _problem(tmp_path)
    assert problem.startswith("passementier.toml, article pont: ")
    assert said in problem


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('metadata = "none"', 'metadata = "none"\ncolour = "red"', "unknown key 'colour'"),
        ('encoding = "iso-8859-1"', 'encoding = "latin-9"', "encoding 'latin-9' is unknown"),
        ('format = "rss2"', 'format = "rss3"', "format 'rss3' is unknown"),
        ('id = "passementier"', 'id = "autre"', "differ from the file's name"),
        ('tagline = "Rien"\n', "", "tagline is missing"),
        ('tagline = "Rien"', 'tagline = "Ōmi"', "U+014C"),
        ("[outlet]", "[outlets]", "unknown key 'outlets'"),
        ("[outlet]", "[outlet", "no valid TOML"),
    ],
)
def test_a_wrong_outlet_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    _write(tmp_path, "passementier", (old, new))
    problem = _problem(tmp_path)
    assert problem.startswith("passementier.toml: ")
    assert said in problem


def test_a_slug_is_used_once(tmp_path: Path) -> None:
    _write(tmp_path, "passementier", extra=_ARTICLE.format(slug="pont", published=_INSTANT))
    assert "article pont: the slug or the address is there twice" in _problem(tmp_path)


def test_two_articles_cannot_have_one_address(tmp_path: Path) -> None:
    second = _ARTICLE.format(slug="pont-2", published=_INSTANT)
    _write(
        tmp_path,
        "passementier",
        ('tier = "off"', 'tier = "off"\npath = "/meme/adresse"'),
        extra=second,
    )
    assert "article pont-2: the slug or the address is there twice" in _problem(tmp_path)


@pytest.mark.parametrize(
    ("story", "at", "said"),
    [
        ("x-autre", _INSTANT, "another story"),
        ("x-pont", "2022-05-09T07:00:00+02:00", "older than its original"),
    ],
)
def test_a_copy_follows_its_original(tmp_path: Path, story: str, at: str, said: str) -> None:
    _write(tmp_path, "agence-lumen")
    copied = f'story = "{story}"\nnear_duplicate_of = "agence-lumen/pont"'
    _write(tmp_path, "passementier", ('story = "x-pont"', copied), at=at)
    problem = _problem(tmp_path)
    assert problem.startswith("passementier.toml, article pont: ")
    assert said in problem


def test_a_copy_of_a_copy_is_refused(tmp_path: Path) -> None:
    _write(tmp_path, "agence-lumen")
    for outlet, original in (
        ("courrier-presquile", "agence-lumen"),
        ("passementier", "courrier-presquile"),
    ):
        copied = f'tier = "off"\nnear_duplicate_of = "{original}/pont"'
        _write(tmp_path, outlet, ('tier = "off"', copied))
    assert "passementier.toml, article pont: near_duplicate_of" in _problem(tmp_path)


@pytest.mark.parametrize(
    ("encoding", "char", "fits"),
    [
        ("shift_jis", "①㈱髙ｱ", True),
        ("shift_jis", "é", False),
        ("shift_jis", "\u301c", False),
        ("euc-jp", "愛知、東京都ｱ", True),
        ("euc-jp", "①", False),
        ("euc-jp", "é", False),
        ("utf-8", "Ō’œ😀", True),
        ("iso-8859-1", "é«»\u00a0", True),
        ("iso-8859-1", "€", False),
    ],
)
def test_only_characters_of_the_encoding_pass(
    tmp_path: Path, encoding: str, char: str, *, fits: bool
) -> None:
    changes = [('encoding = "iso-8859-1"', f'encoding = "{encoding}"')]
    changes.append(("fermé.", f"{char}."))
    _write(tmp_path, "passementier", *changes)
    if fits:
        assert SamplePress.load(tmp_path).articles[0].text.endswith(f"{char}.")
    else:
        assert f"(U+{ord(char[0]):04X})" in _problem(tmp_path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    assert "holds no outlet" in _problem(tmp_path)
