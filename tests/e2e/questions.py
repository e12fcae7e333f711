"""Random queries and filters over a collection, of every form that the query language has and of all
selectivities: what stands in a section or its title, what nearly stands there, what stands nowhere,
and everything."""

import random
import re

from conditions import Conditions
from queries import JOINED, OPERATORS, QUOTES
from scopes import SHORT_KINDS
from specifications import FACETS, Part
from words import WORD, stem, words

UNKNOWN = ("zyzzyva", "qwertzu", "fingerprintless", "xx9z")
KIND_NAMES = {
    kind: [kind, kind.upper(), *(short for short, meant in SHORT_KINDS.items() if meant == kind)]
    for kind in SHORT_KINDS.values()
}
# What a text that is pasted into a query must not have: it would be refused, or its meaning is moot.
UNPASTED = re.compile("|".join([
    rf"[{QUOTES}*]",
    r"[A-Za-z_]:\S",
    "[<>=\u2264\u2265]",
    r"[-\u2013\u2212(]\S*[^\w\s]",
    r"[^\s-]\(",
    r"\)\S",
    r"(^|\s)/",
    rf"\b({'|'.join(OPERATORS)}|NEAR)\b",
]))


class _Demanded:
    """The sentence of a requirement, to take words from as from a section."""

    def __init__(self, requirement):
        self.specification, self.kinds = requirement.section.specification, requirement.section.kinds
        self.heading, self.text = "", requirement.sentence
        self.parts = (Part(""), *requirement.parts)
        self.modality, self.section = requirement.modality, requirement.section


class Question:
    """One query and its filters; the same ones for the same seed."""

    def __init__(self, collection, vocabulary, seed):
        self.collection, self.vocabulary = collection, vocabulary
        self.chance = random.Random(seed)
        self.conditions = Conditions(self.chance, collection)

    def text(self):
        return self._weighted([
            (1, lambda: ""),
            (4, self._term),
            (6, self._terms),
            (2, self._strangers),
            (2, self._pasted),
            (3, self._by_title),
            (2, self._name),
            (1, lambda: f"{self._term()} {self.chance.choice(UNKNOWN)}"),
            (2, self._field),
            (2, lambda: self.conditions.comparison(self._section().specification)),
            (4, self._few),
            (3, lambda: self._shuffled([self._scoped(), self._scoped()])),
            (12, self._of_class),
            (8, self._demanded),
            (20, self._joined_parts),
            (4, self._near),
            (2, self._heading),
            (2, self._prefix),
        ])

    def filters(self, matches):
        """Some values of some facets, most of them of one section that matches."""
        filters, match = {}, self.chance.choice(matches) if matches else None
        for facet in self.chance.sample(FACETS, self.chance.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, len(FACETS)])):
            values = sorted(self.collection.having_value[facet])
            chosen = self.chance.sample(values, min(self.chance.choice([1, 1, 2, 3]), len(values)))
            if match and self.chance.random() < 0.8:
                chosen[0] = self.chance.choice(match.values[facet])
            filters[facet] = sorted(set(chosen))
        return filters

    def _weighted(self, forms):
        return self.chance.choices([form for _, form in forms], [weight for weight, _ in forms])[0]()

    def _shuffled(self, texts):
        self.chance.shuffle(texts)
        return " ".join(texts[: self.chance.randint(2, 3)])

    def _few(self):
        """Two or three parts of different sorts, all of one section or not."""
        section = self.chance.choice([self._section(), self._section(), None])
        return self._shuffled([self._scoped(section), self._field(section), self._term(section)])

    # Where to take the words from

    def _section(self):
        return self.chance.choice(self.collection.sections)

    def _part(self, section):
        """The words of the text, at times of the heading; never none."""
        heading, text = section.parts
        first, second = (heading, text) if self.chance.random() < 0.2 else (text, heading)
        return first.words or second.words or ["the"]

    def _kind(self, section):
        known = self.chance.choice(section.kinds or ["other"])
        return self.chance.choice(KIND_NAMES.get(known, [known, known, known.title()]))

    # Words and phrases

    def _word(self, section=None):
        section = section or self._section()
        titled = [word.text for word in words(section.specification.title)]
        word = self._weighted([
            (12, lambda: self.chance.choice(self._part(section))),
            (3, lambda: self.chance.choice(self.vocabulary["all"])),
            (2, lambda: self.chance.choice(titled or ["the"])),
            (1, lambda: self.chance.choice(self.vocabulary["numbers"])),
            (1, lambda: self.chance.choice(self.vocabulary["letters beyond ASCII"])),
            (1, lambda: self.chance.choice(["the", "of", "and", "or", "not", "IT", "it", "s"])),
            (1, lambda: self._called(section).split()[0]),
        ])
        form = self.chance.choice([str.lower, str.lower, str.lower, str.upper, str.capitalize])(word)
        form = word if form in (*OPERATORS, "NEAR") else form
        return form + self.chance.choice(["", "", "", "", "s", "'s", "\u2019s", ",", "."])

    def _called(self, section):
        """What may be read as something else, most of the time as what the section has."""
        names = ["acronyms", "acronyms", "variants"]
        called = self.vocabulary[self.chance.choice(names)] or self.vocabulary["variants"]
        known = list(called)
        if self.chance.random() < 0.8:
            lines = [part.line for part in section.parts]
            known = [form for form in known if any(f" {form} " in line for line in lines)] or known
        form = self.chance.choice(known)
        return self._in_capitals(self.chance.choice([form, *called[form]]))

    def _in_capitals(self, word):
        """At times, if that makes no operator of it."""
        capitals = word.upper()
        is_usual = capitals in (*OPERATORS, "NEAR") or " " in word or self.chance.random() < 0.6
        return word if is_usual else capitals

    def _mistyped(self, section):
        """A word with one letter or two left out, put in, changed or swapped with the next."""
        word = self.chance.choice([w for w in self._part(section) if len(w) > 3] or self.vocabulary["long"])
        for _ in range(self.chance.choice([1, 1, 2])):
            at = self.chance.randrange(len(word))
            before, letter, behind = word[:at], word[at], word[at + 1 :]
            other = self.chance.choice("abdeginorstuyz")
            word = self.chance.choice([
                before + behind, before + letter + other + behind, before + other + behind,
                before + behind[:1] + letter + behind[1:],
            ])
        return self._in_capitals(word)

    def _quoted(self, text):
        marks = ['""', '""', '""', "\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb"]
        opening, closing = self.chance.choice(marks)
        return opening + re.sub(f"[{QUOTES}]", " ", text) + closing

    def _phrase(self, section=None):
        """As it stands, or with a word too few, changed, or in another place."""
        found = self._part(section or self._section())
        length = min(self.chance.randint(1, 5), len(found))
        at = self.chance.randrange(len(found) - length + 1)
        phrase = found[at : at + length]
        broken = self.chance.randrange(length)
        self._weighted([
            (7, lambda: None),
            (1, lambda: phrase.__setitem__(broken, self._word(section))),
            (1, lambda: phrase.insert(broken, self.chance.choice(found))),
            (1, lambda: phrase.reverse()),
        ])
        text = " ".join(phrase)
        return self._quoted(self.chance.choice([text, text, text.upper(), text.replace(" ", " - ")]))

    def _slice(self, section, longest):
        """A piece of a text as it is written there."""
        found = words(section.text)
        if not found:
            return section.heading or "the"
        at = self.chance.randrange(len(found))
        last = min(at + self.chance.randrange(longest), len(found) - 1)
        return section.text[found[at].start : found[last].end]

    def _written(self, section=None):
        return self._quoted(self._slice(section or self._section(), 7))

    def _joined(self, section=None):
        """A word with hyphens or the like, of the section's, or else of two of its words."""
        section = section or self._section()
        joined = [m[0] for m in JOINED.finditer(section.text) if len(words(m[0])) > 1]
        made = "-".join(self.chance.choice(self._part(section)) for _ in range(2))
        return self.chance.choice(joined or [made])

    def _prefix(self, section=None):
        long = [word for word in self._part(section or self._section()) if len(word) >= 3]
        word = self.chance.choice(long or self.vocabulary["long"])
        return word[: self.chance.randint(3, len(word))] + "*"

    def _term(self, section=None):
        return self._weighted([
            (6, lambda: self._word(section)),
            (3, lambda: self._phrase(section)),
            (1, lambda: self._written(section)),
            (1, lambda: self._joined(section)),
            (2, lambda: self._prefix(section)),
            (1.5, lambda: self._called(section or self._section())),
            (0.3, lambda: self._mistyped(section or self._section())),
        ])

    # Queries

    def _terms(self):
        """Some of what stands in a section."""
        section = self._section()
        return " ".join(self._term(section) for _ in range(self.chance.randint(2, 4)))

    def _strangers(self):
        return " ".join(self._term() for _ in range(self.chance.randint(2, 3)))

    def _pasted(self):
        """A piece of text without quotation marks; another form where that would be no query."""
        text = self._slice(self._section(), 8)
        if UNPASTED.search(text) or text.count("(") != text.count(")"):
            return self._terms()
        return text

    def _by_title(self):
        """A word of the title, if there is one that the section has not, and a part of the section."""
        section = self._section()
        held = {known for part in section.parts for known in part.stems}
        only = [w.text for w in words(section.specification.title) if stem(w.text) not in held]
        return f"{self.chance.choice(only or ['the'])} {self._term(section)}"

    def _name(self):
        """The title or the code of a class, in other letters and punctuation, at times with more."""
        specification = self._section().specification
        name = self.chance.choice([specification.title, specification.title, specification.code or "q"])
        name = " ".join(WORD.findall(name)) if UNPASTED.search(name) else name
        name = self.chance.choice([str, str.upper, str.lower])(name)
        if UNPASTED.search(name) or name.count("(") != name.count(")"):
            name = self._quoted(name)
        elif self.chance.random() < 0.2:
            name = name.replace(" ", self.chance.choice(["  ", " - ", ", "]))
        return name if self.chance.random() < 0.8 else f"{name} {self._term()}"

    def _field(self, section=None):
        return self.conditions.field((section or self._section()).specification)

    def _scoped(self, section=None, make=None):
        section = section or self._section()
        return f"{self._kind(section)}:{make() if make else self._term(section)}"

    def _heading(self, section=None):
        """Words of a heading, at times of the text."""
        section = section or self._section()
        found = section.parts[0].words or ["duties"]
        some = self.chance.sample(found, min(len(found), self.chance.randint(1, 3)))
        at = self.chance.randrange(len(found))
        return self.chance.choice(["heading:", "heading:", "Heading:"]) + self._weighted([
            (4, lambda: some[0]),
            (2, lambda: f"({' '.join(some)})"),
            (2, lambda: f"({some[0]} OR {self._bare_word(section)})"),
            (2, lambda: self._quoted(" ".join(found[at : at + 3]))),
            (1, lambda: f"{some[0][:3]}*" if len(some[0]) >= 3 else some[0]),
            (1, lambda: f"({some[0]} -{self._bare_word(section)})"),
            (1, lambda: self._bare_word(section)),
        ])

    # Queries of several sections of a class

    def _of_class(self):
        """Parts that different sections of a class satisfy, at times one that none does."""
        specification = self._section().specification
        parts = [self._of_some(specification) for _ in range(self.chance.choice([2, 2, 2, 3, 4]))]
        if self.chance.random() < 0.15:
            parts.append(f"{self._minus()}({self._of_some(self._section().specification)})")
        return " ".join(parts)

    def _of_some(self, specification):
        section = self.chance.choice(specification.sections)
        return self._weighted([
            (5, lambda: self._scoped(section)),
            (5, lambda: self.conditions.comparison(specification)),
            (3, lambda: self._field(section)),
            (3, lambda: self._term(section)),
            (1, lambda: self._heading(section)),
            (3, lambda: self._mixed_or(specification)),
        ])

    def _mixed_or(self, specification):
        """Either of two or three conditions, one of them perhaps of several parts."""
        other = self._section().specification
        alternatives = [
            self._condition(self.chance.choice([specification, other]))
            for _ in range(self.chance.choice([2, 2, 3]))
        ]
        return "(" + " OR ".join(alternatives) + ")"

    def _condition(self, specification):
        section = self.chance.choice(specification.sections)
        both = [lambda: self._scoped(section), lambda: self._bare_word(section), lambda: self._field(section),
                lambda: self.conditions.comparison(specification)]
        return self._weighted([
            (2, both[0]), (2, both[1]), (2, both[2]), (3, both[3]),
            (2, lambda: f"({' '.join(make() for make in self.chance.sample(both, 2))})"),
        ])

    # Queries of requirements

    def _demanded(self):
        """What stands in the sentence of a requirement, and its modality."""
        if not self.collection.requirements:
            return self._terms()
        demand = _Demanded(self.chance.choice(self.collection.requirements))
        parts = [self._of_demand(demand) for _ in range(self.chance.choice([1, 1, 2, 2, 3]))]
        parts.append(self.conditions.modality(demand.modality))
        self.chance.shuffle(parts)
        text = " ".join(parts)
        if self.chance.random() < 0.15:
            text = f"({text}) {self._of_some(demand.specification)}"
        return text

    def _of_demand(self, demand):
        return self._weighted([
            (8, lambda: self._term(demand)),
            (2, lambda: self._near(demand)),
            (1, lambda: self._term(demand.section)),
            (2, lambda: self._scoped(demand)),
            (2, lambda: self.conditions.comparison(demand.specification)),
            (1, lambda: self._field(demand)),
            (1, lambda: self._heading(demand.section)),
            (1, lambda: f"-{self._bare_word(demand)}"),
            (1, lambda: self._either(demand, 0)),
            (1, lambda: self._mixed_or(demand.specification)),
        ])

    # Queries with operators

    def _joined_parts(self):
        return self._sequence(self._section(), 2, True)

    def _sequence(self, section, depth, negative):
        """What is joined by AND, with NOT among it if `negative`."""
        parts = [self._unit(section, depth, negative) for _ in range(self.chance.randint(1, 3))]
        return self.chance.choice([" ", " ", " AND "]).join(parts)

    def _unit(self, section, depth, negative):
        return self._weighted([
            (4, lambda: self._term(section)),
            (4, lambda: self._either(section, depth)),
            (3, lambda: self._near(section)),
            (2, lambda: self._scoped(section, lambda: self._scopable(section, depth))),
            (1, lambda: self._heading(section)),
            (1, lambda: self._field(section)),
            (1, lambda: self.conditions.comparison(section.specification)),
            (1, lambda: self._mixed_or(section.specification)),
            (4 * negative, lambda: self._negated(section, depth)),
            (2 * (depth > 0), lambda: f"({self._sequence(section, depth - 1, negative)})"),
        ])

    def _scopable(self, section, depth):
        if depth and self.chance.random() < 0.5:
            terms = [self._term(section) for _ in range(3)]
            if self.chance.random() < 0.2:
                terms[2] = self.chance.choice([self._heading(section), "-" + self._bare_word(None)])
            return f"({terms[0]} {self.chance.choice(['OR ', 'AND ', ''])}{terms[1]} {terms[2]})"
        return self._term(section)

    def _either(self, section, depth):
        parts = [
            self._term(self.chance.choice([section, None])) if not depth or self.chance.random() < 0.7
            else f"({self._sequence(section, depth - 1, False)})"
            for _ in range(self.chance.randint(2, 3))
        ]
        return " OR ".join(parts)

    def _negated(self, section, depth):
        section = self.chance.choice([section, None, None])
        return self._minus() + self._weighted([
            (4, lambda: self._bare_word(section)),
            (2, lambda: self._phrase(section)),
            (1, lambda: self._prefix(section)),
            (1, lambda: self._scoped(section, lambda: self._bare_word(section))),
            (1, lambda: self._field(section)),
            (1, lambda: self.conditions.comparison((section or self._section()).specification)),
            (1, lambda: self._heading(section)),
            (1, lambda: self._mixed_or((section or self._section()).specification)),
            (1, lambda: f"({self._near(section)})"),
            (1 * (depth > 0), lambda: f"({self._sequence(section or self._section(), 0, False)})"),
        ])

    def _minus(self):
        return self.chance.choice(["-", "-", "NOT ", "\u2212"])

    def _bare_word(self, section):
        """One without what stands around it, since a minus in front asks for a word."""
        found = WORD.search(self._word(section))
        return found[0] if found and found[0] not in (*OPERATORS, "NEAR") else "the"

    def _near(self, section=None):
        """Two or three of the words that stand close to each other, or phrases and beginnings of them."""
        found = self._part(section or self._section())
        at = self.chance.randrange(len(found))
        close = found[at : at + self.chance.randint(2, 12)]
        text = self._operand(close, section)
        for _ in range(self.chance.choice([1, 1, 1, 2])):
            text += f" {self._distance()} {self._operand(close, section)}"
        return text

    def _distance(self):
        words_apart = self.chance.choice([1, 2, 3, 5, 10, 25, 100])
        return self.chance.choice([
            f"/{words_apart}", f"/{words_apart}", f"NEAR/{words_apart}", f"w/{words_apart}", "NEAR", "/s", "/s", "/p", "/S", "NEAR/p",
        ])

    def _operand(self, close, section):
        word = self.chance.choice(close)
        at = self.chance.randrange(len(close))
        pair = " ".join(close[at : at + 2])
        return self._weighted([
            (8, lambda: word),
            (2, lambda: self._quoted(pair)),
            (1, lambda: f"{word} OR {self._bare_word(section)}"),
            (1, lambda: f"({self._phrase(section)} OR {word})"),
            (1, lambda: word[:3] + "*" if len(word) >= 3 else word),
            (1, lambda: self._phrase(section)),
            (1, lambda: self._called(section or self._section()).split()[0]),
        ])


def _acronyms(collection):
    """{an acronym or long form: what else a query may have for it}"""
    called = {}
    for pair in collection.thesaurus.pairs:
        called.setdefault(pair.plain, []).append(pair.letters)
        called.setdefault(pair.letters, []).append(pair.plain)
    return called


def _variants(collection):
    rows = [[" ".join(form) for form in forms] for _, forms in collection.thesaurus.rows]
    return {form: [other for other in row if other != form] for row in rows for form in row} or {"the": []}


def vocabulary(collection):
    """The words to choose from, by what they are."""
    known = sorted(collection.texts.having_word)
    return {
        "all": known,
        "long": [word for word in known if len(word) >= 3],
        "numbers": [word for word in known if word.isdigit()] or ["24"],
        "acronyms": _acronyms(collection),
        "variants": _variants(collection),
        "letters beyond ASCII": [word for word in known if not word.isascii()] or ["na\u00efve"],
    }
