"""What of a random query is no text: fields of the class, comparisons, modalities. Most are true of
the section that a query is made around. questions.py makes the rest."""

import re

from comparisons import UNITS
from matching import STATED
from scopes import packed
from specifications import MODALITIES
from words import words

_LEVELS = {
    "none": ["none"],
    "high_school": ["high_school", "hs", "GED", "diploma", '"high school"'],
    "some_college": ["some_college", '"some college"'],
    "associate": ["associate", "associates", "Associate's"],
    "bachelor": ["bachelor", "Bachelors", "bachelor's", "bachelor\u2019s", "BA", "bs"],
    "master": ["master", "masters", "MS", "ma"],
    "doctorate": ["doctorate", "PhD", "doctoral"],
    "apprenticeship": ["apprenticeship"],
}
_SIGNS = [">=", ">=", ">=", "<=", "<=", ">", "<", "=", " >= ", " <= ", " > ", "\u2265", " \u2264 "]


class Conditions:
    def __init__(self, chance, collection):
        self.chance, self.collection = chance, collection

    def _named(self, name, sign=":"):
        return self.chance.choice([name, name, name, name.upper(), name.title()]) + sign

    def _cased(self, text):
        return self.chance.choice([str, str, str.upper, str.lower, str.title])(text)

    def _value(self, text):
        """As it is, or in quotation marks where it has to be or may be."""
        text = re.sub('["\u201c\u201d\u201e\u00ab\u00bb]', " ", text)
        if re.fullmatch("[A-Za-z0-9-]+", text) and self.chance.random() < 0.7:
            return text
        marks = self.chance.choice(['""', '""', "\u201c\u201d"])
        return marks[0] + text + marks[1]

    def _words_of(self, name):
        """All or some of the words, in any order."""
        found = [word.text for word in words(name)] or ["zyzzyva"]
        return " ".join(self.chance.sample(found, self.chance.randint(1, len(found))))

    # Fields

    def field(self, specification):
        chance, of = self.chance, specification
        fields = [("title", self._words_of(of.title)), ("title", of.title)]
        fields += [("agency", value) for value in (of.agency, self._words_of(of.agency), of.agency_slug)]
        if of.series:
            fields += [("series", of.series), ("series", self._words_of(of.series))] * 2
        for name, value in ("code", of.code), ("grade", of.grade):
            if value and packed(value):
                fields += [(name, value), (name, self._respaced(value))]
        if of.flsa and words(of.flsa):
            fields += [("flsa", of.flsa.replace("nonexempt", chance.choice(["nonexempt", "non-exempt"])))] * 2
        name, value = chance.choice(fields)
        if chance.random() < 0.15:
            return self.dates_or_probation(of)
        return self._named(name) + self._value(self._cased(value))

    def _respaced(self, code):
        """A code with other punctuation."""
        letters = packed(code)
        at = self.chance.randrange(len(letters))
        return letters[:at] + self.chance.choice(["", "-", " ", ".", "/"]) + letters[at:]

    def dates_or_probation(self, specification):
        stated = [n for n in ("revised", "established", "probation") if getattr(specification, n)]
        name = self.chance.choice(stated or ["revised"])
        value = getattr(specification, name)
        if name == "probation":
            return self._compared(name, lambda: self._months((value or 6) + self._shift(6), 1, name))
        return self._compared(name, lambda: self._date(value or 20180615))

    def _date(self, date):
        year, month, day = date // 10000, date // 100 % 100, date % 100
        if self.chance.random() < 0.4:
            year, month = year + self._shift(4), self.chance.randint(1, 12)
        day = min(day, 28)
        return self.chance.choice([f"{year}", f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}"])

    # Requirements

    def comparison(self, specification):
        """Of a requirement in the class, nearly; of any where it has none."""
        found = [
            (name, value)
            for section in specification.sections
            for requirement in section.requirements
            for name, values in STATED.items()
            for value in values(requirement)
        ]
        name, value = self.chance.choice(
            found or [("experience", 24), ("education", "bachelor"), ("lifting", 50), ("supervisory", 12)]
        )
        if name == "education":
            return self._level(value)
        if name == "lifting":
            return self._compared(name, lambda: self._pounds(max(value + self._shift(10), 0)))
        return self._compared(name, lambda: self._months(max(value + 12 * self._shift(1), 0), 12, name))

    def _shift(self, most):
        return self.chance.choice([0, 0, self.chance.randint(-most, most)])

    def _pounds(self, pounds):
        return f"{pounds}{self.chance.choice(['', '', 'lb', 'lbs', 'pounds'])}"

    def _months(self, months, bare, name):
        """A duration, in a unit that says it exactly; without one in the unit that is meant then."""
        months = max(months, 0)
        forms = [f"{months}{unit}" for unit in ("m", "mo", "months", "M")]
        if months % 6 == 0:
            years = f"{months / 12:g}"
            forms += [f"{years}{unit}" for unit in ("y", "yr", "yrs", "years", "Y")]
        if months % bare == 0:
            forms += [f"{months // bare}"] * 3
        if name == "probation":
            forms += [f"{30 * months}d", f"{max(13 * months // 3, 1)}w"]
        return self.chance.choice(forms)

    def _level(self, level):
        levels = list(_LEVELS)
        if level != "apprenticeship" and self.chance.random() < 0.3:
            level = self.chance.choice(levels[:-1])
        if level == "apprenticeship":
            return self._named("education", "=") + level
        return self._compared("education", lambda: self.chance.choice(_LEVELS[level]))

    def _compared(self, name, make):
        """By a sign, or a range from, up to or of a value."""
        value, chance = make(), self.chance
        is_plain = not value.startswith('"') and not value.endswith(("'s", "\u2019s"))
        if is_plain and chance.random() < 0.25:
            from_none = f"0..{value}" if name in UNITS and name != "probation" else f"..{value}"
            ranges = [f"{value}..", f"..{value}", f"{value}..{value}", from_none]
            return self._named(name) + chance.choice(ranges)
        if is_plain and name not in ("experience", "education", "probation") and chance.random() < 0.2:
            return self._named(name) + value
        spaced = re.fullmatch("([0-9.]+)([a-z]+)", value)
        if spaced and chance.random() < 0.2:
            value = " ".join(spaced.groups())
        sign = chance.choice(_SIGNS)
        if value == '"high school"' and sign != "=" and chance.random() < 0.5:
            value = "high school"
        return self._named(name, sign) + value + chance.choice(["", "", "", "", ","])

    def modality(self, known):
        """One that is known to be there, most of the time, or two."""
        first = known if self.chance.random() < 0.8 else self.chance.choice(MODALITIES)
        if self.chance.random() < 0.3:
            second = self.chance.choice(MODALITIES)
            return self._named("modality") + f"({first} OR {second})"
        return self._named("modality") + self.chance.choice([first, first, first.upper()])
