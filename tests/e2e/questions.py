"""Random queries and filters over a collection, of every form that the query language has and of all
selectivities: what stands in a section or its title, what nearly stands there, what stands nowhere,
and everything."""

import random
import re

from queries import JOINED, OPERATORS, QUOTES
from scopes import SHORT_KINDS
from specifications import FACETS
from words import WORD, stem, words

UNKNOWN = ("zyzzyva", "qwertzu", "fingerprintless", "xx9z")
KIND_NAMES = {kind: [kind, kind.upper(), short] for short, kind in SHORT_KINDS.items()}
# What a text that is pasted into a query must not have: it would be refused, or its meaning is moot.
UNPASTED = re.compile("|".join([
    rf"[{QUOTES}*]",
    r"[A-Za-z_]:\S",
    r"[-\u2013\u2212(]\S*[^\w\s]",
    r"[^\s-]\(",
    r"\)\S",
    r"(^|\s)/",
    rf"\b({'|'.join(OPERATORS)})\b",
]))


class Question:
    """One query and its filters; the same ones for the same seed."""

    def __init__(self, collection, vocabulary, seed):
        self.collection, self.vocabulary = collection, vocabulary
        self.chance = random.Random(seed)
        self.kind = self._kind()

    def text(self):
        return self._weighted([
            (1, lambda: ""),
            (4, self._term),
            (6, self._terms),
            (2, self._strangers),
            (2, self._pasted),
            (3, self._by_title),
            (1, lambda: f"{self._term()} {self.chance.choice(UNKNOWN)}"),
            (2, self._fields),
            (4, lambda: self._shuffled([self._scoped(self._term), self._fields(), self._term()])),
            (2, lambda: self._shuffled([self._scoped(self._term), self._scoped(self._term)])),
            (20, self._joined_parts),
            (4, self._near),
            (2, self._prefix),
        ])

    def filters(self, matches):
        """Some values of some facets, most of them of sections that match."""
        filters = {}
        for facet in self.chance.sample(FACETS, self.chance.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 7])):
            values = sorted(self.collection.having_value[facet])
            chosen = self.chance.sample(values, min(self.chance.choice([1, 1, 2, 3]), len(values)))
            if matches and self.chance.random() < 0.7:
                chosen[0] = self.chance.choice(self.chance.choice(matches).values[facet])
            filters[facet] = sorted(set(chosen))
        return filters

    def _weighted(self, forms):
        return self.chance.choices([form for _, form in forms], [weight for weight, _ in forms])[0]()

    def _shuffled(self, texts):
        self.chance.shuffle(texts)
        return " ".join(texts[: self.chance.randint(2, 3)])

    # Where to take the words from

    def _section(self):
        return self.chance.choice(self.collection.sections)

    def _part(self, section):
        """The words of the text, at times of the heading; never none."""
        heading, text = section.parts
        first, second = (heading, text) if self.chance.random() < 0.2 else (text, heading)
        return first.words or second.words or ["the"]

    def _kind(self):
        known = self.chance.choice(self._section().kinds or ["other"])
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
        ])
        form = self.chance.choice([str.lower, str.lower, str.lower, str.upper, str.capitalize])(word)
        form = word if form in OPERATORS else form
        return form + self.chance.choice(["", "", "", "", "s", "'s", "\u2019s", ",", "."])

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

    def _fields(self):
        specification = self._section().specification
        fields = ["title:" + self._word(), "title:" + self._quoted(specification.title)]
        values = {"agency": specification.agency, "code": specification.code}
        for field, value in values.items():
            if value:
                value = self.chance.choice([value, value.upper(), value.lower()])
                bare = re.fullmatch("[A-Za-z0-9-]+", value)
                fields.append(f"{field}:{value if bare else self._quoted(value)}")
        return self.chance.choice(fields)

    def _scoped(self, make):
        return f"{self.kind}:{make()}"

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
            (2, lambda: self._scoped(lambda: self._scopable(section, depth))),
            (4 * negative, lambda: self._negated(section, depth)),
            (2 * (depth > 0), lambda: f"({self._sequence(section, depth - 1, negative)})"),
        ])

    def _scopable(self, section, depth):
        if depth and self.chance.random() < 0.5:
            terms = [self._term(section) for _ in range(3)]
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
        minus = self.chance.choice(["-", "-", "NOT ", "\u2212"])
        return minus + self._weighted([
            (4, lambda: self._bare_word(section)),
            (2, lambda: self._phrase(section)),
            (1, lambda: self._prefix(section)),
            (1, lambda: self._scoped(lambda: self._bare_word(section))),
            (1, self._fields),
            (1, lambda: f"({self._near(section)})"),
            (1 * (depth > 0), lambda: f"({self._sequence(section or self._section(), 0, False)})"),
        ])

    def _bare_word(self, section):
        """One without what stands around it, since a minus in front asks for a word."""
        found = WORD.search(self._word(section))
        return found[0] if found and found[0] not in OPERATORS else "the"

    def _near(self, section=None):
        """Two or three of the words that stand close to each other, or phrases and beginnings of them."""
        found = self._part(section or self._section())
        at = self.chance.randrange(len(found))
        close = found[at : at + self.chance.randint(2, 12)]
        text = self._operand(close, section)
        for _ in range(self.chance.choice([1, 1, 1, 2])):
            text += f" /{self.chance.choice([1, 2, 3, 5, 10, 25, 100])} {self._operand(close, section)}"
        return text

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
        ])


def vocabulary(collection):
    """The words to choose from, by what they are."""
    known = sorted(collection.texts.having_word)
    return {
        "all": known,
        "long": [word for word in known if len(word) >= 3],
        "numbers": [word for word in known if word.isdigit()] or ["24"],
        "letters beyond ASCII": [word for word in known if not word.isascii()] or ["na\u00efve"],
    }
