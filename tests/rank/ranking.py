"""How good an order of results is: what a daemon answers, and measures of it.

nDCG@10 is the discounted cumulative gain of the first ten results over that of the best order that
there is: a result of grade g at rank r gains (2^g - 1) / log2(r + 1) (Burges et al., ICML 2005;
Järvelin and Kekäläinen, TOIS 2002). P@10 is the share of the ten that are relevant at all.
"""

import http.client
import json
import math
import urllib.parse

TOP = 10
PER_PAGE = 100


class Daemon:
    """A daemon, asked over one connection."""

    def __init__(self, url, parameters=()):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)
        self.parameters = dict(parameters)

    def get(self, path, **parameters):
        target = path + "?" + urllib.parse.urlencode({**parameters, **self.parameters})
        self.connection.request("GET", target)
        response = self.connection.getresponse()
        answer = json.load(response)
        if response.status != 200:
            raise RuntimeError(f"{target}: {answer['error']['message']}")
        return answer

    def hits(self, query):
        """All hits in order, page by page."""
        page = 1
        while True:
            answer = self.get("/api/v1/search", q=query, page=page, per_page=PER_PAGE)
            yield from answer["hits"]
            if page * PER_PAGE >= answer["total"]["sections"]:
                return
            page += 1

    def sections(self, query, most=TOP):
        """The first sections, as (class id, heading)."""
        found = []
        for hit in self.hits(query):
            found.append((hit["class"]["id"], hit["section"]["heading"] or "(head)"))
            if len(found) == most:
                break
        return found

    def classes(self, query, most=TOP):
        """The ids of the first classes, in order of their first hits."""
        found = []
        for hit in self.hits(query):
            if hit["class"]["id"] not in found:
                found.append(hit["class"]["id"])
            if len(found) == most:
                break
        return found


def gain(grades):
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def ndcg(found, judged):
    """Of results in order, given the grade of each that is relevant."""
    best = gain(sorted(judged.values(), reverse=True)[:TOP])
    return gain([judged.get(result, 0) for result in found[:TOP]]) / best


def precision(found, judged):
    return sum(result in judged for result in found[:TOP]) / TOP


def mean(values):
    values = list(values)
    return sum(values) / len(values)
