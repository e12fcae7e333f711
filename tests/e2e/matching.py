"""The parts of a query, and which sections each finds, for the oracle; oracle.py has the rules.

Every part answers to `found`, the sections that it finds in a collection. What is sought in the text
of a section answers to `held` besides, the sections that hold it themselves and not only in the title
of their class, and to `places`, where in a heading or text it stands: as (first, last), the numbers of
its first and its last word."""

from words import word_line


class Sought:
    """A word, phrase, prefix or proximity."""

    def stands_in(self, section):
        return any(self.places(part) for part in section.parts)

    def held(self, collection):
        return {section for section in self.candidates(collection) if self.stands_in(section)}

    def found(self, collection):
        return self.held(collection)

    def sought(self):
        """What is sought in the text, outside of NOT."""
        return [self]

    def leaves(self):
        """The words, phrases and prefixes, outside of NOT."""
        return [self]


class Word(Sought):
    def __init__(self, stem):
        self.stem = stem

    def places(self, part):
        return {(i, i) for i, stem in enumerate(part.stems) if stem == self.stem}

    def held(self, collection):
        return collection.having_stem.get(self.stem, set())

    def found(self, collection):
        return self.held(collection) | collection.titled.get(self.stem, set())


class Phrase(Sought):
    def __init__(self, words):
        self.words, self.line = words, word_line(words)

    def places(self, part):
        if self.line not in part.line:
            return set()
        n = len(self.words)
        starts = range(len(part.words) - n + 1)
        return {(i, i + n - 1) for i in starts if part.words[i : i + n] == self.words}

    def candidates(self, collection):
        return set.intersection(*(collection.having_word.get(word, set()) for word in self.words))


class Prefix(Sought):
    def __init__(self, beginning):
        self.beginning = beginning

    def places(self, part):
        return {(i, i) for i, word in enumerate(part.words) if word.startswith(self.beginning)}

    def held(self, collection):
        having = collection.having_word
        return set().union(*(having[word] for word in having if word.startswith(self.beginning)))


class Near(Sought):
    """Two parts within a distance of each other; its own place is from the first word to the last."""

    def __init__(self, left, right, distance):
        self.left, self.right, self.distance = left, right, distance

    def places(self, part):
        left, right = self.left.places(part), self.right.places(part)
        return {
            (before[0], after[1])
            for one, other in ((left, right), (right, left))
            for before in one
            for after in other
            if 0 < after[0] - before[1] <= self.distance
        }

    def candidates(self, collection):
        return self.left.held(collection) & self.right.held(collection)

    def leaves(self):
        return self.left.leaves() + self.right.leaves()


class Joined:
    def __init__(self, children):
        self.children = children

    def sought(self):
        return [part for child in self.children for part in child.sought()]

    def leaves(self):
        return [leaf for child in self.children for leaf in child.leaves()]


class And(Joined):
    def found(self, collection):
        return set(collection.all).intersection(*(child.found(collection) for child in self.children))


class Or(Joined):
    def found(self, collection):
        return set().union(*(child.found(collection) for child in self.children))

    def held(self, collection):
        return set().union(*(child.held(collection) for child in self.children))

    def places(self, part):
        return set().union(*(child.places(part) for child in self.children))


class Not:
    def __init__(self, child):
        self.child = child

    def found(self, collection):
        return collection.all - self.child.found(collection)

    def sought(self):
        return []

    leaves = sought


class Kind:
    """A part of a query, within the sections of a kind."""

    def __init__(self, kind, child):
        self.kind, self.child = kind, child

    def of_kind(self, collection):
        return collection.having_value["section"].get(self.kind, set())

    def found(self, collection):
        return self.child.found(collection) & self.of_kind(collection)

    def sought(self):
        return self.child.sought()

    def leaves(self):
        return self.child.leaves()


class Field:
    """title:, agency: or code:, as a test of the specification."""

    def __init__(self, is_meant):
        self.is_meant = is_meant

    def found(self, collection):
        return {s for spec in collection.specifications if self.is_meant(spec) for s in spec.sections}

    def sought(self):
        return []

    leaves = sought


def matches(parts, collection):
    """What the parts of a query, joined by AND, find: (relaxed, sections)."""
    wanted = [part for part in parts if part.sought()]
    conditions = [part for part in parts if not part.sought()]
    allowed = And(conditions).found(collection)
    if not wanted:
        return False, allowed
    holding = set().union(*(sought.held(collection) for part in wanted for sought in part.sought()))
    strict = And(wanted).found(collection) & holding & allowed
    if strict or len(wanted) == 1:
        return False, strict
    relaxed = Or(wanted).found(collection) & holding & allowed
    for part in wanted:
        if isinstance(part, Kind):
            relaxed &= part.of_kind(collection)
    return bool(relaxed), relaxed
