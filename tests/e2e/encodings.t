#!/bin/sh
# Real documents in the encodings that offices use are read as they are in UTF-8, and the note says
# which it was.
. "$(dirname "$0")/lib.sh"

cat >"$T/encodings.py" <<'END'
"""encodings.py ENCODING NAME: re-encodes every third document that can be, and compares the sections."""
import glob, json, os, subprocess, sys

encoding, name = sys.argv[1:3]
program, shared, folder = (os.environ[k] for k in ('PROGRAM', 'SHARED', 'FOLDER'))

def explain(path):
    answer = subprocess.run([program, 'explain', path], capture_output=True)
    return json.loads(answer.stdout) if answer.returncode == 0 else None

def is_candidate(text):
    return not text.isascii() and not set(text) & set('\u00c2\u00e2\ufffd')

paths = [p for p in sorted(glob.glob(f'{shared}/real/*/*.txt') + glob.glob(f'{shared}/real/*/*.md'))
         if is_candidate(open(p, encoding='utf-8').read())]
read = wrong = 0
for path in paths[::3]:
    try:
        content = open(path, encoding='utf-8', newline='').read().encode(encoding)
    except UnicodeEncodeError:
        continue
    copy = os.path.join(folder, 'copy' + os.path.splitext(path)[1])
    with open(copy, 'wb') as f:
        f.write(content)
    want, got = explain(path), explain(copy)
    if want is None:
        continue
    read += 1
    if got is None or got['sections'] != want['sections'] or name not in (got['note'] or ''):
        wrong += 1
        print(path, got and got['note'], file=sys.stderr)
print(f'{wrong} wrong' if read >= 50 else f'only {read} read')
END

compare() { PROGRAM=$BUILD/specindex SHARED=$SHARED FOLDER=$T python3 "$T/encodings.py" "$@"; }
if need_shared "real documents in other encodings"; then
    is "Windows-1252" "$(compare cp1252 Windows-1252 2>"$T/err"; head -3 "$T/err")" "0 wrong"
    is "UTF-16 without a mark" "$(compare utf-16-le UTF-16 2>"$T/err"; head -3 "$T/err")" "0 wrong"
    # Where the only such characters are blanks and signs, nothing may tell the two apart.
    like "Mac Roman" "$(compare mac_roman 'Mac Roman' 2>"$T/err"; head -3 "$T/err")" "^[01] wrong"
fi
done_testing
