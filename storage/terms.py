"""What a reader types into the search box, cut into terms; and the text it is looked up in.

Both sides pass through `news.text.search_text`: Latin words folded, Japanese runs as overlapping
bigrams. A term of several tokens is a phrase, so 愛知県 asks for 愛知 followed by 知·県. Bigrams
know no word edges but those of prefectures: 京都 does not find 東京都, 知多 still finds 愛知多文化.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from news.text import fold_text, is_cjk, search_text, words

# After folding, quotes of every kind are straight. An open quote ends with the text.
_TERM = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that the text must hold."""

    tokens: tuple[str, ...]
    """Tokens that must follow one another."""
    prefix: bool = False
    """Whether the last token may be the beginning of a longer word."""

    @property
    def lone(self) -> bool:
        """A single Japanese character: bigrams hold it first, run ends hold it last."""
        return len(self.tokens) == 1 and len(self.tokens[0]) == 1 and is_cjk(self.tokens[0])


def parse_terms(query: str) -> tuple[Term, ...]:
    """The terms of a query: words, "phrases" and prefixes written `hydrog*`.

    What holds neither letter nor digit is passed over, so the answer may be empty.
    """
    terms = []
    for match in _TERM.finditer(fold_text(query)):
        tokens = tuple(search_text(match.group()).split())
        if tokens:
            terms.append(Term(tokens, prefix=match.group().endswith("*")))
    return tuple(terms)


def indexed(title: str, body: str) -> tuple[str, str, str]:
    """Title and body as a word index takes them, and the last character of every Japanese run."""
    ends = (word[-1] for word in words(f"{title}\n{body}") if is_cjk(word[-1]))
    return search_text(title), search_text(body), " ".join(dict.fromkeys(ends))
