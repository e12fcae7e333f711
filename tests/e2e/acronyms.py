"""Acronyms that texts explain, for the oracle: "Criminal Justice Information Services (CJIS)" and the
other way round, after Schwartz and Hearst (2003); lib/spec/acronym.h has the rules."""

import collections
import re
import typing

from words import stem, words

KEPT = 3  # long forms of an acronym
LONGEST = 100  # bytes of a long form
SMALL = ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")

_BRACKETS = re.compile(r"\(([^()]*)\)")
_PLACES = re.compile(r"\(\s*([A-Z][A-Za-z0-9]+)|\b([A-Z][A-Za-z0-9]+)\s*\(")
_LETTERS = re.compile("[A-Z][A-Za-z0-9]{1,9}")
_LETTER = "[A-Za-z0-9\u0080-\U0010ffff]"
_RUN = re.compile(f"{_LETTER}(?:(?:{_LETTER}|')*{_LETTER})?")
_BLANK = re.compile(r"\s", re.ASCII)


class Pair(typing.NamedTuple):
    """An acronym and a long form of it, as words in lower case."""

    letters: str
    long: str  # with an apostrophe before the s of a possessive
    words: typing.Tuple[str, ...]
    stems: typing.Tuple[str, ...]  # but of a possessive's s
    classes: int  # that explain it

    @property
    def plain(self):
        """The long form as it may be typed."""
        return " ".join(word for word in self.words if word != "s")


def _letters(text):
    """The letters of an acronym, without a plural's s; None if it is none."""
    capitals = sum(c.isupper() for c in text)
    if not _LETTERS.fullmatch(text) or capitals < 2 or not set(text) - set("IVX"):
        return None
    singular = text[:-1] if re.fullmatch(".+[A-Z]s", text) else text
    return singular if 2 * (capitals + sum(c.isdigit() for c in text)) >= len(singular) else None


def _begin_so(runs, letters):
    """Do the words of some runs begin with the letters? Small ones need not."""
    if not runs or not letters:
        return not runs and not letters
    first, *rest = runs
    return (
        first[0].lower() == letters[0] and _begin_so(rest, letters[1:])
        or first.lower() in SMALL and _begin_so(rest, letters)
    )


def _by_initials(letters, text):
    """Where the fewest words begin whose initials the letters are."""
    runs = list(_RUN.finditer(text))
    for first in reversed(range(len(runs))):
        found = [run[0] for run in runs[first:]]
        if found[0].lower() not in SMALL and found[-1].lower() not in SMALL and _begin_so(found, letters):
            return runs[first].start()
    return None


def _by_letters(letters, text):
    """Where the word begins that has the first of the letters, which are sought from right to left; the
    last word has to have one."""
    at, last = len(text), None
    for i, letter in reversed(list(enumerate(letters))):
        at -= 1
        while at >= 0 and not (
            text[at].lower() == letter and (i > 0 or at == 0 or not re.match(_LETTER, text[at - 1]))
        ):
            at -= 1
        if at < 0:
            return None
        last = at if last is None else last
    if _BLANK.search(text, last):
        return None
    start = max((m.end() for m in _BLANK.finditer(text, 0, at)), default=0)
    return None if _BLANK.split(text[start:])[0].lower() in SMALL else start


def _long_form(letters, text):
    """What at the end of a text the letters stand for; None: nothing there."""
    most = min(len(letters) + 5, 2 * len(letters))
    pieces = list(re.finditer(r"\S+", text, re.ASCII))[-most:]
    near = text[pieces[0].start() :] if pieces else ""
    start = _by_initials(letters.lower(), near)
    if start is None:
        start = _by_letters(letters.lower(), near)
    return near[start:] if start is not None and _BLANK.search(near, start) else None


def candidates(text):
    """Words that stand where an acronym would."""
    return {match[1] or match[2] for match in _PLACES.finditer(text)}


def explained(sentence):
    """[(acronym, long form)] as written in a sentence."""
    found = []
    for match in _BRACKETS.finditer(sentence):
        before = re.split(r"[][();:]", sentence[: match.start()])[-1].strip()
        inside = re.split("[,;]", match[1])[0].strip()
        letters = _letters(inside)
        if letters:
            long = _long_form(letters, before)
        else:
            letters = _letters(_BLANK.split(before)[-1])
            long = _long_form(letters, inside) if letters else None
            long = long if long == inside else None
        if long:
            found.append((letters, long))
    return found


def _pair(letters, long, classes):
    """None if it is none that is kept."""
    letters, found = letters.lower(), words(long)
    written = "".join(("'" if word.possessive else " ") + word.text for word in found)[1:]
    stems = tuple(stem(word.text) for word in found if not word.possessive)
    texts = tuple(word.text for word in found)
    if letters in texts or len(stems) < 2 or len(written.encode()) > LONGEST:
        return None
    return Pair(letters, written, texts, stems, classes)


def mined(specifications):
    """The pairs that are kept, those that most classes explain first."""
    having = collections.defaultdict(set)
    for specification in specifications:
        for section in specification.sections:
            for letters, long in section.explained_acronyms:
                pair = _pair(letters, long, 0)
                if pair:
                    having[pair].add(specification)
    pairs = [pair._replace(classes=len(classes)) for pair, classes in having.items()]
    pairs.sort(key=lambda pair: (-pair.classes, pair.letters, pair.long))
    count, kept = collections.Counter(), []
    for pair in pairs:
        count[pair.letters] += 1
        if count[pair.letters] <= KEPT:
            kept.append(pair)
    return kept
