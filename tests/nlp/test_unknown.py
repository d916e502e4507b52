"""Unknown names: one key for all spellings and short forms of one name in a text."""

from news.entity import EntityKind
from nlp.unknown import bind, label_of, normal_form

PERSON, ORGANISATION = EntityKind.PERSON, EntityKind.ORGANISATION


def test_spellings_of_one_name_share_a_key() -> None:
    assert len({normal_form(name) for name in ("Ōmura", "Omura", "Ohmura", "Oomura", "OMURA")}) == 1
    assert normal_form("クレマンス・ヴォティエ＝ロシュ") == normal_form(
        "クレマンス・ボティエ・ロシュ"
    )
    assert normal_form("ﾐｶﾜ精密機工") == normal_form("ミカワ精密機工㈱")
    assert normal_form("Clémence Boucher") == "clemence boucher"


def test_a_label_leaves_the_legal_form_out() -> None:
    assert label_of("株式会社ミカワ精密機工") == "ミカワ精密機工"
    assert label_of("ﾅﾆﾜﾒﾃﾞｨｶﾙ株式会社") == "ナニワメディカル"
    assert label_of("L’Hermitte") == "L'Hermitte"


def test_family_names_get_the_key_of_the_full_name() -> None:
    keys = bind(
        [
            ("Kōji Terasawa", PERSON),
            ("Terasawa", PERSON),
            ("鵜飼征四郎", PERSON),
            ("鵜飼", PERSON),
            ("ファブリス・パヌクック", PERSON),
            ("パヌクック", PERSON),
            ("Orvane Mécatronique", ORGANISATION),
            ("Orvane", ORGANISATION),
        ]
    )
    assert len(set(keys.values())) == 4


def test_a_family_name_that_two_bear_stays_alone() -> None:
    keys = bind([("Jean Meunier", PERSON), ("Luc Meunier", PERSON), ("Meunier", PERSON)])
    assert len(set(keys.values())) == 3
