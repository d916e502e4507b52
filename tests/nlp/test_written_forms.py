"""Every way a name is written leads to its entity, on the real models and the bundled base.

Each case: day of publication, text, and what must be found, as `surface = label`; with `!` nobody
of that label may be found.
"""

from datetime import UTC, datetime

import pytest

from news.analysis import TagKind
from news.article import Article, Precision, Published
from nlp import Reader

pytestmark = pytest.mark.models

REGION = "Région Auvergne-Rhône-Alpes"
OMURA = "Hideaki Ōmura"
CASES = {
    "width": (
        "2025-03-03",
        "ﾌｧﾌﾞﾘｽ･ﾊﾟﾇｸｯｸ議長は３日、愛知県を訪れた。",
        ["ﾌｧﾌﾞﾘｽ･ﾊﾟﾇｸｯｸ = Fabrice Pannekoucke"],
    ),
    "full-width": (
        "2023-03-03",
        "La visite de Ｌａｕｒｅｎｔ Ｗａｕｑｕｉｅｚ à Lyon.",
        ["Ｌａｕｒｅｎｔ Ｗａｕｑｕｉｅｚ = Laurent Wauquiez"],
    ),
    "joints": (
        "2025-03-03",
        "オーベルニュ＝ローヌ＝アルプ地域圏は３日、発表した。",
        [f"オーベルニュ＝ローヌ＝アルプ地域圏 = {REGION}"],
    ),
    "without-joints": (
        "2025-03-03",
        "会場はオートサヴォワ県とピュイドドーム県にある。",
        ["オートサヴォワ県 = Haute-Savoie", "ピュイドドーム県 = Puy-de-Dôme"],
    ),
    "decomposed": (
        "2025-03-03",
        "Ste\u0301phanie Pernod est a\u0300 Saint-E\u0301tienne.",
        ["Ste\u0301phanie Pernod = Stéphanie Pernod", "Saint-E\u0301tienne = Saint-Étienne"],
    ),
    "no-accents": (
        "2025-03-03",
        "STEPHANIE PERNOD A NAGOYA",
        ["STEPHANIE PERNOD = Stéphanie Pernod", "NAGOYA = Nagoya"],
    ),
    "order": (
        "2025-03-03",
        "M. Oomura Hideaki, gouverneur d'Aïchi, visite une usine.",
        [f"Oomura Hideaki = {OMURA}"],
    ),
    "name-office": (
        "2024-09-10",
        "大村秀章愛知県知事は９日、リヨンで会談した。大村氏は満足だ。",
        [f"大村秀章 = {OMURA}", f"大村 = {OMURA}"],
    ),
    "office-name": ("2025-03-03", "愛知県知事の大村氏はリヨンを訪れた。", [f"大村 = {OMURA}"]),
    "apposition": (
        "2025-03-03",
        "Mme Pernod, première vice-présidente de la Région Auvergne-Rhône-Alpes, écoute.",
        ["Pernod = Stéphanie Pernod"],
    ),
    "other-office": (
        "2025-03-03",
        "Mme Pernod, présidente du club de pétanque de Lyon, a perdu.",
        ["! Stéphanie Pernod"],
    ),
    "before-office": ("2009-03-03", "大村知事は３日、愛知県庁で会見した。", [f"! {OMURA}"]),
    "vice": (
        "2023-03-03",
        "オーヴェルニュ・ローヌ・アルプ地域圏のパヌクック議長は名古屋市にいる。",
        ["! Fabrice Pannekoucke"],
    ),
    "just-out": (
        "2024-09-10",
        "地域圏では、ヴォキエ氏の後任が選ばれた。オーベルニュ・ローヌ・アルプ地域圏と愛知県。",
        ["ヴォキエ = Laurent Wauquiez"],
    ),
    "run-together": (
        "2025-03-03",
        "Le conseiller de la Région Auvergne-Rhône-Alpes Laurent Wauquiez a visité Nagoya.",
        ["Laurent Wauquiez = Laurent Wauquiez", f"Région Auvergne-Rhône-Alpes = {REGION}"],
    ),
    "namesake-fr": (
        "2025-03-03",
        "La pianiste Yuki Omura, née à Nagoya, jouera. Omura a étudié à Lyon.",
        [f"! {OMURA}"],
    ),
    "namesake-ja": (
        "2025-03-03",
        "大村智氏は東京で講演した。大村氏は微生物を研究した。",
        [f"! {OMURA}"],
    ),
    "town-or-family": (
        "2025-03-03",
        "トヨタ自動車の豊田章男会長は豊田市で講演した。豊田会長は笑った。【豊田】",
        ["豊田 = Akio Toyoda", "豊田 = Toyota (ville)"],
    ),
    "family-of-a-land": ("2025-03-03", "愛知治郎氏は東京で講演した。愛知氏は元大臣。", ["! Aichi"]),
    "one-character": (
        "2026-04-02",
        "トヨタ自動車の社長に１日、近健太氏が就いた。近さんには期待が集まる。",
        ["近 = Kenta Kon"],
    ),
    "first-word": (
        "2025-03-03",
        "L'usine est à Clermont. Elle quitte Clermont-Ferrand.",
        ["Clermont = Clermont-Ferrand"],
    ),
    "given-name": (
        "2025-03-03",
        "Kaito Omura a gagné. « Kaito a la tête froide », dit Dragan Milić.",
        ["Kaito = Kaito Omura"],
    ),
    "capitals": (
        "2025-03-03",
        "Marie Durand-Lévy est née à Riom. DURAND-LÉVY salue.",
        ["DURAND-LÉVY = Marie Durand-Lévy"],
    ),
    "legal-form": (
        "2025-03-03",
        "La société Mécalpine SAS, de Cluses, livre ㈱丸栄化研.",
        ["Mécalpine SAS = Mécalpine"],
    ),
    "legal-form-ja": (
        "2025-03-03",
        "㈱丸栄化研は３日、有限会社三河屋と組む。",
        ["㈱丸栄化研 = 丸栄化研", "有限会社三河屋 = 三河屋"],
    ),
    "acronym": (
        "2025-03-03",
        "L'Agence nationale du bois (ANB) finance le projet. L'ANB versera un million.",
        ["ANB = Agence nationale du bois"],
    ),
    "acronym-ja": (
        "2025-03-03",
        "東海繊維振興協会（ＴＳＡ）は３日、発表した。ＴＳＡは名古屋市にある。",
        ["ＴＳＡ = 東海繊維振興協会"],
    ),
    "gloss": (
        "2025-03-03",
        "マリー・デュポン（Marie Dupont）さんは名古屋市に店を開いた。デュポンさんは職人。",
        [
            "マリー・デュポン = Marie Dupont",
            "Marie Dupont = Marie Dupont",
            "デュポン = Marie Dupont",
        ],
    ),
    "treaty": (
        "2025-03-03",
        "Le protocole de Nagoya et les objectifs d'Aichi sont en débat à Montréal.",
        ["! Nagoya", "! Aichi"],
    ),
    "treaty-ja": (
        "2025-03-03",
        "名古屋議定書と愛知目標をめぐる議論が続く。日本時間の３日。",
        ["! Nagoya", "! Aichi", "! Japon"],
    ),
    "elsewhere": (
        "2025-03-03",
        "La Région Pays de la Loire et Valence (Espagne) organisent un salon.",
        ["! Loire", "! Valence (Drôme)"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_written_form_leads_to_its_name(reader: Reader, case: str) -> None:
    day, text, wanted = CASES[case]
    when = datetime.fromisoformat(day).replace(tzinfo=UTC)
    published = Published(when, Precision.DAY, "test")
    article = Article(case, "", "https://press.example/", "", text, "", published, when)
    (analysis,) = reader.read([article])
    found = {
        (mention.surface, tag.label)
        for tag in analysis.tags
        if tag.kind is not TagKind.SECTOR
        for mention in tag.mentions
    }
    for item in wanted:
        surface, _, label = item.partition(" = ")
        if surface.startswith("! "):
            assert surface.removeprefix("! ") not in {name for _, name in found}
        else:
            assert (surface, label) in found


def offices(reader: Reader, day: str, text: str) -> list[tuple[str, str]]:
    when = datetime.fromisoformat(day).replace(tzinfo=UTC)
    published = Published(when, Precision.DAY, "test")
    (analysis,) = reader.read(
        [Article("", "", "https://a.example/", "", text, "", published, when)]
    )
    return [(role.surface, role.person) for role in analysis.roles]


def test_the_president_of_the_region_without_its_name(reader: Reader) -> None:
    text = "Auvergne-Rhône-Alpes signe avec Aichi. Le président de la région est à Nagoya."
    expected = [("Le président de la région", "pannekoucke-fabrice")]
    assert offices(reader, "2025-03-03", text) == expected
    named = text.replace("la région est", "la région, Fabrice Pannekoucke, est")
    assert offices(reader, "2025-03-03", named) == []
    assert offices(reader, "2025-03-03", text.replace("Le président", "L'ancien président")) == []
