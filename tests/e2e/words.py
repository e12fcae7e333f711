"""The words of a text, for the oracle; oracle.py has the rules."""

import functools
import itertools
import re
import sys
import typing
import unicodedata

import snowballstemmer


def _character_class(categories):
    """A regular expression's class of all characters of these Unicode categories."""
    ranges = []
    points = (c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) in categories)
    for _, run in itertools.groupby(enumerate(points), lambda pair: pair[1] - pair[0]):
        run = [point for _, point in run]
        ranges.append(f"\\U{run[0]:08x}-\\U{run[-1]:08x}")
    return "[" + "".join(ranges) + "]"


_LETTER = _character_class({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl"})
WORD = re.compile(f"{_LETTER}(?:{_LETTER}|\u00ad)*")
_stemmer = snowballstemmer.stemmer("english")


@functools.lru_cache(None)
def lower(text):
    return text.lower() if text.isascii() else "".join(c.lower()[0] for c in text)


@functools.lru_cache(None)
def stem(word):
    return word if len(word) <= 3 else _stemmer.stemWord(word)


class Word(typing.NamedTuple):
    """A word of a text: in lower case, with its place in code points."""

    text: str
    start: int
    end: int
    possessive: bool


def words(text):
    found, end = [], 0
    for match in WORD.finditer(text):
        word = lower(match[0].replace("\u00ad", ""))
        possessive = word == "s" and end > 0 and text[end : match.start()] in ("'", "\u2019")
        end = match.end()
        found.append(Word(word, match.start(), end, possessive))
    return found


def folded(text):
    """Words and numbers in lower case, a blank between."""
    return " ".join(word.text for word in words(text))


def stems(found):
    return {stem(word.text) for word in found if not word.possessive}


def word_line(texts):
    """Words with a blank around each, so that a phrase is a substring."""
    return " " + "".join(text + " " for text in texts)
