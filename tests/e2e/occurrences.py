"""Occurrences, counted slowly and plainly in what `specindex explain` prints, to check those of the
daemon: python occurrences.py SPECINDEX URL SEED CASES PATH... TAP"""

import bisect
import hashlib
import json
import random
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

import specifications
from specifications import ClassKey
from tap import Tap
from words import words

MANY = 3000  # of so many rows the number is looked at, not each
QUOTES = set('"\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033')  # a query ends a phrase there
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\u034f\u180e\u00ad\ufeff]")
SPACE = "[ \t-\r\u00a0]+"


class Part:
    """The heading or the text of a section, with its words and where they stand."""

    def __init__(self, section, where, text):
        self.section, self.where, self.text = section, where, text
        self.words = words(text)
        self.line = [word.text for word in self.words]
        self.starts = [word.start for word in self.words]

    def key(self, first, last):
        section = self.section
        return section.specification.key, section.ordinal, self.where, self.words[first].start, self.words[last].end

    def phrase(self, phrase):
        """Where a list of words stands, in whatever case."""
        n = len(phrase)
        return {self.key(i, i + n - 1) for i in range(len(self.line) - n + 1) if self.line[i : i + n] == phrase}

    def verbatim(self, pattern):
        """Where a text stands that neither begins nor ends within a word: from its first word to its
        last."""
        found = set()
        for match in pattern.finditer(self.text):
            start, end = match.start(), match.start() + len(match[1])
            first = bisect.bisect_left(self.starts, start)
            last = bisect.bisect_left(self.starts, end) - 1
            cut = first > 0 and self.words[first - 1].end > start or self.words[last].end > end
            if first <= last and not cut:
                found.add(self.key(first, last))
        return found

    def source_line(self, start):
        if self.where == "heading":
            return self.section.line
        return self.section.text_line + self.text.count("\n", 0, start)


class Documents:
    def __init__(self, specindex, paths):
        self.collection = collection = specifications.Collection(specifications.read(specindex, paths))
        self.parts = [
            Part(section, where, text)
            for section in collection.sections
            for where, text in (("heading", section.heading), ("text", section.text))
            if text
        ]
        self.by_place = {(p.section.key, p.where): p for p in self.parts}
        self.section_of = {section.key: section for section in collection.sections}
        self.having = {}
        for part in self.parts:
            for word in set(part.line):
                self.having.setdefault(word, []).append(part)

    def candidates(self, phrase):
        return min((self.having.get(word, []) for word in phrase), key=len)

    def phrase(self, phrase):
        return set().union(*(part.phrase(phrase) for part in self.candidates(phrase)))

    def verbatim(self, text):
        pieces = [re.escape(piece) for piece in re.split(SPACE, text)]
        pattern = re.compile(f"(?=({SPACE.join(pieces)}))")
        return set().union(*(p.verbatim(pattern) for p in self.candidates([w.text for w in words(text)])))


def get(url, **parameters):
    target = f"{url}/api/v1/occurrences?" + urllib.parse.urlencode(parameters)
    with urllib.request.urlopen(target, timeout=60) as answer:
        return answer.read()


def pack(url, **parameters):
    """The rows of an evidence pack that is whole."""
    body = get(url, format="ndjson", **parameters)
    *lines, last = body.splitlines(keepends=True)
    head, rows, end = json.loads(lines[0]), [json.loads(line) for line in lines[1:]], json.loads(last)
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    if end != {"rows": len(rows), "complete": True, "sha256": digest}:
        raise RuntimeError(f"{parameters}: {end}, {len(rows)} rows, {digest}")
    if head["total"]["occurrences"] != len(rows):
        raise RuntimeError(f"{parameters}: {head['total']}, {len(rows)} rows")
    return head, rows


def key_of(row):
    found = row["class"]
    return ClassKey(row["source"], found["code"], found["title"]), row["section"]["ordinal"], row["where"], row["start"], row["end"]


def row_wrongs(documents, row):
    """What is wrong with where a row says that it is."""
    key = key_of(row)
    part = documents.by_place[(key[0], key[1]), row["where"]]
    start, end = row["start"], row["end"]
    around = part.text[start - len(row["left"]) : end + len(row["right"])]
    if around != row["left"] + row["match"] + row["right"] or part.text[start:end] != row["match"]:
        yield f"{key}: {row['left']!r} {row['match']!r} {row['right']!r} are not {around!r}"
    if row["line"] != part.source_line(start):
        yield f"{key}: line {row['line']}, expected {part.source_line(start)}"


def wrongs_of(documents, url, query, expected, **parameters):
    page = json.loads(get(url, q=query, per_page=1, **parameters))
    total = {
        "occurrences": len(expected),
        "sections": len({key[:2] for key in expected}),
        "classes": len({key[0] for key in expected}),
    }
    if page["total"] != total:
        return [f"{query!r}: {page['total']}, expected {total}"]
    if len(expected) > MANY:
        return []
    _, rows = pack(url, q=query, **parameters)
    got = {key_of(row) for row in rows}
    wrongs = [wrong for row in rows for wrong in row_wrongs(documents, row)]
    if len(got) != len(rows) or got != expected:
        wrongs.append(f"{query!r}: {len(rows)} rows, too many: {sorted(got - expected)[:3]}, "
                      f"missing: {sorted(expected - got)[:3]}")
    return [f"{query!r}: {wrong}" for wrong in wrongs]


def random_phrase(documents, chance):
    part = chance.choice(documents.parts)
    if not part.line:
        return random_phrase(documents, chance)
    length = min(chance.choice((1, 1, 2, 2, 3, 4, 6, 9)), len(part.line))
    first = chance.randrange(len(part.line) - length + 1)
    return part, first, first + length - 1


def random_verbatim(documents, chance):
    """A piece of a text with punctuation before and behind it, perhaps."""
    part, first, last = random_phrase(documents, chance)
    start, end = part.words[first].start, part.words[last].end
    while start > 0 and not part.text[start - 1].isalnum() and chance.random() < 0.3:
        start -= 1
    while end < len(part.text) and not part.text[end].isalnum() and chance.random() < 0.3:
        end += 1
    text = part.text[start:end].strip(" \t\n\r\f\v\u00a0")
    whole = [w.text for w in words(text)] == part.line[first : last + 1]
    if not whole or QUOTES & set(text) or INVISIBLE.search(text) or "\0" in text:
        return random_verbatim(documents, chance)
    return text


def quoted(phrase):
    return '"' + " ".join(phrase) + '"'


def sections(places):
    return {place[:2] for place in places}


def near(documents, a, b, distance):
    """From the first word of the one to the last of the other, whichever comes first."""
    found = set()
    for part in documents.candidates(a):
        ends = [(i, i + len(a) - 1) for i in range(len(part.line)) if part.line[i : i + len(a)] == a]
        others = [(i, i + len(b) - 1) for i in range(len(part.line)) if part.line[i : i + len(b)] == b]
        for x in ends:
            for y in others:
                first, second = min(x, y), max(x, y)
                if 0 < second[0] - first[1] <= distance:
                    found.add(part.key(first[0], second[1]))
    return found


def random_query(documents, chance):
    """A query that joins phrases, its filters, and what it finds by the rules of the oracle."""
    part, first, last = random_phrase(documents, chance)
    a, section = part.line[first : last + 1], part.section
    others = [p for p in (documents.by_place.get((section.key, where)) for where in ("heading", "text")) if p and p.line]
    other = chance.choice(others)
    first = chance.randrange(len(other.line))
    b = other.line[first : first + chance.choice((1, 1, 2))]
    has_a, has_b = documents.phrase(a), documents.phrase(b)
    kind = chance.choice(section.kinds)
    of_kind = {p for p in has_a if kind in documents.section_of[p[:2]].kinds}
    form = chance.randrange(8)
    if form == 0:
        return f"{quoted(a)} OR {quoted(b)}", {}, has_a | has_b
    if form == 1:
        both = sections(has_a) & sections(has_b)
        return f"{quoted(a)} {quoted(b)}", {}, {p for p in has_a | has_b if p[:2] in both}
    if form == 2:
        left_out = sections(has_b)
        return f"{quoted(a)} -{quoted(b)}", {}, {p for p in has_a if p[:2] not in left_out}
    if form == 3:
        return f"heading:{quoted(a)}", {}, {p for p in has_a if p[2] == "heading"}
    if form == 4:
        return f"{kind}:{quoted(a)}", {}, of_kind
    if form == 5:  # in different sections of a class, perhaps
        classes = {p[0] for p in of_kind} & {p[0] for p in has_b}
        return f"{kind}:{quoted(a)} {quoted(b)}", {}, {p for p in of_kind | has_b if p[0] in classes}
    if form == 6:
        agency = section.specification.agency
        return quoted(a), {"agency": agency}, {p for p in has_a if documents.section_of[p[:2]].specification.agency == agency}
    distance = chance.choice((1, 3, 10))
    return f"{quoted(a)} /{distance} {quoted(b)}", {}, near(documents, a, b, distance)


def untitled(documents):
    """The titles that stand in their document, and not in its headings and texts."""
    for specification in {section.specification for section in documents.section_of.values()}:
        parts = [documents.by_place.get((s.key, where)) for s in specification.sections for where in ("heading", "text")]
        standing = set().union(*(part.line for part in parts if part))
        if specification.title_line and not {word.text for word in words(specification.title)} <= standing:
            yield specification.key


def context_key(documents, row, left):
    key = key_of(row)
    part = documents.by_place[(key[0], key[1]), row["where"]]
    if left:
        beside = [w.text for w in part.words if w.end <= row["start"]][::-1]
    else:
        beside = [w.text for w in part.words if w.start >= row["end"]]
    found = b""
    for word in beside[:8]:
        if len(found) + len(word.encode()) + 1 > 120:
            break
        found += word.encode() + b" "
    return found


def place(row):
    return row["class"]["id"], row["section"]["ordinal"], row["where"] == "text", row["start"], row["end"]


def check_orders(tap, documents, url, query):
    by_place = pack(url, q=query)[1]
    tap.ok(f"{query} by place", by_place == sorted(by_place, key=place) and by_place != [])
    for order in ("left", "right"):
        rows = pack(url, q=query, sort=order)[1]
        expected = sorted(by_place, key=lambda row: (context_key(documents, row, order == "left"), place(row)))
        tap.ok(f"{query} by what stands to the {order}", rows == expected)
        per_page = len(rows) // 3 + 1
        pages = [json.loads(get(url, q=query, sort=order, per_page=per_page, page=n)) for n in (1, 2, 3, 4)]
        listed = [row for page in pages for row in page["occurrences"]]
        tap.ok(f"{query}: three pages have what the whole has", listed == rows and pages[0]["pages"] == 3)


def main(specindex, url, seed, cases, *paths, tap_path):
    tap = Tap(tap_path)
    documents = Documents(specindex, paths)
    chance = random.Random(int(seed))
    tap.note(f"seed {seed}, {len(documents.parts)} headings and texts")
    tap.none("titles stand in headings and texts, or come from a file's name", list(untitled(documents)))
    wrongs = []
    for _ in range(int(cases)):
        part, first, last = random_phrase(documents, chance)
        phrase = part.line[first : last + 1]
        wrongs += wrongs_of(documents, url, quoted(phrase), documents.phrase(phrase))
    tap.none(f"{cases} random phrases stand where they are found, and nowhere else", wrongs)
    wrongs = []
    for _ in range(int(cases) // 2):
        text = random_verbatim(documents, chance)
        wrongs += wrongs_of(documents, url, f'"{text}"', documents.verbatim(text), verbatim=1)
    tap.none(f"{int(cases) // 2} random texts stand verbatim where they are found", wrongs)
    wrongs = []
    for _ in range(int(cases) // 2):
        query, filters, expected = random_query(documents, chance)
        wrongs += wrongs_of(documents, url, query, expected, **filters)
    tap.none(f"{int(cases) // 2} random queries find what they should", wrongs)
    for query in ('"clearance"', '"background" OR "background check"'):
        check_orders(tap, documents, url, query)
    tap.done()


if __name__ == "__main__":
    main(*sys.argv[1:-1], tap_path=sys.argv[-1])
