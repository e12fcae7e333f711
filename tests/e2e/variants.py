"""Variants of clauses, found slowly and plainly in what `specindex explain` prints, to check those of
the daemon: python variants.py SPECINDEX URL SEED CASES PATH... TAP"""

import bisect
import collections
import itertools
import json
import random
import sys
import urllib.parse
import urllib.request

import specifications
from specifications import ClassKey
from tap import Tap
from words import words

LEAST = 6  # words of a clause
MANY = 5000  # clauses, up to which each is compared with each
WHOLE = 1000  # likeness is in thousandths


class Clause:
    """A sentence or list item, without its list mark."""

    def __init__(self, section, start, found):
        self.section, self.words = section, tuple(word.text for word in found)
        self.line = section.text_line + section.text.count("\n", 0, start)
        self.spec = section.specification


def _clauses(section):
    encoded, found = section.text.encode(), words(section.text)
    if len(encoded) == len(section.text):
        starts = [word.start for word in found]
    else:
        lengths = [0, *itertools.accumulate(len(c.encode()) for c in section.text)]
        starts = [lengths[word.start] for word in found]
    for start, end in section.parts[1].cuts:
        inside = found[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]
        if inside:
            yield Clause(section, len(encoded[:start].decode()), inside)


def _common_least(likeness, a, b):
    """How many words sets of these sizes share at least, if they are alike."""
    return -(-likeness * (a + b) // (WHOLE + likeness))


def _all_pairs(masks, likeness):
    for (i, a), (k, b) in itertools.combinations(enumerate(masks), 2):
        if (a & b).bit_count() * WHOLE >= likeness * (a | b).bit_count():
            yield i, k


def _pairs_by_rare_words(sets, likeness):
    """Of two sets that are alike, the one lacks few of the other's words: so few that of the rarest
    words of each, one more than may be lacking, they share one."""
    frequency = collections.Counter(word for found in sets for word in found)
    having = collections.defaultdict(list)
    for i, found in enumerate(sets):
        lacking = len(found) * (WHOLE - likeness) // WHOLE
        for word in sorted(found, key=lambda w: (frequency[w], w))[: lacking + 1]:
            having[word].append(i)
    seen = set()
    for group in having.values():
        group.sort(key=lambda i: len(sets[i]))
        for at, i in enumerate(group):
            for k in group[at + 1 :]:
                if len(sets[i]) * WHOLE < likeness * len(sets[k]):
                    break
                pair = (i, k) if i < k else (k, i)
                if pair not in seen:
                    seen.add(pair)
                    if len(sets[i] & sets[k]) >= _common_least(likeness, len(sets[i]), len(sets[k])):
                        yield pair


def _components(count, pairs):
    parent = list(range(count))

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, k in pairs:
        parent[root(i)] = root(k)
    groups = collections.defaultdict(list)
    for i in range(count):
        groups[root(i)].append(i)
    return groups.values()


class Expected:
    """The clusters that clauses have, in order: of each its variants, as (words, clauses)."""

    def __init__(self, clauses, likeness, quadratic):
        self.clauses = [clause for clause in clauses if len(clause.words) >= LEAST]
        self.short = len(clauses) - len(self.clauses)
        by_words = collections.defaultdict(list)
        for clause in self.clauses:
            by_words[clause.words].append(clause)
        different = list(by_words)
        sets = [frozenset(found) for found in different]
        if quadratic:
            numbers = {word: i for i, word in enumerate(set().union(*sets))}
            masks = [sum(1 << numbers[word] for word in found) for found in sets]
            self.pairs = set(_all_pairs(masks, likeness))
        else:
            self.pairs = set(_pairs_by_rare_words(sets, likeness))
        clusters = []
        for group in _components(len(different), self.pairs):
            variants = [(different[i], by_words[different[i]]) for i in group]
            variants.sort(key=lambda v: (-len(_classes(v[1])), [word.encode() for word in v[0]]))
            classes = set().union(*(_classes(found) for _, found in variants))
            if len(variants) > 1 and len(classes) > 1:
                clusters.append((len(classes), variants))
        clusters.sort(key=lambda c: (-c[0], [word.encode() for word in c[1][0][0]]))
        self.clusters = [variants for _, variants in clusters]

    def total(self):
        variants = [found for cluster in self.clusters for _, found in cluster]
        return {
            "clusters": len(self.clusters),
            "variants": len(variants),
            "classes": len(set().union(*map(_classes, variants))),
            "rows": sum(len(_classes(found)) for found in variants),
            "clauses": len(self.clauses),
            "short": self.short,
        }


def _classes(clauses):
    return {clause.spec.key for clause in clauses}


def get(url, **parameters):
    target = f"{url}/api/v1/variants?{urllib.parse.urlencode(parameters)}"
    with urllib.request.urlopen(target, timeout=60) as answer:
        return answer.read()


def rows_of(url, **parameters):
    """The first line and the rows of an export, which has to be whole."""
    head, *rows, end = map(json.loads, get(url, format="ndjson", **parameters).splitlines())
    if end["rows"] != len(rows) or not end["complete"] or head["total"]["rows"] != len(rows):
        raise RuntimeError(f"{parameters}: {end}, {head['total']}, {len(rows)} rows")
    return head, rows


def left_of(text, marks):
    """The words of a text outside of the marks."""
    return [w.text for w in words(text) if not any(start <= w.start < end for start, end in marks)]


def wrong_marks(first, variant):
    """What is left of both when the marked words are taken away has to be the same."""
    left, other = left_of(variant["text"], variant["marks"]), left_of(first["text"], variant["lacks"])
    if left != other:
        yield f"{variant['text']!r} has {left}, and the first {other}"
    if variant["number"] > 1 and not variant["marks"] and not variant["lacks"]:
        yield f"{variant['text']!r} differs in nothing"


def wrong_classes(rows, clauses):
    """A row for each class, with the first place there."""
    by_class = collections.defaultdict(list)
    for clause in clauses:
        by_class[clause.spec.key].append(clause)
    expected = {
        key: (len(found), found[0].section.ordinal, found[0].line) for key, found in by_class.items()
    }
    got = {
        ClassKey(row["source"], row["class"]["code"], row["class"]["title"]): (
            row["times"], row["section"]["ordinal"], row["line"])
        for row in rows
    }
    if got != expected or len(rows) != len(expected):
        yield f"{rows[0]['variant']['text']!r}: {sorted(got.items())[:3]}, not {sorted(expected.items())[:3]}"
    places = [(row["class"]["agency"], row["class"]["id"]) for row in rows]
    if places != sorted(places):
        yield f"the classes stand in the order {places}"


def wrongs_of(expected, url, **parameters):
    head, rows = rows_of(url, **parameters)
    if head["total"] != expected.total():
        yield f"{parameters}: {head['total']}, expected {expected.total()}"
        return
    got = [
        [list(found) for _, found in itertools.groupby(cluster, lambda row: row["variant"]["number"])]
        for _, cluster in itertools.groupby(rows, lambda row: row["cluster"]["number"])
    ]
    for number, (variants, cluster) in enumerate(zip(got, expected.clusters), 1):
        places = sum(len(found) for _, found in cluster)
        classes = len(set().union(*(_classes(found) for _, found in cluster)))
        about = {"number": number, "classes": classes, "clauses": places, "variants": len(cluster)}
        if variants[0][0]["cluster"] != about:
            yield f"{variants[0][0]['cluster']}, expected {about}"
        texts = [tuple(w.text for w in words(found[0]["variant"]["text"])) for found in variants]
        if texts != [found for found, _ in cluster]:
            yield f"cluster {number}: {texts[:3]}, expected {[found for found, _ in cluster][:3]}"
            return
        for found, (_, clauses) in zip(variants, cluster):
            variant = found[0]["variant"]
            if (variant["count"], variant["clauses"]) != (len(_classes(clauses)), len(clauses)):
                yield f"{variant}, expected {len(clauses)} clauses"
            yield from wrong_marks(variants[0][0]["variant"], variant)
            yield from wrong_classes(found, clauses)


def holds(clause, phrase):
    n = len(phrase)
    return any(clause.words[i : i + n] == phrase for i in range(len(clause.words) - n + 1))


LISTED = 100  # variants of a cluster, and classes of a variant, that a page has


def check_pages(tap, url):
    """Pages have what the whole has, but for what is more than they list."""
    whole, counts = {}, collections.Counter()
    for row in rows_of(url)[1]:
        place = row["cluster"]["number"], row["variant"]["number"]
        counts[place] += 1
        if place[1] <= LISTED and counts[place] <= LISTED:
            whole.setdefault(place, (row["variant"], []))[1].append(row["class"]["id"])
    listed, page, pages = {}, 0, 1
    while page < pages:
        page += 1
        answer = json.loads(get(url, page=page, per_page=7))
        pages = answer["pages"]
        for cluster in answer["clusters"]:
            for variant in cluster["variants"]:
                ids = [found["id"] for found in variant.pop("classes")]
                listed[cluster["number"], variant["number"]] = variant, ids
    tap.ok("pages have what the whole has", listed == whole and list(listed) == list(whole))


def main(specindex, url, seed, cases, *paths, tap_path):
    tap = Tap(tap_path)
    chance = random.Random(int(seed))
    collection = specifications.Collection(specifications.read(specindex, paths))
    clauses = [clause for section in collection.sections for clause in _clauses(section)]
    quadratic = len(clauses) < MANY
    tap.note(f"seed {seed}, {len(clauses)} clauses")
    for likeness in ("0.8", "0.625") if quadratic else ("0.8",):
        share = round(float(likeness) * WHOLE)
        expected = Expected(clauses, share, quadratic)
        if quadratic:
            by_rare = Expected(clauses, share, False)
            tap.ok(f"{likeness}: rare words lead to the same pairs", by_rare.pairs == expected.pairs)
        tap.ok(f"{likeness}: there are clusters", expected.clusters)
        tap.none(f"{likeness}: the clusters are those of all pairs that are alike",
                 list(wrongs_of(expected, url, likeness=likeness)))
    wrongs = []
    for _ in range(int(cases)):
        of = chance.choice(clauses)
        first = chance.randrange(len(of.words))
        phrase = of.words[first : first + chance.choice((1, 1, 2, 3))]
        expected = Expected([c for c in clauses if holds(c, phrase)], 800, False)
        wrongs += wrongs_of(expected, url, q='"' + " ".join(phrase) + '"')
    tap.none(f"{cases} random phrases narrow to the clauses that have them", wrongs)
    agency = chance.choice(clauses).spec.agency
    of_agency = [clause for clause in clauses if clause.spec.agency == agency]
    tap.none(f"the agency {agency} has its own clusters",
             list(wrongs_of(Expected(of_agency, 800, False), url, agency=agency)))
    check_pages(tap, url)
    tap.done()


if __name__ == "__main__":
    main(*sys.argv[1:-1], tap_path=sys.argv[-1])
