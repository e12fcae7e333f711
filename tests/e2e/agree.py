#!/usr/bin/python3
"""Asks a daemon random questions and compares all of each answer with the oracle's: what is announced,
the totals, every count of every facet, and the hits themselves from all pages; of some, the classes and
another order, too. Half of the questions are to be expanded. Of what disagrees the smallest query that does is looked for. For oracle.t."""

import argparse
import collections
import os
import random
import shlex
import sys

import acronyms
from oracle import Oracle
from orders import SORTS, check_classes, check_sections
from queries import OPERATORS, Query, Refused
from questions import Question, vocabulary
from shrinking import shrunk
from tap import Client, Sides, Status, Tap, compare, wrong_reading

SHOWN = 10  # failures that are shown in full


def matches(sides, text):
    try:
        return sides.expected(text).hits
    except Refused:
        return []


def ask(sides, text, filters, check_order):
    """What came of a question, and what of it is wrong."""
    try:
        Query(text)
    except Refused as refusal:
        try:
            sides.got(text, filters)
        except Status as status:
            return "refused", [] if status.status == 400 else [str(status)]
        return "refused", [f"q={text!r} is answered, but should be refused: {refusal}"]
    try:
        page, wrongs = compare(sides, text, filters)
        wrongs = wrongs or check_order(sides, text, filters)
    except Status as status:
        return "failed", [str(status)]
    total = page["total"]["sections"]
    passing = len(sides.expected("", filters).hits)
    if page["query"]["relaxed"] or page["query"]["corrected"]:
        return "relaxed" if page["query"]["relaxed"] else "corrected", wrongs
    return "everything" if total == passing > 0 else "something" if total else "nothing", wrongs


def order_check(seed):
    """What else is asked: every third time another order, every third time classes."""
    chance = random.Random(f"{seed} order")
    check = chance.choice([check_sections, check_classes, None])
    sort = chance.choice([*SORTS, "relevance", "relevance"])

    def check_order(sides, text, filters):
        return check(sides, text, filters, sort) if check else []

    return check_order


def wrongs_like(outcome, sides, check_order):
    """What is wrong with other cases, of those that are refused or are not as the first one."""

    def wrongs_of(text, filters):
        other, wrongs = ask(sides, text, filters, check_order)
        return wrongs if (other == "refused") == (outcome == "refused") else []

    return wrongs_of


def again(options, sides, number, text, filters):
    """Command lines that repeat a case: with a daemon of its own, and what the oracle says alone of
    the smallest query like it."""
    chosen = [f"{facet}={value}" for facet, values in filters.items() for value in values]
    named = [word for value in chosen for word in ("-f", value)]
    folder = os.path.dirname(os.path.abspath(__file__))
    manner = [] if sides.expand else ["--no-expand"]
    alone = [f"{folder}/oracle.py", *named, *manner, options.specindex, text, *options.paths]
    return [
        f"smallest: q={text!r} {filters} {' '.join(manner)}",
        f"SEED={options.seed} CASE={number} {shlex.quote(folder + '/oracle.t')}",
        shlex.join(alone),
    ]


def check_readings(tap, name, sides):
    """Asks for every acronym that there may be, for all long forms and the forms of the lexicon."""
    thesaurus = sides.oracle.thesaurus
    texts = {pair.plain for pair in thesaurus.pairs} | {" ".join(form) for _, row in thesaurus.rows for form in row}
    for section in sides.oracle.sections:
        texts |= acronyms.candidates(section.text)
    texts -= {*OPERATORS, "NEAR"}
    wrongs = []
    for text in sorted(texts):
        answer = sides.client.search(text, per_page=1)
        wrongs += [f"{text}: {wrong}" for wrong in wrong_reading(answer, sides.expected(text).reading)]
    tap.none(f"{name}: {len(texts)} words and long forms are read as they are to be", wrongs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int)
    parser.add_argument("--case", type=int, help="this one alone")
    parser.add_argument("--seed")
    parser.add_argument("name")
    parser.add_argument("url")
    parser.add_argument("specindex")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("tap")
    options = parser.parse_args()
    client, oracle = Client(options.url), Oracle(options.specindex, options.paths)
    tap, known, name = Tap(options.tap), vocabulary(oracle), options.name
    tap.note(f"{name}: seed {options.seed}, {options.cases} cases")
    tap.note(f"{len(oracle.specifications)} classes, {len(oracle.sections)} sections")
    if options.case is None:
        check_readings(tap, name, Sides(client, oracle, True))
    outcomes, disagreed = collections.Counter(), 0
    for number in range(options.cases) if options.case is None else [options.case]:
        seed = f"{options.seed} {number}"
        question, check_order = Question(oracle, known, seed), order_check(seed)
        text, sides = question.text(), Sides(client, oracle, random.Random(f"{seed} expand").random() < 0.5)
        filters = question.filters(matches(sides, text))
        outcome, wrongs = ask(sides, text, filters, check_order)
        outcomes[outcome] += 1
        disagreed += bool(wrongs)
        if wrongs and disagreed <= SHOWN:
            tap.note(f"case {number}: q={text!r} {filters}")
            smallest = shrunk(text, filters, wrongs_like(outcome, sides, check_order))
            for line in again(options, sides, number, *smallest[:2]) + smallest[2][:5]:
                tap.note("  " + line[:600])
        if number % 1000 == 999:
            print(f"{name}: {number + 1} cases, {disagreed} disagreed", file=sys.stderr)
    tap.note(f"{name}: {dict(outcomes)}")
    cases = sum(outcomes.values())
    tap.ok(f"{name}: the oracle agrees on all of {cases} cases", not disagreed, disagreed)
    if options.case is None:
        kinds = ["something", "nothing", "relaxed"]
        if cases >= 200:  # in a few, none may
            kinds.append("everything")
        if cases >= 2000:
            kinds.append("corrected")
        tap.ok(f"{name}: there are some that find {', '.join(kinds)}", all(outcomes[kind] for kind in kinds), outcomes)
        tap.ok(f"{name}: few are refused", outcomes["refused"] <= options.cases / 20)
    tap.done()


if __name__ == "__main__":
    main()
