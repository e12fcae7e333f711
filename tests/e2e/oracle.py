#!/usr/bin/python3
"""What a search has to find, worked out slowly and plainly, to check Specsearch against.

It reads what `specindex explain` prints for every file of some folders, and nothing else: no index,
no code of the search. The rules are those of the design:

- A word is a run of letters, digits and combining marks, in lower case; a soft hyphen within it is
  no character at all. There are no stop words.
- A bare word is sought by its Snowball English stem; words of up to three characters are their own
  stems. The s of a possessive ('s) is no word to a stem.
- A phrase, quoted, is its exact words in order, within the heading or within the text. A word with
  inner hyphens or dots (full-time, 49,005) is the phrase of its parts.
- A section matches if it has all words and phrases of the query. A word also counts as found if the
  title of the class has it, as long as some word or phrase of the query stands in the section itself.
- If no section has all of them, those that have some are found: the answer is relaxed. Filters have
  no say in this.
- KIND:word and KIND:"phrase" want sections of that kind; title: the words in the class title;
  agency: and code: the class's own, in any case.
- Facets are counted drill-sideways: each facet's counts heed every filter but its own, as sections
  and as distinct classes. Values of one facet are joined by "or", facets by "and".
- A section has the levels of education and the bands of experience (by the least that a range names)
  of its requirements that are required, by position or unclassified, and the modalities of them all;
  "-" where there are none.
- A specification of several classes is as many specifications, each with its own sections and those
  it shares, counted from 0. A byte-identical file is indexed once, the first in path order.

At its end stands what the tests in Python share: checks as TAP lines, and questions to a daemon.

As a command: oracle.py [-f FACET=VALUE]... SPECINDEX QUERY PATH...
"""

import argparse
import concurrent.futures
import functools
import http.client
import itertools
import json
import os
import re
import subprocess
import sys
import typing
import unicodedata
import urllib.parse

import snowballstemmer

FACETS = ("section", "education", "experience", "modality", "agency", "flsa", "grade")
NOT_STATED = "-"
ASKED_FOR = ("required", "by_position", "unclassified")
BANDS = {"8_or_more": 8, "5_to_7": 5, "3_to_4": 3, "1_to_2": 1, "under_1": 0}  # from how many years
# The facets whose values stand in an order of their own.
ORDERS = {
    "education": ("none", "high_school", "some_college", "associate", "bachelor", "master", "doctorate",
                  "apprenticeship", NOT_STATED),
    "experience": ("under_1", "1_to_2", "3_to_4", "5_to_7", "8_or_more", NOT_STATED),
    "modality": ("required", "by_position", "preferred", "equivalency", "unclassified", NOT_STATED),
}
SHORT_KINDS = {"ksa": "knowledge_skills_abilities", "background": "background_check"}


# Words


def _character_class(categories):
    """A regular expression's class of all characters of these Unicode categories."""
    ranges = []
    points = (c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) in categories)
    for _, run in itertools.groupby(enumerate(points), lambda pair: pair[1] - pair[0]):
        run = [point for _, point in run]
        ranges.append(f"\\U{run[0]:08x}-\\U{run[-1]:08x}")
    return "[" + "".join(ranges) + "]"


_LETTER = _character_class({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl"})
_WORD = re.compile(f"{_LETTER}(?:{_LETTER}|\u00ad)*")
_stemmer = snowballstemmer.stemmer("english")


@functools.lru_cache(None)
def lower(text):
    return text.lower() if text.isascii() else "".join(c.lower()[0] for c in text)


@functools.lru_cache(None)
def stem(word):
    return word if len(word) <= 3 else _stemmer.stemWord(word)


class Word(typing.NamedTuple):
    """A word of a text: in lower case, with its place in code points."""

    text: str
    start: int
    end: int
    possessive: bool


def words(text):
    found, end = [], 0
    for match in _WORD.finditer(text):
        word = lower(match[0].replace("\u00ad", ""))
        possessive = word == "s" and end > 0 and text[end : match.start()] in ("'", "\u2019")
        end = match.end()
        found.append(Word(word, match.start(), end, possessive))
    return found


def stems(found):
    return {stem(word.text) for word in found if not word.possessive}


def word_line(found):
    """Words with a blank around each, so that a phrase is a substring."""
    return " " + "".join(word.text + " " for word in found)


# Specifications


class ClassKey(typing.NamedTuple):
    """What tells a class from all others in an answer and in the documents alike."""

    source: str
    code: typing.Optional[str]
    title: str


class Specification:
    """One class of a document."""

    def __init__(self, source, explained, described):
        fields = described["fields"]
        self.source = source
        self.title = described["title"]
        self.code = described["class_code"]
        self.agency = explained["agency"]
        self.key = ClassKey(source, self.code, self.title)
        self.fields = fields
        self.title_stems = stems(words(self.title))
        self.values = {
            "agency": [self.agency],
            "flsa": [fields["flsa"]["status"] if "flsa" in fields else NOT_STATED],
            "grade": [fields["pay_grade"]["value"] if "pay_grade" in fields else NOT_STATED],
        }
        self.sections = [
            Section(self, ordinal, explained, at)
            for ordinal, at in enumerate(described.get("sections", range(len(explained["sections"]))))
        ]
        self.requirements = _of_class(explained, described)


def _classes(source, explained):
    """The specifications of a document; one that says nothing of classes is one about itself."""
    if explained.get("verdict") == "none":
        return []  # what is no specification is not indexed
    alone = {key: explained[key] for key in ("title", "class_code", "fields")}
    return [Specification(source, explained, c) for c in explained.get("classes", [alone])]


def _requirements(explained, at, *types):
    """The requirements, of some types or of all, that stand in a section of a document."""
    every = explained.get("requirements", {})
    return [r for type in types or every for r in every.get(type, []) if r["section"] == at]


def _of_class(explained, described):
    """{type: requirements} of a class, which name its sections by their ordinals."""
    ordinals = described.get("sections", list(range(len(explained["sections"]))))
    return {
        type: [dict(r, section=ordinals.index(r["section"])) for r in found if r["section"] in ordinals]
        for type, found in explained.get("requirements", {}).items()
    }


def _or_not_stated(values):
    return sorted(values) or [NOT_STATED]


class Section:
    def __init__(self, specification, ordinal, document, at):
        explained = document["sections"][at]
        education, experience = (
            [r for r in _requirements(document, at, type) if r["modality"] in ASKED_FOR]
            for type in ("education", "experience")
        )
        self.specification = specification
        self.ordinal = ordinal
        self.heading = explained["heading"] or ""
        self.text = explained["text"]
        self.kinds = explained["kinds"]
        self.line = explained["line"]
        self.key = (specification.key, ordinal)
        self.values = dict(
            specification.values,
            section=self.kinds,
            education=_or_not_stated({r["level"] for r in education}),
            experience=_or_not_stated(
                {next(b for b, least in BANDS.items() if r["years"] >= least) for r in experience}
            ),
            modality=_or_not_stated({r["modality"] for r in _requirements(document, at)}),
        )
        parts = (words(self.heading), words(self.text))
        self.stems = stems(parts[0]) | stems(parts[1])
        self.lines = (word_line(parts[0]), word_line(parts[1]))


def _files(path, shown):
    """The files below a path, each with the path that people are shown; none that is hidden."""
    if os.path.isfile(path):
        yield path, shown
        return
    for name in os.listdir(path):
        if not name.startswith("."):
            yield from _files(os.path.join(path, name), f"{shown}/{name}")


def _explain(specindex, path):
    run = subprocess.run([specindex, "explain", path], capture_output=True, check=False)
    if run.returncode == 2:  # refused, which the build does too
        return None
    if run.returncode != 0:
        raise RuntimeError(f"{path}: {run.returncode}, {run.stderr.decode(errors='replace')}")
    return json.loads(run.stdout)


# Queries

_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_PART = re.compile(
    rf"(?:(?P<scope>[A-Za-z_]{{2,}}):(?![\s/]|$))?"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]|(?P<bare>[^\s{_QUOTES}]+))"
)
_JOINED = re.compile(rf"{_WORD.pattern}(?:(?:[-._@'\u2010\u2011\u2019]|(?<=\d),(?=\d)){_WORD.pattern})*")


class Leaf:
    """A word (by its stem) or a phrase."""

    def __init__(self, text, quoted):
        found = words(text)
        self.words = [word.text for word in found]
        unpossessed = [word.text for word in found if not word.possessive]
        self.stem = stem(unpossessed[0]) if not quoted and len(unpossessed) == 1 else None

    def stands_in(self, section):
        if self.stem is not None:
            return self.stem in section.stems
        phrase = " " + " ".join(self.words) + " "
        return any(phrase in line for line in section.lines)

    def is_found(self, section):
        return self.stands_in(section) or self.stem in section.specification.title_stems

    def marks(self, found):
        """The numbers of the words, out of a text's, that this leaf matches."""
        if self.stem is not None:
            return {i for i, w in enumerate(found) if not w.possessive and stem(w.text) == self.stem}
        n = len(self.words)
        texts = [word.text for word in found]
        starts = [i for i in range(len(texts) - n + 1) if texts[i : i + n] == self.words]
        return {i + k for i in starts for k in range(n)}


class Query:
    def __init__(self, text):
        self.leaves, self.kinds, self.titles, self.agencies, self.codes = [], [], set(), [], []
        for part in _PART.finditer(text):
            self._add(part["scope"], part["quoted"], part["bare"])

    def _add(self, scope, quoted, bare):
        value = bare if quoted is None else quoted
        scope = SHORT_KINDS.get((scope or "").lower(), (scope or "").lower())
        if scope == "title":
            self.titles |= stems(words(value))
        elif scope == "agency":
            self.agencies.append(value.lower())
        elif scope == "code":
            self.codes.append(value.lower())
        else:
            texts = [value] if quoted is not None else _JOINED.findall(value)
            leaves = [leaf for leaf in (Leaf(t, quoted is not None) for t in texts) if leaf.words]
            self.leaves += leaves
            if scope and leaves:
                self.kinds.append(scope)

    def allows(self, section):
        specification = section.specification
        return (
            all(kind in section.kinds for kind in self.kinds)
            and self.titles <= specification.title_stems
            and all(agency == specification.agency.lower() for agency in self.agencies)
            and all(code == (specification.code or "").lower() for code in self.codes)
        )

    def marks(self, text):
        """What is to be highlighted in a text: [start, end] in code points."""
        found = words(text)
        matched = set().union(*(leaf.marks(found) for leaf in self.leaves))
        return [[found[i].start, found[i].end] for i in sorted(matched)]


# Searching


class Answer:
    def __init__(self, relaxed, matches, filters):
        self.relaxed = relaxed
        self.hits = [s for s in matches if all(_passes(s, filters, facet) for facet in FACETS)]
        self.keys = {section.key for section in self.hits}
        self.total = _count(self.hits)
        self.facets = {facet: _count_facet(facet, matches, filters) for facet in FACETS}


def _passes(section, filters, facet):
    wanted = filters.get(facet)
    return not wanted or any(value in wanted for value in section.values[facet])


def _count(sections):
    return {"sections": len(sections), "classes": len({s.specification for s in sections})}


def _count_facet(facet, matches, filters):
    """{value: {"sections", "classes", "selected"}} of the values counted or selected."""
    others = [f for f in FACETS if f != facet and filters.get(f)]
    passing = [s for s in matches if all(_passes(s, filters, other) for other in others)]
    having = {value: [] for value in filters.get(facet, ())}
    for section in passing:
        for value in section.values[facet]:
            having.setdefault(value, []).append(section)
    return {
        value: dict(_count(sections), selected=value in filters.get(facet, ()))
        for value, sections in having.items()
    }


class Oracle:
    def __init__(self, specindex, paths):
        self.specifications, self.skipped, self.duplicates = [], [], []
        seen = set()
        roots = [os.path.realpath(path) for path in paths]
        files = [pair for root in roots for pair in _files(root, os.path.basename(root))]
        files.sort(key=lambda pair: os.fsencode(pair[0]))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            explained = list(pool.map(lambda pair: _explain(specindex, pair[0]), files))
        for (_, shown), result in zip(files, explained):
            if result is None:
                self.skipped.append(shown)
            elif result["sha256"] in seen:
                self.duplicates.append(shown)
            else:
                seen.add(result["sha256"])
                self.specifications += _classes(shown, result)
        self.sections = [s for spec in self.specifications for s in spec.sections]
        self.by_key = {section.key: section for section in self.sections}

    def values(self, facet):
        """Every value of a facet in the collection."""
        return sorted({value for section in self.sections for value in section.values[facet]})

    @functools.lru_cache(None)
    def _matches(self, text):
        query = Query(text)
        allowed = [section for section in self.sections if query.allows(section)]
        if not query.leaves:
            return False, allowed
        standing = [s for s in allowed if any(leaf.stands_in(s) for leaf in query.leaves)]
        strict = [s for s in standing if all(leaf.is_found(s) for leaf in query.leaves)]
        if strict or len(query.leaves) == 1:
            return False, strict
        return bool(standing), standing

    def search(self, text, filters=None):
        return Answer(*self._matches(text), filters or {})


# What the tests in Python share


class Tap:
    """Checks as TAP lines, numbered on from $count. At the end the shell takes over the numbers by
    sourcing `path`; if this program dies before, it finds a failure there."""

    def __init__(self, path):
        self.path, self.count = path, int(os.environ["COUNT"])
        self.failures = int(os.environ["FAILURES"])
        self._save(self.failures + 1)

    def _save(self, failures):
        with open(self.path, "w", encoding="ascii") as file:
            file.write(f"count={self.count} failures={failures}\n")

    def ok(self, name, passed, *why):
        self.count += 1
        self.failures += not passed
        print(f"{'ok' if passed else 'not ok'} {self.count} - {name}")
        if not passed:
            for line in why:
                self.note(str(line)[:1500])
        self._save(self.failures + 1)
        sys.stdout.flush()
        return passed

    def equal(self, name, got, expected):
        return self.ok(name, got == expected, f"got:      {got!r}", f"expected: {expected!r}")

    def none(self, name, wrongs):
        """Passes if the list of what is wrong is empty."""
        return self.ok(name, not wrongs, f"{len(wrongs)} wrong, such as:", *wrongs[:5])

    @staticmethod
    def note(text):
        for line in text.splitlines():
            print("# " + line)

    def done(self):
        self._save(self.failures)


class Client:
    """Asks a daemon, over one connection for as long as it lasts."""

    def __init__(self, url):
        self.host = urllib.parse.urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def get(self, path, **parameters):
        """The JSON of an answer, which has to be a 200. A parameter may be a list."""
        target = path + "?" + urllib.parse.urlencode(parameters, doseq=True)
        self.connection.request("GET", target)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status} for {target}: {body[:300]!r}")
        return json.loads(body)

    def search(self, text, filters=None, **parameters):
        return self.get("/api/v1/search", q=text, **(filters or {}), **parameters)

    def pages(self, text, filters=None, per_page=100):
        """Every page of an answer. Gives up, with what there is, where they do not end."""
        pages = [self.search(text, filters, per_page=per_page)]
        total = pages[0]["total"]["sections"]
        while pages[-1]["hits"] and len(pages) * per_page < total:
            pages.append(self.search(text, filters, per_page=per_page, page=len(pages) + 1))
        return pages


def hit_key(hit):
    found = hit["class"]
    return ClassKey(hit["section"]["source"], found["code"], found["title"]), hit["section"]["ordinal"]


def answer_facets(answer):
    """The counts of an answer as the oracle has them; a value that comes twice is an error."""
    facets = {}
    for facet, counts in answer["facets"].items():
        facets[facet] = {
            count["value"]: {key: count[key] for key in ("sections", "classes", "selected")}
            for count in counts
        }
        if len(facets[facet]) != len(counts):
            raise RuntimeError(f"the facet {facet} has a value twice")
    return facets


def differences(answer, expected):
    """What of an answer's totals, counts and announcement is not as expected."""
    wrongs = []
    got = (answer["query"]["relaxed"], answer["total"], answer_facets(answer))
    for name, g, e in zip(("relaxed", "total"), got, (expected.relaxed, expected.total)):
        if g != e:
            wrongs.append(f"{name} {g}, expected {e}")
    for facet, order in ORDERS.items():
        values = [count["value"] for count in answer["facets"][facet]]
        if values != [value for value in order if value in values]:
            wrongs.append(f"{facet} stands in the order {values}")
    for facet in FACETS:
        counts, wanted = got[2].get(facet, {}), expected.facets[facet]
        for value in sorted(counts.keys() | wanted.keys()):
            if counts.get(value) != wanted.get(value):
                wrongs.append(f"{facet} {value!r}: {counts.get(value)}, expected {wanted.get(value)}")
    return wrongs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-f", "--filter", action="append", default=[], metavar="FACET=VALUE")
    parser.add_argument("specindex", metavar="SPECINDEX")
    parser.add_argument("query", metavar="QUERY")
    parser.add_argument("paths", nargs="+", metavar="PATH")
    arguments = parser.parse_args()
    filters = {}
    for text in arguments.filter:
        facet, _, value = text.partition("=")
        if facet not in FACETS:
            parser.error(f"there is no facet '{facet}'")
        filters.setdefault(facet, []).append(value)
    answer = Oracle(arguments.specindex, arguments.paths).search(arguments.query, filters)
    shown = {
        "relaxed": answer.relaxed,
        "total": answer.total,
        "hits": [
            {"source": s.specification.source, "ordinal": s.ordinal, "line": s.line, "kinds": s.kinds}
            for s in answer.hits
        ],
        "facets": answer.facets,
    }
    print(json.dumps(shown, indent=2, ensure_ascii=False))
    return 0 if answer.hits else 1


if __name__ == "__main__":
    sys.exit(main())
