"""Who does not have it, found slowly and plainly in what `specindex explain` prints, to check what
the daemon says: python absence.py SPECINDEX URL SEED CASES PATH... TAP"""

import hashlib
import json
import random
import re
import sys
import urllib.parse
import urllib.request

from occurrences import Documents, random_query
from specifications import KINDS, ClassKey
from tap import Tap

STATES = ("present", "stated_none", "silent", "section_absent", "unreadable")

# Found by reading what short sections of the documents say.
DENIALS = {
    "none", "none required", "not required", "not applicable", "n a",
    "no license or certificate is required",
    "no specific type or amount is required",
    "there are no notable physical demands associated with this position",
}


def denies(text):
    """Does a section say, in all of its text, that there is none?"""
    return " ".join(re.findall("[a-z]+", text.lower())) in DENIALS


def listing(url, path, **parameters):
    """The head and the rows of an answer as NDJSON that is whole."""
    target = f"{url}/api/v1/{path}?" + urllib.parse.urlencode({**parameters, "format": "ndjson"}, doseq=True)
    with urllib.request.urlopen(target, timeout=60) as answer:
        *lines, last = answer.read().splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    if json.loads(last) != {"rows": len(lines) - 1, "complete": True, "sha256": digest}:
        raise RuntimeError(f"{parameters}: {last}, {len(lines) - 1} rows, {digest}")
    return json.loads(lines[0]), [json.loads(line) for line in lines[1:]]


def page(url, path, **parameters):
    target = f"{url}/api/v1/{path}?" + urllib.parse.urlencode(parameters, doseq=True)
    with urllib.request.urlopen(target, timeout=60) as answer:
        return json.load(answer)


def class_key(row):
    return ClassKey(row["source"], row["class"]["code"], row["class"]["title"])


def population(documents, filters):
    """The classes that the filters, of agencies alone, let through."""
    agency = filters.get("agency")
    return [s for s in documents.collection.specifications if agency in (None, s.agency)]


def expected_state(specification, places, kind):
    """Its state, and the ordinals of the sections that show it."""
    there = [s for s in specification.sections if kind is None or kind in s.kinds]
    having = [s.ordinal for s in there if s.key in places]
    if having:
        return "present", having[:1]
    if kind is None:
        return "silent", None
    if not there:
        return "section_absent", None
    saying = [s for s in there if re.search(r"\w", s.text)]
    if saying and all(denies(s.text) for s in saying):
        return "stated_none", [saying[0].ordinal]
    return "silent", [there[0].ordinal]


def wrongs_of(documents, url, query, filters, kind, found):
    asked = {"q": query, **filters, **({"section": kind} if kind else {})}
    head, rows = listing(url, "absence", **asked)
    places = {place[:2] for place in found}
    expected = {s.key: expected_state(s, places, kind) for s in population(documents, filters)}
    skipped = [path for path in documents.collection.skipped if filters.get("agency") in (None, path.split("/")[-2])]
    got = {class_key(row): row for row in rows if row["class"]}
    wrongs = []
    numbers = {state["value"]: state["classes"] for state in head["states"]}
    total = head["total"]
    if list(numbers) != list(STATES) or sum(numbers.values()) != total["classes"] + total["sources"] or sum(numbers.values()) != len(rows):
        wrongs.append(f"{numbers} do not add up to {total}, {len(rows)} rows")
    if numbers != {state: len([s for s, _ in expected.values() if s == state]) + len(skipped) * (state == "unreadable") for state in STATES}:
        wrongs.append(f"numbers {numbers}")
    if sorted(row["source"] for row in rows if row["class"] is None) != sorted(skipped):
        wrongs.append("other sources are not readable")
    for key, (state, ordinals) in expected.items():
        row = got.get(key)
        section = row and row["section"] and [row["section"]["ordinal"]]
        if not row or (row["state"], section) != (state, ordinals):
            wrongs.append(f"{key}: {row and row['state']} {section}, expected {state} {ordinals}")
        elif (row["quote"] is not None) != (state == "stated_none"):
            wrongs.append(f"{key}: quotes {row['quote']}")
    order = [(STATES.index(row["state"]), row["class"]["agency"].encode(), row["class"]["id"].encode()) for row in rows if row["class"]]
    if order != sorted(order):
        wrongs.append("not in order")
    having = page(url, "occurrences", per_page=1, **asked)["total"]["classes"]
    if having != numbers["present"]:
        wrongs.append(f"{numbers['present']} present, {having} with occurrences")
    return [f"{asked}: {wrong}" for wrong in wrongs]


def random_kind(documents, chance, found):
    """None, or any kind, or one of a section that has it."""
    if found and chance.random() < 0.4:
        return chance.choice(documents.section_of[chance.choice(sorted(found))[:2]].kinds)
    return chance.choice((None, chance.choice(KINDS)))


def pages_of(url, **asked):
    _, rows = listing(url, "absence", **asked)
    per_page = max(1, (len(rows) + 2) // 3)
    pages = [page(url, "absence", page=n, per_page=per_page, **asked) for n in (1, 2, 3, 4)]
    return [row for one in pages for row in one["classes"]] == rows and len(pages[3]["classes"]) == 0


def main(specindex, url, seed, cases, *paths, tap_path):
    tap = Tap(tap_path)
    documents = Documents(specindex, paths)
    chance = random.Random(int(seed))
    wrongs = []
    tap.note(f"seed {seed}, {len(documents.collection.specifications)} classes")
    for _ in range(int(cases)):
        query, filters, found = random_query(documents, chance)
        kind = random_kind(documents, chance, found)
        wrongs += wrongs_of(documents, url, query, filters, kind, found)
    tap.none(f"{cases} random queries part all classes as they should", wrongs)
    wrongs = []
    for kind in KINDS:
        wrongs += wrongs_of(documents, url, "zyzzyva", {}, kind, set())
    tap.none("what nobody has, by each kind", wrongs)
    tap.ok("three pages have what the whole has", pages_of(url, q="clearance", section="licensure"))
    tap.done()


if __name__ == "__main__":
    main(*sys.argv[1:-1], tap_path=sys.argv[-1])
