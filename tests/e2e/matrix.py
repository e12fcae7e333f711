"""A matrix, counted slowly and plainly in what `specindex explain` prints, to check those of the
daemon: python matrix.py SPECINDEX URL SEED CASES PATH... TAP"""

import collections
import random
import sys

from absence import class_key, listing, page, population
from occurrences import Documents, quoted, random_phrase
from specifications import KINDS
from tap import Tap

COUNTS = ("classes", "sections", "occurrences")


def number(places, count):
    """Of places where something stands: (class, ordinal, where, start, end)."""
    if count == "occurrences":
        return len(places)
    return len({place[:2] for place in places} if count == "sections" else {place[0] for place in places})


def groups_of(documents, by, sections, ids):
    """{row: the keys of its sections}"""
    groups = collections.defaultdict(set)
    for section in sections:
        specification = section.specification
        rows = section.kinds if by == "section" else [specification.agency if by == "agency" else ids[specification.key]]
        for row in rows:
            groups[row].add(section.key)
    return groups


def row_order(documents, by, ids):
    """What rows are sorted by."""
    agencies = {ids[s.key]: s.agency.encode() for s in documents.collection.specifications}
    return {"section": KINDS.index, "agency": str.encode, "class": lambda row: (agencies[row], row.encode())}[by]


def wrongs_of(documents, ids, answer, by, count, filters, expected):
    head, rows = answer
    kinds = filters.get("section")
    sections = [s for spec in population(documents, filters) for s in spec.sections if kinds is None or kinds in s.kinds]
    passing = {s.key for s in sections}
    groups = groups_of(documents, by, sections, ids)
    expected = [{place for place in places if place[:2] in passing} for places in expected]
    totals = [number(places, count) for places in expected]
    if [column["total"] for column in head["columns"]] != totals:
        yield f"totals {[column['total'] for column in head['columns']]}, expected {totals}"
    names = sorted(groups, key=row_order(documents, by, ids))
    if [row["value"] for row in rows] != names:
        yield f"rows {[row['value'] for row in rows][:5]}, expected {names[:5]}"
        return
    for row in rows:
        keys = groups[row["value"]]
        wanted = (len({key[0] for key in keys}), len(keys),
                  [number({place for place in places if place[:2] in keys}, count) for places in expected])
        if (row["classes"], row["sections"], row["cells"]) != wanted:
            yield f"{row['value']}: {row['classes'], row['sections'], row['cells']}, expected {wanted}"


def random_filters(documents, chance):
    filters = {}
    if chance.random() < 0.3:
        filters["agency"] = chance.choice(documents.collection.specifications).agency
    if chance.random() < 0.3:
        filters["section"] = chance.choice(documents.collection.sections).kinds[0]
        if "agency" in filters and not any(filters["section"] in s.kinds for spec in population(documents, filters) for s in spec.sections):
            del filters["agency"]
    return filters


def pages_of(url, **asked):
    _, rows = listing(url, "matrix", **asked)
    per_page = (len(rows) + 2) // 3
    pages = [page(url, "matrix", page=n, per_page=per_page, **asked) for n in (1, 2, 3, 4)]
    return [row for one in pages for row in one["rows"]] == rows and pages[0]["pages"] == 3


def main(specindex, url, seed, cases, *paths, tap_path):
    tap = Tap(tap_path)
    documents = Documents(specindex, paths)
    chance = random.Random(int(seed))
    everyone = listing(url, "absence", q="zyzzyva")[1]
    ids = {class_key(row): row["class"]["id"] for row in everyone if row["class"]}
    tap.equal("all classes have an id", sorted(ids), sorted(s.key for s in documents.collection.specifications))
    wrongs = []
    for _ in range(int(cases)):
        phrases = []
        for _ in range(chance.choice((1, 2, 3, 6))):
            part, first, last = random_phrase(documents, chance)
            phrases.append(part.line[first : last + 1])
        by, count = chance.choice(("agency", "class", "section")), chance.choice(COUNTS)
        filters = random_filters(documents, chance)
        asked = {"q": [quoted(phrase) for phrase in phrases], "by": by, "count": count, **filters}
        answer = listing(url, "matrix", **asked)
        found = [documents.phrase(phrase) for phrase in phrases]
        wrongs += [f"{asked}: {wrong}" for wrong in wrongs_of(documents, ids, answer, by, count, filters, found)]
    tap.none(f"{cases} random matrices are as they should be", wrongs)
    tap.ok("three pages have what the whole has", pages_of(url, q=["clearance", "the"], by="class"))
    tap.done()


if __name__ == "__main__":
    main(*sys.argv[1:-1], tap_path=sys.argv[-1])
