"""What `specindex explain` says of files, for the oracle; oracle.py has the rules."""

import collections
import concurrent.futures
import functools
import json
import os
import re
import subprocess
import sys
import typing

import acronyms
from words import folded, stem, stems, word_line, words

FACETS = ("section", "education", "experience", "modality", "agency", "flsa", "grade", "series", "revised")
NOT_STATED = "-"
KINDS = (
    "summary", "distinguishing", "duties", "competencies", "knowledge_skills_abilities",
    "supervision_received", "supervision_exercised", "education", "experience", "equivalency",
    "licensure", "background_check", "assessment", "probation", "working_environment",
    "physical_demands", "salary", "classification", "history", "other",
)
MODALITIES = ("required", "by_position", "preferred", "equivalency", "unclassified")
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
        self.title, self.title_line = described["title"], described["title_line"]
        self.code = described["class_code"]
        self.agency = explained["agency"]
        self.key = ClassKey(source, self.code, self.title)
        self.fields = fields
        self.title_stems = stems(words(self.title))
        self.agency_slug = re.sub("[^a-z0-9]+", "-", self.agency.lower()).strip("-")
        self.stated_agency = self._value("agency")
        self.series, self.grade = self._value("series"), self._value("pay_grade")
        self.flsa = fields.get("flsa", {}).get("status")
        self.revised, self.established = self._date("revised"), self._date("established")
        self.probation = fields.get("probation", {}).get("months") or 0
        sections = described.get("sections", range(len(explained["sections"])))
        self.sections = [Section(self, ordinal, explained, at) for ordinal, at in enumerate(sections)]
        asked_for = [r for section in self.sections for r in section.requirements if r.is_asked_for]
        self.experience = [r.months for r in asked_for if r.type == "experience"]
        self.values = {
            "agency": [self.agency],
            "flsa": [self.flsa or NOT_STATED],
            "grade": [self.grade or NOT_STATED],
            "series": [self.series or NOT_STATED],
            "revised": [str(self.revised // 10000) if self.revised else NOT_STATED],
            "education": _or_not_stated({r.level for r in asked_for if r.type == "education"}),
            "experience": _or_not_stated({_band(months) for months in self.experience}),
        }
        self.requirements = _of_class(explained, described)

    def _value(self, field):
        return self.fields.get(field, {}).get("value")

    def _date(self, field):
        """As the number yyyymmdd, the first day of what is stated; 0 where nothing is."""
        stated = self.fields.get(field, {}).get("date")
        return int((stated.replace("-", "") + "0101")[:8]) if stated else 0


def _classes(source, explained):
    """The specifications of a document; one that says nothing of classes is one about itself."""
    if explained.get("verdict") == "none":
        return []  # what is no specification is not indexed
    alone = {key: explained[key] for key in ("title", "title_line", "class_code", "fields")}
    return [Specification(source, explained, c) for c in explained.get("classes", [alone])]


def _of_class(explained, described):
    """{type: requirements} of a class, which name its sections by their ordinals."""
    ordinals = described.get("sections", list(range(len(explained["sections"]))))
    return {
        type: [dict(r, section=ordinals.index(r["section"])) for r in found if r["section"] in ordinals]
        for type, found in explained.get("requirements", {}).items()
    }


def _or_not_stated(values):
    return sorted(values) or [NOT_STATED]


def _band(months):
    return next(band for band, least in BANDS.items() if months >= 12 * least)


class Sentence(typing.NamedTuple):
    """The numbers of its words, from first up to but not with end."""

    first: int
    end: int
    ends_paragraph: bool


class Part:
    """The heading or the text of a section, or the sentence of a requirement, as its words in
    order. `cuts` are where the sentences of a text begin and end, in bytes; without any, all of it
    is one."""

    def __init__(self, text, cuts=()):
        found = words(text)
        self.words = [sys.intern(word.text) for word in found]
        self.stems = [None if word.possessive else stem(word.text) for word in found]
        self.line = word_line(self.words)
        self.cuts, self._text = cuts, text

    @functools.cached_property
    def sentences(self):
        """A word belongs to the first sentence that does not end before it."""
        starts = [len(self._text[: word.start].encode()) for word in words(self._text)]
        encoded, found, at = self._text.encode(), [], 0
        for i, (_, end) in enumerate(self.cuts):
            first = at
            while at < len(starts) and starts[at] < end:
                at += 1
            parted = i + 1 < len(self.cuts) and _part_paragraphs(encoded[end : self.cuts[i + 1][0]])
            if at > first:
                found.append(Sentence(first, at, parted))
            elif parted and found:
                found[-1] = found[-1]._replace(ends_paragraph=True)
        last = Sentence(found.pop().first if found else 0, len(starts), True)
        return [*found, last]

    @functools.cached_property
    def paragraphs(self):
        """As (first word, end)."""
        found, first = [], 0
        for sentence in self.sentences:
            if sentence.ends_paragraph:
                found.append((first, sentence.end))
                first = sentence.end
        return found


def _part_paragraphs(between):
    """Is a blank line, or the mark of an item of a list, between two sentences?"""
    return re.search(rb"\n([ \t\r\f\v]*\n|\s*\S)", between) is not None


class Requirement:
    def __init__(self, section, type, explained):
        self.section, self.type, self.modality = section, type, explained["modality"]
        self.is_asked_for = self.modality in ASKED_FOR
        self.level, self.pounds = explained.get("level"), explained.get("pounds")
        self.months = explained.get("months")
        part = explained.get("part") or {}
        self.supervisory_months = [
            stated["months"] for stated in (explained, part) if stated.get("supervisory")
        ]
        self.sentence = explained["sentence"]

    @functools.cached_property
    def parts(self):
        return (Part(self.sentence),)


class Section:
    def __init__(self, specification, ordinal, document, at):
        explained = document["sections"][at]
        self.specification = specification
        self.ordinal = ordinal
        self.heading = explained["heading"] or ""
        self.text = explained["text"]
        self.kinds = explained["kinds"]
        self.line, self.text_line = explained["line"], explained["text_line"]
        self.key = (specification.key, ordinal)
        self.requirements = [
            Requirement(self, type, r)
            for type, found in document.get("requirements", {}).items()
            for r in found
            if r["section"] == at
        ]
        self.parts = (Part(self.heading), Part(self.text, explained.get("sentences", ())))

    @functools.cached_property
    def explained_acronyms(self):
        """[(letters, long form)] as written."""
        encoded, (_, text) = self.text.encode(), self.parts
        sentences = [encoded[start:end].decode(errors="replace") for start, end in text.cuts]
        return [pair for sentence in sentences for pair in acronyms.explained(sentence)]

    @functools.cached_property
    def values(self):
        modalities = {requirement.modality for requirement in self.requirements}
        return dict(self.specification.values, section=self.kinds, modality=_or_not_stated(modalities))


def _files(path, shown):
    """The files below a path, each with the path that people are shown; none that is hidden or settings."""
    if os.path.isfile(path):
        yield path, shown
        return
    for name in os.listdir(path):
        if not name.startswith(".") and not name.endswith(".ini"):
            yield from _files(os.path.join(path, name), f"{shown}/{name}")


def _explain(specindex, path):
    run = subprocess.run([specindex, "explain", path], capture_output=True, check=False)
    if run.returncode == 2:  # refused, which the build does too
        return None
    if run.returncode != 0:
        raise RuntimeError(f"{path}: {run.returncode}, {run.stderr.decode(errors='replace')}")
    return json.loads(run.stdout)


def _add_sentences(program, documents):
    """Adds to each section where the sentences of its text begin and end, in bytes."""
    sections = [section for document in documents for section in document.get("sections", [])]
    texts = [section["text"].encode() for section in sections]
    given = b"".join(b"%d\n%b" % (len(text), text) for text in texts)
    run = subprocess.run([program], input=given, capture_output=True, check=True)
    for section, line in zip(sections, run.stdout.splitlines(), strict=True):
        offsets = [int(offset) for offset in line.split()]
        section["sentences"] = list(zip(offsets[::2], offsets[1::2]))


def read(specindex, paths):
    """What is said of every file below some paths: [(path shown, explained or None)], in path order."""
    roots = [os.path.realpath(path) for path in paths]
    files = [pair for root in roots for pair in _files(root, os.path.basename(root))]
    files.sort(key=lambda pair: os.fsencode(pair[0]))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        explained = list(pool.map(lambda pair: _explain(specindex, pair[0]), files))
    sentences = os.path.join(os.path.dirname(specindex), "e2e", "sentences")
    _add_sentences(sentences, [document for document in explained if document])
    return [(shown, result) for (_, shown), result in zip(files, explained)]


class Texts:
    """Where parts of a query are sought: in the sections, in their headings alone, or in the
    sentences of requirements. For every word, the set of the places that have it."""

    def __init__(self, parts, titled=None, section_of=None, whole=None):
        """`parts` are the Parts of each place. `whole` are the texts of the sections, of which these
        places are but parts, and `section_of` says of which."""
        self.parts, self.all = parts, frozenset(parts)
        self.having_word = _sets((word, p) for p in parts for part in parts[p] for word in part.words)
        self.having_stem = _sets(
            (word, p) for p in parts for part in parts[p] for word in part.stems if word is not None
        )
        self.titled, self.whole = titled or {}, whole or self
        self._section_of = section_of
        self._in_section = _sets((section_of(p), p) for p in parts) if section_of else None

    @functools.cached_property
    def headings(self):
        """Of the sections, theirs alone."""
        return Texts({section: parts[:1] for section, parts in self.parts.items()})

    def places(self, sections):
        """Those in some sections."""
        if self._section_of is None:
            return sections
        return set().union(*(self._in_section.get(section, ()) for section in sections))

    def sections(self, places):
        """The sections that some places are in."""
        return {self._section_of(place) for place in places} if self._section_of else places


class Collection:
    """All specifications; the texts of them, and for every value the set of the sections that have it."""

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
        self.texts = Texts(
            {s: s.parts for s in self.sections},
            _sets((word, s) for s in self.sections for word in s.specification.title_stems),
        )
        self.having_value = {
            facet: _sets((value, s) for s in self.sections for value in s.values[facet])
            for facet in FACETS
        }

    @functools.cached_property
    def by_title(self):
        """{title: the first sections of its classes}"""
        return _sets((folded(spec.title), spec.sections[0]) for spec in self.specifications)

    @functools.cached_property
    def by_code(self):
        coded = [spec for spec in self.specifications if spec.code]
        return _sets((folded(spec.code).replace(" ", ""), spec.sections[0]) for spec in coded)

    @functools.cached_property
    def requirements(self):
        return [r for section in self.sections for r in section.requirements]

    @functools.cached_property
    def sentences(self):
        """Those of requirements."""
        return Texts({r: r.parts for r in self.requirements}, None, lambda r: r.section, self.texts)


def _sets(pairs):
    """{key: all that it is paired with}"""
    sets = collections.defaultdict(set)
    for key, item in pairs:
        sets[key].add(item)
    return dict(sets)
