"""What `specindex explain` says of files, for the oracle; oracle.py has the rules."""

import collections
import concurrent.futures
import json
import os
import subprocess
import sys
import typing

from words import stem, stems, word_line, words

FACETS = ("section", "education", "experience", "modality", "agency", "flsa", "grade")
NOT_STATED = "-"
KINDS = (
    "summary", "distinguishing", "duties", "competencies", "knowledge_skills_abilities",
    "supervision_received", "supervision_exercised", "education", "experience", "equivalency",
    "licensure", "background_check", "assessment", "probation", "working_environment",
    "physical_demands", "salary", "classification", "history", "other",
)
ASKED_FOR = ("required", "by_position", "unclassified")
BANDS = {"8_or_more": 8, "5_to_7": 5, "3_to_4": 3, "1_to_2": 1, "under_1": 0}  # from how many years


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


class Part:
    """The heading or the text of a section, as its words in order."""

    def __init__(self, text):
        found = words(text)
        self.words = [sys.intern(word.text) for word in found]
        self.stems = [None if word.possessive else stem(word.text) for word in found]
        self.line = word_line(self.words)


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
        self.parts = (Part(self.heading), Part(self.text))


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


def read(specindex, paths):
    """What is said of every file below some paths: [(path shown, explained or None)], in path order."""
    roots = [os.path.realpath(path) for path in paths]
    files = [pair for root in roots for pair in _files(root, os.path.basename(root))]
    files.sort(key=lambda pair: os.fsencode(pair[0]))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        explained = pool.map(lambda pair: _explain(specindex, pair[0]), files)
        return [(shown, result) for (_, shown), result in zip(files, explained)]


class Collection:
    """All specifications, and for every word and every value the set of the sections that have it."""

    def __init__(self, explained):
        self.specifications, self.skipped, self.duplicates = [], [], []
        seen = set()
        for shown, result in explained:
            if result is None:
                self.skipped.append(shown)
            elif result["sha256"] in seen:
                self.duplicates.append(shown)
            else:
                seen.add(result["sha256"])
                self.specifications += _classes(shown, result)
        self.sections = [s for spec in self.specifications for s in spec.sections]
        self.by_key = {section.key: section for section in self.sections}
        self.all = frozenset(self.sections)
        self.having_word = _sets((word, s) for s in self.sections for p in s.parts for word in p.words)
        self.having_stem = _sets(
            (word, s) for s in self.sections for p in s.parts for word in p.stems if word is not None
        )
        self.titled = _sets((word, s) for s in self.sections for word in s.specification.title_stems)
        self.having_value = {
            facet: _sets((value, s) for s in self.sections for value in s.values[facet])
            for facet in FACETS
        }


def _sets(pairs):
    """{key: all that it is paired with}"""
    sets = collections.defaultdict(set)
    for key, item in pairs:
        sets[key].add(item)
    return dict(sets)
