#!/bin/sh
# How the command line is set up: the file of settings, the pager, colour, progress, and what is asked for
# again.
. "$(dirname "$0")/lib.sh"

cat >"$T/impostor" <<'END'
from impostor import EXPORT_QUERY, Answer, busy, export_end, export_head, export_row, lines, serve
def page(number):
    """Of 150 hits, a hundred a page."""
    hits = [{"class": {"id": f"a/{i}", "title": "t", "code": None, "agency": "a", "url": "/"},
             "section": {"ordinal": 0, "heading": None, "heading_marks": [], "kinds": [], "line": 1, "page": None,
                         "url": "/", "source": "s"},
             "snippet": {"text": "x", "marks": []}, "score": 1.5} for i in range(150)][100 * (number - 1):100 * number]
    return lines({"query": EXPORT_QUERY, "generation": "1", "total": {"sections": 150, "classes": 150}, "page": number,
                  "per_page": 100, "pages": 2, "hits": hits, "facets": {}})
WHOLE = lines(export_head(3), *map(export_row, ("a/1", "a/2", "a/3")), export_end(3))
LONG = lines(export_head(60000), *[export_row(f"a/{i}") for i in range(60000)], export_end(60000))
answers = {
    "whole": WHOLE, "long": LONG,
    "soon": lambda n: busy(1) if n <= 2 else WHOLE,
    "never": busy(1), "late": busy(3600), "plain": busy(), "nothing": busy(0), "word": busy("soon"),
    "other": Answer("{}", 500, Retry_After="1"),
    "half": Answer(LONG, stops=len(LONG) // 2),
    "then": lambda n: busy(1) if n == 1 else Answer(WHOLE, stops=len(WHOLE) - 10),
}
answers["pages"] = lambda n: [page(1), busy(1), page(2)][n - 1]
answers["torn"] = lambda n: page(1) if n == 1 else Answer(page(2), stops=1000)
answers.update((f"broken{i}", Answer(WHOLE, stops=i)) for i in range(0, len(WHOLE)))
serve(answers)
END
start_impostor "$T/impostor"
asked() { curl -sS "$IMPOSTOR/count/$1"; }
everything() { timeout 60 "$BUILD/specsearch" find --all x "$@"; }
rows() { tr -d '\r' <"$T/out" | sed 1d | cut -d , -f 1 | tr '\n' ' '; }

# Asked for again, while nothing has come.

runs 'a daemon that is soon ready' 0 everything -f csv --url "$IMPOSTOR/soon"
is 'a daemon that is soon ready: each row once' "$(rows)" 'a/1 a/2 a/3 '
is 'a daemon that is soon ready: asked again' "$(asked soon)" 3
is 'a daemon that is soon ready: no word of it' "$(cat "$T/err")" ''
runs 'a daemon that stays busy' 2 everything -f csv --retry 1 --url "$IMPOSTOR/never"
is 'a daemon that stays busy: asked so often' "$(asked never)" 2
like 'a daemon that stays busy: it says so' "$(cat "$T/err")" '^specsearch: .*busy; try again$'
for name in late plain nothing word other; do
    runs "$name" 2 everything -f csv --url "$IMPOSTOR/$name"
    is "$name: not asked again" "$(asked $name)" 1
done
runs '--retry 0' 2 everything --retry 0 --url "$IMPOSTOR/never"
is '--retry 0: asked once' "$(asked never)" 3
runs 'busy, then broken' 2 everything -f csv --url "$IMPOSTOR/then"
is 'busy, then broken: asked again once' "$(asked then)" 2
like 'busy, then broken: it says so' "$(cat "$T/err")" '3 of 3 rows came, do not use them'

# An export page by page: a page counts when all of it has come.
runs 'a second page that is soon ready' 0 timeout 60 "$BUILD/specsearch" find -f csv x --url "$IMPOSTOR/pages"
is 'a second page that is soon ready: each row once' "$(rows)" "$(seq -f a/%g 0 149 | tr '\n' ' ')"
runs 'a second page that breaks off' 2 timeout 60 "$BUILD/specsearch" find -f csv x --url "$IMPOSTOR/torn"
is 'a second page that breaks off: not asked for again' "$(asked torn)" 2
like 'a second page that breaks off: it says so' "$(cat "$T/err")" '^specsearch: 100 rows came, do not use them: '

# Once an answer has begun it is not asked for again, wherever it breaks off; no row comes twice, and none
# is taken for all of them.

cat >"$T/broken.py" <<'END'
import json
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from tap import Tap

program, url, size, path = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
tap = Tap(path)


def broken(stops):
    result = subprocess.run([program, "find", "--all", "-f", "json", "x", "--url", f"{url}/broken{stops}"],
                            capture_output=True, check=False, timeout=60)
    rows = [json.loads(line)["class"]["id"] for line in result.stdout.splitlines() if b'"class"' in line]
    with urllib.request.urlopen(f"{url}/count/broken{stops}", timeout=60) as answer:
        asked = int(answer.read())
    told = result.stderr.count(b"\n") == 1 and b'"complete"' not in result.stdout
    if result.returncode == 2 and rows == ["a/1", "a/2", "a/3"][: len(rows)] and asked == 1 and told:
        return None
    return stops, result, asked


with ThreadPoolExecutor(4) as pool:
    tap.none("wherever an export breaks off", [w for w in pool.map(broken, range(0, size, 7)) if w])
tap.done()
END
in_python "$T/broken.py" "$BUILD/specsearch" "$IMPOSTOR" "$(curl -sS "$IMPOSTOR/whole" | wc -c)"

# A connection that is refused: by a port that nobody listens on, until somebody does.
port=$("$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
runs 'nobody there' 2 timeout 60 "$BUILD/specsearch" list agencies --retry 1 --url "http://127.0.0.1:$port"
like 'nobody there: it says so' "$(cat "$T/err")" 'cannot connect'
specindex build -i "$T/index" "$CORPUS" >"$T/out" 2>"$T/err"
timeout 60 "$BUILD/specsearch" list agencies -f tsv --retry 8 --url "http://127.0.0.1:$port" >"$T/late" 2>"$T/late.err" &
client=$!
start_daemon "$T/index" --listen "127.0.0.1:$port"
wait $client
is 'a daemon that starts meanwhile' "$?" 0
is 'a daemon that starts meanwhile: what it says' "$(cut -f 1 "$T/late" | head -2 | tr '\n' ' ')" 'value alder-county '
SPECSEARCH_URL=$URL
export SPECSEARCH_URL

# The file of settings.

mkdir -p "$XDG_CONFIG_HOME/specsearch"
FILE=$XDG_CONFIG_HOME/specsearch/config
count_of() { specsearch find -n 1 "$@" CJIS 2>/dev/null | head -1; }
all=$(count_of) ferris=$(count_of -a port-ferris) alder=$(count_of -a alder-county)
like 'they differ' "$all,$ferris,$alder" '^36 .*,7 .*,[1-9]'

printf '; where it is\nurl = %s\n' "$URL" >"$FILE"
runs 'url' 0 env -u SPECSEARCH_URL "$BUILD/specsearch" find CJIS
printf 'url = http://127.0.0.1:1\n' >"$FILE"
runs 'url: the environment goes before it' 0 specsearch find CJIS
SPECSEARCH_URL=http://127.0.0.1:1 runs 'url: the option goes before both' 0 specsearch find --url "$URL" CJIS
runs 'url: it counts without them' 2 env -u SPECSEARCH_URL "$BUILD/specsearch" find --retry 0 CJIS
like 'url: it is the one' "$(cat "$T/err")" '127.0.0.1:1 '
runs 'help heeds no file' 0 specsearch find --help

printf '\nagency = port-ferris\n' >"$FILE"
is 'agency' "$(count_of)" "$ferris"
specsearch find CJIS >"$T/out" 2>"$T/err"
is 'agency: it is said' "$(cat "$T/err")" "specsearch: only agency port-ferris, as $FILE:2 says; --agency= asks for all"
is 'agency: the option goes before it' "$(count_of -a alder-county)" "$alder"
is 'agency: none' "$(count_of --agency=)" "$all"
is 'agency: the environment goes before it' "$(SPECSEARCH_AGENCY=alder-county && export SPECSEARCH_AGENCY && count_of)" "$alder"
is 'agency: none in the environment' "$(SPECSEARCH_AGENCY='' && export SPECSEARCH_AGENCY && count_of)" "$all"
is 'agency: classes' "$(specsearch list classes -f tsv 2>/dev/null | sed 1d | cut -f 4 | sort -u)" port-ferris
is 'agency: occurrences' "$(specsearch occurrences -c CJIS 2>/dev/null)" \
    "$(specsearch occurrences -c -a port-ferris CJIS 2>/dev/null)"
is 'agency: matrix' "$(specsearch matrix -f csv CJIS 2>/dev/null | sed 1d | cut -d , -f 1)" \
    "$(specsearch matrix -f csv -a port-ferris CJIS | sed 1d | cut -d , -f 1)"
is 'agency: variants' "$(specsearch variants -c 2>/dev/null)" "$(specsearch variants -c -a port-ferris)"
like 'agency: audit' "$(specsearch audit "$CORPUS/audit.ini" 2>/dev/null | head -1)" ' 1?[0-9] classes'
runs 'agency: of what has none' 0 specsearch list kinds
is 'agency: of what has none, no word' "$(cat "$T/err")" ''
runs 'agency: what is explained' 0 specsearch find --explain CJIS

wrong() { # REGEX TEXT: a file of that text is wrong in one line
    printf "$2" >"$FILE"
    runs "$1" 2 specsearch find CJIS
    is "$1: one line" "$(wc -l <"$T/err")" 1
    is "$1: no output" "$(wc -c <"$T/out")" 0
    like "$1: it says where" "$(cat "$T/err")" "^specsearch: $FILE:$1"
}
wrong "2: unknown key 'colour'" '\ncolour = never\n'
wrong "1: color takes auto, always or never, not 'red'" 'color = red\n'
wrong "3: 'url' is given twice" 'url = http://a\n\nurl = http://b\n'
wrong "1: nothing stands behind 'url ='" 'url =\n'
wrong '2: there are no sections' '\n[specsearch]\nurl = http://a\n'
wrong '1: not key = value' 'url\n'
wrong '1: not valid UTF-8' 'agency = \377\n'
wrong '1: longer than' "agency = $(head -c 9000 /dev/zero | tr '\0' x)\n"
printf '\n\nurl = nonsense\n' >"$FILE"
runs 'a bad URL' 2 env -u SPECSEARCH_URL "$BUILD/specsearch" find CJIS
like 'a bad URL: it says where' "$(cat "$T/err")" "^specsearch: $FILE:3: .*'nonsense'"
rm "$FILE"
mkdir "$FILE"
runs 'a folder in its place' 2 specsearch find CJIS
like 'a folder in its place: it says which' "$(cat "$T/err")" "^specsearch: $FILE: "
rmdir "$FILE"
mkdir -p "$T/home/.config/specsearch"
echo 'agency = port-ferris' >"$T/home/.config/specsearch/config"
is 'in ~/.config' "$(XDG_CONFIG_HOME='' && HOME=$T/home && export HOME && count_of)" "$ferris"
is 'no home' "$(XDG_CONFIG_HOME='' && HOME=/dev/null && export HOME && count_of)" "$all"

# On a terminal: the pager, colour, and progress.

cat >"$T/terminal.py" <<'END'
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

from tap import Tap

program, config, impostor, temporary, tap_path = sys.argv[1:]
tap = Tap(tap_path)


def terminal(*arguments, keys=b"", errors_only=False, on=None, **variables):
    """Runs specsearch on a terminal; types the keys once something is shown; errors_only: only standard
    error is the terminal. Returns its status and what was shown."""
    environment = {name: value for name, value in os.environ.items() if name != "SPECSEARCH_PAGER"}
    environment.update({"TERM": "xterm", "LINES": "50", "COLUMNS": "80"}, **variables)
    pid, master = pty.fork()
    if pid == 0:
        if errors_only:
            os.dup2(os.open(temporary + "/piped", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), 1)
        os.execve(program, [program, *arguments], environment)
    shown, limit = b"", time.monotonic() + 120
    try:
        while chunk := os.read(master, 65536) if select.select([master], [], [], limit - time.monotonic())[0] else b"":
            shown += chunk
            if on and on[0] in shown:
                on[1](pid)
                on = None
            if keys:
                os.write(master, keys)
                keys = b""
    except OSError:  # the other side is closed
        pass
    os.close(master)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode(errors="replace")


def settings(text):
    with open(config, "w", encoding="ascii") as file:
        file.write(text)


PAGER = "sed s/^/paged:/"
FIND = ("find", "-n", "1", "CJIS")
settings("")
status, shown = terminal(*FIND, SPECSEARCH_PAGER=PAGER, PAGER="false")
tap.ok("$SPECSEARCH_PAGER", status == 0 and shown.startswith("paged:36 sections"), shown)
tap.ok("all of it is paged", all(line.startswith("paged:") for line in shown.splitlines()), shown)
tap.ok("with colour", "\x1b[1;31mCJIS" in shown, shown)
tap.ok("$PAGER", terminal(*FIND, PAGER=PAGER)[1].startswith("paged:"))
settings(f"pager = {PAGER}\n")
tap.ok("the file", terminal(*FIND, PAGER="false")[1].startswith("paged:"))
tap.ok("the environment goes before it", "paged" not in terminal(*FIND, SPECSEARCH_PAGER="cat")[1])
tap.ok("an empty one is none", "paged" not in terminal(*FIND, SPECSEARCH_PAGER="")[1])
tap.ok("--no-pager", "paged" not in terminal(*FIND, "--no-pager")[1])
tap.ok("a terminal that is dumb", "paged" not in terminal(*FIND, TERM="dumb")[1])
piped = subprocess.run([program, *FIND], capture_output=True, check=True,
                       env={k: v for k, v in os.environ.items() if k != "SPECSEARCH_PAGER"})
tap.ok("no terminal", piped.stdout.startswith(b"36 sections"), piped.stdout[:200])
tap.ok("a file", terminal(*FIND, "-O", temporary + "/file")[1] == "" and
       open(temporary + "/file", encoding="utf-8").read().startswith("36 sections"))
settings("pager =\n")
tap.ok("none in the file", "paged" not in terminal(*FIND, PAGER=PAGER)[1])
settings("")
status, shown = terminal(*FIND)
tap.ok("less ends by itself where all fits", status == 0 and "36 sections in 19 classes" in shown, shown)
status, shown = terminal("find", "-f", "csv", "the", keys=b"q")
tap.ok("less is left by q, and that is no error", status == 0 and "class_id" in shown and "specsearch:" not in shown,
       status, shown[-300:])
tap.ok("LESS is FRX", "FRX" in terminal(*FIND, SPECSEARCH_PAGER='echo "$LESS"; cat >/dev/null')[1])
tap.ok("unless it is set", "-S" in terminal(*FIND, SPECSEARCH_PAGER='echo "$LESS"; cat >/dev/null', LESS="-S")[1])
for name, arguments, expected in (("found", FIND, 0), ("nothing found", ("find", "zyzzyva"), 1),
                                  ("no such class", ("show", "no/such"), 1), ("an error", ("find", '"x'), 2)):
    for pager in (PAGER, "head -c 1 >/dev/null"):
        tap.equal(f"{name}, by {pager}: status", terminal(*arguments, PAGER=pager)[0], expected)
tap.equal("a pager that fails is its own affair", terminal(*FIND, PAGER="cat; exit 3")[0], 0)
status, shown = terminal(*FIND, PAGER="nosuchpager -x")
tap.ok("a pager that is not there", status == 2 and "the pager 'nosuchpager -x' cannot be run" in shown, shown)
status, shown = terminal("find", '"x', PAGER="echo started; cat")
tap.ok("without output there is no pager", status == 2 and "started" not in shown, shown)
status, shown = terminal("find", "--all", "x", "--url", impostor + "/half",
                         PAGER="tail -n 1; echo left")
tap.ok("what went wrong is said when the pager has been left",
       status == 2 and re.search(r"left\r\nspecsearch: \d+ of 60000 rows came, do not use them: .*\n\Z", shown),
       status, shown[-500:])
# Interrupted: it goes only when the pager has gone, and by that signal.
ignoring = "trap '' INT; read -r line; echo \"$line\"; cat >/dev/null; echo last"
status, shown = terminal("find", "--all", "-f", "json", "x", "--url", impostor + "/long", PAGER=ignoring,
                         on=(b"generation", lambda pid: os.kill(pid, signal.SIGINT)))
tap.ok("interrupted", status == -signal.SIGINT and "last" in shown, status, shown[-300:])

# Colour: the option, the environment, the file, the terminal.
for name, text, arguments, variables, coloured in (
        ("never, in the file", "never", (), {}, False),
        ("always, in the file", "always", (), {"TERM": "dumb"}, True),
        ("always, in the file, and NO_COLOR", "always", (), {"NO_COLOR": "1"}, False),
        ("never, in the file, and CLICOLOR_FORCE", "never", (), {"CLICOLOR_FORCE": "1"}, True),
        ("never, in the file, and --color", "never", ("--color", "always"), {}, True),
        ("auto, by --color, never in the file", "never", ("--color", "auto"), {}, True),
        ("CLICOLOR=0", "auto", (), {"CLICOLOR": "0"}, False),
        ("NO_COLOR and --color", "auto", ("--color=always",), {"NO_COLOR": "1"}, True)):
    settings(f"color = {text}\n")
    shown = terminal(*FIND, *arguments, SPECSEARCH_PAGER="", **variables)[1]
    tap.equal(f"colour: {name}", "\x1b[" in shown, coloured)
settings("")

# Progress of what takes long: over and over in one line, which is erased.
status, shown = terminal("find", "--all", "-f", "csv", "x", "--url", impostor + "/long", errors_only=True)
told = re.findall(r"\r(\d+) of 60000 rows\x1b\[K", shown)
tap.ok("progress", status == 0 and told == sorted(told, key=int), status, shown[-300:])
tap.equal("progress is all that is said, and is erased", re.sub(r"\r\d+ of 60000 rows\x1b\[K", "", shown),
          "\r\x1b[K" if told else "")
with open(temporary + "/piped", encoding="utf-8") as rows:
    tap.equal("progress: all rows come", sum(1 for _ in rows), 60001)
status, shown = terminal("find", "--all", "-f", "csv", "x", "--url", impostor + "/long", errors_only=True, TERM="dumb")
tap.equal("no progress on a dumb terminal", shown, "")
status, shown = terminal("find", "--all", "-f", "csv", "x", "--url", impostor + "/long", SPECSEARCH_PAGER="")
tap.ok("none beside rows on the same terminal", "of 60000" not in shown)
tap.done()
END
in_python "$T/terminal.py" "$BUILD/specsearch" "$FILE" "$IMPOSTOR" "$T"
done_testing
