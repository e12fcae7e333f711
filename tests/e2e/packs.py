"""packs.py SPECINDEX PACK SOURCES WORK TAP: evidence packs that somebody edited, each with the hash of
what it became, so that only its numbers and the sources can tell. PACK is whole and true of SOURCES,
and is of one word in several classes; files are made in WORK."""

import hashlib
import json
import os
import random
import re
import subprocess
import sys

from tap import Tap

SPECINDEX, PACK, SOURCES, WORK, TAP = sys.argv[1:]


def dump(line):
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def sealed(lines):
    """The lines, with an end that tells of them."""
    body = b"".join(lines)
    end = {"rows": len(lines) - 1, "complete": True, "sha256": hashlib.sha256(body).hexdigest()}
    return body + dump(end)


def verify(content, *options):
    path = os.path.join(WORK, "pack.ndjson")
    with open(path, "wb") as file:
        file.write(content)
    run = subprocess.run(
        [SPECINDEX, "verify", "-j1", "--sources", SOURCES, *options, path], capture_output=True, timeout=120, check=False
    )
    lines = run.stdout.decode().splitlines()
    failed = [int(found[1]) for line in lines if (found := re.match(re.escape(path) + r":(\d+): ", line))]
    return run.returncode, failed, "\n".join(lines).replace(path, "PACK"), run.stderr.decode()


def load():
    with open(PACK, "rb") as file:
        return file.read().splitlines(keepends=True)


HEAD, *ROWS, END = load()


def edited_row(number, edit):
    """The pack with a row edited; rows are numbered from 0."""
    row = json.loads(ROWS[number])
    edit(row)
    return sealed([HEAD, *ROWS[:number], dump(row), *ROWS[number + 1 :]])


def edited_head(edit, rows):
    head = json.loads(HEAD)
    edit(head)
    return sealed([dump(head), *rows])


def setter(*path):
    *way, last = path

    def make(change):
        def edit(row):
            at = row
            for step in way:
                at = at[step]
            at[last] = change(at[last])

        return edit

    return make


def more(number):
    return number + 1


def other(text):
    return text + "x" if text else "x"


# Of a row: what is edited, and what is said of it.
EDITS = [
    (("class", "id"), lambda id: id + "x", "no class"),
    (("class", "id"), lambda id: id + "~1", "no class"),
    (("class", "title"), other, "the title is"),
    (("class", "code"), other, "the class code is"),
    (("class", "agency"), other, "the agency is"),
    (("section", "ordinal"), lambda n: n + 900, "no section 9"),
    (("section", "heading"), other, "the heading is"),
    (("section", "heading"), lambda _: None, "the heading is"),
    (("section", "kinds"), lambda kinds: ["salary"], "other kinds"),
    (("section", "line"), more, "the line of the section is"),
    (("where",), lambda _: "heading", "does not stand"),
    (("line",), more, "the line is"),
    (("left",), lambda text: "X" + text, "to the left"),
    (("match",), lambda text: text.lower(), "does not stand at"),
    (("match",), lambda text: text[:-1], "the span is of"),
    (("end",), more, "the span is of"),
    (("right",), lambda text: text + "X", "to the right"),
    (("right",), lambda text: "not " + text, "to the right"),
    (("sha256",), lambda hash: hash[::-1], "the source is changed"),
    (("house",), lambda _: "0" * 64, "the house file is another one"),
]


def edits_of_rows(tap):
    number = len(ROWS) // 2
    for path, change, says in EDITS:
        code, failed, out, err = verify(edited_row(number, setter(*path)(change)))
        name = f"{'.'.join(path)}: {says}"
        tap.equal(f"{name}: exit status", code, 1)
        tap.ok(f"{name}: that row fails", number + 2 in failed and says in out, out + err)

    def shift(row):
        row["start"] += 1
        row["end"] += 1

    code, failed, out, err = verify(edited_row(number, shift))
    tap.ok("a span that is shifted", (code, failed) == (1, [number + 2]), out + err)


def edits_of_sources(tap):
    """Names that are none, and that must lead nowhere."""
    outside = os.path.join(WORK, "outside")
    os.makedirs(outside, exist_ok=True)
    first = json.loads(ROWS[0])["source"]
    names = [
        "../" + first,
        first.replace("/", "/../", 1),
        first.replace("/", "//", 1),
        first.replace("/", "/./", 1),
        "/etc/passwd",
        "corpus/../../../../../../etc/passwd",
        "corpus",
        "",
        "corpus/",
        first + "/",
        first + "\0",
        first.replace("corpus", "c\\x6frpus"),
        first.replace("a", "\\"),
        "x" * 100000 + "/y",
    ]
    for name in names:

        def edit(row):
            row["source"] = row["section"]["source"] = name

        code, failed, out, err = verify(edited_row(0, edit))
        tap.ok(f"a source {name[:50]!r}", (code, failed, err) == (1, [2], ""), out + err)


def edits_of_packs(tap):
    middle = len(ROWS) // 2
    total = json.loads(HEAD)["total"]["occurrences"]
    cases = {
        "a row less": (sealed([HEAD, *ROWS[:-1]]), f"head tells of {total} occ"),
        "a row twice": (sealed([HEAD, ROWS[0], *ROWS]), "stands twice"),
        "rows out of order": (sealed([HEAD, *ROWS[1:], ROWS[0]]), "not in the order"),
        "no rows": (sealed([HEAD]), f"head tells of {total} occ"),
        "an empty line": (sealed([HEAD, *ROWS[:middle], b"\n", *ROWS[middle:]]), "no JSON object"),
        "a line of something else": (sealed([HEAD, *ROWS[:middle], b"[]\n", *ROWS[middle:]]), "no JSON object"),
        "another's end": (b"".join([HEAD, *ROWS[:middle], END]), "rows, and there are"),
        "no end": (b"".join([HEAD, *ROWS]), "none that ends a pack"),
        "no line end": (b"".join([HEAD, *ROWS, END[:-1]]), "cut off"),
        "two packs": (b"".join([HEAD, *ROWS, END] * 2), "has not the members"),
        "only an end": (END, "no evidence pack"),
        "nothing": (b"", "no evidence pack"),
        "no text": (bytes(range(256)) * 64, "no evidence pack"),
        "a byte that is not UTF-8": (sealed([HEAD, ROWS[0].replace(b'"left":"', b'"left":"\xff'), *ROWS[1:]]), "unable to decode byte"),
        "a name twice": (sealed([HEAD, b'{"line":1,' + ROWS[0][1:], *ROWS[1:]]), "duplicate"),
        "a member more": (sealed([HEAD, b'{"note":1,' + ROWS[0][1:], *ROWS[1:]]), "has not the members"),
        "deep": (sealed([HEAD, b'{"a":' * 50000 + b"\n", *ROWS]), "depth"),
        "a huge number": (sealed([HEAD, ROWS[0].replace(b'"start":', b'"start":9' + b"9" * 40), *ROWS[1:]]), "too big"),
        "a huge line": (sealed([HEAD, b'"' + b"a" * (1 << 24) + b'"\n', *ROWS]), "longer than any line"),
        "of no kind": (edited_head(lambda head: head["dispersion"].update(section=[]), ROWS), "list the kinds"),
        "of no agency": (edited_head(lambda head: head["dispersion"].update(agency=[]), ROWS), "list the agencies"),
        "of more": (edited_head(lambda head: head["total"].update(occurrences=total + 1), ROWS), f"tells of {total + 1}"),
        "of more classes": (edited_head(lambda head: head["total"].update(classes=99), ROWS), "99 classes"),
        "of another version": (edited_head(lambda head: head.update(pack=2), ROWS), "another version"),
    }
    for name, (content, says) in cases.items():
        code, _, out, err = verify(content)
        tap.ok(f"{name}: is seen", code == 1 and says in out and err == "", f"{code} {out[-2000:]}{err}")


def recounts(tap):
    """What fits in itself and is true, and is not what the query finds: only asking again tells."""

    def without_last(head):
        gone = json.loads(ROWS[-1])
        same = [json.loads(row) for row in ROWS[:-1]]
        sections = {(row["class"]["id"], row["section"]["ordinal"]) for row in same}
        counts = [(head["total"], same)]
        for facet, of in (("agency", lambda row: [row["class"]["agency"]]), ("section", lambda row: row["section"]["kinds"])):
            shares = head["dispersion"][facet]
            counts += [(share, [row for row in same if share["value"] in of(row)]) for share in shares]
        for count, rows in counts:
            count["occurrences"] = len(rows)
            count["sections"] = len({(row["class"]["id"], row["section"]["ordinal"]) for row in rows})
            count["classes"] = len({row["class"]["id"] for row in rows})
        assert (gone["class"]["id"], gone["section"]["ordinal"]) not in sections

    def ask(**query):
        return lambda head: head["query"].update(query)

    cases = {
        "a row left out": (edited_head(without_last, ROWS[:-1]), "finds other rows"),
        "another query": (edited_head(ask(text="clearance"), ROWS), "finds other rows"),
        "other words": (edited_head(ask(words="Wanted: peace."), ROWS), "reads otherwise"),
        "a filter": (edited_head(ask(filters={"agency": ["alder-county"]}), ROWS), "finds other rows"),
        "a filter that is none": (edited_head(ask(filters={"colour": ["blue"]}), ROWS), "'colour' is no filter"),
        "a value that is none": (edited_head(ask(filters={"agency": ["nowhere", 7]}), ROWS), "cannot be asked again"),
        "a query that is none": (edited_head(ask(text="(CJIS"), ROWS), "cannot be asked again"),
        "both": (edited_head(ask(verbatim=True, expand=True), ROWS), "cannot be asked again"),
    }
    for name, (content, says) in cases.items():
        code, _, out, err = verify(content)
        tap.ok(f"{name}: is true", (code, err) == (0, ""), out + err)
        code, _, out, err = verify(content, "--recount")
        tap.ok(f"{name}: is not what is found", (code, err) == (1, "") and says in out, out + err)


def random_bytes(tap, count):
    """Any byte changed is seen; what is sealed again crashes nothing."""
    chance = random.Random(4)
    content = b"".join([HEAD, *ROWS, END])
    unseen, odd = [], []
    for _ in range(count):
        at = chance.randrange(len(content))
        changed = content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
        code, _, out, err = verify(changed)
        if (code, err) != (1, "") or "the pack is whole" in out:
            unseen.append((at, code, out, err))
        code, _, out, err = verify(sealed(changed.splitlines(keepends=True)[: len(ROWS) + 1]))
        if code not in (0, 1) or err:
            odd.append((at, code, out, err))
    tap.equal(f"{count} packs with a byte changed are seen", unseen, [])
    tap.equal("sealed again, they are an answer, too", odd, [])


def main():
    tap = Tap(TAP)
    code, failed, out, err = verify(b"".join([HEAD, *ROWS, END]))
    tap.ok("the pack is whole", (code, failed) == (0, []), out + err)
    code, failed, out, err = verify(sealed([HEAD, *ROWS]))
    tap.ok("sealed by others, it is the same", code == 0, out + err)
    edits_of_rows(tap)
    edits_of_sources(tap)
    edits_of_packs(tap)
    recounts(tap)
    random_bytes(tap, int(os.environ.get("CASES", "40")))
    tap.done()


main()
