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
- manag* are the words of the heading or text, in lower case and not stemmed, that begin so. The star
  stands behind a single word of three characters or more.
- a /5 b: an occurrence of a and one of b, in either order and without a word in common, both in the
  heading or both in the text, the last word of the one and the first of the other at most five words
  apart; adjacent words are one apart, and a possessive s is a word. NEAR/5 and w/5 are the same, NEAR is
  /10.
  Either is a word by its stem, a phrase, a prefix, an OR of them, or a proximity, whose place is from
  its first word to its last; what stands between these two is near it, too. a /s b and a /p b: in one
  sentence or paragraph, whose place is from the first word of all occurrences there to the last. A
  heading is one sentence.
- A word is found in a section if it stands there or in the title of its class; phrases, prefixes and
  proximities are found where they stand in the section; heading:X, X being a word, phrase, prefix or
  group, where X stands in the heading. Brackets bind tightest, then NOT (also as a minus right before
  what is not to be found), OR, /5, /s, /p, and AND, which is what a blank means. The words are capitals.
  Words that other punctuation joins (and/or) are as if in brackets.
- KIND: before a word, phrase, prefix or group wants sections of that kind. Class fields: title: all
  words, as stems, in the title; agency: and series: all words, as they are, in the name (of an agency
  also in the one that the document states, or the value is the name's slug); code: and grade: the same
  letters and digits; flsa: the value of the facet; and comparisons of probation, revised and
  established. Comparisons of requirements: experience, supervisory, education and lifting, with >= <=
  > < = and, behind a colon, ranges (comparisons.py). They count requirements that are required, by
  position or unclassified.
- A part is TEXT if all in it is sought in a section's text, CLASS if all is of class fields, else MIXED.
- An AND finds sections of a universe: those without a NOT of TEXT, of classes in which a NOT of CLASS or
  MIXED finds nothing, and of which the CLASS parts are true. In it, its other parts are groups: all TEXT
  ones, all scopes of one kind, all comparisons of one name, and each MIXED one alone. A section satisfies
  a group of text if all its parts are found in it, and a word, phrase, prefix, proximity or heading of
  it outside of NOT stands there itself, not only in the title; a group of a kind likewise, in sections of
  the kind; a group of comparisons if one requirement in it satisfies all. One group: its sections. Several:
  those of all groups in the classes in which every group has one (or, for the group of text, in which a
  section would have all but that nothing stands there itself). None: the universe.
- An OR of MIXED finds what any of its parts finds by itself.
- modality:X, also modality:(X OR Y), wants that all parts of a group of text stand in the sentence of one
  requirement of that modality, where titles do not count and heading: and NOT are of the section, and says
  which requirements comparisons count; without a group, that the section has such a requirement. It holds
  for the AND that it stands in, and for what is below.
- Unless that is switched off, words that are not quoted, joined by a hyphen, excluded or a field's are
  read as more: an acronym also as the phrases that some text explains it by (acronyms.py; the three that
  most classes have); words side by side in one AND that are by their stems such a long form, as the OR of
  their phrase, the long form's, and its acronyms, three at most; a word, or such words, of a row of the
  lexicon also as the row's other forms. Words that the lexicon says are ordinary are acronyms only in
  capitals, and what no long form is read as. Runs of words are taken from left to right, the longest first. Said is what was read as what.
- A word that is not read as more, has four to forty letters and no digit, stands outside of NOT, and is by
  its stem in no section and no title, is unknown, and replaced by the nearest where it stands so: one edit
  off (up to five letters) or two, the nearest of all, then that whose stem most sections have, then by
  bytes. If nothing matches as typed, and something with the unknown words replaced, none of which is in
  quotation marks, that is answered: it is corrected. Else it is suggested only. Eight words are looked at.
  What a question mark joins to letters (wom?n) is left alone.
- If nothing matches, and two parts or more of the whole query are TEXT or a scope of a kind, each of them
  by itself is enough: the answer is relaxed. All else holds. Filters have no say in this.
- A query without NOT, scopes, fields and comparisons that is the title or the code of classes, as letters
  and digits, finds their first sections too, before everything else.
- Facets are counted drill-sideways: each facet's counts heed every filter but its own, as sections
  and as distinct classes. Values of one facet are joined by "or", facets by "and".
- Kind and modality are of a section (the modalities of all its requirements); all other facets are of its
  class: the levels of education and the bands of experience (by the least that a range names) of all
  requirements in it that are required, by position or unclassified; "-" where there are none.
- A specification of several classes is as many specifications, each with its own sections and those
  it shares, counted from 0. A byte-identical file is indexed once, the first in path order.

words.py knows the words, specifications.py what is searched; queries.py, scopes.py and comparisons.py
read a query, expansion.py and correction.py say what it is read as, matching.py and joins.py what it
finds. Where a sentence ends the program `sentences`
says, which stands with the tests and is that of the requirements.

As a command: oracle.py [-f FACET=VALUE]... [--no-expand] SPECINDEX QUERY PATH...
"""

import argparse
import functools
import json
import sys
import types
import typing

from correction import Speller
from expansion import Expansion, Thesaurus
from queries import Query, Refused
from specifications import FACETS, NOT_STATED, Collection, Section, read

# The facets whose values stand in an order of their own.
ORDERS = {
    "education": ("none", "high_school", "some_college", "associate", "bachelor", "master", "doctorate",
                  "apprenticeship", NOT_STATED),
    "experience": ("under_1", "1_to_2", "3_to_4", "5_to_7", "8_or_more", NOT_STATED),
    "modality": ("required", "by_position", "preferred", "equivalency", "unclassified", NOT_STATED),
}


class Reading(typing.NamedTuple):
    """What is made of a query, whatever the filters."""

    relaxed: bool
    matches: typing.AbstractSet[Section]
    named: typing.AbstractSet[Section] = frozenset()
    corrected: typing.Optional[str] = None  # the query that is answered instead
    suggestion: typing.Optional[str] = None
    expanded: typing.Mapping = types.MappingProxyType({})  # as Expansion has it


class Answer:
    def __init__(self, collection, reading, filters):
        self.reading = reading
        self._collection, self._matches, self._filters = collection, reading.matches, filters
        hits = self._passing(FACETS)
        self.hits = [section for section in collection.sections if section in hits]
        self.keys = {section.key for section in hits}
        self.named = {section.key for section in hits if section in reading.named}
        self.total = _count(hits)

    @functools.cached_property
    def facets(self):
        return {facet: self._count_facet(facet) for facet in FACETS}

    def _passing(self, facets):
        """The matches that pass the filters of some facets."""
        passing = self._matches
        for facet in facets:
            wanted = self._filters.get(facet)
            if wanted:
                having = self._collection.having_value[facet]
                passing = passing & set().union(*(having.get(value, set()) for value in wanted))
        return passing

    def _count_facet(self, facet):
        """{value: {"sections", "classes", "selected"}} of the values counted or selected."""
        selected = self._filters.get(facet, ())
        having = {value: [] for value in selected if value in self._collection.having_value[facet]}
        for section in self._passing([other for other in FACETS if other != facet]):
            for value in section.values[facet]:
                having.setdefault(value, []).append(section)
        return {value: dict(_count(found), selected=value in selected) for value, found in having.items()}


def _count(sections):
    return {"sections": len(sections), "classes": len({s.specification for s in sections})}


class Searched(Collection):
    """A collection that queries are asked of."""

    def __init__(self, explained):
        super().__init__(explained)
        self.thesaurus, self.speller = Thesaurus(self), Speller(self)

    def values(self, facet):
        """Every value of a facet in the collection."""
        return sorted(self.having_value[facet])

    def _expanded(self, query, expand):
        """(the query as it is read, what is said of that)"""
        if not expand:
            return query, {}
        expansion = Expansion(query.parts, self.thesaurus)
        return query.read_as(expansion.parts), expansion.said

    def _corrected(self, text, expand):
        """What is made of a query that was corrected; None if nothing matches it."""
        try:
            query, expanded = self._expanded(Query(text), expand)
        except Refused:
            return None
        matches = query.strict(self)
        return Reading(False, matches, query.named(self), text, None, expanded) if matches else None

    @functools.lru_cache(1000)
    def _read(self, text, expand):
        typed = Query(text)
        query, expanded = self._expanded(typed, expand)
        relaxed, matches = query.matches(self)
        found = self.speller.corrected(typed, {said for said, _ in expanded})
        correction, is_quoted = found or (None, False)
        corrected = None
        if correction and not is_quoted and (relaxed or not matches):
            corrected = self._corrected(correction, expand)
        return corrected or Reading(relaxed, matches, query.named(self), None, correction, expanded)

    def search(self, text, filters=None, expand=True):
        return Answer(self, self._read(text, expand), filters or {})


class Oracle(Searched):
    def __init__(self, specindex, paths):
        super().__init__(read(specindex, paths))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-f", "--filter", action="append", default=[], metavar="FACET=VALUE")
    parser.add_argument("--no-expand", action="store_true")
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
    oracle = Oracle(arguments.specindex, arguments.paths)
    answer = oracle.search(arguments.query, filters, not arguments.no_expand)
    reading = answer.reading
    shown = {
        "relaxed": reading.relaxed,
        "corrected": reading.corrected,
        "suggestion": reading.suggestion,
        "expanded": {f"{said} ({why})": others for (said, why), others in reading.expanded.items()},
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
