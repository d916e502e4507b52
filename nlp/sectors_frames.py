"""What kind of sentence a sector's cue stands in: an agreement, a look back, an accident."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from nlp.cues import Lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlp.document import Document


class Frame(StrEnum):
    """What a sentence does, told by a word in it."""

    AGREEMENT = "agreement"
    """It speaks of working together."""
    FIELDS = "fields"
    """It says what a text or a plan covers."""
    PAST = "past"
    """It looks back."""
    INCIDENT = "incident"
    """It tells an accident, a crime, a disaster: its hospital and its car are no activity."""


_WORDS: Final = {
    Frame.AGREEMENT: (
        *("coopération", "coopérer", "partenariat", "mémorandum", "accord", "convention"),
        *("協力", "連携", "覚書", "協定", "提携", "交流"),
    ),
    Frame.FIELDS: (
        *("domaine", "secteur", "champ de coopération", "axe", "volet", "thème", "thématique"),
        *("cite", "citer", "cité", "citent", "mentionner", "mentionne", "mentionnent", "porte sur"),
        *("portant sur", "couvrir", "couvre", "figurer", "figure", "figurent", "énumère"),
        *("分野", "領域", "項目", "明記", "盛り込", "掲げ", "列挙"),
    ),
    Frame.PAST: (
        *("historiquement", "XVIIe siècle", "XVIIIe siècle", "XIXe siècle", "jadis", "autrefois"),
        *("江戸時代", "明治", "大正", "18世紀", "19世紀", "かつて"),
    ),
    Frame.INCIDENT: (
        *("accident", "mort", "mortel", "tué", "tuer", "blessé", "victime"),
        *("police", "policier", "gendarme", "gendarmerie", "arrestation", "interpellé"),
        *("suspect", "meurtre", "meurtrier", "assassinat", "attentat", "fusillade", "séisme"),
        *("secouru", "disparu en montagne", "noyade", "noyé", "intoxication alimentaire"),
        *("incendie mortel", "typhon", "contrebande", "cambriolage", "cambrioleur"),
        *("trafic de drogue", "trafic de stupéfiants", "trafic d'armes", "vol à main armée"),
        *("tsunami", "inondation", "incendie", "procès", "condamné", "prison", "enquêteur"),
        *("escroquerie", "survivant", "sinistré", "garde à vue", "agression", "crash"),
        *("事故", "死亡", "死者", "負傷", "けが", "重体", "逮捕", "容疑", "警察", "警視庁"),
        *("県警", "地震", "津波", "火災", "殺人", "殺害", "裁判", "起訴", "送検", "判決", "詐欺"),
        *("食中毒", "滑落", "遭難", "盗難", "窃盗", "強盗", "密輸", "転落", "溺れ", "水難", "台風"),
        *("暴行", "脱税", "横領", "捜査", "家宅捜索", "爆発事故", "土砂崩れ", "重傷", "軽傷"),
        *("行方不明", "銃撃", "墜落", "被災", "刑務所", "戦闘", "空爆"),
    ),
}
_FIGURES: Final = (
    *("victime de son succès", "victimes de leur succès", "point mort", "temps mort"),
    *("nature morte", "saison morte", "crash-test", "police d'assurance", "procès d'intention"),
    *("事故防止", "無事故", "事故ゼロ", "地震計", "火災報知"),
)
_LEXICON: Final = Lexicon(
    [
        *((word, frame) for frame, words in _WORDS.items() for word in words),
        *((figure, None) for figure in _FIGURES),
    ],
    inflect=True,
)


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one document."""

    by_sentence: Mapping[int, frozenset[Frame]]
    """By the offset a sentence starts at; sentences without any are absent."""
    title: frozenset[Frame]

    def at(self, sentence_start: int) -> frozenset[Frame]:
        """The frames of the sentence that starts there."""
        return self.by_sentence.get(sentence_start, frozenset())

    def anywhere(self, frame: Frame) -> bool:
        """Whether a sentence of the document has it."""
        return any(frame in frames for frames in self.by_sentence.values())


def framed(folded: str, frame: Frame) -> bool:
    """Whether a folded text holds a word of a frame, wherever its sentences may begin."""
    return any(frame in hit.labels for hit in _LEXICON.find_all(folded))


def find_frames(document: Document) -> Frames:
    """The frames of the sentences of a document."""
    found: defaultdict[int, set[Frame]] = defaultdict(set)
    title: set[Frame] = set()
    for hit in _LEXICON.find(document.folded.text):
        mention = document.folded_mention(hit.start, hit.end)
        found[mention.sentence_start].update(hit.labels)
        if mention.end <= document.title_end:
            title.update(hit.labels)
    return Frames({at: frozenset(frames) for at, frames in found.items()}, frozenset(title))
