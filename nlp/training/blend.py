"""Weights averaged over several trainings and towards those that they began with.

Trained on few sentences, a model forgets what the stock one knew of rare names; half-way between
the two it keeps both (Wortsman et al., Robust fine-tuning of zero-shot models, 2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Model

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def blend(start: Language, taught: Sequence[Language], share: float) -> Language:
    """The first model with its names moved `share` of the way to the mean of the taught ones."""
    others = [weights(nlp) for nlp in taught]
    for index, (own, key) in enumerate(weights(start)):
        same = [other[index] for other in others]
        mean = np.mean([np.asarray(node.get_param(name)) for node, name in same], axis=0)
        value = (1 - share) * np.asarray(own.get_param(key)) + share * mean
        write(own, key, value)
    return start


def network(nlp: Language, pipe: str) -> Model[Any, Any]:
    """The network of a component."""
    component: Any = nlp.get_pipe(pipe)
    model: Model[Any, Any] = component.model
    return model


def write(node: Model[Any, Any], name: str, value: Any) -> None:  # noqa: ANN401 - any floats
    """Put weights in a node, in the form that thinc computes with."""
    floats: Any = np.ascontiguousarray(value, dtype="float32")
    node.set_param(name, floats)


def weights(nlp: Language) -> list[tuple[Model[Any, Any], str]]:
    """The weights of the names: nodes, and what each calls its own."""
    return [
        (node, name)
        for node in network(nlp, "ner").walk()
        for name in node.param_names
        if node.has_param(name)
    ]
