"""The query language, for the oracle: a text to the parts that it joins by AND. oracle.py has the
rules, matching.py the parts."""

import re

from matching import And, Field, Kind, Near, Not, Or, Phrase, Prefix, Sought, Word, matches
from specifications import KINDS, Part
from words import WORD, stem, stems, words

SHORT_KINDS = {"ksa": "knowledge_skills_abilities", "background": "background_check"}
FARTHEST = 100
SHORTEST_PREFIX = 3

_BLANK = " \t\n\v\f\r\u00a0"
QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_MINUS = "-\u2013\u2212"
_SCOPE = re.compile(rf"([A-Za-z_]{{2,}}):(?![{_BLANK}/]|$)")
_BARE = {
    False: re.compile(rf"[^{_BLANK}{QUOTES}]+"),
    True: re.compile(rf"[^{_BLANK}{QUOTES})]+"),  # within a group
}
_JOINERS = "-._@'\u2010\u2011\u2019"
JOINED = re.compile(rf"{WORD.pattern}(?:(?:[{_JOINERS}]|(?<=\d),(?=\d)){WORD.pattern})*")
_PIECE = re.compile(rf"({JOINED.pattern})(\*?)")
_STAR_WITHIN = re.compile(rf"\*[{_JOINERS}]?{WORD.pattern}")
OPERATORS = ("AND", "OR", "NOT")
_OPERATOR = {
    False: re.compile(rf"({'|'.join(OPERATORS)})(?=[{_BLANK}{QUOTES}(]|$)"),
    True: re.compile(rf"({'|'.join(OPERATORS)})(?=[{_BLANK}{QUOTES}()]|$)"),  # within a group
}
_NEAR = re.compile("/([0-9]+)")

NOTHING = object()  # an empty group


class Refused(Exception):
    """This is no query."""


def _leaf(text):
    """The part for a word, or for several that are joined as in full-time."""
    found = words(text)
    unpossessed = [word.text for word in found if not word.possessive]
    if len(unpossessed) == 1:
        return Word(stem(unpossessed[0]))
    return Phrase([word.text for word in found])


def _leaves(bare, alone):
    """The parts for a run of characters without a blank, several if other punctuation than a
    hyphen or the like joins words (and/or); none if it is punctuation. `alone`: between blanks."""
    if alone and not words(bare):
        return []
    if "*" in _PIECE.sub(" ", bare) or _STAR_WITHIN.search(bare):
        raise Refused(f"a star in {bare} does not stand behind a word")
    return [_prefix(piece) if star else _leaf(piece) for piece, star in _PIECE.findall(bare)]


def _prefix(text):
    found = words(text)
    if len(found) != 1 or len(found[0].text) < SHORTEST_PREFIX:
        raise Refused(f"{text} is not the beginning of a word")
    return Prefix(found[0].text)


def _field(scope, value):
    if scope == "title":
        wanted = stems(words(value))
        return Field(lambda specification: wanted <= specification.title_stems)
    if scope == "agency":
        return Field(lambda specification: specification.agency.lower() == value.lower())
    return Field(lambda specification: (specification.code or "").lower() == value.lower())


class _Lexer:
    """Cuts a text into tokens: "(", ")", "OR", "AND", "NOT", a distance, the parts found (words,
    phrases, prefixes, fields), and the kind before a group as ("kind", its name). Several words
    that punctuation joins are a group."""

    def __init__(self, text):
        self.text, self.at, self.depth, self.kinds = text, 0, 0, set()
        self.tokens = []
        while self.at < len(text):
            self._next()
        if self.depth:
            raise Refused("a bracket is not closed")

    def _skip(self, characters):
        found = self.text[self.at : self.at + 1]
        if not found or found not in characters:
            return False
        self.at += 1
        return True

    def _quoted(self):
        """The text within quotation marks, if they stand here."""
        if not self._skip(QUOTES):
            return None
        start = self.at
        while not self._skip(QUOTES):
            if self.at >= len(self.text):
                raise Refused("a quotation mark has no partner")
            self.at += 1
        return self.text[start : self.at - 1]

    def _bare(self):
        match = _BARE[self.depth > 0].match(self.text, self.at)
        self.at = match.end() if match else self.at
        return match[0] if match else ""

    def _is_minus(self):
        """Is this a minus, right before a word, quotation mark, bracket or scope?"""
        before, behind = self.text[: self.at][-1:], self.text[self.at + 1 :][:1]
        return (
            self.text[self.at] in _MINUS
            and before in ("", "(", *_BLANK)
            and (behind in (*QUOTES, "(") and behind != "" or WORD.match(behind) is not None)
        )

    def _opens_group(self):
        before = self.text[: self.at][-1:]
        return self.text[self.at] == "(" and (
            before in ("", "(", *_BLANK) or self.tokens[-1:] and self.tokens[-1] in OPERATORS
        )

    def _next(self):
        if self._skip(_BLANK):
            return
        if self._is_minus():
            self.at += 1
            self.tokens.append("NOT")
        elif self._opens_group():
            self._open()
        elif self.depth and self._skip(")"):
            self.depth -= 1
            self.tokens.append(")")
        else:
            before = self.text[: self.at][-1:]
            operator = before not in tuple(_MINUS) and _OPERATOR[self.depth > 0].match(self.text, self.at)
            scope = _SCOPE.match(self.text, self.at)
            if operator:
                self.at = operator.end()
                self.tokens.append(operator[0])
            elif scope:
                self.at = scope.end()
                self._scoped(scope[1].lower())
            else:
                self._unscoped()

    def _open(self):
        self.at += 1
        self.depth += 1
        self.tokens.append("(")

    def _unscoped(self):
        quoted = self._quoted()
        if quoted is not None:
            self.tokens += self._phrase(quoted)
            return
        start, bare = self.at, self._bare()
        before, behind = self.text[:start][-1:], self.text[self.at :][:1]
        alone = before in ("", "(", *_BLANK) and behind in ("", ")", *_BLANK)
        distance = _NEAR.fullmatch(bare)
        if alone and bare.lower() in ("/s", "/p"):
            raise NotImplementedError(f"the oracle does not know {bare}")
        if alone and distance:
            if not 1 <= int(distance[1]) <= FARTHEST:
                raise Refused(f"the distance {bare}")
            self.tokens.append(int(distance[1]))
        else:
            self._add(_leaves(bare, alone))

    def _add(self, parts):
        self.tokens += ["(", *parts, ")"] if len(parts) > 1 else parts

    @staticmethod
    def _phrase(quoted):
        texts = [word.text for word in words(quoted)]
        return [Phrase(texts)] if texts else []

    def _scoped(self, scope):
        scope = SHORT_KINDS.get(scope, scope)
        if scope in ("title", "agency", "code"):
            quoted = self._quoted()
            value = self._bare() if quoted is None else quoted
            starred = scope == "title" and quoted is None and "*" in value
            if self.depth or starred or value.startswith("("):
                raise Refused(f"{scope}: in a group, before a group or a prefix")
            if not (words(value) if scope == "title" else value.strip()):
                raise Refused(f"{scope}: without a value")
            self.tokens.append(_field(scope, value))
            return
        self.kinds.add(scope)
        if scope not in KINDS or len(self.kinds) > 1:
            raise Refused(f"the scope {scope}")
        if self.text[self.at] == "(":
            self.tokens.append(("kind", scope))
            self._open()
            return
        quoted = self._quoted()
        parts = _leaves(self._bare(), False) if quoted is None else self._phrase(quoted)
        self._add([Kind(scope, part) for part in parts])


class _Parser:
    """Joins tokens, the tightest first: brackets, NOT, OR, proximity, AND."""

    def __init__(self, tokens):
        self.tokens, self.at = tokens, 0

    def _peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self, token):
        taken = self._peek() == token
        self.at += taken
        return taken

    def parts(self):
        """Parts joined by AND, up to the end or a closing bracket."""
        found = []
        while self._peek() not in (None, ")"):
            if self._take("AND") and not found:
                raise Refused("AND without a word before it")
            part = self._near()
            if part is not NOTHING:
                found += part.children if isinstance(part, And) else [part]
        return found

    def _near(self):
        part = self._or()
        while isinstance(self._peek(), int):
            distance = self.tokens[self.at]
            self.at += 1
            part = Near(_near_operand(part), _near_operand(self._or()), distance)
        return part

    def _or(self):
        operands = [self._operand()]
        while self._take("OR"):
            operands.append(self._operand())
        if len(operands) == 1:
            return operands[0]
        if NOTHING in operands:
            raise Refused("an empty group under OR")
        return Or([part for one in operands for part in (one.children if isinstance(one, Or) else [one])])

    def _operand(self):
        token = self._peek()
        self.at += 1
        if token == "NOT":
            operand = self._operand()
            return NOTHING if operand is NOTHING else Not(operand)
        if token == "(":
            return self._group()
        if isinstance(token, tuple):
            self._take("(")
            group = self._group()
            return NOTHING if group is NOTHING else Kind(token[1], group)
        if token is None or isinstance(token, (str, int)):
            raise Refused("an operator without a word")
        return token

    def _group(self):
        parts = self.parts()
        if not self._take(")"):
            raise Refused("a bracket is not closed")
        if not parts:
            return NOTHING
        return parts[0] if len(parts) == 1 else And(parts)


def _near_operand(part):
    within = part.children if isinstance(part, Or) else [part]
    if not all(isinstance(one, Sought) for one in within):
        raise Refused("an operand of a proximity")
    return part


def _check(part, above):
    """Refuses what may not stand below the types of part that are above."""
    if isinstance(part, Not) and (Or in above or Not in above):
        raise Refused("NOT below OR or NOT")
    if isinstance(part, Kind) and Kind in above:
        raise Refused("a kind within a kind")
    if isinstance(part, Field) and above not in ([], [Not]):
        raise Refused("a field that is no part of the whole query")
    if isinstance(part, (And, Or)):
        children = part.children
    else:
        children = [part.child] if isinstance(part, (Not, Kind)) else []
    for child in children:
        _check(child, above + [type(part)])


class Query:
    def __init__(self, text):
        self.parts = _Parser(_Lexer(text).tokens).parts()
        if text.strip() and not self.parts:
            raise Refused("no word")
        for part in self.parts:
            _check(part, [])
        self.leaves = [leaf for part in self.parts for leaf in part.leaves()]

    def matches(self, collection):
        return matches(self.parts, collection)

    def marks(self, text):
        """What is to be highlighted in a text: [start, end] in code points."""
        found, part = words(text), Part(text)
        places = set().union(*(leaf.places(part) for leaf in self.leaves))
        marked = {i for first, last in places for i in range(first, last + 1)}
        return [[found[i].start, found[i].end] for i in sorted(marked)]
