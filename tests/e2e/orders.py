"""What group= and sort= have to make of an answer, for agree.py: the same classes and sections, in an
order that the oracle can check without knowing scores."""

import re

from specifications import ClassKey
from tap import differences, hit_key
from words import folded

SORTS = ("title", "-title", "revised", "-revised", "experience", "-experience")
SHOWN_OF_CLASS = 3  # sections of a class, in groups
_NUMBER = re.compile("0*([0-9]+)")


def _title(specification):
    """Its words, numbers by their value."""
    return _NUMBER.sub(lambda m: f"0{len(m[1]):03}{m[1]}", folded(specification.title))


def _value(specification, name):
    """None: not stated, or nothing is asked for."""
    if name == "revised":
        return specification.revised or None
    return max(specification.experience, default=0) or None


def _before(sort, one, other):
    """Has a class to stand before another? What neither has, and equal values, leave it to the title."""
    name, falls = sort.lstrip("-"), sort.startswith("-")
    titles = _title(one), _title(other)
    if name == "title":
        return titles[0] > titles[1] if falls else titles[0] < titles[1]
    values = _value(one, name), _value(other, name)
    if values[0] == values[1]:
        return titles[0] < titles[1]
    if None in values:
        return values[1] is None
    return values[0] > values[1] if falls else values[0] < values[1]


def wrong_order(sort, found):
    """Why the classes of an answer, each as often as it comes, do not stand in an order."""
    for one, other in zip(found, found[1:]):
        if one is not other and _before(sort, other, one):
            return [f"sort={sort}: {other.title!r} stands behind {one.title!r}"]
    runs = sum(one is not other for one, other in zip(found, found[1:]))
    if found and runs + 1 != len(set(found)):
        return [f"sort={sort}: a class stands in several places"]
    return []


def _wrong_named(found, expected, kind):
    """The classes that the whole query names come first."""
    first = found[: len(expected.named)]
    if set(first) != {key if kind == "section" else key[0] for key in expected.named}:
        return [f"named by the query are {sorted(expected.named)[:3]}, first stand {first[:3]}"]
    return []


def check_sections(sides, text, filters, sort):
    """What is wrong with the sections of an answer in an order."""
    expected = sides.expected(text, filters)
    pages = sides.got(text, filters, sort=sort)
    keys = [hit_key(hit) for page in pages for hit in page["hits"]]
    if sorted(keys) != sorted(expected.keys):
        return [f"sort={sort}: {len(keys)} hits that are not those expected"]
    if sort == "relevance":
        return _wrong_named(keys, expected, "section")
    found = [sides.oracle.by_key[key] for key in keys]
    wrongs = wrong_order(sort, [section.specification for section in found])
    for one, other in zip(found, found[1:]):
        if one.specification is other.specification and one.ordinal > other.ordinal:
            wrongs.append(f"sort={sort}: sections of {one.specification.title!r} in another order than its own")
    return wrongs


def _class_key(found):
    return ClassKey(found["hits"][0]["section"]["source"], found["class"]["code"], found["class"]["title"])


def check_classes(sides, text, filters, sort):
    """What is wrong with the classes of an answer in an order, and with the sections shown of each."""
    expected = sides.expected(text, filters)
    pages = sides.got(text, filters, sort=sort, group="class")
    wrongs = [f"group=class: {wrong}" for wrong in differences(pages[0], expected)]
    found = [of_class for page in pages for of_class in page["hits"]]
    having = {}
    for section in expected.hits:
        having.setdefault(section.specification.key, set()).add(section.ordinal)
    keys = [_class_key(of_class) for of_class in found]
    if len(set(keys)) != len(keys) or set(keys) != set(having):
        return wrongs + [f"group=class: {len(keys)} classes that are not the {len(having)} expected"]
    for key, of_class in zip(keys, found):
        shown = [hit["section"]["ordinal"] for hit in of_class["hits"]]
        distinct = set(shown)
        if of_class["sections"] != len(having[key]) or not distinct <= having[key]:
            wrongs.append(f"group=class: {key} has {of_class['sections']} sections, {shown}, not {having[key]}")
        if len(shown) != len(distinct) or len(shown) != min(SHOWN_OF_CLASS, len(having[key])):
            wrongs.append(f"group=class: of {key} {shown} are shown, which are not {SHOWN_OF_CLASS} of them")
    if sort == "relevance":
        return wrongs + _wrong_named(keys, expected, "class")
    by_key = {specification.key: specification for specification in sides.oracle.specifications}
    return wrongs + wrong_order(sort, [by_key[key] for key in keys])
