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
  apart; adjacent words are one apart, and a possessive s is a word. Either is a word by its stem, a
  phrase, a prefix, an OR of them, or a proximity, whose place is from its first word to its last.
- A word is found in a section if it stands there or in the title of its class; phrases, prefixes and
  proximities are found where they stand in the section. Brackets bind tightest, then NOT (also as a
  minus right before what is not to be found), OR, proximity, and AND, which is what a blank means. The
  three are capitals. Words that other punctuation joins (and/or) are as if in brackets.
- A section that matches also has to hold itself, not only in its title, at least one of the words,
  phrases, prefixes and proximities sought outside of NOT, if there are any.
- If nothing matches a query that joins two or more parts with something sought by AND, those parts
  are joined by OR instead: the answer is relaxed. Whatever is not to be found, fields, and the kinds
  that parts are sought in hold all the same. Filters have no say in this.
- KIND: before a word, phrase, prefix or group wants sections of that kind, one kind a query; title:
  the words in the class title; agency: and code: the class's own, in any case.
- Facets are counted drill-sideways: each facet's counts heed every filter but its own, as sections
  and as distinct classes. Values of one facet are joined by "or", facets by "and".
- A section has the levels of education and the bands of experience (by the least that a range names)
  of its requirements that are required, by position or unclassified, and the modalities of them all;
  "-" where there are none.
- A specification of several classes is as many specifications, each with its own sections and those
  it shares, counted from 0. A byte-identical file is indexed once, the first in path order.

words.py knows the words, specifications.py what is searched, queries.py and matching.py how.

As a command: oracle.py [-f FACET=VALUE]... SPECINDEX QUERY PATH...
"""

import argparse
import functools
import json
import sys

from queries import Query
from specifications import FACETS, NOT_STATED, Collection, read

# The facets whose values stand in an order of their own.
ORDERS = {
    "education": ("none", "high_school", "some_college", "associate", "bachelor", "master", "doctorate",
                  "apprenticeship", NOT_STATED),
    "experience": ("under_1", "1_to_2", "3_to_4", "5_to_7", "8_or_more", NOT_STATED),
    "modality": ("required", "by_position", "preferred", "equivalency", "unclassified", NOT_STATED),
}


class Answer:
    def __init__(self, collection, relaxed, matches, filters):
        self.relaxed = relaxed
        self._collection, self._matches, self._filters = collection, matches, filters
        hits = self._passing(FACETS)
        self.hits = [section for section in collection.sections if section in hits]
        self.keys = {section.key for section in hits}
        self.total = _count(hits)
        self.facets = {facet: self._count_facet(facet) for facet in FACETS}

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
        passing = self._passing([other for other in FACETS if other != facet])
        selected = self._filters.get(facet, ())
        counts = {
            value: dict(_count(passing & having), selected=value in selected)
            for value, having in self._collection.having_value[facet].items()
        }
        return {value: c for value, c in counts.items() if c["sections"] or c["selected"]}


def _count(sections):
    return {"sections": len(sections), "classes": len({s.specification for s in sections})}


class Oracle(Collection):
    def __init__(self, specindex, paths):
        super().__init__(read(specindex, paths))

    def values(self, facet):
        """Every value of a facet in the collection."""
        return sorted(self.having_value[facet])

    @functools.lru_cache(1000)
    def _matches(self, text):
        return Query(text).matches(self)

    def search(self, text, filters=None):
        return Answer(self, *self._matches(text), filters or {})


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
