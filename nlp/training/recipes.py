"""How each model is made, from the declared data to the taught network."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from spacy.language import Language
from thinc.api import NumpyOps, fix_random_seed, set_current_ops

from nlp.training import french, guide_fr, guide_ja, pipelines
from nlp.training.blend import blend
from nlp.training.lessons import Lessons
from nlp.training.lessons_fr import FRENCH as FRENCH_MANNER
from nlp.training.lessons_fr import with_teacher
from nlp.training.lessons_ja import JAPANESE as JAPANESE_MANNER
from nlp.training.loop import Plan, teach
from nlp.training.names_fr import short_firm
from nlp.training.sources import Data, declared
from nlp.training.stock import load_contexts, load_stock
from nlp.training.texts import load_texts

JAPANESE: Final = Plan(epochs=11, rate=1e-3, dropout=0.25, seed=7)
FRENCH: Final = tuple(Plan(epochs=6, rate=5e-4, dropout=0.2, seed=seed) for seed in (7, 8, 9))
_SHARE: Final = 0.9
"""Of the way from the stock weights to those taught."""
_TEXTS: Final = 3
"""How often each round has the project's own texts, with other names each time."""


def japanese(data: Data, plan: Plan = JAPANESE) -> Language:
    """A network taught from nothing."""
    sentences = [guide_ja.mended(sentence) for sentence in data.sentences()]
    sentences += _TEXTS * load_texts("ja")
    stock = load_stock("ja", data.firms("name_ja"))
    lessons = Lessons(JAPANESE_MANNER, sentences, load_contexts("ja"), stock)
    return teach_japanese(lessons, plan)


def teach_japanese(lessons: Lessons, plan: Plan) -> Language:
    """The same from lessons at hand."""
    set_current_ops(NumpyOps(use_blis=False))
    fix_random_seed(plan.seed)
    nlp = pipelines.japanese()
    teach(nlp, lambda number: lessons.round(plan.seed, number), plan)
    return nlp


def french_names(data: Data) -> Language:
    """The stock names taught again by several seeds, then blended with what they were."""
    set_current_ops(NumpyOps(use_blis=False))
    stock = load_stock("fr", tuple(map(short_firm, data.firms("name_en"))))
    places = {*stock.words["cities"], *stock.words["regions"]}
    start = french.base()
    mended = [guide_fr.mended(sentence, places) for sentence in data.sentences()]
    sentences = with_teacher(mended, start) + _TEXTS * load_texts("fr")
    lessons = Lessons(FRENCH_MANNER, sentences, load_contexts("fr"), stock)
    return blend(start, [_taught(lessons, plan) for plan in FRENCH], _SHARE)


def _taught(lessons: Lessons, plan: Plan) -> Language:
    fix_random_seed(plan.seed)
    nlp = french.base()
    teach(nlp, lambda number: lessons.round(plan.seed, number), plan)
    return nlp


def make(language: str, folder: Path) -> Language:
    """The model of a language from the data in a folder.

    Raises:
        UsageError: a file is absent or not the declared one.
    """
    data = Data(folder, language, declared())
    return japanese(data) if language == "ja" else french_names(data)
