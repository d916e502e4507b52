"""Closed-class words of languages in Latin letters: what statistics on letters cannot tell apart.

The regional languages of France and its neighbours have no statistics in either library, or poor
ones; their articles, prepositions and pronouns give them away. A word counts for a language by
one over the number of languages that have it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

REGIONAL: Final = frozenset({"oc", "frp", "pcd", "wa", "co", "br", "ht"})
"""Languages that are often taken for French; `frp` is Franco-Provençal, `pcd` Picard."""

_TOKEN = re.compile(r"[^\W\d_]+['’]?")
_WORDS: Final = {
    "fr": (
        "le la les l' un une des du de d' au aux et ou où mais que qu' qui quoi dont ce cet "
        "cette ces ça c' il elle on nous vous ils elles je j' tu se s' ne n' pas plus est sont "
        "était a ont été sera être avoir fait dans sur sous par pour avec sans chez vers entre "
        "contre après avant depuis dès en y son sa ses leur leurs notre nos votre vos mon ma "
        "mes même aussi comme si très bien tout tous toute toutes jusqu' lors selon deux trois "
        "à"
    ),
    "en": (
        "the a an of to in and or but that which who whom this these those it he she they we "
        "you i is are was were be been has have had not no on at by for with from into over "
        "after before near as its his her their our your will would can could than then more "
        "all about against"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer und oder aber dass ist sind war "
        "waren nicht kein auf aus bei mit nach von vom zu zum zur im in an am für über unter "
        "vor sich er sie es wir ihr ich wird werden hat haben wie als auch noch um durch gegen "
        "bis nur mehr"
    ),
    "nl": (
        "de het een en of maar dat die deze dit van voor met naar bij op in uit aan om te door "
        "over onder niet geen is zijn was waren wordt worden heeft hebben er hij zij ze wij we "
        "ik ook nog als dan tot tussen tegen meer"
    ),
    "es": (
        "el la los las un una unos unas de del al y o pero que quien este esta estos estas ese "
        "esa su sus se no más es son era fue ha han en con por para sin sobre entre desde hasta "
        "como muy lo le les ya también cuando según tras ante contra"
    ),
    "it": (
        "il lo la i gli le un uno una di del dello della dei degli delle da dal dalla al allo "
        "alla ai alle nel nella nei sul sulla e o ma che chi questo questa quel non più è sono "
        "era ha hanno in con per su tra fra come si anche dopo prima fino contro l' dell' all' "
        "nell' dall' d' un'"
    ),
    "pt": (
        "o a os as um uma uns umas de do da dos das no na nos nas ao à aos pelo pela e ou mas "
        "que quem este esta esse essa seu sua seus suas se não mais é são foi era há em com por "
        "para sem sobre entre até como muito já também ainda após"
    ),
    "ca": (
        "el la els les un una uns unes de del dels al als i o però que qui aquest aquesta "
        "aquests seu seva se no més és són era ha han en amb per sense sobre entre des fins com "
        "molt ho hi també quan segons l' d' n' s'"
    ),
    "ro": (
        "un o unui unei și si sau dar că ca care cine acest această este sunt era a au fost nu "
        "mai în in la cu de din pe pentru fără despre între după până prin lui ei lor se ce cum"
    ),
    "oc": (
        "lo la los las lei leis un una de del dels dau al als e o mas que qu' qui aqueste "
        "aquesta aquel aquela aquò çò se pas mai es son èra a an en dins amb ambe per sens sus "
        "entre dempuèi fins coma fòrça tanben quand tot tota totes totas nòstra nòstre lor cada "
        "tà dera eth era deu deus"
    ),
    "frp": (
        "lo lè lâ los la les dè du dâo dâi dei on onna ona un una et è u mas que quemet k' ke "
        "coo tsaque tsacon tot tôs totes tî noutron noutra noutro nos vos lor lyor lou dens "
        "dein avoué avouéc por pè sant sont est l' d' s' adî oncora p' pas mé cen cela ceti sti "
        "sta z' vi âo âi qu' ils quand"
    ),
    "pcd": (
        "ech ech' ch' ches chés chu cha el l' ed d' in inne un et pis ou mais qu' que tchi i il "
        "is o os a all' min tin sin m' em no vo leu pou por dins sur aveuc avé sans dsu ichi "
        "point pon mie n' s' quo incor toudis tout tous"
    ),
    "wa": (
        "li l' lès les on ene one di d' do dol al ås et èt ou mins ki k' ke ça c' i il ele dji "
        "dj' vos nos si s' ni n' nén nin pus est sont esteut a ont dins so po avou sins après "
        "dispu leu leus nosse vosse ciste cisse tos totes cwand tchaeke vs å"
    ),
    "co": (
        "u a l' i e un una di da in à cù per nantu trà fra è o ma chì ch' chi ciò stu sta st' "
        "issu issa si ùn nun più hè eranu so ancu dopu prima quandu cum' d' tutti tuttu ogni n'"
    ),
    "br": (
        "ar an al ur un ul hag ha pe met a e da en er war dre gant evit eus deus ouzh betek eo "
        "zo oa vez vo ket ne na n' he o hon ho ma pep holl ivez hep dindan"
    ),
    "ht": (
        "yo nou mwen li ou ki sa yon nan ak pou sou san pa gen te ap pral tout moun lè konnen "
        "lakay fè chak anpil men"
    ),
}


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, words in _WORDS.items():
        for word in dict.fromkeys(words.split()):
            found[word].append(code)
    return {word: tuple(codes) for word, codes in found.items()}


def word_evidence(text: str) -> dict[str, float]:
    """By language: the closed-class words of a text, each by how particular it is.

    Args:
        text: Any text; capitals do not matter.
    """
    languages = _languages()
    evidence: defaultdict[str, float] = defaultdict(float)
    for token in _TOKEN.findall(text.lower().replace("’", "'")):
        codes = languages.get(token, ())
        for code in codes:
            evidence[code] += 1 / len(codes)
    return dict(evidence)
