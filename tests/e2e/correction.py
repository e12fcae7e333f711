"""Correcting, for the oracle: for a word that stands nowhere, the nearest one that does; oracle.py has
the rules."""

import functools
import re

from queries import OPERATORS
from words import stem, words

MOST = 8  # words of a query that are looked at
SHORT = 5  # letters, up to which a word may be one edit off; else two
_CORRECTABLE = re.compile(r"[^0-9]{4,40}")
_PROPOSABLE = re.compile(r"[^0-9]{4,}")
_NO_NAMES = (*(name.lower() for name in OPERATORS), "near")


def distance(one, other):
    """How many letters are to be left out, put in or changed, or neighbours swapped, to make one word the
    other; no letter twice (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for k, b in enumerate(other, 1):
            least = min(rows[-1][k] + 1, row[-1] + 1, rows[-1][k - 1] + (a != b))
            if i > 1 and k > 1 and a == other[k - 2] and b == one[i - 2]:
                least = min(least, rows[-2][k - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


def _is_of_pattern(before, behind):
    """Does a question mark join a word to letters, as in wom?n?"""
    return re.search(r"[A-Za-z0-9]\?$", before) or re.match(r"\?[A-Za-z0-9]", behind)


class Speller:
    def __init__(self, collection):
        self._texts = collection.texts

    def _is_unknown(self, word):
        return stem(word) not in self._texts.having_stem and stem(word) not in self._texts.titled

    @functools.lru_cache(None)
    def nearest(self, word):
        """The nearest word, None if there is none near; the one whose stem most sections have."""
        most, near = 1 if len(word) <= SHORT else 2, []
        for known in self._texts.having_word:
            apart = set(word) ^ set(known)
            if abs(len(word) - len(known)) > most or len(apart) > 2 * most or not _PROPOSABLE.fullmatch(known):
                continue
            off = distance(word, known)
            if 0 < off <= most:
                near.append((off, -len(self._texts.having_stem.get(stem(known), ())), known.encode(), known))
        return min(near)[3] if near else None

    def corrected(self, query, expanded):
        """(the text with its unknown words replaced, but for those that are expanded; is one of them in
        quotation marks?); None if there is none to replace."""
        looked_at, changes, typed = {}, [], query.typed
        for leaf in query.leaves:
            at, text, quoted = leaf.source or (0, "", False)
            for word in words(text):
                if (
                    len(looked_at) < MOST and word.text not in looked_at and word.text not in expanded
                    and _CORRECTABLE.fullmatch(word.text) and self._is_unknown(word.text)
                ):
                    looked_at[word.text] = self.nearest(word.text)
                start, end = query.places[at + word.start], query.places[at + word.end - 1] + 1
                if looked_at.get(word.text) and not _is_of_pattern(typed[:start], typed[end:]):
                    changes.append((start, end, looked_at[word.text], quoted))
        return self._replaced(typed, sorted(changes)) if changes else None

    @staticmethod
    def _replaced(typed, changes):
        """As written: in capitals where the word is, unless that makes an operator of it."""
        made, at = "", 0
        for start, end, nearest, _ in changes:
            if nearest not in _NO_NAMES and not any("a" <= c <= "z" for c in typed[start:end]):
                nearest = "".join(c.upper() if c.isascii() else c for c in nearest)
            made += typed[at:start] + nearest
            at = end
        return made + typed[at:], any(quoted for *_, quoted in changes)
