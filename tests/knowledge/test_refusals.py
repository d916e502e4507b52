"""Every refusal of the loader names the file and the line, and says how to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import load
from news.errors import KnowledgeError

BASE = {
    "people/aichi.toml": """
[omura-hideaki]
label = "Hideaki Ōmura"
names = { ja = "大村秀章" }
family = { latin = "Ōmura", ja = "大村" }
side = "aichi"
source = "press"

[[omura-hideaki.roles]]
titles = { fr = "gouverneur de la préfecture d'Aichi", ja = "愛知県知事" }
organisation = "aichi-pref"
start = 2011-02-15
head = true
""",
    "organisations/aichi.toml": """
[aichi-pref]
label = "Préfecture d'Aichi"
names = { ja = "愛知県" }
side = "aichi"
sectors = ["industry"]
institution = "aichi"
source = "press"
""",
    "places/aichi.toml": """
[aichi]
label = "Aichi"
names = { ja = "愛知県" }
aliases = ["愛知", "あいち"]
side = "aichi"
institution = "aichi-pref"
source = "press"
""",
    "sources/japan.toml": """
[owari]
name = "尾張新報"
language = "ja"
country = "JP"
timezone = "Asia/Tokyo"
kind = "feed"
urls = ["http://owari.example/rss"]
groups = ["sample"]
confidence = "A"
evidence = "written for a test"
""",
    "sectors/industry.toml": """
[industry]
labels = { fr = "Industrie", ja = "製造業", en = "Manufacturing" }
nace = ["28"]
jsic = ["26"]
cues_fr = ["machine-outil", "robotique"]
cues_ja = ["工作機械"]
weak_fr = ["usine"]
shared = ["robotique"]
""",
    "sectors/materials.toml": """
[materials]
labels = { fr = "Matériaux", ja = "素材", en = "Materials" }
nace = ["20", "24.1"]
jsic = ["16"]
cues_fr = ["polymère"]
cues_ja = ["複合材"]
weak_fr = ["robotique"]
shared = ["robotique"]
""",
    "look_alikes.toml": """
[protocole]
label = "Protocole de Nagoya"
kind = "name"
confused_with = ["aichi"]
forms = ["愛知目標"]
explains = "Un traité."
""",
    "events.toml": """
[signature]
labels = { fr = "Signature", ja = "署名", en = "Signature" }
start = 2022-05-19
relation = "core"
entities = ["omura-hideaki", "aichi"]
source = "press"
""",
    "phrases/words.toml": """
[since]
fr = "depuis le {0}"
ja = "{0}から"
en = "since {0}"
""",
}

PERSON = "people/aichi.toml"
ORGANISATION = "organisations/aichi.toml"
PLACE = "places/aichi.toml"
SOURCE = "sources/japan.toml"
SECTOR = "sectors/industry.toml"

# File, what stands there, what is put in its place, words of the problem. The line that must be
# named is the one where the replacement ends.
CHANGES = [
    (PERSON, 'side = "aichi"', 'side = "aishi"', "side is “aishi”"),
    (PERSON, 'side = "aichi"', 'side = "aichi"\nwikidata = "Q1"', "unknown key “wikidata”"),
    (PERSON, '"aichi-pref"', '"aichi-prefecture"', "is no known organisation"),
    (PERSON, '"aichi-pref"', '"aichi"', "is no known organisation"),
    (PERSON, "start = 2011-02-15", 'start = "2011-02-15"', "start is not a day"),
    (PERSON, "start = 2011-02-15", "start = 2011-02-15T09:00:00Z", "start is not a day"),
    (PERSON, "head = true", "head = true\nend = 2010-01-01", "before it began"),
    (PERSON, "head = true", "head = 1", "must be true or false"),
    (PERSON, "head = true", "head = true\nsalary = 3", "unknown key “salary”"),
    (PERSON, '{ ja = "大村秀章" }', '{ jp = "大村秀章" }', "unknown part “jp”"),
    (PERSON, 'latin = "Ōmura"', 'latin = "Oumura"', "does not end the label"),
    (PERSON, 'label = "Hideaki Ōmura"', 'label = "Hideaki  Ōmura"', "stray spaces"),
    (PERSON, 'label = "Hideaki Ōmura"', 'label = "Hideaki O\u0304mura"', "not composed"),
    (PERSON, 'label = "Hideaki Ōmura"', 'label = ""', "label must be a text"),
    (PERSON, 'organisation = "aichi-pref"\nstart = 2011-02-15\nhead', "head", "head of nothing"),
    (PERSON, '{ ja = "大村秀章" }', '"大村秀章"', "names must be a table"),
    (PERSON, '{ ja = "大村秀章" }', "{ ja = 3 }", "names.ja must be a text"),
    (ORGANISATION, '["industry"]', '["industrie"]', "“industrie” in sectors is not known"),
    (ORGANISATION, 'institution = "aichi"', 'institution = "nagoya"', "not the other half"),
    (ORGANISATION, "[aichi-pref]", "[Aichi-Pref]", "is no id"),
    (PLACE, '"愛知", "あいち"', '"愛知", "愛知"', "holds “愛知” twice"),
    (PLACE, '["愛知", "あいち"]', '"愛知"', "must be a list of texts"),
    (PLACE, '["愛知", "あいち"]', '[\n    "愛知",\n    " あいち"', "stray spaces"),
    (PLACE, '"あいち"]', '"ｱｲﾁ"]', "“ｱｲﾁ” in aliases is not in normal form"),
    (PLACE, '"あいち"]', '"Ａichi-ken"]', "in aliases is not in normal form"),
    (PLACE, '"あいち"]', '"préfecture d’Aichi"]', "in aliases is not in normal form"),
    (PLACE, '"あいち"]', '"Aichi\u2011ken"]', "in aliases is not in normal form"),
    (PLACE, '"あいち"]', '"pref\u00a0Aichi"]', "in aliases is not in normal form"),
    (PLACE, '"あいち"]', '"Aichi\u200bken"]', "in aliases is not in normal form"),
    (PLACE, '"あいち"]', '"㈱愛知"]', "in aliases is not in normal form"),
    (PLACE, '"あいち"]', '""]', "holds no letter"),
    (PLACE, '"あいち"]', '"2005"]', "holds no letter"),
    (PLACE, '"あいち"]', '"愛"]', "too short to stand alone"),
    (PLACE, '"あいち"]', '"愛知県"]', "stands in names and in aliases"),
    (PLACE, '"あいち"]', '"Aichi"]', "stands in label and in aliases"),
    (
        PLACE,
        '"あいち"]',
        '"あいち"]\nlook_alikes = ["あいち"]',
        "stands in aliases and in look_alikes",
    ),
    (PERSON, '{ ja = "大村秀章" }', '{ ja = "大村秀章", kana = "Omura" }', "kana is no reading"),
    (PERSON, 'ja = "大村" }', 'ja = "大林" }', "“大林” is no part of “大村秀章”"),
    (PERSON, "start = 2011-02-15", "start = 3011-02-15", "a slip surely"),
    ("look_alikes.toml", '["愛知目標"]', '["愛知"]', "is the name of “aichi” itself"),
    (SOURCE, "http://owari.example/rss", "file:///etc/passwd", "is no web address"),
    (SOURCE, "http://owari.example/rss", "owari.example/rss", "is no web address"),
    (SOURCE, "Asia/Tokyo", "Asia/Nagoya", "no time zone “Asia/Nagoya”"),
    (SOURCE, 'kind = "feed"', 'kind = "rss"', "kind is “rss”"),
    (SOURCE, 'language = "ja"', 'language = "jp1"', "language is “jp1”"),
    (SOURCE, 'confidence = "A"', 'confidence = "E"', "confidence is “E”"),
    (SOURCE, 'groups = ["sample"]', "cadence_hours = 0", "cadence_hours is 0"),
    (SOURCE, 'groups = ["sample"]', 'expectation = { fields = ["titel"] }', "no field “titel”"),
    (SOURCE, 'groups = ["sample"]', "expectation = { weekly = -1 }", "must be a whole number"),
    (SOURCE, 'groups = ["sample"]', "expectation = 3", "must be a table"),
    (SOURCE, 'groups = ["sample"]', 'hosts = ["www.a.example", "b.example"]', "no bare host"),
    (SOURCE, 'groups = ["sample"]', 'hosts = ["a.example"]', "one host alone"),
    (SOURCE, 'groups = ["sample"]', 'selectors = { link = "a" }', "unknown key “link”"),
    (SECTOR, ', en = "Manufacturing"', "", "no name in “en”"),
    (SECTOR, '["usine"]', '["Machine-Outil"]', "a strong and a weak cue"),
    (SECTOR, '["usine"]', '["usine", "Usine"]', "weak_fr holds “Usine” twice"),
    (SECTOR, '["usine"]', '["polymère"]', "“polymère” is a cue of materials too"),
    (SECTOR, 'shared = ["robotique"]', 'shared = ["robotique", "usine"]', "of another sector"),
    (SECTOR, '["28"]', '["C28"]', "“C28” is no NACE code"),
    (SECTOR, '["26"]', '["2"]', "“2” is no JSIC code"),
    (SECTOR, '["26"]', "[]", "no JSIC code"),
    (SECTOR, '["工作機械"]', "[]", "no cue gives the sector away"),
    ("look_alikes.toml", '["aichi"]', '["aichii"]', "“aichii” in confused_with is not known"),
    ("look_alikes.toml", 'kind = "name"', 'kind = "person"', "kind is “person”"),
    ("events.toml", '"aichi"]', '"nagoya"]', "“nagoya” in entities is not known"),
    ("events.toml", "2022-05-19", "2022-05-19\nend = 2022-05-18", "before it began"),
    ("phrases/words.toml", "since {0}", "since {1}", "placeholders differ"),
    ("phrases/words.toml", "depuis le {0}", "depuis le {1}", "leave a gap"),
    ("phrases/words.toml", 'ja = "{0}から"', 'ja = ""', "ja must be a text"),
    ("phrases/words.toml", 'ja = "{0}から"', 'ja = "{0}から', "Illegal character"),
]


def write_base(folder: Path) -> Path:
    for name, text in BASE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return caught.value


def test_the_base_itself_is_accepted(tmp_path: Path) -> None:
    base = load(write_base(tmp_path))
    assert set(base.entities) == {"omura-hideaki", "aichi-pref", "aichi"}
    assert base.entities["aichi"].look_alikes == ("愛知目標",)


@pytest.mark.parametrize(("name", "old", "new", "problem"), CHANGES)
def test_refusal_names_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    path = write_base(tmp_path) / name
    before, found, after = path.read_text(encoding="utf-8").partition(old)
    assert found
    closing = "]" if new.count("[") > new.count("]") else ""
    path.write_text(before + new + closing + after, encoding="utf-8")
    error = refusal(tmp_path)
    assert error.path == path
    assert problem in str(error)
    assert error.line == (before + new).count("\n") + 1
    assert error.remedy
    assert str(error).startswith(f"{path}:{error.line}: ")


@pytest.mark.parametrize(
    ("name", "line", "problem"),
    [
        (PERSON, 'label = "Hideaki Ōmura"', "label must be a text"),
        (PERSON, 'titles = { fr = "gouverneur de la préfecture d\'Aichi"', "without titles"),
        (SOURCE, 'urls = ["http://owari.example/rss"]', "without addresses"),
        (SOURCE, 'kind = "feed"', "kind is nothing"),
        ("look_alikes.toml", "forms =", "nothing gives it away"),
        ("events.toml", "start =", "without a day"),
        ("phrases/words.toml", "en =", "en must be a text"),
    ],
)
def test_a_missing_key_is_told_at_its_table(
    tmp_path: Path, name: str, line: str, problem: str
) -> None:
    path = write_base(tmp_path) / name
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [text for text in lines if not text.startswith(line)]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept), encoding="utf-8")
    error = refusal(tmp_path)
    assert problem in str(error)
    assert kept[error.line - 1].startswith("[")


def test_an_id_is_taken_once_in_the_whole_folder(tmp_path: Path) -> None:
    write_base(tmp_path)
    path = tmp_path / "places" / "other.toml"
    path.write_text('\n\n[aichi-pref]\nlabel = "X"\nside = "other"\nsource = "x"\n')
    error = refusal(tmp_path)
    assert (error.path, error.line) == (path, 3)
    assert f"{tmp_path / ORGANISATION}:2" in str(error)


def test_offices_are_tables(tmp_path: Path) -> None:
    path = write_base(tmp_path) / PERSON
    text = path.read_text(encoding="utf-8").partition("[[")[0].rstrip()
    path.write_text(f'{text}\nroles = ["gouverneur"]\n', encoding="utf-8")
    error = refusal(tmp_path)
    assert "roles must be tables" in str(error)
    assert error.line == text.count("\n") + 2


@pytest.mark.parametrize("alias", ["愛知", "AICHI", "Aïchi"])
def test_a_full_name_belongs_to_one_entity_of_a_kind(tmp_path: Path, alias: str) -> None:
    path = write_base(tmp_path) / PLACE
    text = path.read_text(encoding="utf-8")
    more = f'[other]\nlabel = "Ailleurs"\naliases = ["{alias}"]\nside = "other"\nsource = "x"\n'
    path.write_text(text + more, encoding="utf-8")
    error = refusal(tmp_path)
    assert "is a full name of “aichi” already" in str(error)
    assert error.line == text.count("\n") + 3


def test_a_weak_alias_may_be_shared(tmp_path: Path) -> None:
    path = write_base(tmp_path) / PLACE
    more = '[other]\nlabel = "Xan"\nweak_aliases = ["愛知"]\nside = "other"\nsource = "x"\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert load(tmp_path).entities["other"].weak_aliases == ("愛知",)


def test_an_institution_must_point_back(tmp_path: Path) -> None:
    path = write_base(tmp_path) / PLACE
    text = path.read_text(encoding="utf-8").replace('institution = "aichi-pref"\n', "")
    path.write_text(text, encoding="utf-8")
    error = refusal(tmp_path)
    assert error.path == tmp_path / ORGANISATION
    assert "does not point back" in str(error)
    assert error.remedy == 'write institution = "aichi-pref" under [aichi]'


def test_an_office_has_one_head_at_a_time(tmp_path: Path) -> None:
    path = write_base(tmp_path) / PERSON
    text = path.read_text(encoding="utf-8")
    more = """
[kanda-masaaki]
label = "Masaaki Kanda"
side = "aichi"
source = "x"

[[kanda-masaaki.roles]]
titles = { fr = "gouverneur de la préfecture d'Aichi" }
organisation = "aichi-pref"
start = 1999-02-15
end = 2011-02-16
head = true
"""
    path.write_text(text + more, encoding="utf-8")
    error = refusal(tmp_path)
    assert "together with “omura-hideaki”" in str(error)
    assert error.line == text.count("\n") + 7
    path.write_text(text + more.replace("02-16", "02-15"), encoding="utf-8")
    assert len(load(tmp_path).entities) == 4


def test_an_event_is_told_once(tmp_path: Path) -> None:
    path = write_base(tmp_path) / "events.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.replace("[signature]", "[signing]"), encoding="utf-8")
    error = refusal(tmp_path)
    assert "is told as “signature” already" in str(error)
    assert error.line == text.count("\n") + 3


def test_an_address_belongs_to_one_source(tmp_path: Path) -> None:
    path = write_base(tmp_path) / SOURCE
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.replace("[owari]", "[mikawa]"), encoding="utf-8")
    error = refusal(tmp_path)
    assert "belongs to “owari” already" in str(error)
    assert error.line == text.count("\n") + 8


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_base(tmp_path)
    (tmp_path / "events.toml").unlink()
    error = refusal(tmp_path)
    assert (error.path.name, error.line) == ("events.toml", 1)


def test_a_file_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    write_base(tmp_path)
    stray = tmp_path / "poeple" / "aichi.toml"
    stray.parent.mkdir()
    stray.write_text("")
    error = refusal(tmp_path)
    assert (error.path, error.line) == (stray, 1)


def test_text_outside_tables_is_refused(tmp_path: Path) -> None:
    path = write_base(tmp_path) / "phrases/words.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'# words\n\nsince-when = "x"\n{text}', encoding="utf-8")
    error = refusal(tmp_path)
    assert error.line == 3
    assert "stands outside any table" in str(error)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = write_base(tmp_path) / SOURCE
    path.write_bytes(path.read_text(encoding="utf-8").encode("shift_jis"))
    error = refusal(tmp_path)
    assert error.line == 3
    assert "is not UTF-8" in str(error)
