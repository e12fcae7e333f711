#!/usr/bin/python3
"""Asks a daemon that serves the index of corpus/ the judged queries, with and without expansions, and
every title and class code of the corpus, whose class is to come first. Prints the measures of ranking.py and what falls short;
writes the first ten results of each judged query, not expanded, which golden.tsv keeps. Fails if nDCG@10 is below
what is demanded, or a class is not first that is called so."""

import argparse
import sys

from ranking import Daemon, mean, ndcg, precision

LOW = 0.9  # of a query, to be mentioned


def read_judgements(path):
    """{query: {result: grade}}; a result is a class id, or (class id, heading)."""
    judgements = {}
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    for query, name, heading, grade, _ in rows[1:]:
        judgements.setdefault(query, {})[(name, heading) if heading else name] = int(grade)
    return judgements


def ask_judged(daemon, judgements):
    """{query: results in order}."""
    found = {}
    for query, judged in judgements.items():
        of_classes = isinstance(next(iter(judged)), str)
        found[query] = daemon.classes(query) if of_classes else daemon.sections(query)
    return found


def write_results(file, judgements, found):
    file.write("query\trank\tclass\tsection\tgrade\n")
    for query, results in found.items():
        for rank, result in enumerate(results, 1):
            name, heading = (result, "") if isinstance(result, str) else result
            grade = judgements[query].get(result, 0)
            file.write(f"{query}\t{rank}\t{name}\t{heading}\t{grade}\n")


def print_judged(what, judgements, found):
    """Returns nDCG@10; says of which queries it is low."""
    scores = {query: ndcg(found[query], judgements[query]) for query in judgements}
    for query in sorted(scores, key=scores.get):
        if scores[query] < LOW:
            print(f"{scores[query]:.3f}  {query}")
    relevant = mean(precision(found[query], judgements[query]) for query in judgements)
    print(f"judged queries {what} {len(scores)}, nDCG@10 {mean(scores.values()):.4f}, P@10 {relevant:.4f}")
    return mean(scores.values())


def print_known(daemon):
    """Do the classes come first that are so called, or have that code? Returns whether all do."""
    named = {}
    for hit in daemon.hits(""):
        for name in {hit["class"]["title"].casefold(), (hit["class"]["code"] or "").casefold()}:
            named.setdefault(name, set()).add(hit["class"]["id"])
    named.pop("", None)
    first = {name: daemon.classes(name, len(named[name])) for name in named}
    missed = [name for name in named if set(first[name]) != named[name]]
    for name in missed:
        print(f"{name}: the first are {' '.join(first[name]) or 'none'}")
    print(f"titles and class codes {len(named)}, known classes first {len(named) - len(missed)}")
    return not missed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--results", help="file to write the first ten results to")
    parser.add_argument("--least", type=float, default=0, help="nDCG@10 that is demanded")
    parser.add_argument("url")
    parser.add_argument("judgements")
    options = parser.parse_args()
    daemon = Daemon(options.url)
    judgements = read_judgements(options.judgements)
    expanded = ask_judged(daemon, judgements)
    good = print_judged("expanded", judgements, expanded) >= options.least
    found = ask_judged(Daemon(options.url, {"expand": "0"}), judgements)
    good = print_judged("as typed", judgements, found) >= options.least and good
    good = print_known(daemon) and good
    if options.results is not None:
        with open(options.results, "w", encoding="utf-8") as file:
            write_results(file, judgements, found)
    return 0 if good else 1


sys.exit(main())
