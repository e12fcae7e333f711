#!/bin/sh
# One specification set as PDF, DOCX and HTML reads as its source text does: the same title, code,
# fields and sections, word for word. The sources, and the script that sets them, are in
# tests/corpus.
. "$(dirname "$0")/lib.sh"

SOURCES=$TOP/tests/corpus/sources
AGENCY=tarnwick-transit

ok "the specimens can be made" "$TOP/tests/corpus/make-specimens" --all "$T/made"
is "every source in every format" "$(ls "$T/made/$AGENCY" | grep -cE '\.(pdf|docx|html)$')" \
    "$(($(ls "$SOURCES/$AGENCY" | grep -c '\.md$') * 3))"
ok "they can be made again" "$TOP/tests/corpus/make-specimens" --all "$T/again"
ok "and are the same to the byte" diff -r "$T/made" "$T/again"

# What stands in corpus/ is what the script makes, in the format that specimens.tsv names.
kept=$(grep -v '^#' "$SOURCES/$AGENCY/specimens.tsv" | awk -F '\t' '{ print $1 "." $2 }')
is "the corpus has each in one format" "$(ls "$CORPUS/$AGENCY")" "$(printf '%s\n' $kept | sort)"
for file in $kept; do
    ok "corpus/$AGENCY/$file is what the script makes" \
        cmp "$CORPUS/$AGENCY/$file" "$T/made/$AGENCY/$file"
    ok "$file is small" test "$(wc -c <"$CORPUS/$AGENCY/$file")" -lt 60000
done
is "two of each format" "$(printf '%s\n' $kept | sed 's/.*\.//' | sort | uniq -c | tr -s ' \n' ' ')" \
    " 2 docx 2 html 2 pdf "
is "each planted inconsistency names a file of the corpus" \
    "$(cut -f 2 "$TOP/tests/corpus/$AGENCY.tsv" | sort)" "$(printf '%s\n' $kept | sort)"

cat >"$T/formats.py" <<'END'
"""formats.py CHECK SOURCE MADE: compares two explained files; MADE.pages beside a PDF's."""
import json, re, sys

check, source_path, made_path = sys.argv[1:4]
with open(source_path) as f:
    source = json.load(f)
with open(made_path) as f:
    made = json.load(f)
wrong = 0

def complain(text):
    global wrong
    wrong += 1
    print(text)

def words(text):
    return re.findall(r'[^\W_]+', text or '')

def headed(j):
    """What stands before the first heading is a section too, but title and fields are laid out
    differently in each format."""
    return [s for s in j['sections'] if s['heading']]

def check_identity():
    for name in ('title', 'class_code', 'agency'):
        if made[name] != source[name] or not made[name]:
            complain(f'{name} is {made[name]!r}, of the source {source[name]!r}')

def check_fields():
    if len(source['fields']) < 7:
        complain(f"the source has {len(source['fields'])} fields only")
    for name in sorted(source['fields'].keys() | made['fields'].keys()):
        a, b = (j['fields'].get(name, {}).get('value') for j in (source, made))
        if a != b:
            complain(f'{name} is {b!r}, of the source {a!r}')

def check_headings():
    a, b = ([(s['level'], words(s['heading'])) for s in headed(j)] for j in (source, made))
    if len(a) < 18:
        complain(f'the source has {len(a)} headings only')
    for level, heading in a:
        if (level, heading) not in b:
            others = [n for n, h in b if h == heading]
            complain(f"level {level} {' '.join(heading)!r}: " +
                     (f'has level {others[0]}' if others else 'not found'))
    for level, heading in b:
        if heading not in [h for _, h in a]:
            complain(f"{' '.join(heading)!r} is no heading")
    if not wrong and a != b:
        complain('the headings stand in another order')

def check_kinds():
    a = {' '.join(words(s['heading'])): s['kinds'] for s in headed(source)}
    b = {' '.join(words(s['heading'])): s['kinds'] for s in headed(made)}
    for heading, kinds in a.items():
        if b.get(heading) != kinds:
            complain(f'{heading!r} is {b.get(heading)}, in the source {kinds}')

def check_texts():
    """Every word of each section; and nothing of menus, heads and feet of pages before them. The
    foot of the pages names a form, which nothing else does: it stands at the end, once."""
    a = [(s['heading'], words(s['text'])) for s in headed(source)]
    if made['format'] != 'html':
        pages = made['sections'][-1]['page'] or 1
        a[-1][1].extend(words(f'{sys.argv[5]} Page {pages} of {pages}'))
    b = {' '.join(words(s['heading'])): words(s['text']) for s in headed(made)}
    for heading, text in a:
        got = b.get(' '.join(words(heading)), [])
        if got != text:
            at = next((i for i, (x, y) in enumerate(zip(got, text)) if x != y),
                      min(len(got), len(text)))
            complain(f"{heading}: word {at} is {' '.join(got[at:at + 6])!r}, "
                     f"in the source {' '.join(text[at:at + 6])!r}")
    before = [sorted(w for s in j['sections'] if not s['heading'] for w in words(s['text']))
              for j in (source, made)]
    if before[0] != before[1]:
        complain(f'before the first heading stands {before[1]}, in the source {before[0]}')

def check_rows():
    """A row of a table is one line, so that a share of time stands with its duty."""
    for s in headed(source):
        lines = s['text'].split('\n')
        rows = [words(line) for line in lines if line.startswith('|') and words(line)]
        got = next((t['text'] for t in headed(made) if words(t['heading']) == words(s['heading'])),
                   '')
        for row in rows:
            if not any(words(line) == row for line in got.split('\n')):
                complain(f"{s['heading']}: no line is the row {' '.join(row)!r}")

def check_pages():
    with open(sys.argv[4]) as f:
        pages = {tuple(words(heading)): int(page)
                 for page, heading in (line.rstrip('\n').split('\t') for line in f)}
    if max(pages.values()) < 2:
        complain('the file has one page only')
    for s in headed(made):
        page = pages.get(tuple(words(s['heading'])))
        if page and s['page'] != page:
            complain(f"{s['heading']} is on page {s['page']}, not on {page}")
    if not any(s['page'] == max(pages.values()) for s in made['sections']):
        complain('nothing is on the last page')

globals()['check_' + check]()
sys.exit(wrong != 0)
END

# The source is explained in a folder of the agency's name.
mkdir -p "$T/text/$AGENCY" "$T/explained"
cp "$SOURCES/$AGENCY"/*.md "$T/text/$AGENCY"
same() { python3 "$T/formats.py" "$1" "$T/explained/$class.md" "$T/explained/$file" \
    "$T/made/$AGENCY/$class.pages" "$foot"; }
for path in "$T/text/$AGENCY"/*.md; do
    class=$(basename "$path" .md)
    foot=$(awk -F '\t' -v class="$class" '$1 == class { print $6 }' "$SOURCES/$AGENCY/specimens.tsv")
    specindex explain "$path" >"$T/explained/$class.md"
    for format in pdf docx html; do
        file=$class.$format
        explained() { specindex explain "$T/made/$AGENCY/$file" >"$T/explained/$file"; }
        ok "$file: explain reads it" explained
        [ -s "$T/explained/$file" ] || continue
        is "$file: format" "$(json 'j["format"]' <"$T/explained/$file")" $format
        is "$file: nothing had to be repaired" "$(json 'j["note"]' <"$T/explained/$file")" null
        ok "$file: title, class code, agency" same identity
        ok "$file: fields" same fields
        ok "$file: headings and levels" same headings
        ok "$file: kinds" same kinds
        ok "$file: every word of each section" same texts
        [ $format = pdf ] || ok "$file: rows of tables" same rows
        [ $format != pdf ] || ok "$file: pages" same pages
    done
done

# Hits in what is served carry the page, of a PDF alone.
runs "building the index of the agency" 0 specindex build -i "$T/x" "$CORPUS/$AGENCY"
start_daemon "$T/x"
get '/api/v1/search?per_page=100&q=equal+opportunity' >"$T/hits"
page_of() {
    json "[h['section']['page'] for h in j['hits'] if h['class']['id'] == '$AGENCY/$1' and
        'Equal Opportunity' in (h['section']['heading'] or '')]" <"$T/hits"
}
page_made() { awk -F '\t' '/Equal Opportunity/ { print "[" $1 "]" }' "$T/made/$AGENCY/$1.pages"; }
is "a hit in a PDF has its page" "$(page_of 4107)" "$(page_made bus-operator)"
is "one in two columns too" "$(page_of 4231)" "$(page_made vehicle-maintenance-technician)"
is "a hit in HTML has none" "$(page_of 4362)" "[null]"
is "a hit in DOCX has none" "$(page_of 4140)" "[null]"
runs "find" 0 specsearch find --url "$URL" "accommodation code:4107"
like "find says the page" "$(cat "$T/out")" "page $(page_made bus-operator | tr -d '[]')\b"
total() { get "/api/v1/search?q=$1" | json 'j["total"]["sections"]'; }
is "what stands around an HTML page is not found" "$(total '%22related+classes%22')" 0
is "nor the head of a printed page" "$(total '%22class+specification%22')" 0
is "but its foot is, once in each PDF and DOCX" "$(total '%22HR+12%22')" 4
is "nor are the numbers of other pages" \
    "$(total '%22page+1+of+2%22+OR+%22page+1+of+3%22+OR+%22page+2+of+3%22')" 0
# Words that a line's end cuts in the PDF of this class.
for word in suspension software; do
    is "$word is one word" "$(total "$word+code:4231" | grep -c '^[1-9]')" 1
done
done_testing
