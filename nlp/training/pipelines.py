"""The networks before training."""

from __future__ import annotations

from typing import Any

import spacy
from spacy.language import Language

from nlp import tokens_ja
from nlp.training.example import LABELS


def japanese(width: int = 96, depth: int = 4) -> Language:
    """Words by Sudachi, three labels, nothing learnt yet."""
    nlp = spacy.blank("ja", config={"nlp": {"tokenizer": {"@tokenizers": tokens_ja.NAME}}})
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": width,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "LEMMA", "TAG", "DEP"],
        "rows": [8000, 2000, 4000, 1000, 300, 1000],
        "include_static_vectors": False,
    }
    return _with_names(nlp, embed, width, depth)


def _with_names(nlp: Language, embed: dict[str, object], width: int, depth: int) -> Language:
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": embed,
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": width,
                "depth": depth,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }
    names: Any = nlp.add_pipe("ner", config={"model": model})
    for label in LABELS:
        names.add_label(label)
    nlp.initialize()
    return nlp
