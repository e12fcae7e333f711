#!/bin/sh
# Plain word queries agree with Xapian's own matcher: over the sample corpus, and over real documents
# where they are at hand, the same sections match, with the weights that Xapian's BM25 gives them over
# the same postings, in the order of these. What titles and capitals add is worked out here.
#
# QUERIES sets how many random queries are asked (200; a quarter of it for a build with sanitizers),
# SEED what they are.
. "$(dirname "$0")/lib.sh"

SEED=${SEED:-3}
QUERIES=${QUERIES:-200}
case $BUILD in *asan) QUERIES=$((QUERIES / 4)) ;; esac

cat >"$T/agree.py" <<'END'
import argparse
import glob
import json
import math
import random
import re
import sys
import urllib.parse
import urllib.request
import zlib

import snowballstemmer
import xapian

PER_PAGE = 100
K1, B, LEAST_LENGTH = 1.2, 0.75, 0.25
TITLE_WEIGHT = 1.5
stemmer = snowballstemmer.stemmer("english")


def stem(word):
    return word if len(word) <= 3 else stemmer.stemWord(word)


def text_of(url, name):
    """The text of a class."""
    quoted = urllib.parse.quote(name)
    with urllib.request.urlopen(f"{url}/api/v1/classes/{quoted}", timeout=60) as answer:
        return "\n".join(section["text"] for section in json.load(answer)["sections"])


class Sections:
    """The databases of all segments as one. Xapian deals docids of several databases in turn."""

    def __init__(self, paths, url):
        self.database = xapian.Database()
        self.count = len(paths)
        self.names = {}  # docid of the whole to (class, ordinal)
        self.words, self.titles = set(), set()
        for at, path in enumerate(paths):
            part = xapian.Database(path)
            self.database.add_database(xapian.Database(path))
            for key in part.metadata_keys("class:"):
                # four bytes of length, then zlib's format
                record = json.loads(zlib.decompress(part.get_metadata(key)[4:]))
                self.titles.add(record["title"].lower())
                for ordinal in range(record["sections"]):
                    docid = record["first_docid"] + ordinal
                    self.names[(docid - 1) * self.count + at + 1] = (record["id"], ordinal)
        for name in {name for name, _ in self.names.values()}:
            self.words.update(re.findall(r"\b[a-z]{2,}\b", text_of(url, name)))
        # Without what is only a part of a word, before a combining mark, say.
        self.words = sorted(word for word in self.words if self.frequency(word) > 0)

    def frequency(self, word):
        return self.database.get_termfreq("Z" + stem(word.lower()))

    def has(self, term):
        return {posting.docid for posting in self.database.postlist(term)}

    def rarity(self, count):
        odds = (len(self.names) - count + 0.5) / (count + 0.5)
        return math.log(odds if odds >= 2 else 1 + odds / 2)

    def added(self, word):
        """(term, weight): what adds the same wherever it stands. A title's word is as rare as it is
        in sections or in titles; capitals add as much as all else of the word can."""
        own, titles = self.frequency(word), self.database.get_termfreq("S" + stem(word.lower()))
        title = TITLE_WEIGHT * self.rarity(max(own, titles))
        yield "S" + stem(word.lower()), title
        if word.isupper():
            yield "U" + word.lower(), title + (K1 + 1) * self.rarity(own)

    def search(self, words, operator):
        """A word is found in the section or in the title; some word stands in the section itself."""
        stems = [stem(word.lower()) for word in words]
        titles = [xapian.Query(xapian.Query.OP_SCALE_WEIGHT, xapian.Query("S" + s), 0) for s in stems]
        either = [
            xapian.Query(xapian.Query.OP_OR, xapian.Query("Z" + s), title)
            for s, title in zip(stems, titles)
        ]
        itself = xapian.Query(xapian.Query.OP_OR, ["Z" + s for s in stems])
        query = xapian.Query(operator, either)
        enquire = xapian.Enquire(self.database)
        enquire.set_weighting_scheme(xapian.BM25Weight(K1, 0, 1, B, LEAST_LENGTH))
        enquire.set_query(xapian.Query(xapian.Query.OP_FILTER, query, itself))
        found = enquire.get_mset(0, self.database.get_doccount())
        weights = {match.docid: match.weight for match in found}
        for word in words:
            for term, weight in self.added(word):
                for docid in self.has(term) & weights.keys():
                    weights[docid] += weight
        return {self.names[docid]: weight for docid, weight in weights.items()}


def pages(url, query):
    """All hits, as (name, score) in their order, and whether the answer is relaxed."""
    hits, page = [], 1
    while True:
        asked = {"q": query, "page": page, "per_page": PER_PAGE, "expand": 0}
        parameters = urllib.parse.urlencode(asked)
        with urllib.request.urlopen(f"{url}/api/v1/search?{parameters}", timeout=60) as answer:
            got = json.load(answer)
        hits += [((h["class"]["id"], h["section"]["ordinal"]), h["score"]) for h in got["hits"]]
        if not got["hits"] or len(hits) >= got["total"]["sections"]:
            return hits, got["query"]["relaxed"]
        page += 1


def wrongs(hits, weights):
    """What is not as Xapian has it."""
    names = [name for name, _ in hits]
    if len(set(names)) != len(names):
        yield "a hit comes twice"
    for name in set(names) ^ weights.keys():
        yield f"{name} is found by {'Xapian' if name in weights else 'the search'} alone"
    previous = None
    for name, score in hits:
        weight = weights.get(name, score)
        if abs(score - weight) > 1e-4 * weight:
            yield f"{name} scores {score}, not {weight}"
        if previous is not None and weight > previous * (1 + 1e-6):
            yield f"{name} of {weight} stands behind one of {previous}"
        previous = weight


def random_queries(sections, chance, count, most):
    """Words of all frequencies, at most `most` sections each, alone and joined; some of those that
    are written so somewhere in capitals."""
    words = [word for word in sections.words if sections.frequency(word) <= most]
    often = sorted(words, key=sections.frequency)[-200:]
    capitals = [word for word in words if sections.database.get_termfreq("U" + word) > 0]
    for i in range(count):
        chosen, stems = [], set()
        while len(chosen) < (1 if i % 3 == 0 else 2 + i % 2):
            word = chance.choice(chance.choice([often, words, capitals]))
            if stem(word) not in stems:
                chosen.append(word.upper() if word in capitals and chance.random() < 0.7 else word)
                stems.add(stem(word))
        # A query that is a title names its class, which comes before all else.
        if " ".join(chosen).lower() not in sections.titles:
            yield chosen, i % 2 == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=int)
    parser.add_argument("--most", type=int, help="sections that a word may stand in")
    parser.add_argument("--seed", type=int)
    parser.add_argument("url")
    parser.add_argument("generation")
    options = parser.parse_args()
    sections = Sections(sorted(glob.glob(options.generation + "/segments/*/sections")), options.url)
    chance = random.Random(options.seed)
    failures = found = relaxed_answers = 0
    for words, together in random_queries(sections, chance, options.queries, options.most):
        query = (" " if together else " OR ").join(words)
        hits, relaxed = pages(options.url, query)
        weights = sections.search(words, xapian.Query.OP_AND if together else xapian.Query.OP_OR)
        if not weights and together:
            weights = sections.search(words, xapian.Query.OP_OR)
            if not relaxed:
                failures += 1
                print(f"{query}: is not relaxed")
        elif relaxed:
            failures += 1
            print(f"{query}: is relaxed")
        for wrong in wrongs(hits, weights):
            failures += 1
            print(f"{query}: {wrong}")
        found += len(hits)
        relaxed_answers += relaxed
    print(f"{len(sections.names)} sections of {sections.count} segments, {found} hits, "
          f"{relaxed_answers} answers relaxed", file=sys.stderr)
    if len(sections.names) != sections.database.get_doccount():
        print("there are sections of no class")
        failures += 1
    if found < options.queries:
        print("hardly anything is found")
        failures += 1
    return 1 if failures else 0


sys.exit(main())
END

# agrees NAME MOST INDEX: asks the daemon at URL, which serves the index.
agrees() {
    ok "$1: matches and weights are Xapian's (seed $SEED)" "$PYTHON" "$T/agree.py" \
        --queries "$QUERIES" --most "$2" --seed "$SEED" "$URL" "$3/current"
    sed 's/^/# /' "$T/.ok" | tail -1
}

runs 'building the index' 0 specindex build -i "$T/index" "$CORPUS"
start_daemon "$T/index"
agrees 'the sample corpus' 100000 "$T/index"

if need_shared 'real documents'; then
    on_quick serve real
    agrees 'real documents' 1000 "$T/real"
fi

done_testing
