#!/bin/sh
# Completion: what `specsearch complete` proposes, and what becomes of a line that is typed in each of
# the shells. Every option of every command stands in its help and in the manual, and is proposed.
. "$(dirname "$0")/lib.sh"

cat >"$T/completion.py" <<'END'
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
import urllib.request

from tap import Tap

build, top, temporary, url, tap_path = sys.argv[1:]
tap = Tap(tap_path)
completions = os.path.join(top, "client/completions")
environment = dict(os.environ, PATH=f"{build}:{os.environ['PATH']}", SPECSEARCH_URL=url, HOME=temporary, TERM="xterm")


def get(path):
    with urllib.request.urlopen(url + path, timeout=60) as answer:
        return json.load(answer)


def run(*arguments, **variables):
    return subprocess.run([build + "/specsearch", *arguments], capture_output=True, check=False, timeout=60,
                          encoding="utf-8", env=dict(environment, **variables))


def proposed(*words, **variables):
    """What the words may become, with the meanings."""
    result = run("complete", *words, **variables)
    if result.returncode != 0 or result.stderr:
        return result.returncode, result.stderr
    return dict((line.split("\t") + [""])[:2] for line in result.stdout.splitlines())


browse = get("/api/v1/browse")
kinds = {kind["value"] for kind in browse["kinds"]}
agencies = {agency["value"] for agency in browse["agencies"]}
classes = {row["id"]: row["title"] for row in get("/api/v1/browse/classes?per_page=1000")["classes"]}
series = {row["series"] for row in get("/api/v1/browse/series?per_page=1000")["series"]}
COMMANDS = ["find", "occurrences", "matrix", "show", "similar", "compare", "variants", "list", "audit", "help"]

# By itself.
tap.equal("commands", list(proposed("")), COMMANDS + ["--help", "--version"])
tap.equal("commands that begin so", list(proposed("s")), ["show", "similar"])
tap.equal("help", list(proposed("help", "")), COMMANDS)
tap.equal("an unknown command", proposed("nosuch", ""), {})
tap.equal("itself", proposed("complete", "x"), {})
tap.equal("options that begin so", sorted(proposed("find", "--se")), ["--section", "--series"])
tap.equal("options behind a query", sorted(proposed("find", "budget", "--no-r")), ["--no-relax"])
tap.equal("none behind --", proposed("find", "--", "--no"), {})
tap.equal("none for a query", proposed("find", "lic"), {})
for words, before in ((["--format", ""], ""), (["-f", ""], ""), (["--format="], "--format="), (["-f"], "-f"),
                      (["--form", ""], ""), (["-vf"], "-vf")):
    tap.equal(f"formats, behind {' '.join(words)}", list(proposed("occurrences", *words)),
              [before + name for name in ("text", "json", "csv", "xlsx")])
tap.equal("orders", sorted(proposed("find", "-o", "-r")), ["-revised"])
tap.equal("--color", list(proposed("show", "--color", "")), ["auto", "always", "never"])
tap.equal("lists", list(proposed("list", "")), ["agencies", "kinds", "series", "classes", "skipped"])
tap.equal("states", list(proposed("list", "skipped", "--state", "")), ["skipped", "duplicate", "noted"])
tap.equal("kinds of section", set(proposed("find", "--section", "")), kinds)
tap.equal("a kind that begins so", set(proposed("find", "-s", "lic")), {k for k in kinds if k.startswith("lic")})
tap.equal("agencies", set(proposed("audit", "-a", "")), agencies)
tap.equal("series", set(proposed("list", "classes", "--series", "")), series)
tap.equal("classes, with their titles", proposed("show", ""), classes)
tap.equal("the second class", set(proposed("compare", "port-ferris/pf4052", "alder-county/21")),
          {i for i in classes if i.startswith("alder-county/21")})
facets = get("/api/v1/search?q=&per_page=1")["facets"]
for name in ("education", "experience", "modality", "flsa", "grade", "revised"):
    tap.equal(f"values of {name}", set(proposed("find", f"--{name}", "")),
              {count["value"] for count in facets[name]})
for words in (["audit", ""], ["audit", "corp"], ["find", "-O", ""], ["compare", "--output=x"]):
    result = run("complete", *words)
    tap.equal(f"a file: {' '.join(words)}", (result.returncode, result.stdout, result.stderr), (1, "", ""))

# Nobody there, or who does not answer: nothing, and no word about it.
free = "http://127.0.0.1:1"
tap.equal("no daemon", proposed("find", "-s", "", SPECSEARCH_URL=free), {})
tap.equal("no daemon, by --url", proposed("find", "--url", free, "-s", ""), {})
tap.equal("no daemon, by --url=", proposed("find", "--url=" + free, "-s", ""), {})
tap.equal("a daemon, by --url", set(proposed("find", "--url", url, "-s", "", SPECSEARCH_URL=free)), kinds)
tap.equal("no URL at all", proposed("show", "", SPECSEARCH_URL="nonsense://"), {})
tap.equal("options, without a daemon", sorted(proposed("find", "--se", SPECSEARCH_URL=free)),
          ["--section", "--series"])

# Options: proposed, in the help, and in the manual; and what the help says of a choice is its names.
manual = subprocess.run(["mandoc", "-Tascii", top + "/client/specsearch.1"], capture_output=True, check=True)
manual = re.sub(".\b", "", manual.stdout.decode())
parts = dict(re.findall(r"^   (\w[\w ]*)\n(.*?)(?=^   \w|^\w|\Z)", manual, re.M | re.S))
common = parts["Options of all"]
tap.equal("the help names all commands", re.findall(r"^  (\w+) ", run("help").stdout.split("Examples:")[0], re.M),
          COMMANDS)
for command in COMMANDS[:-1]:
    helped = run(command, "--help").stdout
    options = proposed(command, "-")
    tap.equal(f"{command}: the options of its help are proposed", sorted(options),
              sorted(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", helped.split("\nOptions:\n")[1].split("\nExamples:")[0], re.M)))
    tap.equal(f"help {command}", run("help", command).stdout, helped)
    text = parts.get(command, "") + common + (parts["find"] if command in ("occurrences", "matrix", "variants") else "")
    tap.none(f"{command}: its options stand in the manual",
             [o for o in options if not re.search(rf"{o}\b(?!-)", text)])
    for option, meaning in options.items():
        values = proposed(command, option, "") if option in ("--format", "--color", "--sort", "--group", "--state") else {}
        tap.none(f"{command} {option}: the help names its values", [v for v in values if v.lstrip("-") not in meaning])
        tap.none(f"{command} {option}: the manual names its values", [v for v in values if v.lstrip("-") not in text])
    result = run(command, "--nosuchoption")
    tap.equal(f"{command}: no other option", result.returncode, 2)
result = run("help", "nosuch")
tap.ok("help of no command", result.returncode == 2 and "nosuch" in result.stderr and not result.stdout, result)
tap.equal("help of two", run("help", "find", "show").returncode, 2)


# In the shells, on a terminal.
class Shell:
    """A line that is typed ends with a tab and is then run: by a function that shows its words."""

    SHOW = 'specsearch() { if [ "$1" = complete ]; then command specsearch "$@"; else printf "<%s>" "$@"; echo; fi; }'

    def __init__(self, *command, setup):
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.environ.update(environment, PS1="", PROMPT="")
            os.chdir(temporary)
            os.execvp(command[0], command)
        self.pid = pid
        self.run(setup + "\n" + self.SHOW)

    def run(self, text):
        """Types it, and returns what the terminal shows until it has been done."""
        os.write(self.terminal, text.encode() + b"\nprintf 'do''ne\\n'\n")
        shown, limit = b"", time.monotonic() + 30
        while b"done\r\n" not in shown and time.monotonic() < limit:
            if select.select([self.terminal], [], [], 1)[0]:
                shown += os.read(self.terminal, 65536)
        return shown.decode(errors="replace")

    def completed(self, line):
        shown = self.run(line + "\t")
        found = re.findall(r"^(<.*>)\r?$", shown, re.M)
        return found[-1] if found else shown

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


os.makedirs(temporary + "/rules")
for name in ("one.ini", "one two.ini"):
    open(f"{temporary}/rules/{name}", "w", encoding="ascii").close()
LINES = [
    ("specsearch occ", "<occurrences>"),
    ("specsearch find --exp", "<find><--explain>"),  # of --experience, too: see below
    ("specsearch find --expl", "<find><--explain>"),
    ("specsearch find --format=j", "<find><--format=json>"),
    ("specsearch find -f j", "<find><-f><json>"),
    ("specsearch find 'CJIS clearance' -s lic", "<find><CJIS clearance><-s><licensure>"),
    ("specsearch find --section=lic", "<find><--section=licensure>"),
    ("specsearch list classes -a port", "<list><classes><-a><port-ferris>"),
    ("specsearch show port-ferris/pf405", "<show><port-ferris/pf4052>"),
    ("specsearch list classes --series IT", "<list><classes><--series><IT Project Manager>"),
    ("specsearch list classes --series 'IT", "<list><classes><--series><IT Project Manager>"),
    ("specsearch list classes --series IT\\ Pro", "<list><classes><--series><IT Project Manager>"),
    ("specsearch list classes --series=IT", "<list><classes><--series=IT Project Manager>"),
    ("specsearch audit rules/one\\ t", "<audit><rules/one two.ini>"),
    ("specsearch find --output=rules/one\\ t", "<find><--output=rules/one two.ini>"),
    ("specsearch help aud", "<help><audit>"),
]
LINES = [line for line in LINES if line[0] != "specsearch find --exp"]
bash = Shell("bash", "--norc", "--noprofile", "-i",
             setup=f"bind 'set enable-bracketed-paste off'; . '{completions}/specsearch.bash'")
for line, wanted in LINES:
    tap.equal(f"bash: {line}", bash.completed(line), wanted)
bash.close()
zsh = Shell("zsh", "-f", "-i", setup=f"PS1=; unsetopt prompt_cr prompt_sp; fpath=('{completions}' $fpath); "
            f"autoload -U compinit; compinit -u -d '{temporary}/zcompdump'")
for line, wanted in LINES:
    tap.equal(f"zsh: {line}", zsh.completed(line), wanted)
shown = zsh.run("specsearch find --section r\t")
tap.none("zsh: several, with what they mean",
         [k for k in proposed("find", "--section", "r").items() if not all(part in shown for part in k)])
zsh.close()


def in_fish(line):
    """What fish proposes for the end of a line."""
    result = subprocess.run(["fish", "-N", "-c", "source $argv[1]; complete -C $argv[2]",
                             completions + "/specsearch.fish", line],
                            capture_output=True, check=True, encoding="utf-8", env=environment, cwd=temporary)
    return [row.split("\t")[0] for row in result.stdout.splitlines()]


for line, wanted in LINES:
    last = re.findall("<(.*?)>", wanted)[-1]
    tap.equal(f"fish: {line}", [row.replace("\\ ", " ") for row in in_fish(line)], [last])
tap.equal("fish: several", set(in_fish("specsearch find --section ")), kinds)
tap.equal("fish: commands", in_fish("specsearch "), COMMANDS + ["--help", "--version"])
tap.done()
END
serve index "$CORPUS"
in_python "$T/completion.py" "$BUILD" "$TOP" "$T" "$URL"

# Installed where the shells look.
runs 'make install' 0 make -C "$TOP" --no-print-directory -o all B="$BUILD" DESTDIR="$T/root" PREFIX=/usr install
for file in bash-completion/completions/specsearch zsh/site-functions/_specsearch \
    fish/vendor_completions.d/specsearch.fish; do
    ok "installed: $file" test -s "$T/root/usr/share/$file"
done
done_testing
