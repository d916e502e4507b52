"""The training loop: seeded, one thread, averaged weights."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, Optimizer, fix_random_seed
from thinc.schedules import warmup_linear

from nlp.training.blend import Floats, weights, write
from nlp.training.example import UNKNOWN, Annotated

_WARM_UP: Final = 100
"""Steps until the full rate."""
_SLACK: Final = 1.15
"""Later rounds have more texts than the first: the rate must not fall to nothing too soon."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how hard a model is taught."""

    epochs: int
    rate: float
    dropout: float
    seed: int
    first_batch: int = 16
    last_batch: int = 32
    small: int = 2
    """Rounds at the beginning that go in small batches."""
    decay: float = 0.01
    kept: int = 3
    """Rounds at the end whose weights are averaged."""


def teach(nlp: Language, lessons: Callable[[int], Sequence[Annotated]], plan: Plan) -> None:
    """Teach the component `ner`; `lessons` gives the texts of each round."""
    fix_random_seed(plan.seed)
    order = random.Random(plan.seed)  # noqa: S311 - variety, not secrecy
    first = list(examples(nlp, lessons(0)))
    optimizer = _optimizer(len(first), plan)
    rounds: list[list[Floats]] = []
    for epoch in range(plan.epochs):
        batch = first if epoch == 0 else list(examples(nlp, lessons(epoch)))
        order.shuffle(batch)
        size = plan.first_batch if epoch < plan.small else plan.last_batch
        for start in range(0, len(batch), size):
            group = batch[start : start + size]
            nlp.update(group, sgd=optimizer, drop=plan.dropout, losses={})
            optimizer.step_schedules()  # type: ignore[no-untyped-call] # thinc's own gap
        found = [np.array(node.get_param(name)) for node, name in weights(nlp)]
        rounds = [*rounds, found][-plan.kept :]
    _average(nlp, rounds)


def _optimizer(texts: int, plan: Plan) -> Optimizer:
    per_epoch = texts / ((plan.first_batch + plan.last_batch) / 2)
    steps = int(per_epoch * plan.epochs * _SLACK) + 2 * _WARM_UP
    rate: Any = warmup_linear(plan.rate, _WARM_UP, steps)
    made: Optimizer = Adam(rate, L2=plan.decay, use_averages=False, L2_is_weight_decay=True)
    return made


def _average(nlp: Language, rounds: Sequence[Sequence[Floats]]) -> None:
    """The mean of the weights at the ends of the last rounds: steadier than any one of them."""
    for (node, name), *values in zip(weights(nlp), *rounds, strict=True):
        write(node, name, np.mean(values, axis=0, dtype="float32"))


def examples(nlp: Language, texts: Iterable[Annotated]) -> Iterator[Example]:
    """SpaCy's examples; a mark that no words match, or in doubt, teaches nothing."""
    for text in texts:
        if not text.text.strip():
            continue
        doc = nlp.make_doc(text.text)
        yield Example.from_dict(doc, {"entities": _tags(doc, text)})


def _tags(doc: Doc, text: Annotated) -> list[str]:
    """BILUO tags by word; `-` where nothing is taught."""
    tags = ["O"] * len(doc)
    doubtful: list[int] = []
    for mark in text.marks:
        span = doc.char_span(mark.start, mark.end)
        wide = doc.char_span(mark.start, mark.end, alignment_mode="expand")
        if span is None or mark.label == UNKNOWN or span.text != span.text.strip():
            doubtful.extend(token.i for token in wide or ())
        elif len(span) == 1:
            tags[span.start] = f"U-{mark.label}"
        else:
            inner = [f"I-{mark.label}"] * (len(span) - 2)
            tags[span.start : span.end] = [f"B-{mark.label}", *inner, f"L-{mark.label}"]
    for index in doubtful:
        if tags[index] == "O" and not doc[index].is_space:
            tags[index] = "-"
    return tags
