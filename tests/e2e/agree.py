#!/usr/bin/python3
"""Asks a daemon random questions and compares all of each answer with the oracle's: what is announced,
the totals, every count of every facet, and the hits themselves from all pages; of some, the classes and
another order, too. Of what disagrees the smallest query that does is looked for. For oracle.t."""

import argparse
import collections
import os
import random
import shlex
import sys

from oracle import Oracle
from orders import SORTS, check_classes, check_sections
from queries import Query, Refused
from questions import Question, vocabulary
from shrinking import shrunk
from tap import Client, Status, Tap, compare

SHOWN = 10  # failures that are shown in full


def matches(oracle, text):
    try:
        return oracle.search(text).hits
    except Refused:
        return []


def ask(client, oracle, text, filters, check_order):
    """What came of a question, and what of it is wrong."""
    try:
        Query(text)
    except Refused as refusal:
        try:
            client.search(text, filters, expand=0)
        except Status as status:
            return "refused", [] if status.status == 400 else [str(status)]
        return "refused", [f"q={text!r} is answered, but should be refused: {refusal}"]
    try:
        page, wrongs = compare(client, oracle, text, filters)
        answered = page["query"]["corrected"] or text
        wrongs = wrongs or check_order(client, oracle, answered, filters)
    except Status as status:
        return "failed", [str(status)]
    total = page["total"]["sections"]
    passing = len(oracle.search("", filters).hits)
    if page["query"]["relaxed"]:
        return "relaxed", wrongs
    return "everything" if total == passing > 0 else "something" if total else "nothing", wrongs


def order_check(seed):
    """What else is asked: every third time another order, every third time classes."""
    chance = random.Random(f"{seed} order")
    check = chance.choice([check_sections, check_classes, None])
    sort = chance.choice([*SORTS, "relevance", "relevance"])

    def check_order(client, oracle, text, filters):
        return check(client, oracle, text, filters, sort) if check else []

    return check_order


def wrongs_like(outcome, client, oracle, check_order):
    """What is wrong with other cases, of those that are refused or are not as the first one."""

    def wrongs_of(text, filters):
        other, wrongs = ask(client, oracle, text, filters, check_order)
        return wrongs if (other == "refused") == (outcome == "refused") else []

    return wrongs_of


def again(options, number, text, filters):
    """Command lines that repeat a case: with a daemon of its own, and what the oracle says alone of
    the smallest query like it."""
    chosen = [f"{facet}={value}" for facet, values in filters.items() for value in values]
    named = [word for value in chosen for word in ("-f", value)]
    folder = os.path.dirname(os.path.abspath(__file__))
    alone = [f"{folder}/oracle.py", *named, options.specindex, text, *options.paths]
    return [
        f"smallest: q={text!r} {filters}",
        f"SEED={options.seed} CASE={number} {shlex.quote(folder + '/oracle.t')}",
        shlex.join(alone),
    ]


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
    outcomes, disagreed = collections.Counter(), 0
    for number in range(options.cases) if options.case is None else [options.case]:
        question = Question(oracle, known, f"{options.seed} {number}")
        text = question.text()
        filters = question.filters(matches(oracle, text))
        check_order = order_check(f"{options.seed} {number}")
        outcome, wrongs = ask(client, oracle, text, filters, check_order)
        outcomes[outcome] += 1
        disagreed += bool(wrongs)
        if wrongs and disagreed <= SHOWN:
            tap.note(f"case {number}: q={text!r} {filters}")
            smallest = shrunk(text, filters, wrongs_like(outcome, client, oracle, check_order))
            for line in again(options, number, *smallest[:2]) + smallest[2][:5]:
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
        tap.ok(f"{name}: there are some that find {', '.join(kinds)}", all(outcomes[kind] for kind in kinds), outcomes)
        tap.ok(f"{name}: few are refused", outcomes["refused"] <= options.cases / 20)
    tap.done()


if __name__ == "__main__":
    main()
