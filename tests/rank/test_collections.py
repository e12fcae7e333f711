#!/usr/bin/python3
"""Cranfield and CISI, two test collections with judged queries, as specifications.

`write` makes one file of each document, in HTML: the title as the page's title, title and text as
one section, under a heading that no query has and that the house file knows, since a short text with
no sign of a specification is not indexed. It then asks `specindex explain` of every file whether
nothing was lost or taken for something else. `ask` asks a daemon the queries and prints nDCG@10
(ranking.py): as they are typed, and with their words joined by OR, which is what a query is relaxed
to when no document has all of its words. Nothing is expanded.

A judgement is 1 or 0: whatever is coded above 0 is relevant. The judgements of Cranfield number the
queries 1, 2, ... in the file's order, whatever ids it gives them."""

import argparse
import concurrent.futures
import html
import json
import os
import re
import subprocess
import sys

from ranking import Daemon, mean, ndcg

HEADING = "Xyzzy"
# One document of CISI begins with "Definition": that is not to be taken for a heading.
HOUSE = f"[headings]\n{HEADING} = duties\nDefinition = !\n"
PARTS_MAX = 64  # that a query may have


def one_line(text):
    return " ".join(text.split())


class Cranfield:
    """XML without a root, in which nothing is escaped."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "cranfield")

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            return file.read()

    def documents(self):
        """(number, title, text without the title)."""
        for entry in re.findall(r"<doc>(.*?)</doc>", self.read("cran.all.1400.xml"), re.S):
            number, title, text = (
                one_line(re.search(f"<{tag}>(.*?)</{tag}>", entry, re.S)[1])
                for tag in ("docno", "title", "text")
            )
            yield int(number), title, text.removeprefix(title).strip()

    def queries(self):
        titles = re.findall(r"<title>(.*?)</title>", self.read("cran.qry.xml"), re.S)
        return dict(enumerate(map(one_line, titles), 1))

    def judgements(self):
        judged = {}
        for line in self.read("cranqrel.trec.txt").splitlines():
            query, _, document, code = map(int, line.split())
            if code > 0:
                judged.setdefault(query, {})[document] = 1
        return judged


class Cisi(Cranfield):
    """SMART's format: a line of .I and the number, then fields, each begun by a letter."""

    def __init__(self, folder):
        super().__init__(folder)
        self.folder = os.path.join(folder, "cisi")

    def entries(self, name):
        for entry in re.split(r"^\.I ", self.read(name), flags=re.M)[1:]:
            number, *fields = re.split(r"^\.([A-Z])[ \t]*\n", entry, flags=re.M)
            yield int(number), dict(zip(fields[::2], map(one_line, fields[1::2])))

    def documents(self):
        for number, fields in self.entries("CISI.ALL"):
            yield number, fields["T"], fields["W"]

    def queries(self):
        return {number: fields["W"] for number, fields in self.entries("CISI.QRY")}

    def judgements(self):
        judged = {}
        for line in self.read("CISI.REL").splitlines():
            query, document = map(int, line.split()[:2])
            judged.setdefault(query, {})[document] = 1
        return judged


COLLECTIONS = {"cranfield": Cranfield, "cisi": Cisi}


def words(text):
    return re.findall(r"\w+", text)


def what_is_wrong(program, path, title, text):
    """What the indexer reads otherwise than it was written; None: nothing."""
    explained = json.loads(subprocess.run([program, "explain", path], stdout=subprocess.PIPE,
                                          check=True).stdout)
    sections = explained["sections"]
    if explained["verdict"] == "none":
        return "is not indexed"
    if explained["title"] != title:
        return f"is entitled {explained['title']!r}"
    if [section["heading"] for section in sections] != [HEADING]:
        return f"has the headings {[section['heading'] for section in sections]}"
    return None if words(sections[0]["text"]) == words(title + " " + text) else "has other words"


def write(collection, folder, program):
    os.mkdir(folder)
    with open(os.path.join(folder, "house.ini"), "w", encoding="utf-8") as file:
        file.write(HOUSE)
    written, empty = [], []
    for number, title, text in collection.documents():
        path = os.path.join(folder, f"{number:04}.html")
        if not text:
            empty.append(number)
            continue
        with open(path, "w", encoding="utf-8") as file:
            # The number keeps apart two documents that are the same: a copy is not indexed twice.
            file.write(f"<html><!-- {number} --><head><title>{html.escape(title)}</title></head><body>"
                       f"<h1>{HEADING}</h1><p>{html.escape(title)}</p><p>{html.escape(text)}</p>"
                       "</body></html>\n")
        written.append((path, title, text))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(lambda document: what_is_wrong(program, *document), written)
        wrongs = [(path, wrong) for (path, _, _), wrong in zip(written, answers) if wrong]
    print(f"{len(written)} documents written, {len(empty)} are empty; {len(wrongs)} are not read as"
          " they were written")
    for path, wrong in wrongs[:20]:
        print(f"{os.path.basename(path)} {wrong}")


def document_number(hit):
    return int(re.search(r"(\d+)\.html$", hit["section"]["source"])[1])


def first_documents(daemon, query):
    answer = daemon.get("/api/v1/search", q=query, per_page=10)
    return [document_number(hit) for hit in answer["hits"]], answer["query"]["relaxed"]


def accepted(daemon, text):
    """As many of the first words of a query as may be asked."""
    while True:
        try:
            daemon.get("/api/v1/search", q=text, per_page=1)
            return text
        except RuntimeError:
            text = " ".join(text.split()[:-1])


def ask(collection, daemon):
    judged, queries = collection.judgements(), collection.queries()
    typed, joined, strict, cut = {}, {}, [], 0
    for number in judged:
        text = accepted(daemon, queries[number])
        cut += text != queries[number]
        found, relaxed = first_documents(daemon, text)
        typed[number] = ndcg(found, judged[number])
        found, _ = first_documents(daemon, " OR ".join(words(text.lower())[:PARTS_MAX]))
        joined[number] = ndcg(found, judged[number])
        if not relaxed:
            strict.append(number)
    print(f"{len(judged)} judged queries, {cut} of them cut to what may be asked")
    print(f"nDCG@10 as typed {mean(typed.values()):.4f}, joined by OR {mean(joined.values()):.4f}")
    if strict:
        print(f"{len(strict)} have a document with all words: as typed "
              f"{mean(typed[n] for n in strict):.4f}, joined by OR "
              f"{mean(joined[n] for n in strict):.4f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("collection", choices=COLLECTIONS)
    parser.add_argument("shared", help="the folder that holds the collections")
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write")
    writing.add_argument("folder")
    writing.add_argument("program", help="specindex")
    asking = commands.add_parser("ask")
    asking.add_argument("url")
    options = parser.parse_args()
    collection = COLLECTIONS[options.collection](options.shared)
    if options.command == "write":
        write(collection, options.folder, options.program)
    else:
        ask(collection, Daemon(options.url, {"expand": "0"}))
    return 0


sys.exit(main())
