"""What stands behind a name and a colon or sign in a query, for the oracle; oracle.py has the rules."""

import comparisons
from matching import Demand, Field, Modality
from specifications import KINDS, MODALITIES
from words import stems, words

SHORT_KINDS = {
    "ksa": "knowledge_skills_abilities", "background": "background_check",
    "environment": "working_environment", "physical": "physical_demands", "license": "licensure",
    "licence": "licensure", "certification": "licensure",
}
KINDS_BY_NAME = {**{kind: kind for kind in KINDS}, **SHORT_KINDS}
FIELDS = ("title", "agency", "series", "code", "grade", "flsa")


class Refused(Exception):
    """This is no query."""


def packed(text):
    """The letters and digits of a code."""
    return "".join(word.text for word in words(text))


def _name_has(name, value):
    """Are all words of a value in a name?"""
    return {word.text for word in words(value)} <= {word.text for word in words(name or "")}


def _is_agency(specification, value):
    names = (specification.agency, specification.stated_agency)
    return specification.agency_slug == value.lower() or any(_name_has(name, value) for name in names)


def _status(value):
    """non-exempt, which the facet has in one word, has a hyphen or blank to others."""
    return "nonexempt" if packed(value) == "nonexempt" else value.lower()


_TESTS = {
    "title": lambda specification, value: stems(words(value)) <= specification.title_stems,
    "agency": _is_agency,
    "series": lambda specification, value: _name_has(specification.series, value),
    "code": lambda specification, value: packed(specification.code or "") == packed(value),
    "grade": lambda specification, value: packed(specification.grade or "") == packed(value),
    "flsa": lambda specification, value: (specification.flsa or "").lower() == _status(value),
}


def field(name, value, quoted):
    if not quoted and ("*" in value or value.startswith("(")):
        raise Refused(f"{name}: before a group or prefix")
    if not words(value):
        raise Refused(f"{name}: without a value")
    return Field(lambda specification: _TESTS[name](specification, value))


def modality(names):
    found = {name.strip().lower() for name in names}
    if not found <= set(MODALITIES):
        raise Refused(f"modality: before {found}")
    return Modality(found)


def compared(name, sign, text):
    try:
        is_meant = comparisons.comparison(name, sign, text)
    except comparisons.Wrong as wrong:
        raise Refused(f"{name}: before {wrong}") from wrong
    if name not in comparisons.OF_CLASSES:
        return Demand(name, is_meant)

    def is_true(specification):
        value = getattr(specification, name)
        return value != 0 and is_meant(value)

    return Field(is_true)
