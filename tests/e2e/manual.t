#!/bin/sh
# What specsearch-query(7) says: each of its examples is asked of an index of corpus/. The head of the
# page tells how it marks examples and what they have to find. And examples of specsearch(1), and those
# of specindex(1), one after the other.
. "$(dirname "$0")/lib.sh"

cat >"$T/manual.py" <<'END'
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

from tap import Tap

ESCAPES = {r"\(dq": '"', r"\-": "-", r"\&": ""}


def plain(text):
    for escape, character in ESCAPES.items():
        text = text.replace(escape, character)
    return text


def examples(path):
    """Of each its query, the text behind it, and the checks, each a word and its argument."""
    found = []
    for line in open(path, encoding="ascii"):
        line = line.rstrip()
        if line.startswith(".It Li "):
            found.append((plain(line[7:]), [], []))
        elif line.startswith((".It", ".El")):
            found.append((None, [], []))
        elif found and (match := re.match(r'\.\\" +(\w+) ?(.*)', line)):
            found[-1][2].append((match[1], match[2]))
        elif found and not line.startswith("."):
            found[-1][1].append(line)
    return [(query, " ".join(text), checks) for query, text, checks in found if query]


class Answer:
    """All that is found, or the error."""

    def __init__(self, url, query, parameters=""):
        self.error, self.places, self.classes = None, set(), []
        try:
            with urllib.request.urlopen(
                f"{url}/api/v1/export?q={urllib.parse.quote(query)}{parameters}", timeout=60
            ) as answer:
                head, *rows, _ = (json.loads(line) for line in answer)
        except urllib.error.HTTPError as refusal:
            error = json.load(refusal)["error"]
            self.error = f"{error['message']} (at character {error['position']} of the query)"
            return
        self.query, self.total = head["query"], head["total"]
        self.places = {(row["class"]["id"], row["section"]["ordinal"]) for row in rows}
        self.classes = [row["class"]["id"] for row in rows]

    def said(self):
        sections, classes = self.total["sections"], self.total["classes"]
        return (
            f"{sections} section{'' if sections == 1 else 's'} in "
            f"{classes} class{'' if classes == 1 else 'es'}"
        )


def check(tap, url, query, name, argument):
    got, title = Answer(url, query), f"{query}: {name} {argument}"
    if name == "error":
        tap.ok(title, got.error and re.search(argument, got.error), got.error)
        return
    if not tap.ok(f"{query}: is a query", got.error is None, got.error):
        return
    ids, wanted = set(got.classes), set(argument.split())
    if name == "classes":
        tap.equal(title, sorted(ids), sorted(wanted))
    elif name == "among":
        tap.equal(title, sorted(wanted - ids), [])
    elif name == "without":
        tap.equal(title, sorted(wanted & ids), [])
    elif name == "first":
        tap.equal(title, got.classes[:1], [argument])
    elif name == "same":
        tap.ok(title, got.places and got.places == Answer(url, argument).places)
    elif name == "relaxed":
        tap.ok(title, got.places and got.query["relaxed"])
    elif name == "corrected":
        tap.equal(title, got.query["corrected"], argument)
    else:
        tap.ok(title, False, "there is no such check")


def main():
    page, url, path = sys.argv[1:]
    tap = Tap(path)
    found = examples(page)
    tap.ok("the page has examples", len(found) > 50, len(found))
    for query, text, checks in found:
        if not {"error", "relaxed", "corrected"} & {name for name, _ in checks}:
            strict = Answer(url, query, "&relax=0")
            tap.ok(f"{query}: finds something as typed", strict.places, strict.error)
        for said in re.findall(r"\d+ sections? in \d+ class(?:es)?", text):
            tap.equal(f"{query}: {said}", Answer(url, query).said(), said)
        for name, argument in checks:
            check(tap, url, query, name, argument)
    tap.done()


main()
END

serve index "$CORPUS"
in_python "$T/manual.py" "$TOP/client/specsearch-query.7" "$URL"

# The kinds and modalities that the page names are known, and the kinds all there are.
for kind in $(sed -n '/^The kinds are/,/^\.El/s/^\.It Cm //p' "$TOP/client/specsearch-query.7"); do
    specsearch find --url "$URL" --no-relax "$kind:the" >"$T/out" 2>"$T/err"
    like "$kind is a kind: exit status" "$?" '^[01]$'
done
for modality in $(sed -n '/^The modalities are/,/^\.El/s/^\.It Cm //p' "$TOP/client/specsearch-query.7"); do
    runs "$modality is a modality" 0 specsearch find --url "$URL" "the modality:$modality"
done
is 'there are no others' "$(specsearch find --url "$URL" nokind:x 2>&1 |
    sed 's/.*flsa, //; s/ (at .*//; s/, /\n/g' | sort)" \
    "$(sed -n '/^The kinds are/,/^\.El/s/^\.It Cm //p' "$TOP/client/specsearch-query.7" | sort)"

# Examples of commands, which find something.
mkdir "$T/run"
ln -s "$CORPUS" "$T/run/corpus"
for command in occurrences matrix; do
    sed -n "s/^\.Dl \\$ specsearch $command/specsearch $command/p" "$TOP/client/specsearch.1" |
        sed 's/\\(dq/"/g; s/\\-/-/g' >"$T/examples"
    ok "$command: the manual has examples" test "$(wc -l <"$T/examples")" -ge 2
    while read -r example; do
        (cd "$T/run" && SPECSEARCH_URL=$URL PATH=$BUILD:$PATH sh -c "$example" >example.out 2>&1 </dev/null)
        is "$example" "$?" 0
    done <"$T/examples"
done

# specindex(1): two agencies' folders, a copy of them, and an edit behind the first example.
mkdir -p "$T/bin" "$T/copy" "$T/here"
cp -r "$CORPUS/alder-county" "$T/here/county"
cp -r "$CORPUS/port-ferris" "$T/here/city"
cp "$CORPUS/port-ferris/librarian.txt" "$T/here/city/clerk.txt"
cp -r "$T/here/county" "$T/here/city" "$T/copy"
printf '#!/bin/sh\nexec python3 -m json.tool\n' >"$T/bin/jq"
chmod +x "$T/bin/jq"
sed -n 's/^\.Dl \$ //p' "$TOP/indexer/specindex.1" |
    sed "s/\\\\(dq/\"/g; s/\\\\e/\\\\/g; s|/var/lib/specsearch|$T/lib|g; s|/mnt/copy|$T/copy|g" >"$T/examples"
ok 'specindex(1) has examples' test "$(wc -l <"$T/examples")" -ge 10
: >"$T/seen"
while read -r example; do
    case $example in
    specsearch*) [ -s "$T/seen" ] || start_daemon "$T/lib" && echo >"$T/seen" ;;
    esac
    (cd "$T/here" && SPECSEARCH_URL=$URL PATH=$T/bin:$BUILD:$PATH sh -c "$example" >"$T/out" 2>"$T/err" </dev/null)
    status=$?
    case $example in
    *' diff -i '*) expected=1 ;; # what the edit changed
    *) expected=0 ;;
    esac
    is "$(echo "$example" | sed "s|$T||g")" "$status $(cat "$T/err")" "$expected "
    case $example in
    *build*)
        sed 's/Librarian/Archivist/' "$T/copy/city/librarian.txt" >"$T/here/city/librarian.txt"
        sh -c "cd '$T/here' && PATH=$BUILD:\$PATH $example" >"$T/out"
        ;;
    esac
done <"$T/examples"
done_testing
