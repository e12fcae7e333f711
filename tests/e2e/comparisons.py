"""Comparisons in a query, such as experience>=5y and revised:2021..2023, for the oracle; oracle.py has
the rules. Every value is a range by itself, of which the first and the last number are known: 2023 is
from 20230101 to 20231231, five years are from 60 months to 60 months."""

import fractions
import math
import re

LEVELS = ("none", "high_school", "some_college", "associate", "bachelor", "master", "doctorate")
APPRENTICESHIP = "apprenticeship"
_LEVEL_NAMES = {
    "hs": "high_school", "ged": "high_school", "diploma": "high_school", "high school": "high_school",
    "some college": "some_college", "associates": "associate", "associate's": "associate",
    "bachelors": "bachelor", "bachelor's": "bachelor", "ba": "bachelor", "bs": "bachelor",
    "masters": "master", "master's": "master", "ma": "master", "ms": "master", "phd": "doctorate",
    "doctoral": "doctorate",
}
NAME_GOES_ON = re.compile(
    "(?:high school|some college|(?:associate|bachelor|master|doctora).* degree|(?:high school|hs) diploma)$",
    re.IGNORECASE,
)
SIGNS = (">=", "<=", ">", "<", "=")
_YEARS = ("y", "yr", "yrs", "year", "years")
_MONTHS = ("m", "mo", "mos", "month", "months")
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?) *([a-z]*)")
_DATE = re.compile("([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


class Wrong(Exception):
    """This is no value."""


def _units(names, months):
    return dict.fromkeys(names, fractions.Fraction(months))


_DAY = fractions.Fraction(1, 30)
_EXPERIENCE = {**_units(_YEARS, 12), **_units(_MONTHS, 1)}
_PROBATION = {
    **_EXPERIENCE,
    **_units(("w", "wk", "wks", "week", "weeks"), 7 * _DAY),
    **_units(("d", "day", "days"), _DAY),
}
_POUNDS = _units(("lb", "lbs", "pound", "pounds"), 1)


def _quantity(units, bare):
    """How a number with one of some units is read; `bare`: the unit of one without."""

    def read(text, unit):
        match = _NUMBER.fullmatch(text.lower())
        if not match or match[2] and match[2] not in units:
            raise Wrong(text)
        number = fractions.Fraction(match[1]) * units[match[2] or unit or bare]
        rounded = math.floor(number + fractions.Fraction(1, 2))
        return rounded, rounded

    return read


def _level(text, _):
    name = re.sub("[-_ ]+", " ", text.lower().replace(".", ""))
    name = re.sub("(?<=.) (degree|diploma)$", "", name)
    name = _LEVEL_NAMES.get(name, name).replace(" ", "_")
    if name not in (*LEVELS, APPRENTICESHIP):
        raise Wrong(text)
    return name, name


def _date(text, _):
    match = _DATE.fullmatch(text)
    if not match:
        raise Wrong(text)
    year, month, day = (int(number) if number else None for number in match.groups())
    if month is not None and not 1 <= month <= 12 or day is not None and not 1 <= day <= _days(year, month):
        raise Wrong(text)
    first = (year, month or 1, day or 1)
    last = (year, month or 12, day or _days(year, month or 12))
    return tuple(10000 * y + 100 * m + d for y, m, d in (first, last))


def _days(year, month):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


_READ = {
    "experience": _quantity(_EXPERIENCE, "y"),
    "supervisory": _quantity(_EXPERIENCE, "y"),
    "education": _level,
    "lifting": _quantity(_POUNDS, "lb"),
    "probation": _quantity(_PROBATION, "m"),
    "revised": _date,
    "established": _date,
}
NAMES = tuple(_READ)
OF_CLASSES = ("probation", "revised", "established")  # the others are of requirements
UNITS = {"experience": _EXPERIENCE, "supervisory": _EXPERIENCE, "lifting": _POUNDS, "probation": _PROBATION}


# The least and the most that can be asked for.
_BOUNDS = {"education": (0, len(LEVELS) - 1), "probation": (1, math.inf), "revised": (10000101, 99991231)}
_BOUNDS["established"] = _BOUNDS["revised"]


def _ranked(name, value):
    if value == APPRENTICESHIP:
        raise Wrong("apprenticeship has no order")
    return LEVELS.index(value) if name == "education" else value


def comparison(name, sign, text):
    """A test of values, from a sign and what stands behind it; ":" and "=" may have a range behind."""
    is_range = re.fullmatch(r"(.*)(?:\.\.|\u2013)(.*)", text) if sign in (":", "=") else None
    if is_range:
        return _between(name, *_range(name, is_range[1].strip(), is_range[2].strip()))
    first, last = _READ[name](text, None)
    if first == APPRENTICESHIP and sign in (":", "="):
        return lambda value: value == APPRENTICESHIP
    first, last = _ranked(name, first), _ranked(name, last)
    if sign in (">=", ">"):
        return _between(name, first if sign == ">=" else last + 1, math.inf)
    if sign in ("<=", "<"):
        return _between(name, -math.inf, last if sign == "<=" else first - 1)
    return _between(name, first, last)


def _range(name, low, high):
    """A bound without a unit takes the other's."""
    if not low and not high:
        raise Wrong("..")
    low_unit, high_unit = (re.sub("[^a-z]", "", bound.lower()) for bound in (low, high))
    first, last = -math.inf, math.inf
    if low:
        first = _ranked(name, _READ[name](low, high_unit)[0])
    if high:
        last = _ranked(name, _READ[name](high, low_unit)[1])
    return first, last


def _between(name, first, last):
    least, most = _BOUNDS.get(name, (0, math.inf))
    first, last = max(first, least), min(last, most)
    if first > last:
        raise Wrong("nothing can be so")
    return lambda value: value != APPRENTICESHIP and first <= _ranked(name, value) <= last
