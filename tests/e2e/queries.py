"""The query language, for the oracle: a text to the parts that it joins by AND. oracle.py has the
rules, matching.py the parts, scopes.py what stands behind a name and a colon or sign."""

import copy
import re

import comparisons
from joins import Conjunction
from matching import And, Demand, Field, Heading, Kind, Modality, Near, Not, Or, Phrase, Prefix, Sought, Word
from scopes import FIELDS, KINDS_BY_NAME, Refused, compared, field, modality
from specifications import Part
from words import WORD, folded, words

FARTHEST = 100
NEAR = 10  # the distance of the word
SHORTEST_PREFIX = 3

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_MINUS = "-\u2013"
_BLANKS = "\t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"
_PLAIN = str.maketrans({
    **dict.fromkeys([*_BLANKS, *map(chr, range(0x2000, 0x200B))], " "),
    **dict.fromkeys(QUOTES, '"'),
    **dict.fromkeys("`\u00b4\u2018\u2019\u201b\u2032", "'"),
    **dict.fromkeys("\u2010\u2011\u2212", "-"),
    **dict.fromkeys("\u00ad\ufeff", None),
    "\u2264": "<=",
    "\u2265": ">=",
})
_INVISIBLE = re.compile("[\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f]")
_SCOPE = re.compile("([A-Za-z_]{2,}):(?![ /]|$)")
_BARE = {
    False: re.compile('[^ "]+'),
    True: re.compile('[^ ")]+'),  # within a group
}
_JOINERS = "-._@'"
JOINED = re.compile(rf"{WORD.pattern}(?:(?:[{_JOINERS}]|(?<=\d),(?=\d)){WORD.pattern})*")
_PIECE = re.compile(rf"({JOINED.pattern})(\*?)")
_STAR_WITHIN = re.compile(rf"\*[{_JOINERS}]?{WORD.pattern}")
OPERATORS = ("AND", "OR", "NOT")
_OPERATOR = {
    False: re.compile(rf"({'|'.join(OPERATORS)})(?=[ \"(]|$)"),
    True: re.compile(rf"({'|'.join(OPERATORS)})(?=[ \"()]|$)"),  # within a group
}
_NEAR = re.compile("(?:NEAR|[wW])?/([0-9]+|[sSpP])")
_SIGN = "|".join(comparisons.SIGNS)
_COMPARED = re.compile(rf"({'|'.join(comparisons.NAMES)}) *({_SIGN}) *", re.IGNORECASE)
_RANGE = re.compile(rf"({'|'.join(comparisons.NAMES)}):(?=[^ \")]*\.\.)", re.IGNORECASE)
_UNKNOWN_COMPARED = re.compile("[A-Za-z_]{2,}[<>]=[^ ]")
_BEHIND_VALUE = re.compile(' +([A-Za-z]+)[.,;]?(?![^ ")])')
_GROUP = re.compile(r"\(([^()]*)\)")

NOTHING = object()  # an empty group


def _leaf(text, at):
    """The part for a word, or for several that are joined as in full-time."""
    found = words(text)
    unpossessed = [word for word in found if not word.possessive]
    if len(unpossessed) == 1:
        (word,) = unpossessed
        leaf = Word(word.text, text[word.start : word.end])
    else:
        leaf = Phrase([word.text for word in found])
    leaf.source = (at, text, False)
    return leaf


def _leaves(bare, alone, at):
    """The parts for a run of characters without a blank, several if other punctuation than a
    hyphen or the like joins words (and/or); none if it is punctuation. `alone`: between blanks."""
    if alone and not words(bare):
        return []
    if "*" in _PIECE.sub(" ", bare) or _STAR_WITHIN.search(bare):
        raise Refused(f"a star in {bare} does not stand behind a word")
    pieces = _PIECE.finditer(bare)
    return [_prefix(piece[1]) if piece[2] else _leaf(piece[1], at + piece.start()) for piece in pieces]


def _prefix(text):
    found = words(text)
    if len(found) != 1 or len(found[0].text) < SHORTEST_PREFIX:
        raise Refused(f"{text} is not the beginning of a word")
    return Prefix(found[0].text)


def _plain(text):
    """Text that was pasted, with one character for what looks alike, and without what cannot be seen
    unless it parts letters; and of each character where it was."""
    plain = [(character, at) for at, typed in enumerate(text) for character in typed.translate(_PLAIN)]
    rest, made, places = "".join(character for character, _ in plain), "", []
    for i, (character, at) in enumerate(plain):
        parts_letters = WORD.match(made[-1:]) and WORD.match(rest, i + 1)
        if parts_letters or not _INVISIBLE.match(character):
            made += character
            places.append(at)
    return made, places


class _Lexer:
    """Cuts a text into tokens: "(", ")", "OR", "AND", "NOT", a distance, the parts found (words,
    phrases, prefixes, fields), and the scope before a group as ("scope", what makes the part).
    Several words that punctuation joins are a group."""

    def __init__(self, text):
        self.text, self.at, self.depth = text, 0, 0
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
        if not self._skip('"'):
            return None
        start = self.at
        while not self._skip('"'):
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
            and before in ("", "(", " ")
            and (behind in ('"', "(") and behind != "" or WORD.match(behind) is not None)
        )

    def _opens_group(self):
        before = self.text[: self.at][-1:]
        return self.text[self.at] == "(" and (
            before in ("", "(", " ") or self.tokens[-1:] and self.tokens[-1] in OPERATORS
        )

    def _next(self):
        if self._skip(" "):
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
            if operator:
                self.at = operator.end()
                self.tokens.append(operator[0])
            elif not self._compared():
                scope = _SCOPE.match(self.text, self.at)
                if scope:
                    self.at = scope.end()
                    self._scoped(scope[1].lower())
                else:
                    self._unscoped()

    def _compared(self):
        """Takes a comparison by a sign, or a range, if one stands here."""
        match = _COMPARED.match(self.text, self.at) or _RANGE.match(self.text, self.at)
        if not match:
            if _UNKNOWN_COMPARED.match(self.text, self.at):
                raise Refused("a comparison of what cannot be compared")
            return False
        self.at = match.end()
        name, sign = match[1].lower(), match[2] if match.re is _COMPARED else ":"
        self.tokens.append(compared(name, sign, self._compared_value(name)))
        return True

    def _value(self):
        quoted = self._quoted()
        return self._bare() if quoted is None else quoted

    def _compared_value(self, measure):
        """Without the stop, comma or bracket of a text around it; with the unit or the rest of a name
        that stands behind a blank."""
        quoted = self._quoted()
        if quoted is not None:
            return quoted
        value = self._bare()
        more = _BEHIND_VALUE.match(self.text, self.at)
        is_number = re.fullmatch(r"[0-9.\u2013]+", value)
        while more and (
            is_number and more[1].lower() in comparisons.UNITS.get(measure, ())
            or measure == "education" and comparisons.NAME_GOES_ON.search(f"{value} {more[1]}")
        ):
            self.at = more.end()
            value += " " + more[1]
            more = not is_number and _BEHIND_VALUE.match(self.text, self.at)
        return value if value.endswith("..") else value.rstrip(".,;)")

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
        alone = before in ("", "(", " ") and behind in ("", ")", " ")
        distance = _NEAR.fullmatch(bare)
        if alone and bare == "NEAR":
            self.tokens.append(("near", NEAR))
        elif alone and distance and distance[1].isalpha():
            self.tokens.append(("near", distance[1].lower()))
        elif alone and distance:
            if not 1 <= int(distance[1]) <= FARTHEST:
                raise Refused(f"the distance {bare}")
            self.tokens.append(("near", int(distance[1])))
        else:
            self._add(_leaves(bare, alone, start))

    def _add(self, parts):
        self.tokens += ["(", *parts, ")"] if len(parts) > 1 else parts

    def _phrase(self, quoted):
        """That which was quoted just before."""
        texts = [word.text for word in words(quoted)]
        if not texts:
            return []
        phrase = Phrase(texts)
        phrase.source = (self.at - 1 - len(quoted), quoted, True)
        return [phrase]

    def _scoped(self, scope):
        if scope in FIELDS:
            quoted, value = self.text[self.at] == '"', self._value()
            self.tokens.append(field(scope, value, quoted))
        elif scope == "modality":
            group = _GROUP.match(self.text, self.at)
            self.at = group.end() if group else self.at
            self.tokens.append(modality(re.split(" +OR +", group[1]) if group else [self._bare()]))
        elif scope in comparisons.NAMES and scope not in KINDS_BY_NAME:
            self.tokens.append(compared(scope, ":", self._compared_value(scope)))
        elif scope == "heading":
            self._within(Heading)
        elif scope in KINDS_BY_NAME:
            self._within(lambda part: Kind(KINDS_BY_NAME[scope], part))
        else:
            raise Refused(f"the scope {scope}")

    def _within(self, make):
        """A scope of what is sought in texts: before a group, or a word or phrase."""
        if self.text[self.at] == "(":
            self.tokens.append(("scope", make))
            self._open()
            return
        start, quoted = self.at, self._quoted()
        parts = _leaves(self._bare(), False, start) if quoted is None else self._phrase(quoted)
        self._add([make(part) for part in parts])


class _Parser:
    """Joins tokens, the tightest first: brackets, NOT, OR, /5, /s, /p, AND."""

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
                found += part.children if _is_plain_and(part) else [part]
        return found

    def _near(self, loosest=("p", "s", None)):
        """Words apart (None) bind tighter than in a sentence, and that tighter than in a paragraph."""
        unit, *tighter = loosest

        def operand():
            return self._near(tighter) if tighter else self._or()

        part = operand()
        while self._is_distance(unit):
            distance = self._peek()[1]
            self.at += 1
            part = Near(_near_operand(part), _near_operand(operand()), distance)
        return part

    def _is_distance(self, unit):
        token = self._peek()
        if not isinstance(token, tuple) or token[0] != "near":
            return False
        return token[1] == unit if unit else isinstance(token[1], int)

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
        if isinstance(token, tuple) and token[0] == "scope":
            self._take("(")
            group = self._group()
            return NOTHING if group is NOTHING else token[1](group)
        if token is None or isinstance(token, (str, tuple)):
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


def _is_plain_and(part):
    """An AND that has a modality of its own is not the one around it."""
    return isinstance(part, And) and not any(isinstance(child, Modality) for child in part.children)


def _check(part, above, is_modal):
    """Refuses what may not stand below the types of part that are above. `is_modal`: is a modality
    named for an AND above?"""
    within = Kind in above or Heading in above
    if isinstance(part, Not) and (Or in above or Not in above):
        raise Refused("NOT below OR or NOT")
    if isinstance(part, (Kind, Field, Demand, Modality)) and within:
        raise Refused("a scope, field or comparison within a scope")
    if isinstance(part, Heading) and Heading in above:
        raise Refused("a scope, field or comparison within a scope")
    if isinstance(part, Near) and Heading in above:
        raise Refused("a proximity in a heading")
    if isinstance(part, Modality) and (Or in above or Not in above):
        raise Refused("a modality below OR or NOT")
    if isinstance(part, (And, Or)):
        children = part.children
    else:
        children = [part.child] if isinstance(part, (Not, Kind, Heading)) else []
    modalities = sum(isinstance(child, Modality) for child in children)
    if modalities + is_modal > 1:
        raise Refused("two modalities for one AND")
    for child in children:
        _check(child, above + [type(part)], is_modal or modalities > 0)


class Query:
    def __init__(self, text):
        self.typed = text
        self.text, self.places = text, _ = _plain(text)
        self.parts = _Parser(_Lexer(text).tokens).parts()
        while len(self.parts) == 1 and isinstance(self.parts[0], And):
            self.parts = self.parts[0].children
        if text.strip() and not self.parts:
            raise Refused("no word")
        _check(And(self.parts), [], False)
        self.leaves = [leaf for part in self.parts for leaf in part.leaves()]

    def named(self, collection):
        """The first sections of the classes whose title or code the whole query is."""
        plain, query = all(_is_text(part) for part in self.parts), folded(self.text)
        if not plain or not query:
            return set()
        of_title = collection.by_title.get(query, set())
        return of_title | collection.by_code.get(query.replace(" ", ""), set())

    def read_as(self, parts):
        """This query with other parts."""
        query = copy.copy(self)
        query.parts = parts
        return query

    def strict(self, collection):
        return Conjunction(self.parts, collection).found() | self.named(collection)

    def matches(self, collection):
        """(relaxed, sections)"""
        strict = self.strict(collection)
        relaxed = set() if strict else Conjunction(self.parts, collection).relaxed()
        return bool(relaxed), strict or relaxed

    def marks(self, text):
        """What is to be highlighted in a text: [start, end] in code points."""
        found, part = words(text), Part(text)
        places = set().union(*(leaf.spans(part) for leaf in self.leaves))
        marked = {i for first, last in places for i in range(first, last + 1)}
        return [[found[i].start, found[i].end] for i in sorted(marked)]


def _is_text(part):
    """Is it no scope, field, comparison or NOT, nor has any?"""
    if isinstance(part, (And, Or)):
        return all(_is_text(child) for child in part.children)
    return isinstance(part, Sought)
