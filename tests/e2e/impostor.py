"""Servers that answer in the daemon's place, and do not say what they should, or break off.

A test writes a Python program that ends with impostor.serve(ANSWERS) and starts it by start_impostor
of lib.sh. What is asked of /NAME/... gets the answer of that name; /count/NAME says how often that was
asked for."""

import http.server
import json

JSON = "application/json"


class Answer:
    """`stops`: so many bytes of the body are sent, then the connection ends."""

    def __init__(self, body="", status=200, stops=None, **headers):
        self.body = body if isinstance(body, bytes) else body.encode()
        self.status, self.stops = status, stops
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def busy(seconds=None):
    """What the daemon says if it is."""
    said = {"Retry_After": str(seconds)} if seconds is not None else {}
    return Answer('{"error": {"code": "busy", "message": "busy", "position": null}}', 503, **said)


def lines(*objects):
    return "".join(json.dumps(o) + "\n" for o in objects)


def listings(head, row, end):
    """A listing of two rows, and what it becomes if it is not whole: by name."""
    whole = lines(head, row, row, end)
    return {
        "whole": whole, "empty": "", "cut": whole[:-30], "html": "<p>\nhello\n</p>\n",
        "short": lines(head, row, {"complete": True, "rows": 1}), "wrong": lines(head, row, end),
        "long": lines(head, row, row, row, {"complete": True, "rows": 3}), "endless": lines(head, row, row),
        "more": lines(head, row, row, end, row), "headless": lines(row, row, end),
        "incomplete": lines(head, row, row, {"complete": False, "rows": 2}),
        "torn": lines(head) + '{"class": \n' + lines(end), "list": lines([head]), "bad": lines(head, {"class": 1}),
    }


# An export (/api/v1/export) of two rows that are the same.
EXPORT_QUERY = {"text": "x", "relaxed": False, "corrected": None, "suggestion": None, "expanded": [], "notes": [],
                "filters": {}}


def export_head(rows, generation="1", classes=1):
    return {"query": EXPORT_QUERY, "generation": generation, "total": {"sections": rows, "classes": classes},
            "rows": rows}


def export_row(name, title="t", text="=x"):
    return {"class": {"id": name, "title": title, "code": None, "agency": "a", "url": "/"},
            "section": {"ordinal": 0, "heading": None, "kinds": [], "line": 1, "page": None, "url": "/",
                        "source": "s"}, "score": 1.5, "named": False, "text": text}


def export_end(rows):
    return {"complete": True, "rows": rows}


def serve(answers):
    """Says its port and answers for ever. An answer is an Answer, its body, or a function that gives
    one for the how-manieth time it is asked for, from 1."""
    asked = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.split("/")[1]
            if name == "count":
                answer = str(asked.get(self.path.split("/")[2], 0))
            else:
                asked[name] = asked.get(name, 0) + 1
                answer = answers[name]
                answer = answer(asked[name]) if callable(answer) else answer
            if not isinstance(answer, Answer):
                answer = Answer(answer)
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.body)))
            for header in answer.headers.items():
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(answer.body[: answer.stops])
            self.close_connection = self.close_connection or answer.stops is not None

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
