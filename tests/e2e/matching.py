"""The parts of a query, and what each finds, for the oracle; oracle.py has the rules.

What is sought in a text answers to `found`, the places of some Texts (specifications.py) that it finds,
to `held`, the places that hold it themselves and not only in the title of their class, and to `spans`,
where in a heading or text it stands: as (first, last), the numbers of its first and its last word.
What is true of a class or not answers to `is_true`. joins.py has what the parts of an AND find
together."""

import enum

from specifications import ASKED_FOR
from words import stem, word_line


class Nature(enum.Enum):
    """What all of a part is about."""

    TEXT = 1
    CLASS = 2
    MIXED = 3


class Sought:
    """A word, phrase, prefix or proximity. Of a word or phrase, `source` is what of the query it was made
    of, if it was: where that begins, its text, and whether it is in quotation marks."""

    nature = Nature.TEXT
    source = None

    def stands_in(self, section):
        return any(self.spans(part) for part in section.parts)

    def held(self, texts):
        return {p for p in self.candidates(texts) if any(self.spans(part) for part in texts.parts[p])}

    def found(self, texts):
        return self.held(texts)

    def sought(self):
        """What is sought in the text, outside of NOT."""
        return [self]

    def leaves(self):
        """The words, phrases and prefixes, outside of NOT."""
        return [self]


class Word(Sought):
    """`typed` is how it is written in the query."""

    def __init__(self, text, typed=""):
        self.text, self.stem = text, stem(text)
        self.is_in_capitals = not any("a" <= c <= "z" for c in typed)

    def spans(self, part):
        return {(i, i) for i, stem in enumerate(part.stems) if stem == self.stem}

    def held(self, texts):
        return texts.having_stem.get(self.stem, set())

    def found(self, texts):
        return self.held(texts) | texts.titled.get(self.stem, set())


class Phrase(Sought):
    def __init__(self, words):
        self.words, self.line = words, word_line(words)

    def spans(self, part):
        if self.line not in part.line:
            return set()
        n = len(self.words)
        starts = range(len(part.words) - n + 1)
        return {(i, i + n - 1) for i in starts if part.words[i : i + n] == self.words}

    def candidates(self, texts):
        return set.intersection(*(texts.having_word.get(word, set()) for word in self.words))


class Prefix(Sought):
    def __init__(self, beginning):
        self.beginning = beginning

    def spans(self, part):
        return {(i, i) for i, word in enumerate(part.words) if word.startswith(self.beginning)}

    def held(self, texts):
        having = texts.having_word
        return set().union(*(having[word] for word in having if word.startswith(self.beginning)))


class Near(Sought):
    """Two parts within a distance of each other."""

    def __init__(self, left, right, distance):
        self.left, self.right, self.distance = left, right, distance

    def spans(self, part):
        left, right = self.left.spans(part), self.right.spans(part)
        if not left or not right:
            return set()
        inside = self._inside
        if self.distance == "s":
            return _together(left, right, [sentence[:2] for sentence in part.sentences], inside)
        if self.distance == "p":
            return _together(left, right, part.paragraphs, inside)
        return inside(left, right) | {
            (before[0], after[1])
            for one, other in ((left, right), (right, left))
            for before in one
            for after in other
            if 0 < after[0] - before[1] <= self.distance
        }

    def _inside(self, left, right):
        """The places of an operand that is a proximity between whose first and last word the other
        operand stands."""
        return {
            (first, last)
            for operand, own, others in ((self.left, left, right), (self.right, right, left))
            if isinstance(operand, Near)
            for first, last in own
            if any(first < other[0] and other[1] < last for other in others)
        }

    def candidates(self, texts):
        return self.left.held(texts) & self.right.held(texts)

    def leaves(self):
        return self.left.leaves() + self.right.leaves()


def _together(left, right, units, inside):
    """A span for each unit (first word, end) that has one of either, without a word in common or one
    inside the other: over all that the unit has of both."""
    spans = set()
    for first, end in units:
        within = [[s for s in side if first <= s[0] and s[1] < end] for side in (left, right)]
        if inside(*within) or any(a[1] < b[0] or b[1] < a[0] for a in within[0] for b in within[1]):
            every = within[0] + within[1]
            spans.add((min(a for a, _ in every), max(b for _, b in every)))
    return spans


class Heading:
    """heading: before a part that is to stand in a section's heading."""

    nature = Nature.TEXT

    def __init__(self, child):
        self.child = child

    def held(self, texts):
        return texts.places(self.child.found(texts.whole.headings))

    found = held

    def sought(self):
        return [self]

    def leaves(self):
        return self.child.leaves()


class Joined:
    def __init__(self, children):
        self.children = children

    @property
    def nature(self):
        natures = {child.nature for child in self.children}
        return natures.pop() if len(natures) == 1 else Nature.MIXED

    def sought(self):
        return [part for child in self.children for part in child.sought()]

    def leaves(self):
        return [leaf for child in self.children for leaf in child.leaves()]


class And(Joined):
    def found(self, texts):
        return set(texts.all).intersection(*(child.found(texts) for child in self.children))

    def is_true(self, specification):
        return all(child.is_true(specification) for child in self.children)


class Or(Joined):
    def found(self, texts):
        return set().union(*(child.found(texts) for child in self.children))

    def is_true(self, specification):
        return any(child.is_true(specification) for child in self.children)

    def held(self, texts):
        return set().union(*(child.held(texts) for child in self.children))

    def spans(self, part):
        return set().union(*(child.spans(part) for child in self.children))


class Not:
    def __init__(self, child):
        self.child, self.nature = child, child.nature

    def found(self, texts):
        """Of a requirement, all of its section is meant and not the sentence."""
        return texts.all - texts.places(self.child.found(texts.whole))

    def sought(self):
        return []

    leaves = sought


class Condition:
    """What is not sought in a text."""

    nature = Nature.MIXED

    def sought(self):
        return []

    leaves = sought


class Field(Condition):
    """A test of the class."""

    nature = Nature.CLASS

    def __init__(self, is_true):
        self.is_true = is_true


class Kind(Condition):
    """A part of a query, within the sections of a kind."""

    def __init__(self, kind, child):
        self.kind, self.child = kind, child

    def leaves(self):
        return self.child.leaves()


# What a requirement states, by what is compared.
STATED = {
    "experience": lambda r: [r.months] if r.type == "experience" else [],
    "supervisory": lambda r: r.supervisory_months,
    "education": lambda r: [r.level] if r.type == "education" else [],
    "lifting": lambda r: [r.pounds] if r.type == "lifting" else [],
}


class Demand(Condition):
    """A comparison of what a requirement states."""

    def __init__(self, name, is_meant):
        self.name, self.is_meant = name, is_meant


def satisfies(requirement, demands):
    """Is one of what a requirement states, its months or those of a part, as all demands of a name want it?"""
    values = STATED[demands[0].name](requirement)
    return any(all(demand.is_meant(value) for demand in demands) for value in values)


class Modality(Condition):
    def __init__(self, values):
        self.values = values


def counts(requirement, modalities):
    """Does a comparison count a requirement, if so or no modalities are named?"""
    return requirement.modality in (modalities or ASKED_FOR)
