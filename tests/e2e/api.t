#!/bin/sh
# The daemon's HTTP side: what answers look like, what becomes of bad input and of clients that
# misbehave, the log, and how it stops.
. "$(dirname "$0")/lib.sh"

PYTHONPATH=$T:$PYTHONPATH

# fresh_daemon INDEX: one with a log of its own.
fresh_daemon() {
    rm -f "$T/daemon.err"
    start_daemon "$1"
}

# complaints: what a daemon said on standard error, but for its log.
complaints() { grep -v '^time=.* level=info ' "$T/err"; }

# ended PID: the process is over, be it waited for or not.
ended() {
    state=$(sed 's/.*) \(.\).*/\1/' "/proc/$1/stat" 2>/dev/null)
    [ -z "$state" ] || [ "$state" = Z ]
}

# ends_with_0 NAME: the daemon comes to its end by itself, within ten seconds, with status 0.
ends_with_0() {
    ok "$1: the daemon ends" wait_until 10 ended "$PID"
    ended "$PID" || kill -9 "$PID"
    wait "$PID"
    is "$1: exit status" "$?" 0
}

cat >"$T/raw.py" <<'END'
"""HTTP by hand: requests as bytes, so that they can be wrong."""
import json
import re
import socket
import urllib.parse


class Reply:
    """An answer; status 0 if the connection ended without one."""

    def __init__(self, data, head=False):
        top, _, rest = data.partition(b"\r\n\r\n")
        lines = top.decode("latin-1").split("\r\n")
        match = re.fullmatch(r"HTTP/1\.[01] (\d{3}) .*", lines[0])
        self.status = int(match[1]) if match else 0
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers.setdefault(name.lower(), []).append(value.strip())
        length = int(self.headers.get("content-length", ["0"])[0])
        self.whole = self.status > 0 and (head or len(rest) >= length)
        self.body, self.rest = (b"", rest) if head else (rest[:length], rest[length:])

    def header(self, name):
        return ", ".join(self.headers.get(name.lower(), []))

    def error(self):
        """The error of the JSON API, or None if this is not one."""
        try:
            answer = json.loads(self.body)
            error = answer["error"]
            fine = set(answer) == {"error"} and set(error) == {"code", "message", "position"}
            fine = fine and isinstance(error["code"], str) and isinstance(error["message"], str)
            return error if fine and error["message"].strip() else None
        except (ValueError, KeyError, TypeError):
            return None


class Server:
    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.address = parts.hostname, parts.port

    def connect(self):
        return socket.create_connection(self.address, timeout=10)

    def send(self, data):
        """All that comes back until the other side closes, or is silent for too long."""
        received = b""
        with self.connect() as connection:
            try:
                connection.sendall(data)
            except (ConnectionError, TimeoutError):  # refused in the midst of a large request
                pass
            try:
                while chunk := connection.recv(65536):
                    received += chunk
            except (ConnectionError, TimeoutError):
                pass
        return received

    def ask(self, target, method="GET", headers=(), body=b"", version="1.1"):
        target = target if isinstance(target, bytes) else target.encode()
        lines = [f"{method} ".encode() + target + f" HTTP/{version}".encode()]
        lines += [b"Host: localhost", b"Connection: close", *(h.encode() for h in headers)]
        return Reply(self.send(b"\r\n".join(lines) + b"\r\n\r\n" + body), method == "HEAD")

    def lives(self):
        """It says that it is well, and searches."""
        return [self.ask(t).status for t in ("/healthz", "/api/v1/search?q=CJIS")] == [200, 200]
END

cat >"$T/api.py" <<'END'
import contextlib
import html
import json
import os
import socket
import struct
import sys
import time
import urllib.parse

from oracle import FACETS, ORDERS, Oracle
from tap import Client, Tap, hit_key
from raw import Reply, Server

url, pid, specindex, folder, tap_path = sys.argv[1:]
server, client, tap = Server(url), Client(url), Tap(tap_path)
oracle = Oracle(specindex, [folder])
SEARCH = "/api/v1/search"


def quote(text):
    return urllib.parse.quote(text, safe="")


def sockets():
    """How many the daemon has open."""
    count = 0
    for name in os.listdir(f"/proc/{pid}/fd"):
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            count += os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:")
    return count


at_rest = sockets()

# The shape of answers.

TYPES = {
    "query": dict, "generation": str, "total": dict, "page": int, "per_page": int, "hits": list,
    "facets": dict,
}
HIT = {"class": dict, "section": dict, "snippet": dict, "score": float, "named": bool}
CLASS = {"id": str, "title": str, "code": (str, type(None)), "agency": str, "url": str}
SECTION = {
    "ordinal": int, "heading": (str, type(None)), "kinds": list, "line": int,
    "page": (int, type(None)), "url": str,
}
COUNT = {"value": str, "label": str, "sections": int, "classes": int, "selected": bool}


def misshapen(value, types, where):
    wrongs = [f"{where} lacks {name}" for name in types if name not in value]
    return wrongs + [
        f"{where}.{name} is {value[name]!r}"
        for name, wanted in types.items()
        if name in value and not isinstance(value[name], wanted)
    ]


ASKED = "?q=CJIS%20clearance&section=licensure&section=background_check&per_page=5"
reply = server.ask(SEARCH + ASKED)
answer = json.loads(reply.body)
tap.equal("an answer is JSON in UTF-8", (reply.status, reply.header("content-type")),
          (200, "application/json; charset=utf-8"))
wrongs = misshapen(answer, TYPES, "answer")
for hit in answer["hits"]:
    wrongs += misshapen(hit, HIT, "hit") + misshapen(hit["class"], CLASS, "class")
    wrongs += misshapen(hit["section"], SECTION, "section")
    wrongs += misshapen(hit["snippet"], {"text": str, "marks": list}, "snippet")
for facet in FACETS:
    for count in answer["facets"][facet]:
        wrongs += misshapen(count, COUNT, facet)
tap.none("an answer has the shape that is documented", wrongs)
tap.equal("it says what was asked", answer["query"], {
    "text": "CJIS clearance", "relaxed": False, "corrected": None, "suggestion": None,
    "expanded": [{"from": "cjis", "to": ["criminal justice information services"], "why": "acronym"}],
    "notes": [], "sort": "relevance", "group": "section", "filters": {"section": ["licensure", "background_check"]}})
tap.equal("and which page this is", (answer["page"], answer["per_page"]), (1, 5))
tap.equal("a page has ten hits by default",
          [(a["per_page"], len(a["hits"])) for a in [client.search("the")]], [(10, 10)])
tap.equal("a plus is a space", client.get(SEARCH, q="CJIS clearance")["total"],
          json.loads(server.ask(SEARCH + "?q=CJIS+clearance").body)["total"])
labels = {c["value"]: c["label"] for c in client.search("")["facets"]["section"]}
tap.equal("facet values have labels for people", labels.get("licensure"), "Licensure & certification")
tap.equal("facets stand most sections first", [
    f for f, counts in client.search("the")["facets"].items()
    if f not in ORDERS and f != "revised"
    and [c["sections"] for c in counts] != sorted((c["sections"] for c in counts), reverse=True)], [])
tap.equal("values asked for are marked",
          {c["value"] for c in answer["facets"]["section"] if c["selected"]},
          {"licensure", "background_check"})

hit = client.search("CJIS clearance")["hits"][0]
page = server.ask(hit["class"]["url"])
tap.equal("the class's url is a page", (page.status, page.header("content-type")),
          (200, "text/html; charset=utf-8"))
path, _, fragment = hit["section"]["url"].partition("#")
page = server.ask(path)
tap.ok("the section's url leads to its place on it",
       page.status == 200 and fragment and f'id="{fragment}"'.encode() in page.body,
       hit["section"]["url"])
specification = oracle.by_key[hit_key(hit)].specification
got = client.get("/api/v1/classes/" + hit["class"]["id"])
tap.equal("a class in JSON",
          [got["class"][k] for k in ("id", "title", "code", "agency")],
          [hit["class"]["id"], specification.title, specification.code, specification.agency])
tap.equal("with its sections",
          [(s["heading"] or "", s["kinds"], s["line"], s["text"]) for s in got["sections"]],
          [(s.heading, s.kinds, s.line, s.text) for s in specification.sections])
tap.equal("with its fields", {f["name"]: (f["value"], f["line"]) for f in got["class"]["fields"]},
          {n: (f["value"], f["line"]) for n, f in specification.fields.items()})

REQUIREMENT = ("level", "years", "pounds", "modality", "sentence", "phrase", "line", "section")
wrongs = []
for hit in client.search("", per_page=100, section=["education"])["hits"]:
    specification = oracle.by_key[hit_key(hit)].specification
    for type, found in client.get("/api/v1/classes/" + hit["class"]["id"])["requirements"].items():
        got, wanted = (
            [[r.get(key) for key in REQUIREMENT] for r in listed]
            for listed in (found, specification.requirements.get(type, []))
        )
        if got != wanted:
            wrongs.append(f"{specification.source}: {type} {got}, expected {wanted}")
tap.none("classes say what they require, as explain does", wrongs)

for target in ("/healthz", "/readyz"):
    reply = server.ask(target)
    tap.ok(f"{target} is fine", reply.status == 200 and reply.body.strip(), reply.status, reply.body)
tap.ok("/readyz names the generation", answer["generation"].encode() in server.ask("/readyz").body)
for target in ("/", "/search", "/search?q=CJIS", hit["class"]["url"]):
    reply = server.ask(target)
    tap.equal(f"{target} is a page", (reply.status, reply.header("content-type")),
              (200, "text/html; charset=utf-8"))

# Headers.

GUARDS = {
    "x-content-type-options": ("nosniff",),
    "referrer-policy": ("same-origin", "no-referrer"),
}
for target, status in (
    ("/", 200), ("/search?q=CJIS", 200), (hit["class"]["url"], 200), (SEARCH + "?q=CJIS", 200),
    ("/static/style.css", 200), ("/healthz", 200), ("/nothing", 404), ("/api/v1/nothing", 404),
    ("/search?page=0", 400), (SEARCH + "?page=0", 400),
):
    reply = server.ask(target)
    policy = reply.header("content-security-policy")
    wrongs = [f"{n}: {reply.header(n)!r}" for n, wanted in GUARDS.items() if reply.header(n) not in wanted]
    wrongs += [f"{d} is missing in {policy!r}" for d in ("default-src 'none'", "frame-ancestors 'none'")
               if d not in policy]
    wrongs += [f"{policy!r} lets scripts run" for w in ("unsafe-inline", "unsafe-eval", "*") if w in policy]
    wrongs += [f"status {reply.status}"] * (reply.status != status)
    wrongs += [f"Server: {reply.header('server')}"] * bool(reply.header("server"))
    wrongs += ["Content-Type is missing"] * (not reply.header("content-type"))
    tap.none(f"headers that guard: {target}", wrongs)

for target in ("/", "/search?q=CJIS", SEARCH + "?q=CJIS", "/nothing", "/api/v1/nothing", SEARCH + "?page=0"):
    get, head = server.ask(target), server.ask(target, "HEAD")
    same = {n: v for n, v in get.headers.items() if n != "date"} == {
        n: v for n, v in head.headers.items() if n != "date"}
    tap.ok(f"HEAD {target}: as GET, without a body", head.status == get.status and same and head.rest == b"",
           f"GET {get.status} {get.headers}", f"HEAD {head.status} {head.headers} {head.rest[:100]}")

# Whatever stands behind the head of an answer without a body would be taken for the next answer.
tag = server.ask("/search?q=CJIS").header("etag")
for method, target, headers, status in (
    ("GET", "/search?q=CJIS", [f"If-None-Match: {tag}"], 304), ("HEAD", "/search?q=CJIS", [f"If-None-Match: {tag}"], 304),
    ("HEAD", "/api/v1/export?q=CJIS", [], 200), ("HEAD", "/api/v1/export?q=CJIS", ["Accept-Encoding: gzip"], 200),
):
    reply = server.ask(target, method, headers)
    tap.ok(f"{method} {target} {status}: nothing stands behind the head",
           (reply.status, reply.body, reply.rest) == (status, b"", b"") and not reply.header("content-length"),
           reply.status, reply.headers, reply.rest[:100])

data = server.send(
    b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
first = Reply(data)
second = Reply(first.rest)
tap.ok("a connection takes one request after the other",
       (first.status, second.status) == (200, 200) and answer["generation"].encode() in second.body,
       first.headers, first.rest[:200])

# Bad input: the same on the API and on the page, and both say why.

SOMEWHERE = object()


def refused(name, parameters, *says, position=None, status=400):
    """`parameters` as they stand in the address. All of `says` is in the message. A position of
    SOMEWHERE is any at all."""
    reply = server.ask(f"{SEARCH}?{parameters}")
    error = reply.error() or {"message": "", "position": None}
    wrongs = [] if reply.status == status else [f"status {reply.status}"]
    wrongs += [] if reply.error() else [f"no error as documented: {reply.body[:300]!r}"]
    wrongs += [f"{word!r} is not in {error['message']!r}" for word in says if word not in error["message"]]
    if not (error["position"] == position or position is SOMEWHERE and error["position"]):
        wrongs.append(f"position {error['position']}, not {position}")
    page = server.ask(f"/search?{parameters}")
    wrongs += [] if page.status == status else [f"the page has status {page.status}"]
    if error["message"][:60] not in html.unescape(page.body.decode(errors="replace")):
        wrongs.append(f"the page does not say why: {page.body[-300:]!r}")
    wrongs += [] if server.lives() else ["the daemon does not answer any more"]
    tap.none(f"refused: {name}", wrongs)


refused("q of 5,000 bytes", "q=" + "a" * 5000, "5000", "4096")
refused("q of 20 kB", "q=" + "a+" * 10000, "4096")
refused("q of 5,000 bytes in 1,700 characters", "q=" + quote("\u20ac" * 1700), "4096")
refused("too many parts", "q=" + "+".join(["%22a+b%22"] * 200), "64", position=SOMEWHERE)
refused("too many words in a phrase", "q=%22" + "+".join("a" * 300) + "%22", "256", position=SOMEWHERE)
refused("q with %00", "q=CJIS%00", "NUL")
refused("q with %00 alone", "q=%00", "NUL")
for broken in ("%", "%4", "%zz", "CJIS%", "%%", "%-1", "%u0041", "%+41"):
    refused(f"a broken escape, {broken}", f"q={broken}", "%")
for name, bad in (
    ("a lone byte", "%ff"), ("a cut character", "%e2%82"), ("an overlong NUL", "%c0%80"),
    ("a surrogate", "%ed%a0%80"), ("beyond Unicode", "%f4%90%80%80"), ("a stray byte", "a%80b"),
):
    refused(f"q not in UTF-8, {name}", f"q={bad}", "UTF-8")
refused("a quotation mark without partner", "q=%22matrix+manages", "quotation mark", position=1)
refused("its place", "q=CJIS+%22matrix", "quotation mark", position=6)
refused("its place in characters", "q=" + quote("\u00dcber \u20ac \"x"), "quotation mark", position=8)
refused("an unknown scope", "q=colour:red", "colour", position=1)
refused("an unknown scope behind words", "q=CJIS+colour:red", "colour", position=6)
refused("punctuation alone", "q=...", position=1)
refused("an unknown parameter", "q=CJIS&colour=red", "colour")
refused("a parameter's name in capitals", "Q=CJIS", "Q")
for facet in FACETS:
    refused(f"an unknown {facet}", f"q=CJIS&{facet}=zyzzyva", facet, "zyzzyva")
    refused(f"an empty {facet}", f"q=CJIS&{facet}=", facet)
    refused(f"a {facet} with %00", f"q=CJIS&{facet}=a%00b", "NUL")
    refused(f"a known {facet} and an unknown one",
            f"{facet}={quote(oracle.values(facet)[0])}&{facet}=zyzzyva", "zyzzyva")
refused("an unknown level of education is told which there are", "education=phd", "bachelor, master, doctorate")
refused("a facet's value of 5 kB", "agency=" + "z" * 5000, "agency")
refused("a facet's value that would be markup", "agency=" + quote("<script>alert(1)</script>"), "agency")
for value in ("0", "-1", "abc", "1.5", "", "+", "0x1", "1e3", "99999999999", "9" * 40, "1%00", "%20"):
    refused(f"page={value[:12]}", f"q=CJIS&page={value}")
    refused(f"per_page={value[:12]}", f"q=CJIS&per_page={value}")
refused("per_page=101", "q=CJIS&per_page=101", "per_page", "100", "101")
refused("per_page=1000", "q=CJIS&per_page=1000", "per_page", "100")
refused("97 parameters", "&".join(["section=licensure"] * 97), "96")
refused("200 parameters", "&".join(["a=1"] * 200), "96")
refused("1,000 parameters", "&".join(["a=1"] * 1000), "96")
refused("5,000 parameters", "&".join(["a=1"] * 5000), "96")

reply = server.ask(b"/search?q=\xff\xfe")
tap.ok("bytes that are not UTF-8, not even escaped", reply.status == 400 and b"UTF-8" in reply.body,
       reply.status, reply.body[-200:])
reply = server.ask(b"/api/v1/search?q=" + "Stra\u00dfe".encode())
tap.equal("UTF-8 that is not escaped is taken", (reply.status, json.loads(reply.body)["query"]["text"]),
          (200, "Stra\u00dfe"))

answer = client.search("CJIS", page=999999)
tap.equal("page=999999: no hits, and the totals are as ever",
          (answer["hits"], answer["total"], answer["page"]),
          ([], oracle.search("CJIS").total, 999999))
answer = client.search("CJIS", per_page=100)
tap.equal("per_page=100 is allowed", len(answer["hits"]), min(100, oracle.search("CJIS").total["sections"]))
tap.equal("a query of 4,096 bytes is allowed", client.search("a" * 4096)["total"]["sections"], 0)
filters = {facet: oracle.values(facet) for facet in FACETS}
for many in ("grade", "series", "revised"):
    filters.pop(many, None)
tap.equal("many filters are allowed", client.search("CJIS", filters)["total"], oracle.search("CJIS").total)
tap.equal("a value twice is as once", client.search("CJIS", {"section": ["licensure"] * 40})["total"],
          oracle.search("CJIS", {"section": ["licensure"]}).total)

for size in (100_000, 1_000_000):
    reply = server.ask(f"{SEARCH}?q=" + "a" * size)
    tap.ok(f"q of {size} bytes: 414", (reply.status, server.lives()) == (414, True), reply.status)

# Paths.


def not_found(target, api, status=(404,)):
    reply = server.ask(target)
    shown = target if len(target) < 60 else target[:40] + "..."
    kind = "application/json" if api else "text/html"
    wrongs = [] if reply.status in status else [f"status {reply.status}"]
    wrongs += [] if reply.header("content-type").startswith(kind) else [reply.header("content-type")]
    wrongs += [] if not api or reply.error() else [f"no error as documented: {reply.body[:200]!r}"]
    bad = (b"root:",) if api else (b"root:", b"<script>")
    wrongs += [f"{part!r} is in the answer" for part in bad if part in reply.body]
    wrongs += [] if server.lives() else ["the daemon does not answer any more"]
    tap.none(f"nothing at {shown}, said in {'JSON' if api else 'HTML'}", wrongs)


CLASSES = "/api/v1/classes/"
for target in (
    "/api/v1/nothing", "/api/", "/api/v2/search", "/api/v1/search/", "/api/v1/search/x", "/api/v1/classes",
    CLASSES, CLASSES + "nothing", CLASSES + "no/thing", CLASSES + "../../../etc/passwd",
    CLASSES + "..%2f..%2f..%2fetc%2fpasswd", CLASSES + "%2fetc%2fpasswd", CLASSES + quote("<script>"),
    CLASSES + "x" * 10_000, "/api/v1/../../etc/passwd", CLASSES + quote(hit["class"]["id"] + "/"),
    CLASSES + quote(hit["class"]["id"].upper() + "x"),
):
    not_found(target, True)
for text, meant in (
    ("PF6022", {"port-ferris/pf6022"}), ("pf-6022", {"port-ferris/pf6022"}), ("6022", set()),
    ("librarian", {"alder-county/7130", "brackwater-district/41320", "port-ferris/pf6022"}),
):
    reply = server.ask(CLASSES + text)
    message, _, said = reply.error()["message"].partition("; that is the code or title of ")
    tap.equal(f"{text} is no id: what may be meant", (reply.status, message, set(said.split(", ")) - {""}),
              (404, f"no class has the id '{text}'", meant))
for target in (
    "/nothing", "/apix", "/class/", "/class/nothing", "/class/no/thing", "/search/x", "//", "/healthz/",
    "/../../etc/passwd", "/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/",
    "/static//etc/passwd", "/class/../../../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/.git/config",
    "/" + quote("<script>alert(1)</script>"), "/%0d%0aSet-Cookie:x=1", "/" + "x" * 10_000, "/./",
):
    not_found(target, False)
for target in (CLASSES + "%zz", CLASSES + "%", CLASSES + "a%00b", CLASSES + "%ff", "/api/v1/%zz"):
    not_found(target, True, (400, 404))
for target in ("/class/%zz", "/class/a%00b", "/%ff", "/%"):
    not_found(target, False, (400, 404))
reply = server.ask("/" + "x" * 100_000)
tap.ok("a path of 100 kB: 414", (reply.status, server.lives()) == (414, True), reply.status)
reply = server.ask(CLASSES + hit["class"]["id"] + "?colour=red")
tap.ok("a class with an unknown parameter",
       reply.status == 400 and "colour" in (reply.error() or {"message": ""})["message"], reply.body)
for target in ("/search?q=", "/search?q=zyzzyva+", "/search?agency=", "/search?", "/class/nothing?q="):
    body = server.ask(target + quote("<script>alert(1)</script>")).body
    tap.ok(f"markup in a query stays text: {target}", b"<script>alert" not in body)
headers = server.ask("/search?q=a%0d%0aSet-Cookie:%20x=1").headers
tap.ok("no header is made by a query", "set-cookie" not in headers, headers)

# Methods.
for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "BREW"):
    for target in (SEARCH + "?q=CJIS", "/search", "/nothing"):
        reply = server.ask(target, method)
        tap.ok(f"{method} {target}: 405, allowed are GET and HEAD",
               (reply.status, reply.header("allow")) == (405, "GET, HEAD"), reply.status, reply.headers)
for name, headers, body in (
    ("with a body", ["Content-Length: 5"], b"q=abc"),
    ("with a form", ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 6"], b"q=CJIS"),
    ("with a large body", ["Content-Length: 3000000"], b"a" * 3_000_000),
    ("with chunks", ["Transfer-Encoding: chunked"], b"5\r\nq=abc\r\n0\r\n\r\n"),
    ("that expects to go on", ["Content-Length: 5", "Expect: 100-continue"], b""),
):
    reply = server.ask(SEARCH, "POST", headers, body)
    # A connection that is closed on a large body may take the answer with it.
    fine = reply.status in ((405, 0) if len(body) > 100_000 else (405,))
    tap.ok(f"POST {name}: 405", fine and server.lives(), reply.status, reply.body)
tap.ok("POST to the API: the error is JSON", server.ask(SEARCH, "POST").error() is not None)

# Requests whose length is in doubt, and bodies where none belongs.
for name, headers, body, status in (
    ("an empty body, twice", ["Content-Length: 0", "Content-Length: 0"], b"", (400,)),
    ("Content-Length twice", ["Content-Length: 0", "Content-Length: 5"], b"abcde", (400,)),
    ("the same Content-Length twice", ["Content-Length: 5", "Content-Length: 5"], b"abcde", (400,)),
    ("Content-Length twice on a line", ["Content-Length: 5, 5"], b"abcde", (400,)),
    ("Content-Length and Transfer-Encoding", ["Content-Length: 5", "Transfer-Encoding: chunked"],
     b"0\r\n\r\n", (400,)),
    ("Transfer-Encoding and Content-Length", ["Transfer-Encoding: chunked", "Content-Length: 5"],
     b"0\r\n\r\n", (400,)),
    ("an odd Transfer-Encoding", ["Transfer-Encoding: xchunked"], b"0\r\n\r\n", (400, 501)),
    ("Content-Length: abc", ["Content-Length: abc"], b"", (400,)),
    ("Content-Length: -1", ["Content-Length: -1"], b"", (400,)),
    ("Content-Length: 1e30", ["Content-Length: 1" + "0" * 30], b"", (400, 413)),
    ("a body", ["Content-Length: 5"], b"abcde", (400,)),
    ("a body in chunks", ["Transfer-Encoding: chunked"], b"5\r\nabcde\r\n0\r\n\r\n", (400,)),
    ("a request hidden in the body", ["Content-Length: 39"],
     b"GET /api/v1/hidden HTTP/1.1\r\nHost: x\r\n\r\n", (400,)),
):
    reply = server.ask("/healthz", "GET", headers, body)
    wrongs = [] if reply.status in status else [f"status {reply.status}"]
    wrongs += [f"the body is answered: {reply.rest[:100]!r}"] if b"HTTP/1.1 " in reply.rest else []
    wrongs += [] if reply.header("connection").lower() == "close" else ["the connection stays open"]
    wrongs += [] if server.lives() else ["the daemon does not answer any more"]
    tap.none(f"GET with {name}", wrongs)
tap.equal("GET with an empty body is fine", server.ask("/healthz", "GET", ["Content-Length: 0"]).status, 200)

# Large and many headers.
for name, headers in (
    ("a header of 100 kB", ["X-Long: " + "a" * 100_000]),
    ("a header's name of 100 kB", ["X" * 100_000 + ": a"]),
    ("a cookie of 1 MB", ["Cookie: " + "a" * 1_000_000]),
    ("5,000 headers", [f"X-{i}: a" for i in range(5000)]),
):
    reply = server.ask("/healthz", "GET", headers)
    tap.ok(f"{name}: 431", (reply.status, server.lives()) == (431, True), reply.status)

# What is hardly HTTP, or none.
for name, data, statuses in (
    ("no version", b"GET /healthz\r\n\r\n", (0, 400)),
    ("no Host", b"GET /healthz HTTP/1.1\r\n\r\n", (400,)),
    ("HTTP/1.0 without Host", b"GET /healthz HTTP/1.0\r\n\r\n", (200,)),
    ("HTTP/2 at once", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (0, 400, 505)),
    ("HTTP/9.9", b"GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n", (0, 400, 505)),
    ("a blank in the address", b"GET /search?q=a b HTTP/1.1\r\nHost: x\r\n\r\n", (0, 400)),
    ("one word", b"GARBAGE\r\n\r\n", (0, 400)),
    ("a TLS greeting", bytes.fromhex("1603010200010001fc0303") + b"\xaa" * 500 + b"\r\n\r\n", (0, 400)),
    ("all bytes", bytes(range(256)) * 20 + b"\r\n\r\n", (0, 400, 431, 414)),
    ("a header without colon", b"GET /healthz HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", (0, 200, 400)),
    ("an endless first line", b"A" * 200_000, (0, 400, 414, 431)),
    ("a request and then garbage", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n\xff\x00garbage\r\n\r\n", (200,)),
    ("a thousand requests at once",
     b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 1000 + b"BYE\r\n\r\n", (200,)),
):
    reply = Reply(server.send(data))
    tap.ok(f"{name}", reply.status in statuses and server.lives(), reply.status, reply.body[:200])

# Clients that go away or do nothing.
for name, data in (
    ("connects and leaves", b""), ("leaves within the first line", b"GET /sea"),
    ("leaves within the headers", b"GET /search?q=CJIS HTTP/1.1\r\nHost: x\r\nX-"),
    ("leaves within a body", b"POST /search HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc"),
    ("leaves before the answer", b"GET /api/v1/search?q=the&per_page=100 HTTP/1.1\r\nHost: x\r\n\r\n"),
    ("sends zeros", b"\0" * 1000),
):
    for _ in range(20):
        connection = server.connect()
        connection.sendall(data)
        # No lingering: the other side sees a reset, not an end.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    tap.ok(f"a client that {name}, twenty times", server.lives())

idle = [server.connect() for _ in range(200)]
for i, connection in enumerate(idle):
    if i % 2:
        connection.sendall(b"GET /search?q=CJIS HTTP/1.1\r\nHost: x\r\n"[: i])
wanted, slowest = client.search("CJIS")["total"], 0
for _ in range(50):
    start = time.monotonic()
    if json.loads(server.ask(SEARCH + "?q=CJIS").body)["total"] != wanted:
        slowest = 999
    slowest = max(slowest, time.monotonic() - start)
tap.ok("200 idle connections: fifty requests are answered, each within 5 s", slowest < 5, slowest)
for connection in idle:
    connection.close()
client.connection.close()

# All connections that were opened are let go of.
limit = time.monotonic() + 20
while sockets() > at_rest and time.monotonic() < limit:
    pass
tap.ok("every connection is closed at the end", sockets() <= at_rest, f"{at_rest} -> {sockets()}")

tap.done()
END

cat >"$T/log.py" <<'END'
import concurrent.futures
import re
import sys
import time

from tap import Tap
from raw import Server

url, log_path, tap_path = sys.argv[1:]
server, tap = Server(url), Tap(tap_path)
PAIR = re.compile(r'([a-z_]+)=(?:"((?:[^"\\]|\\.)*)"|([^ "\\=]*))( |$)')
ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|(.))")


def read_line(line):
    """A line of key=value pairs as a dict of bytes; None if it is none."""
    pairs, at = {}, 0
    while at < len(line):
        match = PAIR.match(line, at)
        if not match or match[1] in pairs:
            return None
        value = match[2] if match[2] is not None else match[3]
        pairs[match[1]] = ESCAPE.sub(
            lambda m: bytes.fromhex(m[1].decode()) if m[1] else m[2], value.encode("latin-1"))
        at = match.end()
    return pairs


def lines():
    with open(log_path, "rb") as file:
        text = file.read()
    return text[: text.rfind(b"\n") + 1].decode("latin-1").split("\n")[:-1]


def requests(count):
    """The request lines, waited for until there are so many."""
    limit = time.monotonic() + 20
    while True:
        found = [pairs for pairs in map(read_line, lines()) if pairs and pairs.get("event") == b"request"]
        if len(found) >= count or time.monotonic() > limit:
            return found


asked = [
    ("GET", b"/"), ("GET", b"/healthz"), ("GET", b"/readyz"), ("GET", b"/static/style.css"),
    ("GET", b"/search?q=CJIS"), ("HEAD", b"/search?q=CJIS"), ("GET", b"/api/v1/search?q=CJIS+clearance"),
    ("GET", b"/api/v1/search?q=%22unbalanced"), ("GET", b"/nothing"), ("GET", b"/api/v1/classes/nothing"),
    ("GET", b"/search?q=a%0d%0atime=0%20event=request"), ("GET", b"/search?q=%00"),
    ("GET", b'/search?q="quoted"'), ("GET", b"/back\\slash"), ("GET", b'/"%20status=200'),
    ("GET", b'/x"status=200"y'), ("GET", b"/search?q=\x1b[31mred\x07"), ("GET", b"/\xe2\x82\xac"),
    ("GET", b"/\xff\xfe"), ("GET", b"/\x7f\x01\x02"), ("GET", b"/=a=b"), ("GET", b"/" + b"x" * 5000),
    ("POST", b"/search"), ("DELETE", b"/api/v1/search?q=x"), ("BREW", b"/coffee"),
]
for method, target in asked:
    reply = server.ask(target, method)
    line = requests(asked.index((method, target)) + 1)[-1]
    name = f"{method} {target.decode('latin-1').encode('unicode_escape').decode()[:50]}"
    wrongs = []
    if line.get("target") != target:
        wrongs.append(f"target {line.get('target')!r}")
    if line.get("status") != str(reply.status).encode():
        wrongs.append(f"status {line.get('status')}, answered {reply.status}")
    if method in ("GET", "HEAD") and line.get("method") != method.encode():
        wrongs.append(f"method {line.get('method')}")
    if line.get("bytes") != str(len(reply.body)).encode():
        wrongs.append(f"bytes {line.get('bytes')}, answered {len(reply.body)}")
    if not re.fullmatch(rb"\d+", line.get("us", b"")):
        wrongs.append(f"us {line.get('us')}")
    if not re.fullmatch(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", line.get("time", b"")):
        wrongs.append(f"time {line.get('time')}")
    tap.none(f"the log has {name}", wrongs)
tap.equal("one line for each request", len(requests(len(asked))), len(asked))

# Many at once: lines do not mix.
targets = [f"/api/v1/search?q=word{i}&per_page={i % 100 + 1}".encode() for i in range(400)]
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    list(pool.map(server.ask, targets))
found = requests(len(asked) + len(targets))
tap.equal("one line for each of 400 requests at once",
          sorted(line["target"] for line in found[len(asked) :]), sorted(targets))

bad = [line for line in lines() if read_line(line) is None or not re.fullmatch(r"[ -~]*", line)]
tap.none("every line is key=value pairs in printable ASCII", bad)
tap.done()
END

cat >"$T/stop.py" <<'END'
import json
import os
import signal
import sys
import threading
import time

from tap import Tap
from raw import Reply, Server

case, url, pid, target, tap_path = sys.argv[1:]
server, tap = Server(url), Tap(tap_path)


def refuses():
    """True once no connection is taken any more."""
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        try:
            server.connect().close()
        except ConnectionError:
            return True
    return False


def under_way():
    """An answer larger than all buffers between, so that it is still being sent at the signal."""
    expected = server.ask(target).body
    with open("/proc/sys/net/ipv4/tcp_wmem", encoding="ascii") as file:
        buffer = int(file.read().split()[2])
    tap.ok("the answer is larger than what the system buffers", len(expected) > 2 * buffer, len(expected))
    connection = server.connect()
    connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    data = connection.recv(1000)
    os.kill(int(pid), signal.SIGTERM)
    tap.ok("no connection is taken any more", refuses())
    while chunk := connection.recv(1 << 20):
        data += chunk
    reply = Reply(data)
    tap.ok("the answer under way comes whole", reply.whole and reply.body == expected, len(data))


def idle():
    """Connections that ask nothing, or half a question, do not keep it."""
    connections = [server.connect() for _ in range(20)]
    for connection in connections[:5]:
        connection.sendall(b"GET /search?q=CJIS HTTP/1.1\r\nHost:")
    tap.ok("it answers before", server.lives())
    os.kill(int(pid), signal.SIGTERM)
    tap.ok("no connection is taken any more", refuses())


def busy():
    """While requests stream in, none is cut off: it is answered whole or not at all."""
    answered, cut = [], []

    def ask():
        while True:
            try:
                data = server.send(
                    f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            except ConnectionError:
                return
            if data and not Reply(data).whole:
                cut.append(data[:200])
            answered.append(len(data))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(answered) < 50 and any(thread.is_alive() for thread in threads):
        pass
    os.kill(int(pid), signal.SIGTERM)
    for thread in threads:
        thread.join(30)
    tap.ok("requests were going on", len(answered) >= 50, len(answered))
    tap.none("none is cut off", cut)


{"under_way": under_way, "idle": idle, "busy": busy}[case]()
tap.done()
END

runs 'building the index of the corpus' 0 specindex build -i "$T/corpus" "$CORPUS"

fresh_daemon "$T/corpus"
first=$PID
in_python "$T/api.py" "$URL" "$PID" "$BUILD/specindex" "$CORPUS"
ok 'the same process is there after all that' kill -0 "$first"
is 'it reported no error of its own' "$(grep -c 'level=error' "$T/daemon.err")" 0
is 'nor did a sanitizer' "$(grep -cE 'Sanitizer|runtime error' "$T/daemon.err")" 0
runs 'a second daemon at the same address' 2 \
    timeout 10 "$BUILD/specsearchd" -i "$T/corpus" --listen "${URL#http://}"
is 'it says so in one line' "$(complaints | wc -l)" 1
kill "$PID"
ends_with_0 'SIGTERM after all that'

fresh_daemon "$T/corpus"
in_python "$T/log.py" "$URL" "$T/daemon.err"
kill -INT "$PID"
ends_with_0 'SIGINT'

# A document so large that an answer with every word of it marked, some 270 bytes a line, does not
# fit into what the system buffers.
buffer=$(cut -f 3 /proc/sys/net/ipv4/tcp_wmem)
mkdir "$T/large"
{
    printf 'LARGE SPECIFICATION\n\nClass Code: L1\n\nDUTIES\n\n'
    yes 'Maintains records of the matters that this office maintains records of.' | head -n $((buffer / 100))
} >"$T/large/large.txt"
runs 'building the index of a large document' 0 specindex build -i "$T/large-index" "$T/large"
fresh_daemon "$T/large-index"
in_python "$T/stop.py" under_way "$URL" "$PID" \
    '/api/v1/classes/large/l1?q=maintains+records+of+the+matters+that+this+office'
ends_with_0 'SIGTERM while an answer is under way'

fresh_daemon "$T/corpus"
in_python "$T/stop.py" idle "$URL" "$PID" -
ends_with_0 'SIGTERM while connections are idle'

fresh_daemon "$T/corpus"
address=${URL#http://}
in_python "$T/stop.py" busy "$URL" "$PID" '/api/v1/search?q=the&per_page=100'
ends_with_0 'SIGTERM while requests stream in'

rm -f "$T/daemon.out"
mkfifo "$T/daemon.out"
"$BUILD/specsearchd" -i "$T/corpus" --listen "$address" >"$T/daemon.out" 2>>"$T/daemon.err" &
PID=$!
daemons="$daemons $PID"
read -r line <"$T/daemon.out" || line=
is 'the address can be taken again at once' "$line" "listening on http://$address"

# A low soft limit on descriptors is no bound to the daemon: it raises its own.
rm -f "$T/daemon.out"
mkfifo "$T/daemon.out"
(ulimit -Sn 6 && exec "$BUILD/specsearchd" -i "$T/corpus" --listen 127.0.0.1:0) \
    >"$T/daemon.out" 2>>"$T/daemon.err" &
PID=$!
daemons="$daemons $PID"
read -r line <"$T/daemon.out" || line=
URL=${line#listening on }
is 'a low limit on descriptors: searches are answered' "$(code '/api/v1/search?q=the')" 200
is 'the soft limit is the hard one' "$(awk '/^Max open files/ { print $4 == $5 }' "/proc/$PID/limits")" 1

# Starting wrongly: status 2, and one line that says why.
wrong_start() {
    what=$1 says=$2
    shift 2
    runs "$what" 2 timeout 10 "$BUILD/specsearchd" "$@"
    is "$what: one line" "$(complaints | wc -l)" 1
    like "$what: it says why" "$(complaints)" "^specsearchd: .*$says"
    is "$what: nothing on standard output" "$(wc -c <"$T/out")" 0
}
wrong_start 'no index named' 'index'
wrong_start 'an index that is not there' "$T/none" -i "$T/none" --listen 127.0.0.1:0
wrong_start 'an index that is a file' "$T/large/large.txt" -i "$T/large/large.txt" --listen 127.0.0.1:0
wrong_start 'a folder that is no index' "$T/large" -i "$T/large" --listen 127.0.0.1:0
wrong_start 'no port' 'listen.*127.0.0.1' -i "$T/corpus" --listen 127.0.0.1
wrong_start 'a port that is none' 'listen' -i "$T/corpus" --listen 127.0.0.1:http
wrong_start 'a port beyond the last' '99999' -i "$T/corpus" --listen 127.0.0.1:99999
wrong_start 'an address that is none' 'nowhere' -i "$T/corpus" --listen nowhere.invalid:0
wrong_start 'an unknown option' 'colour' -i "$T/corpus" --colour
wrong_start 'an operand' 'extra' -i "$T/corpus" extra
runs 'help' 0 "$BUILD/specsearchd" --help
like 'help has examples' "$(cat "$T/out")" 'specsearchd -i .*--listen'
runs 'version' 0 "$BUILD/specsearchd" --version

done_testing
