#!/bin/sh
# Files that are no specifications, or strange ones: each gets one clear line in the ledger, the
# files beside it are indexed all the same, and nothing hangs, crashes or reads without bound.
. "$(dirname "$0")/lib.sh"

case $BUILD in
*asan) lines=10000 headings=4800 long=1000000 ;;
*) lines=100000 headings=50000 long=10000000 ;;
esac

# build INDEX PATH...: with a line for every source, and a limit: whatever hangs is a failure.
build() {
    into=$1
    shift
    timeout 100 "$BUILD/specindex" build -v -i "$into" "$@"
}

# ledger SHOWN: the lines on standard output about a source. entry SHOWN REGEX: it has one, and
# this is how it goes.
ledger() { awk -v name=" $1: " 'index($0, name) == 11' "$T/out"; }
entry() { like "$1: $2" "$(ledger "$1")" "^$2\$"; }

mkdir "$T/src"
cat >"$T/src/good.txt" <<'END'
Records Clerk

Class Code: G1

Duties

Files quokka papers.
END

cat >"$T/make.py" <<'END'
import os, random, sys
os.chdir(sys.argv[1])
spec = 'Clerk %s\n\nClass Code: %s\n\nDuties\n\nFiles quokka papers.\n'
def write(name, content):
    with open(name, 'wb') as f:
        f.write(content)
random.seed(1)
write('empty.txt', b'')
write('blank.txt', b' \n\t\n  \r\n\n')
write('bom.txt', b'\xef\xbb\xbf')
write('binary.txt', bytes(random.randrange(256) for _ in range(5000)))
write('controls.txt', bytes(range(1, 9)) * 100)
write('nul.txt', b'Clerk\n\nDuties\n\nFiles quokka\0papers.\n')
write('pdf.txt', b'%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n')
write('docx.txt', b'PK\x03\x04\x14\0\x06\0\x08\0' + b'\0' * 40)
write('doc.txt', b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 40)
write('rtf.txt', b'{\\rtf1\\ansi Clerk}')
write('html.txt', b'<!DOCTYPE html>\n<html><body><script>clerk()</script></body></html>\n')
write('page.txt', b'\n  <HTML><BODY><IMG ALT=Clerk></BODY></HTML>\n')
write('latin.txt', (spec % ('L', 'B1')).encode() + b'Reads a r\xe9sum\xe9 \x96 \x93well\x94.\n')
write('utf16le.txt', b'\xff\xfe' + (spec % ('A', 'B2') + 'Caf\xe9.\n').encode('utf-16le'))
write('utf16be.txt', b'\xfe\xff' + (spec % ('B', 'B3') + 'Caf\xe9.\n').encode('utf-16be'))
write('utf16cut.txt', b'\xff\xfe' + (spec % ('C', 'B4')).encode('utf-16le') + b'x')
write('utf16bad.txt', b'\xff\xfe' + (spec % ('D', 'B5')).encode('utf-16le') + b'\0\xd8A\0B\0')
write('utf16plain.txt', (spec % ('E', 'B6')).encode('utf-16le'))
write('utf16nul.txt', b'\xff\xfe' + (spec % ('F', 'B7') + 'a\0b\n').encode('utf-16le'))
write('bom8.txt', b'\xef\xbb\xbf' + (spec % ('G', 'B8')).encode())
write('oldmac.txt', (spec % ('H', 'B9')).replace('\n', '\r').encode())
write('dos.txt', (spec % ('I', 'B10')).replace('\n', '\r\n').encode())
write('deep.md', ('######## Deep\n\n%s x\n\n# Clerk J\n\nClass Code: B11\n\n## Duties\n\n'
                  'Files quokka papers.\n' % ('#' * 500)).encode())
lamps = ['Lamp Keeper ' + chr(65 + n // 8) + chr(97 + n % 8) * 3 for n in range(64)]
write('series.txt', ('Lamp Lighting Series\n\nScope\n\nThis series describes classes.\n\n'
                     'Lamp Lighting Series - Class Titles and Codes\n\n'
                     'Schem Code Class Code Class\n\n' +
                     ''.join('QK%d %d %s\n\n' % (n + 10, n + 4400, lamp)
                             for n, lamp in enumerate(lamps)) +
                     'Definition of Levels\n\n' +
                     ''.join('%s\n\nThe level.\n\n' % lamp for lamp in lamps) +
                     'Duties\n\n' + 'Trims the wick of every lamp in the town.\n' * 26000).encode())
write('hashes.md', b'# \n\n##\n\n### \n####\n\n###### ######\n')
os.symlink('.', 'loop')
os.mkdir('inner')
os.symlink('..', 'inner/up')
os.symlink('nowhere', 'broken.txt')
os.symlink('self.txt', 'self.txt')
os.mkfifo('fifo.txt')
os.symlink('/dev/zero', 'zero.txt')
os.symlink('/dev/null', 'null.txt')
END
ok "the bad files can be made" python3 "$T/make.py" "$T/src"
head -c 209715200 /dev/zero | tr '\0' 'a' >"$T/src/large.txt"
truncate -s 200M "$T/src/sparse.txt"

# The first time with little memory: a large file is no reason to use more. (A sanitizer's shadow
# would not fit.)
limited() {
    case $BUILD in
    *asan | *tsan) build "$@" ;;
    *) (ulimit -v 200000 && build "$@") ;;
    esac
}
runs "build over a folder of bad files" 3 limited "$T/x" "$T/src"
rm -f "$T/src/large.txt" "$T/src/sparse.txt"
is "nothing on standard error" "$(cat "$T/err")" ""
entry src/good.txt "indexed    src/good.txt: src/g1"
entry src/empty.txt "skipped .*: empty.*"
entry src/blank.txt "skipped .*: empty.*"
entry src/bom.txt "skipped .*: empty.*"
entry src/binary.txt "skipped .*: not text: .*binary.*"
entry src/controls.txt "skipped .*: not text: .*binary.*"
entry src/nul.txt "skipped .*: not text: .*binary.*"
entry src/pdf.txt "skipped .*damaged PDF.*"
entry src/docx.txt "skipped .*damaged zip or Word file.*"
entry src/doc.txt "skipped .*Office.*save it as \.docx or PDF.*"
entry src/rtf.txt "skipped .*RTF.*save it as \.docx or PDF.*"
entry src/html.txt "skipped .*HTML.*without text.*"
entry src/page.txt "skipped .*HTML.*without text.*"
entry src/large.txt "skipped .*: larger than 32 MB"
entry src/sparse.txt "skipped .*: larger than 32 MB"
entry src/series.txt "skipped .*: too large: its classes, .* have more than 64 MB of text"
entry src/latin.txt "indexed .*src/b1.*read as Windows-1252.*"
entry src/utf16le.txt "indexed .*src/b2.*"
entry src/utf16be.txt "indexed .*src/b3.*"
entry src/utf16cut.txt "(indexed .*src/b4.*|skipped .*UTF-16.*)"
entry src/utf16bad.txt "skipped .*not valid UTF-16.*"
entry src/utf16plain.txt "indexed .*src/b6.*read as UTF-16.*"
entry src/utf16nul.txt "(indexed .*src/b7.*|skipped .*not text: .*)"
entry src/bom8.txt "indexed .*src/b8"
entry src/oldmac.txt "indexed .*src/b9"
entry src/dos.txt "indexed .*src/b10"
entry src/deep.md "indexed .*src/b11"
entry src/hashes.md "(indexed .*src/hashes.*|skipped .*(empty|not a class specification).*)"
entry src/loop "skipped .*loop.*"
entry src/inner/up "skipped .*loop.*"
entry src/broken.txt "skipped .*leads nowhere.*"
entry src/self.txt "skipped .*leads nowhere.*"
entry src/fifo.txt "skipped .*not a regular file.*"
entry src/zero.txt "skipped .*not a regular file.*"
entry src/null.txt "skipped .*not a regular file.*"
is "no line is empty" "$(grep -c '^$' "$T/out")" 0
is "a line for each of the files" "$(grep -cE '^(indexed|skipped) ' "$T/out")" \
    "$(($(find "$T/src" ! -type d | wc -l) + 2))" # the two large ones are gone again
like "the counts agree" "$(tail -1 "$T/out")" \
    " $(grep -c '^indexed' "$T/out") indexed, .* $(grep -c '^skipped' "$T/out") skipped;"
ok "the index is whole" check "$T/x"

# The same once more: what was skipped stays skipped, nothing is read again.
rm -rf "$T/y"
runs "built without the large ones" 3 build "$T/y" "$T/src"
runs "and again" 3 build "$T/y" "$T/src"
like "nothing changed" "$(cat "$T/out")" '^nothing changed'
is "still the first generation" "$(readlink "$T/y/current")" generations/000001
like "the ledger says why all the same" "$(ledger src/pdf.txt)" '^skipped .*PDF'

# What is served of it.
start_daemon "$T/y"
hits() {
    get "/api/v1/search?per_page=50&q=$1" | json 'sorted(h["class"]["id"] for h in j["hits"])'
}
is "every readable one is found" \
    "$(hits 'files+quokka' | json '[i for i in j if i not in ("src/b4", "src/b7")]')" \
    '["src/b1", "src/b10", "src/b11", "src/b2", "src/b3", "src/b6", "src/b8", "src/b9", "src/g1"]'
is "Windows-1252 became UTF-8" "$(hits 'r%C3%A9sum%C3%A9')" '["src/b1"]'
is "so did its quotes and dashes" \
    "$(get '/api/v1/search?q=r%C3%A9sum%C3%A9' | json 'j["hits"][0]["snippet"]["text"]' |
        grep -c 'résumé – “well”')" 1
is "UTF-16 became UTF-8" "$(hits 'caf%C3%A9')" '["src/b2", "src/b3"]'
is "the note is kept with the class" \
    "$(get /api/v1/classes/src/b1 | json 'j["class"]["source"]["note"]')" \
    "not valid UTF-8, read as Windows-1252"

# explain says the same of each as the ledger, and as little as one line.
explain_bad() {
    for file in empty blank binary nul pdf html fifo zero null broken self; do
        timeout 20 "$BUILD/specindex" explain "$T/src/$file.txt" >"$T/out" 2>"$T/err"
        [ $? = 2 ] && [ "$(wc -l <"$T/err")" = 1 ] && [ ! -s "$T/out" ] &&
            grep -q "^specindex: $T/src/$file.txt: " "$T/err" ||
            { echo "$file: $(cat "$T/err")" && return 1; }
    done
}
ok "explain refuses each in one line that names it" explain_bad
is "explain notes the encoding" "$(specindex explain "$T/src/latin.txt" | json 'j["note"]')" \
    "not valid UTF-8, read as Windows-1252"

# Identical bad files are as bad as one, the first time and later.
mkdir "$T/same"
cp "$T/src/good.txt" "$T/same"
for name in a b c; do : >"$T/same/$name.txt"; done
runs "three empty files" 3 build "$T/same.x" "$T/same"
first=$(grep -c '^skipped .*empty' "$T/out")
is "each is skipped for being empty" "$first" 3
runs "three empty files again" 3 build "$T/same.x" "$T/same"
like "three empty files: nothing changed" "$(cat "$T/out")" '^nothing changed'

# Names.
mkdir "$T/names"
cat >"$T/names.py" <<'END'
import os, sys
os.chdir(sys.argv[1].encode())
names = [b'new\nline.txt', b"quo'te\".txt", b'-dash.txt', b'--help', b'inv\xff\xfe.txt',
         b'x' * 246 + b'.txt', b'back\\slash.txt', b'tab\t.txt', b'escape\x1b[31m.txt',
         b' blank .txt', 'd\xe9j\xe0.txt'.encode(), b'per%cent%s.txt', b'hash#query?.txt',
         b'less<amp&.txt', b'*', b'dir\xff\nname/a.txt', b'c1 \xc2\x80.txt', b'c1 \xc2\x81.txt',
         b'colon: c.txt', b'no suffix']
os.mkdir(b'dir\xff\nname')
for i, name in enumerate(names):
    with open(name, 'wb') as f:
        f.write(b'Clerk %d\n\nClass Code: N%d\n\nDuties\n\nFiles wombat papers.\n' % (i, i))
END
ok "files of strange names can be made" python3 "$T/names.py" "$T/names"
runs "build over strange names" 0 build "$T/n" "$T/names"
is "each has a line" "$(grep -c '^indexed' "$T/out")" 20
is "there is no control character in the ledger" "$(grep -c '[[:cntrl:]]' "$T/out")" 0
ok "the ledger is UTF-8" iconv -f UTF-8 -t UTF-16 "$T/out"
ok "the index of strange names is whole" check "$T/n"
is "each is a class of its own" \
    "$(json 'sorted(s["classes"][0]["id"] for s in j["sources"])' <"$T/n/current/manifest.json")" \
    "$(python3 -c 'import json; print(json.dumps(sorted(
        ("dir-name/n%d" if i == 15 else "names/n%d") % i for i in range(20))))')"
runs "strange names again" 0 build "$T/n" "$T/names"
like "strange names: nothing changed" "$(cat "$T/out")" '^nothing changed'
start_daemon "$T/n"
is "all are found" "$(get '/api/v1/search?q=wombat' | json 'j["total"]["classes"]')" 20
dash() { (cd "$T/names" && specindex explain -- -dash.txt); }
is "explain of a name with a dash" "$(dash | json 'j["class_code"]')" N2
newline() { (cd "$T/names" && specindex explain "$(printf 'new\nline')"); }
runs "explain of a missing file with a newline in its name" 2 newline
is "its error is one line" "$(wc -l <"$T/err")" 1

# Large ones.
mkdir "$T/big"
cat >"$T/big.py" <<'END'
import sys
folder, lines, headings, long = sys.argv[1], *map(int, sys.argv[2:])
def write(name, *parts):
    with open(folder + '/' + name, 'w') as f:
        f.write('%sClerk\n\nClass Code: %s\n\n' % ('# ' * name.endswith('.md'), name.split('.')[0] + '1'))
        f.writelines(parts)
        f.write('\n\nClass History\n\nThe last is ' + name.split('.')[0] + 'end.\n')
write('longline.txt', 'Duties\n\n', 'Files quokka papers. ' * (long // 21))
write('longword.txt', 'Duties\n\n', 'a' * long)
write('marks.md', '## Duties\n\n', '*_' * (long // 2))
write('lines.txt', 'Duties\n\n', *('a b %d\n' % i for i in range(lines)))
write('blanks.txt', 'Duties:\n', '\n' * lines * 10, 'x\n')
write('capitals.txt', *('DUTIES %d\n\ntext\n\n' % i for i in range(headings)))
write('hashes.md', *('## Duties %d\n\ntext\n\n' % i for i in range(headings)))
write('levels.md', *('#' * (i % 8 + 1) + ' Duties %d\n' % i for i in range(headings // 2)))
write('labels.txt', *('Label Word:  text here\nand more\n' for i in range(headings)))
write('pairs.txt', 'FLSA Status ' * headings, '\n')
END
ok "large files can be made" python3 "$T/big.py" "$T/big" $lines $headings $long
runs "build over large files" 0 build "$T/b" "$T/big"
is "all ten are indexed" "$(grep -c '^indexed' "$T/out")" 10
ok "the index of large files is whole" check "$T/b"
start_daemon "$T/b"
for name in longline longword marks lines blanks capitals hashes levels labels pairs; do
    is "$name is read to its end" "$(hits "${name}end")" "[\"big/${name}1\"]"
done
sections_of() {
    json "len([s for s in j['sections'] if (s['heading'] or '').upper().startswith('DUTIES')])"
}
is "a section for each heading in capitals" \
    "$(specindex explain "$T/big/capitals.txt" | sections_of)" $headings
is "a section for each marked heading" \
    "$(specindex explain "$T/big/hashes.md" | sections_of)" $headings
# Every eighth has eight marks, every seventh of eight has seven: no headings, Markdown has six.
is "seven marks or more are no heading" \
    "$(specindex explain "$T/big/levels.md" | sections_of)" $((headings / 2 * 6 / 8))
is "the line of the last of many" \
    "$(specindex explain "$T/big/lines.txt" | json "j['sections'][-1]['line']")" $((lines + 9))
rm -rf "$T/b" "$T/big"

# What is not there, or may not be read.
before=$(readlink "$T/y/current")
runs "a missing folder" 2 build "$T/y" "$T/missing"
like "a missing folder: named" "$(cat "$T/err")" "^specindex: $T/missing: No such file or directory"
is "a missing folder: in one line" "$(wc -l <"$T/err") $(wc -c <"$T/out")" "1 0"
runs "a folder that is there and a missing one" 2 build "$T/y" "$T/names" "$T/missing"
is "neither changes the index" "$(readlink "$T/y/current")" "$before"
mkdir -p "$T/none/deep" "$T/hidden"
runs "no file at all" 2 build "$T/y" "$T/none"
like "no file at all: said" "$(cat "$T/err")" '^specindex: there is no file'
cp "$T/src/good.txt" "$T/hidden/.good.txt"
runs "hidden files alone" 2 build "$T/y" "$T/hidden"
runs "bad files alone" 2 build "$T/y" "$T/src/pdf.txt" "$T/src/fifo.txt" "$T/src/loop/empty.txt"
is "bad files alone: said in one line" "$(wc -l <"$T/err")" 1
like "bad files alone: what is done about it" "$(cat "$T/err")" 'the index is as it was$'
is "the index is as it was" "$(readlink "$T/y/current")" "$before"
ok "and whole" check "$T/y"
is "no leftovers" "$(ls "$T/y/generations")" 000001
runs "bad files alone, no index yet" 2 build "$T/none.x" "$T/src/pdf.txt"
ok "none is made" test ! -e "$T/none.x/current"
runs "a FIFO is no index" 2 build "$T/src/fifo.txt" "$T/names"
runs "check of a FIFO" 2 timeout 20 "$BUILD/specindex" check -i "$T/src/fifo.txt"

# Permissions hold for everyone but root, who becomes somebody else for it.
mkdir -p "$T/open/src/locked" "$T/open/src/listed" "$T/open/src/fine"
for file in src/good.txt src/secret.txt src/locked/a.txt src/listed/a.txt src/fine/a.txt; do
    sed "s/G1/$(basename "$(dirname "$file")")-$(basename "$file" .txt)-1/" "$T/src/good.txt" \
        >"$T/open/$file"
done
cp "$BUILD/specindex" "$T/open"
mkdir -m 777 "$T/open/x"
mkdir -m 555 "$T/open/readonly"
chmod 000 "$T/open/src/secret.txt" "$T/open/src/locked"
chmod 444 "$T/open/src/listed"
chmod 755 "$T/open" "$T/open/src" "$T/open/src/fine"
chmod 711 "$T"
as_nobody() { "$@"; }
nobody=yes
if [ "$(id -u)" = 0 ]; then
    as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }
    as_nobody test -x "$T/open/specindex" 2>/dev/null || nobody=no
fi
if [ $nobody = yes ]; then
    permitted() { as_nobody timeout 60 "$T/open/specindex" "$@"; }
    runs "build over what may not be read" 3 permitted build -v -i "$T/open/x" "$T/open/src"
    entry src/good.txt "indexed    src/good.txt: src/src-good-1"
    entry src/fine/a.txt "indexed    src/fine/a.txt: fine/fine-a-1"
    entry src/secret.txt "skipped .*Permission denied"
    entry src/locked "skipped .*Permission denied"
    entry src/listed/a.txt "skipped .*Permission denied"
    runs "and again" 3 permitted build -i "$T/open/x" "$T/open/src"
    like "nothing changed by that" "$(cat "$T/out")" '^nothing changed'
    chmod 644 "$T/open/src/secret.txt"
    runs "once it may be read" 3 permitted build -v -i "$T/open/x" "$T/open/src"
    entry src/secret.txt "indexed .*src/src-secret-1"
    entry src/good.txt "unchanged .*"
    runs "an index that may not be written" 2 \
        permitted build -i "$T/open/readonly/x" "$T/open/src"
    like "is named" "$(cat "$T/err")" "^specindex: $T/open/readonly/x.*Permission denied"
    runs "a root that may not be read" 2 permitted build -i "$T/open/x" "$T/open/src/locked"
    runs "explain of what may not be read" 2 permitted explain "$T/open/src/locked/a.txt"
    chmod 000 "$T/open/x"
    runs "check of an index that may not be read" 2 permitted check -i "$T/open/x"
    like "says so" "$(cat "$T/err")" 'Permission denied'
    chmod 755 "$T/open/x"
else
    skip "files that may not be read" "root cannot become somebody else here"
fi
done_testing
