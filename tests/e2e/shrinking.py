"""The smallest query that still shows a disagreement, for agree.py. Queries are cut as texts, so that
what both sides make of them is tried too; one that both refuse shows nothing."""

import re

from queries import QUOTES

TRIES = 300
_PIECE = re.compile(rf"[({QUOTES}]|[^\s(){QUOTES}]+|[)]")


def _pieces(text):
    """What a query is made of: brackets, and words and phrases with what stands before them."""
    found, at = [], 0
    pattern = re.compile(rf"\s*([()]|[^\s(){QUOTES}]*(?:[{QUOTES}][^{QUOTES}]*[{QUOTES}])[^\s()]*|[^\s(){QUOTES}]+[(]?)")
    while match := pattern.match(text, at):
        found.append(match[1])
        at = match.end()
    return found if not text[at:].strip() else [text]


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
    """Lists with less: without a run of pieces, the longest first, or without a pair of brackets."""
    for at, piece in enumerate(pieces):
        if piece.endswith("("):
            end = _partner(pieces, at)
            if end is not None:
                yield pieces[:at] + pieces[end + 1 :]
                yield pieces[:at] + pieces[at + 1 : end] + pieces[end + 1 :]
    for length in (8, 4, 3, 2, 1):
        for at in range(len(pieces) - length + 1):
            yield pieces[:at] + pieces[at + length :]
    for at, piece in enumerate(pieces):
        scope = re.fullmatch(r"(?:[-\u2212]|[A-Za-z_]{2,}:)([^:].*)", piece)
        if scope:
            yield pieces[:at] + [scope[1]] + pieces[at + 1 :]
        quoted = piece.rstrip(QUOTES).split(" ")
        if len(quoted) > 1:
            opening = re.match(rf"[^{QUOTES}]*[{QUOTES}]", piece)
            closing = piece[-1]
            if opening:
                inner = piece[opening.end() : -1].split()
                for less in (inner[1:], inner[:-1]):
                    yield pieces[:at] + [opening[0] + " ".join(less) + closing] + pieces[at + 1 :]


def shrunk(text, filters, wrongs_of):
    """(text, filters, wrongs) of the smallest case found for which wrongs_of(text, filters) has some."""
    best, tries = (text, filters, wrongs_of(text, filters)), 0
    progress = True
    while progress and tries < TRIES:
        progress = False
        text, filters, _ = best
        cases = [(text, {f: v for f, v in filters.items() if f != facet}) for facet in filters]
        cases += [(_text(pieces), filters) for pieces in _smaller(_pieces(text))]
        for case in cases:
            tries += 1
            wrongs = wrongs_of(*case) if case[0].strip() or not case[0] else []
            if wrongs:
                best, progress = (*case, wrongs), True
                break
            if tries >= TRIES:
                break
    return best
