"""Articles to tags: language, names, entities, roles, sectors, relevance, stories.

The only folder that knows spaCy and langdetect. Pure once the models are loaded; importing it
loads none.
"""

from nlp.gate import names_of_sides
from nlp.language import Language, detect_language
from nlp.language_spans import LanguageSpan, foreign_spans
from nlp.models import ModelChoice
from nlp.namesakes import bind_namesakes
from nlp.parallel import ArticleReader, SharedReader, Sharing
from nlp.reader import Reader, ReaderOptions
from nlp.relevance import NEEDED
from nlp.stories import group

__all__ = [
    "NEEDED",
    "ArticleReader",
    "Language",
    "LanguageSpan",
    "ModelChoice",
    "Reader",
    "ReaderOptions",
    "SharedReader",
    "Sharing",
    "bind_namesakes",
    "detect_language",
    "foreign_spans",
    "group",
    "names_of_sides",
]
