"""What the tests in Python share: checks as TAP lines, questions to a daemon, and how its answers
compare with the oracle's."""

import http.client
import json
import os
import sys
import urllib.parse

from oracle import FACETS, ORDERS
from specifications import ClassKey


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


class Status(Exception):
    """An answer that is not a 200."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Client:
    """Asks a daemon, over one connection for as long as it lasts."""

    def __init__(self, url):
        self.host = urllib.parse.urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def _answer(self, target):
        self.connection.request("GET", target)
        return self.connection.getresponse()

    def get(self, path, **parameters):
        """The JSON of an answer, which has to be a 200, else Status. A parameter may be a list."""
        target = path + "?" + urllib.parse.urlencode(parameters, doseq=True)
        try:
            response = self._answer(target)
        except ConnectionError:  # the daemon ends connections that nothing came over for long
            self.connection.close()
            response = self._answer(target)
        body = response.read()
        if response.status != 200:
            raise Status(response.status, f"{response.status} for {target}: {body[:300]!r}")
        return json.loads(body)

    def search(self, text, filters=None, **parameters):
        return self.get("/api/v1/search", q=text, **(filters or {}), **parameters)

    def pages(self, text, filters=None, per_page=100, **parameters):
        """Every page of an answer. Gives up, with what there is, where they do not end."""
        pages = [self.search(text, filters, per_page=per_page, **parameters)]
        counted = "classes" if parameters.get("group") == "class" else "sections"
        total = pages[0]["total"][counted]
        while pages[-1]["hits"] and len(pages) * per_page < total:
            pages.append(self.search(text, filters, per_page=per_page, page=len(pages) + 1, **parameters))
        return pages


def hit_key(hit):
    found = hit["class"]
    return ClassKey(hit["section"]["source"], found["code"], found["title"]), hit["section"]["ordinal"]


class Sides:
    """The daemon and the oracle, asked the same; what is typed is expanded or not."""

    def __init__(self, client, oracle, expand):
        self.client, self.oracle, self.expand = client, oracle, expand
        self._said = {} if expand else {"expand": 0}

    def got(self, text, filters, **parameters):
        """All pages."""
        return self.client.pages(text, filters, **self._said, **parameters)

    def expected(self, text, filters=None):
        return self.oracle.search(text, filters, self.expand)


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


def wrong_reading(answer, reading):
    """What an answer says of the query that is not as expected."""
    said = [{"from": typed, "to": to, "why": why} for (typed, why), to in reading.expanded.items()]
    expected = {"expanded": said, **{name: getattr(reading, name) for name in ("relaxed", "corrected", "suggestion")}}
    got = answer["query"]
    return [f"{name} {got[name]}, expected {value}" for name, value in expected.items() if got[name] != value]


def differences(answer, expected):
    """What is not as expected of an answer's totals, its counts, and what it says of the query."""
    wrongs, facets = wrong_reading(answer, expected.reading), answer_facets(answer)
    if answer["total"] != expected.total:
        wrongs.append(f"total {answer['total']}, expected {expected.total}")
    for facet, order in ORDERS.items():
        values = [count["value"] for count in answer["facets"][facet]]
        if values != [value for value in order if value in values]:
            wrongs.append(f"{facet} stands in the order {values}")
    years = [count["value"] for count in answer["facets"]["revised"]]
    if years != sorted(years, reverse=True):  # newest first; "-" is before all digits
        wrongs.append(f"revised stands in the order {years}")
    for facet in FACETS:
        counts, right = facets.get(facet, {}), expected.facets[facet]
        for value in sorted(counts.keys() | right.keys()):
            if counts.get(value) != right.get(value):
                wrongs.append(f"{facet} {value!r}: {counts.get(value)}, expected {right.get(value)}")
    return wrongs


def compare(sides, text, filters):
    """Asks for all pages of an answer. Returns the first page, and all that is not as the oracle has
    it: what is said of the query, totals, every count, and the hits themselves."""
    pages, expected = sides.got(text, filters), sides.expected(text, filters)
    wrongs = differences(pages[0], expected)
    keys = [hit_key(hit) for page in pages for hit in page["hits"]]
    if len(keys) != expected.total["sections"] or set(keys) != expected.keys:
        extra, missing = set(keys) - expected.keys, expected.keys - set(keys)
        wrongs.append(f"{len(keys)} hits; too many: {sorted(extra)[:3]}, missing: {sorted(missing)[:3]}")
    return pages[0], wrongs
