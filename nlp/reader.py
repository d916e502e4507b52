"""The reader: articles in, analyses out, in order, some at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from news.analysis import Analysis, Reason, Relevance, Tag, TagKind, Tier
from news.text import fold
from nlp.document import Document, EntitySpan
from nlp.gate import Gate
from nlp.gazetteer import Gazetteer
from nlp.language import detect_language
from nlp.linking import link
from nlp.models import LANGUAGES, ModelChoice, NameModel, model_version
from nlp.names import find_names
from nlp.relevance import judge
from nlp.roles import find_roles
from nlp.scene import Scene
from nlp.sectors import find_sectors
from nlp.sentences import from_starts, split_japanese, split_latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from knowledge import Knowledge
    from news.article import Article
    from news.source import Source
    from news.text import Folded
    from nlp.document import Sentence
    from nlp.language import Language
    from nlp.linked import Linked
    from nlp.models import Parse

RULES: Final = "5"
"""Raised by hand with every change of the rules that should have old articles read again."""

_MOST_REFUSED: Final = 16
"""Times the size of a batch that articles which no model reads may add to it."""
_CJK = frozenset({"ja", "zh", "ko"})
_KINDS: Final = (TagKind.PERSON, TagKind.ORGANISATION, TagKind.PLACE)


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """What reads, and how much at a time."""

    models: ModelChoice = field(default_factory=ModelChoice)
    """Which models find names."""
    batch: int = 16
    """Articles that are held at once."""
    longest: int = 60_000
    """Characters of an article that the models read; names of the knowledge base are found in
    the rest too."""
    gate: bool = False
    """Whether the models are spared what cannot be relevant. Such an article is off, with a
    reason, and its names are not looked for."""


@dataclass(frozen=True, slots=True)
class _Given:
    """An article before it is read."""

    article: Article
    language: Language
    folded: Folded
    refused: Reason | None
    """Why no model needs to read it."""


class Reader:
    """Reads articles with one knowledge base; a model is loaded when its language first occurs."""

    def __init__(self, knowledge: Knowledge, options: ReaderOptions | None = None) -> None:
        self._knowledge = knowledge
        self._options = options or ReaderOptions()
        self._gazetteer = Gazetteer(knowledge.entities, knowledge.look_alikes)
        self._gate = Gate(knowledge, self._gazetteer) if self._options.gate else None
        self._models: dict[str, NameModel] = {}
        choice = self._options.models
        versions = "+".join(model_version(code, choice.of(code)) for code in LANGUAGES)
        gate = ";gate" if self._gate else ""
        self.maker = f"{versions};rules-{RULES};knowledge-{knowledge.version}{gate}"

    def knowing(self, knowledge: Knowledge) -> Reader:
        """A reader with another knowledge base, on the same models."""
        other = Reader(knowledge, self._options)
        other._models = self._models
        return other

    def read(
        self, articles: Iterable[Article], sources: Mapping[str, Source] | None = None
    ) -> Iterator[Analysis]:
        """Analyses in the order of the articles, made as they are asked for.

        A text that a model cannot hold is read without it; the analysis says so.
        """
        given = (self._given(article, sources or {}) for article in articles)
        while batch := list(self._batch(given)):
            for item, parse in zip(batch, self._parse(batch), strict=True):
                yield self._analyse_or_tell(item, parse)

    def _given(self, article: Article, sources: Mapping[str, Source]) -> _Given:
        text = article.full_text
        language, folded = _language(article, sources), fold(text)
        refused = None
        if self._gate and language.code in LANGUAGES:
            refused = self._gate.refuse(text, len(article.title), folded)
        return _Given(article, language, folded, refused)

    def _batch(self, given: Iterator[_Given]) -> Iterator[_Given]:
        """Articles until the models have enough to read."""
        wanted = 0
        for item in islice(given, self._options.batch * _MOST_REFUSED):
            yield item
            wanted += item.refused is None
            if wanted == self._options.batch:
                return

    def _parse(self, batch: Sequence[_Given]) -> list[Parse | Reason | None]:
        parses: list[Parse | Reason | None] = [item.refused for item in batch]
        for code in LANGUAGES:
            wanted = [
                index
                for index, item in enumerate(batch)
                if item.language.code == code and item.refused is None
            ]
            texts = [batch[index].article.full_text[: self._options.longest] for index in wanted]
            for index, parse in zip(wanted, self._read_with(code, texts), strict=True):
                parses[index] = parse
        return parses

    def _read_with(self, code: str, texts: Sequence[str]) -> list[Parse | Reason]:
        if not texts:
            return []
        model = self._model(code)
        try:
            return list(model.parse(texts))
        except (ValueError, RuntimeError, IndexError) as error:
            # One text that a tokenizer refuses must not cost its neighbours their reading.
            if len(texts) > 1:
                return [self._read_with(code, [text])[0] for text in texts]
            return [Reason("model-failed", (code, str(error).partition("\n")[0][:120]))]

    def _model(self, code: str) -> NameModel:
        if code not in self._models:
            self._models[code] = NameModel(code, self._options.models.of(code))
        return self._models[code]

    def _analyse_or_tell(self, item: _Given, parse: Parse | Reason | None) -> Analysis:
        """The analysis; of a text that is not read, or that a rule stumbles over, only why."""
        if item.refused is not None:
            return self._unread(item, item.refused)
        try:
            return self._analyse(item, parse)
        except Exception as error:  # noqa: BLE001 (one text must not cost all others their day)
            reason = Reason("reading-failed", (f"{type(error).__name__}: {error}"[:200],))
            return replace(self._unread(item, reason), rejected=(reason,))

    def _unread(self, item: _Given, reason: Reason) -> Analysis:
        return Analysis(
            article_id=item.article.id,
            revision=item.article.revision,
            maker=self.maker,
            language=item.language.code,
            confidence=item.language.confidence,
            tags=(),
            relevance=Relevance(Tier.OFF, 0.0, (reason,)),
        )

    def _analyse(self, item: _Given, parse: Parse | Reason | None) -> Analysis:
        article, language, folded = item.article, item.language, item.folded
        text = article.full_text
        read = None if isinstance(parse, Reason) else parse
        scene = self._scene(article, language.code, folded, read)
        linking = link(scene)
        roles, unsolved = find_roles(scene, linking.linked)
        document = Document(
            text=text,
            title_end=len(article.title),
            language=language.code,
            folded=folded,
            sentences=_sentences(text, language.code, read),
            published=article.published.instant if article.published else None,
            source_id=article.source_id,
            entity_spans=tuple(map(_entity_span, linking.linked)),
            maker=self.maker,
        )
        tags = (*_tags(document, linking.linked), *find_sectors(document, self._knowledge))
        return Analysis(
            article_id=article.id,
            revision=article.revision,
            maker=self.maker,
            language=language.code,
            confidence=language.confidence,
            tags=tags,
            relevance=judge(document, tags, self._knowledge),
            roles=roles,
            rejected=(*self._gaps(text, parse), *linking.rejected, *unsolved),
        )

    def _scene(self, article: Article, code: str, folded: Folded, parse: Parse | None) -> Scene:
        text = article.full_text
        names = find_names(parse, code) if parse else ()
        edges = _edges(parse, [name.start for name in names]) if code == "ja" else None
        hits = self._gazetteer.hits(text, folded, edges)
        return Scene(
            text,
            code,
            _day(article),
            tuple(hit for hit in hits if not hit.form.shadow),
            names,
            self._knowledge.entities,
            tuple(hit for hit in hits if hit.form.shadow),
        )

    def _gaps(self, text: str, parse: Parse | Reason | None) -> Iterator[Reason]:
        """What of a text no model has read, and why."""
        if isinstance(parse, Reason):
            yield parse
        elif parse is not None and len(text) > self._options.longest:
            yield Reason("cut", (str(self._options.longest),))


def _language(article: Article, sources: Mapping[str, Source]) -> Language:
    source = sources.get(article.source_id)
    return detect_language(
        article.full_text, article.language or (source.language if source else "")
    )


def _day(article: Article) -> date:
    """The day of publication where the publisher is."""
    offset = article.published.offset_minutes if article.published else 0
    return (article.dated + timedelta(minutes=offset)).date()


def _edges(parse: Parse | None, starts: Iterable[int]) -> frozenset[int] | None:
    """Where words of the original begin; None where no model read the text."""
    if parse is None:
        return None
    begins = parse.cleaned.starts
    return frozenset({*starts, *(begins[token.start] for token in parse.tokens)})


def _sentences(text: str, code: str, parse: Parse | None) -> tuple[Sentence, ...]:
    if code in _CJK:
        return split_japanese(text)
    if parse is None or not parse.sentence_starts:
        return split_latin(text)
    return from_starts(text, (parse.cleaned.starts[start] for start in parse.sentence_starts))


def _entity_span(item: Linked) -> EntitySpan:
    return EntitySpan(item.start, item.end, TagKind(item.kind.value), item.key, item.known)


def _tags(document: Document, linked: Sequence[Linked]) -> Iterator[Tag]:
    """One tag an entity with all its mentions: people, organisations, places, as they come."""
    grouped: dict[tuple[TagKind, str], list[Linked]] = {}
    for item in linked:
        grouped.setdefault((TagKind(item.kind.value), item.key), []).append(item)
    for kind in _KINDS:
        for (found, key), items in grouped.items():
            if found is not kind:
                continue
            best = max(items, key=lambda item: item.score)
            mentions = tuple(document.mention(item.start, item.end) for item in items)
            yield Tag(
                kind, key, best.label, best.known, best.score, mentions, best.why, document.maker
            )
