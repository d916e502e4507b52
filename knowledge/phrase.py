"""Reading the words that people are shown."""

from __future__ import annotations

from knowledge.phrases import LANGUAGES, PLACEHOLDER, Phrase
from knowledge.record import Record


def read_phrase(record: Record) -> Phrase:
    """One phrase in all languages.

    Raises:
        KnowledgeError: when a language is missing, or the placeholders differ between languages.
    """
    texts = {language: record.text(language) for language in LANGUAGES}
    singular = record.names("one", ("fr", "en"))
    record.close()
    wanted = _placeholders(texts["fr"])
    if wanted != set(range(len(wanted))):
        raise record.error("fr", "placeholders leave a gap", "count them from {0}")
    for key, text in (*texts.items(), *(("one", text) for text in singular.values())):
        if _placeholders(text) != wanted:
            raise record.error(key, "placeholders differ from the French", "use the same ones")
    return Phrase(texts, singular)


def _placeholders(text: str) -> set[int]:
    return {int(index) for index in PLACEHOLDER.findall(text)}
