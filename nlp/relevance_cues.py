"""Words that show where an actor is from, what kind of act is told, and what is only in passing.

Small tables in the two languages, kept apart from the rules that read them. Known names come from
the knowledge base; these are the adjectives, the large places of the two countries that it need
not know one by one, and common nouns.
"""

from __future__ import annotations

import re
from enum import StrEnum

from news.entity import Side
from news.text import fold_text
from nlp.cues import Lexicon

ADJECTIVES: dict[Side, tuple[str, ...]] = {
    Side.AURA: (
        *("aurhalpin", "auvergnat", "rhônalpin", "rhodanien", "lyonnais", "villeurbannais"),
        *("grenoblois", "isérois", "stéphanois", "ligérien", "clermontois", "puydômois"),
        *("savoyard", "haut-savoyard", "annécien", "chambérien", "drômois", "valentinois"),
        *("ardéchois", "cantalien", "altiligérien", "bourbonnais", "burgien", "oyonnaxien"),
        *("サヴォワ", "オート・サヴォワ", "ドーフィネ", "ボージョレ", "オーヴェルニュ"),
        *("roannais", "vichyssois", "haut-savoyarde", "clermontoise", "chamoniard"),
    ),
    Side.AICHI: ("尾州", "尾張", "三河", "東三河", "西三河", "知多半島", "在名古屋", "県内企業"),
    Side.JAPAN: (
        *("Japon", "japonais", "nippon", "franco-japonais", "archipel nippon", "Tokyo", "Tōkyō"),
        *("Osaka", "Kyoto", "Kobe", "Yokohama", "Sapporo", "Fukuoka", "Hiroshima", "Sendai"),
        *("Kawasaki", "Nagasaki", "Niigata", "Kanazawa", "Okayama", "Kumamoto", "Okinawa"),
        *("Hokkaido", "Kyushu", "Shikoku", "Honshu", "Tohoku", "Kansai", "Kanto", "Chiba"),
        *("Saitama", "Hamamatsu", "Nagano", "Shizuoka", "Gifu", "Toyama", "Nara", "Fukushima"),
        *("日本", "訪日", "来日", "対日", "日仏", "国内", "東京", "大阪", "京都", "北海道"),
        *("札幌", "青森", "岩手", "宮城", "仙台", "秋田", "山形", "福島", "茨城", "栃木", "群馬"),
        *("埼玉", "千葉", "神奈川", "横浜", "川崎", "新潟", "富山", "石川県", "金沢", "福井"),
        *("山梨", "長野", "岐阜", "静岡", "浜松", "三重県", "滋賀", "兵庫", "神戸", "奈良"),
        *("和歌山", "鳥取", "島根", "岡山", "広島", "山口県", "徳島", "香川県", "愛媛", "高知"),
        *(
            "福岡",
            "佐賀県",
            "長崎",
            "熊本",
            "大分県",
            "大分市",
            "宮崎県",
            "鹿児島",
            "沖縄",
            "関西",
            "九州",
        ),
    ),
    Side.FRANCE: (
        *("France", "français", "Hexagone", "Paris", "parisien", "Île-de-France", "Marseille"),
        *("Toulouse", "Bordeaux", "Lille", "Nantes", "Strasbourg", "Rennes", "Montpellier"),
        *("Nice", "Dijon", "Reims", "Le Havre", "Valenciennes", "Hauts-de-France", "Bretagne"),
        *("Normandie", "Grand Est", "Nouvelle-Aquitaine", "Bourgogne-Franche-Comté"),
        *("Pays de la Loire", "Provence", "Occitanie"),
        *(
            "フランス",
            "仏",
            "訪仏",
            "渡仏",
            "在仏",
            "南仏",
            "仏国",
            "パリ",
            "マルセイユ",
            "トゥールーズ",
        ),
        *("ツールーズ", "ボルドー", "リール", "ナント", "ストラスブール", "モンペリエ", "ニース"),
    ),
}
"""Adjectives and large places by side; folded and inflected when matched."""

_NO_COUNTRY = (
    *(
        "仏教",
        "仏像",
        "仏壇",
        "大仏",
        "仏閣",
        "念仏",
        "成仏",
        "仏様",
        "神仏",
        "石仏",
        "仏門",
        "仏滅",
    ),
    *("仏語", "フランス語", "日本語", "日本酒", "フランスパン", "日本人選手", "日本アルプス"),
    *("フランス料理", "日本料理", "日本食", "cuisine japonaise", "cuisine française"),
    *("restaurant japonais", "restaurant français", "restaurants japonais"),
    *("京都議定書", "Alpes japonaises", "accord de Paris", "パリ協定"),
    *("フランス料理店", "仏料理", "仏料理店", "仏紙", "仏誌", "仏メディア", "仏式", "仏映画"),
    *("フランス代表", "日本代表", "フランス国籍", "日本国籍", "仏国籍", "フランス1部", "仏1部"),
    *("ツール・ド・フランス", "全仏オープン", "日本メディア", "日本文化", "フランス革命"),
    *("Tour de France", "équipe de France", "championnat de France", "coupe de France"),
    *("presse japonaise", "médias japonais", "presse française", "médias français"),
    *("jardin japonais", "culture japonaise", "film japonais", "manga japonais"),
    *("estampe japonaise", "à la japonaise", "à la française", "nationalité japonaise"),
    *(
        "nationalité française",
        "touriste japonais",
        "police japonaise",
        "langue française",
        "langue japonaise",
        "Grande-Bretagne",
        "Nouvelle-France",
    ),
)
"""Phrases whose country says nothing of who acts where."""

ACTORS_FR = (
    *("entreprise", "société", "firme", "PME", "ETI", "start-up", "jeune pousse", "groupe"),
    *("industriel", "exposant", "fabricant", "équipementier", "constructeur", "sous-traitant"),
    *("maison", "fabrique", "manufacture", "coopérative", "éditeur", "laboratoire", "université"),
    *("école", "institut", "lycée", "musée", "hôpital", "centre de recherche", "pôle"),
    *("délégation", "mission", "collectivité", "chambre de commerce", "cluster", "agence"),
    *(
        "élu",
        "chef",
        "cheffe",
        "cuisinier",
        "chercheur",
        "étudiant",
        "élève",
        "artisan",
        "tisserand",
    ),
    *("teinturier", "producteur", "investisseur", "incubateur", "usine", "filiale", "spécialiste"),
    *("lycéen", "collégien", "apprenti", "doctorant", "ingénieur", "entrepreneur", "fromager"),
    *("vigneron", "agriculteur", "créateur", "styliste", "architecte", "musicien", "troupe"),
    *("potier", "céramiste", "verrier", "coutelier", "forgeron", "luthier", "brodeuse"),
    *("ébéniste", "sculpteur", "chorégraphe", "metteur en scène", "cinéaste", "brasseur"),
    *("pâtissier", "chocolatier", "maraîcher", "éleveur", "apiculteur", "chirurgien"),
    *("siège", "conseil régional", "assemblée", "orchestre", "compagnie", "atelier"),
)
ACTORS_JA = (
    *("社", "企業", "会社", "メーカー", "大学", "大学院", "学校", "高校", "学生", "生徒", "高校生"),
    *(
        "研究所",
        "研究室",
        "研究者",
        "研究組織",
        "業者",
        "団体",
        "代表団",
        "訪問団",
        "使節団",
        "議会",
    ),
    *("県議", "議員", "知事", "議長", "商工会議所", "病院", "美術館", "博物館", "料理人", "職人"),
    *("生産者", "工場", "酒造", "酒蔵", "産地", "スタートアップ", "新興企業", "起業家", "拠点"),
    *("中学生", "技術者", "農家", "織元", "窯元", "デザイナー", "建築家", "音楽家", "劇団"),
    *("陶芸家", "陶工", "彫刻家", "染色家", "指揮者", "映画監督", "菓子職人", "パティシエ", "杜氏"),
    *("歌劇場", "楽団", "合唱団", "漁協", "農協", "農園", "茶園", "牧場", "窯"),
    *("団", "商社", "財団", "協会", "機構", "シェフ", "ブランド"),
)
NO_ACTORS_JA = (
    "社長",
    "会社員",
    "会社役員",
    "会社経営",
    "社会",
    "社員",
    "同社",
    "神社",
    "本社",
    "社内",
    "社説",
    "団長",
    "団地",
    "集団",
)
"""Longer words in which a cue of an actor says nothing."""

_TRAINED = re.compile(
    r"\b(?:forme|ne|passe|diplome|originaire|natif|native|venue?|etudi\w+|appris)e?s?"
    r" (?:a|en|par|de la|de|d')\b"
    "|生まれ|出身|育ち|で?修[業行]|に?留学|で学[びんぶ]"
)


def trained(text: str) -> bool:
    """Whether words between a person and a place say no more than born or trained there."""
    return _TRAINED.search(fold_text(text)) is not None


class Word(StrEnum):
    """What a cue says of an article."""

    AGREEMENT = "agreement"
    """Two parties work together."""
    TWINNING = "twinning"
    """Two towns or regions are tied to each other."""
    ELECTION = "election"
    """An office changes hands."""
    PASSING = "passing"
    """A name stands for a brand, a sponsor or a guide, not for an actor."""


_WORDS: dict[Word, tuple[str, ...]] = {
    Word.AGREEMENT: (
        *("mémorandum", "accord", "coopération", "coopérer", "partenariat", "partenaire"),
        *("convention", "protocole", "entente", "alliance", "amitié", "échange", "jumelage"),
        *("覚書", "協定", "友好", "協力", "提携", "連携", "交流", "共同", "締結", "調印"),
    ),
    Word.TWINNING: (
        *("jumelage", "jumelé", "ville jumelle", "villes sœurs", "ville sœur", "jumeler"),
        *("protocole de coopération", "convention de coopération", "protocole d'amitié"),
        *("姉妹都市", "姉妹提携", "友好都市", "友好提携", "協力協定", "姉妹県", "姉妹都市提携"),
    ),
    Word.ELECTION: (
        *("élection", "élu à la tête", "élue à la tête", "réélu", "succède à", "présidence"),
        *("scrutin", "candidature", "知事選", "当選", "再選", "就任", "後任", "出馬", "選出"),
    ),
    Word.PASSING: (
        *("concession", "concessionnaire automobile", "au volant", "sponsor", "naming"),
        *("à bord d'une", "guide Michelin", "étoile Michelin", "portes ouvertes"),
        *("prendre le volant", "pris le volant", "essai auto", "essai routier", "au guidon"),
        *("rallye", "podium", "rappel de", "conducteur", "conductrice", "avons conduit"),
        *("ラリー", "リコール", "トヨタ車", "の車で", "乗用車に"),
        *("試乗", "試乗記", "星付き", "一つ星", "二つ星", "三つ星"),
        *("販売店", "ディーラー", "スポンサー", "命名権", "運転する", "ミシュランガイド"),
    ),
}

SIDES: Lexicon[Side] = Lexicon(
    [
        *((form, side) for side, forms in ADJECTIVES.items() for form in forms),
        *((form, None) for form in _NO_COUNTRY),
    ],
    inflect=True,
)
ACTORS: dict[str, Lexicon[str]] = {
    "fr": Lexicon([(noun, "actor") for noun in ACTORS_FR], inflect=True),
    "ja": Lexicon(
        [
            *((noun, "actor") for noun in ACTORS_JA),
            *((noun, None) for noun in NO_ACTORS_JA),
        ],
        inflect=False,
    ),
}
WORDS: Lexicon[Word] = Lexicon(
    [(form, word) for word, forms in _WORDS.items() for form in forms], inflect=True
)
