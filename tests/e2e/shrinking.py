"""The smallest query that still shows a disagreement, for agree.py. Queries are cut as texts, so that
what both sides make of them is tried too; one that both refuse shows nothing."""

import re

from queries import QUOTES

TRIES = 300
# A bracket, or what stands between blanks and brackets, which may have a phrase in it.
_PIECE = re.compile(
    rf"\s*([()]|[^\s(){QUOTES}]*[{QUOTES}][^{QUOTES}]*[{QUOTES}][^\s()]*|[^\s(){QUOTES}]+\(?)"
)
_SCOPE = re.compile(r"(?:[-\u2212]|[A-Za-z_]{2,}:)([^:(].*)")
_PHRASE = re.compile(rf"([^{QUOTES}]*[{QUOTES}])([^{QUOTES}]*)([{QUOTES}])")


def _pieces(text):
    """What a query is made of; all of it as one where that cannot be told."""
    found, at = [], 0
    while match := _PIECE.match(text, at):
        found.append(match[1])
        at = match.end()
    return [text] if text[at:].strip() else found


def _text(pieces):
    """The pieces as a text, no blank within brackets, so that what stands before them belongs to them."""
    text = ""
    for piece in pieces:
        glued = piece == ")" or not text or text.endswith("(") or text.endswith(("-", "\u2212", ":"))
        text += piece if glued else " " + piece
    return text


def _partner(pieces, at):
    """The end of the group that opens at a piece."""
    depth = 0
    for end in range(at, len(pieces)):
        depth += pieces[end].endswith("(") - (pieces[end] == ")")
        if depth == 0:
            return end
    return None


def _smaller(pieces):
    """Lists with less: without a group or its brackets, without a run of pieces, the longest first,
    or with less in a piece."""
    for at, piece in enumerate(pieces):
        end = _partner(pieces, at) if piece.endswith("(") else None
        if end is not None:
            yield pieces[:at] + pieces[end + 1 :]
            yield pieces[:at] + pieces[at + 1 : end] + pieces[end + 1 :]
    for length in (8, 4, 3, 2, 1):
        for at in range(len(pieces) - length + 1):
            yield pieces[:at] + pieces[at + length :]
    for at, piece in enumerate(pieces):
        for less in _less(piece):
            yield pieces[:at] + [less] + pieces[at + 1 :]


def _less(piece):
    """A piece without its scope or minus, or without the first or last word of its phrase."""
    scoped, phrase = _SCOPE.fullmatch(piece), _PHRASE.fullmatch(piece)
    if scoped:
        yield scoped[1]
    if phrase and len(phrase[2].split()) > 1:
        before, within, behind = phrase.groups()
        yield before + " ".join(within.split()[1:]) + behind
        yield before + " ".join(within.split()[:-1]) + behind


def _cases(text, filters):
    for facet in filters:
        yield text, {other: values for other, values in filters.items() if other != facet}
    for pieces in _smaller(_pieces(text)):
        if pieces:
            yield _text(pieces), filters


def shrunk(text, filters, wrongs_of):
    """(text, filters, wrongs) of the smallest case found for which wrongs_of(text, filters) has some."""
    best, tries, cases = (text, filters, wrongs_of(text, filters)), 0, _cases(text, filters)
    while tries < TRIES and (case := next(cases, None)):
        tries += 1
        wrongs = wrongs_of(*case)
        if wrongs:
            best, cases = (*case, wrongs), _cases(*case)
    return best
