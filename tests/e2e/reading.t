#!/bin/sh
# What `specindex explain` reads from the sample specifications of the four invented agencies, and
# from the five seeds. Expected values come from the files, by a reading of each house's own layout
# in the script below, and from the hand labels beside the seeds.
. "$(dirname "$0")/lib.sh"

# Each house's headings with the kind that the field calls them, as its template has them.
cat >"$T/headings.tsv" <<'END'
alder-county	DEFINITION	summary
alder-county	DISTINGUISHING CHARACTERISTICS	distinguishing
alder-county	ESSENTIAL DUTIES	duties
alder-county	KNOWLEDGE, SKILLS AND ABILITIES	knowledge_skills_abilities
alder-county	Knowledge of	knowledge_skills_abilities
alder-county	Skill in	knowledge_skills_abilities
alder-county	Ability to	knowledge_skills_abilities
alder-county	COMPETENCIES	competencies
alder-county	SUPERVISION RECEIVED AND EXERCISED	supervision_received
alder-county	SUPERVISION RECEIVED	supervision_received
alder-county	SUPERVISION EXERCISED	supervision_exercised
alder-county	MINIMUM QUALIFICATIONS	education,experience
alder-county	Education	education
alder-county	Experience	experience
alder-county	Substitution	equivalency
alder-county	LICENSES AND CERTIFICATIONS	licensure
alder-county	BACKGROUND CHECK	background_check
alder-county	BACKGROUND INVESTIGATION	background_check
alder-county	WORKING ENVIRONMENT	working_environment
alder-county	PHYSICAL DEMANDS	physical_demands
alder-county	PROBATIONARY PERIOD	probation
alder-county	EQUAL OPPORTUNITY	other
alder-county	HISTORY	history
brackwater-district	Summary Statement	summary
brackwater-district	Distinguishing Features	distinguishing
brackwater-district	Essential Functions	duties
brackwater-district	Competencies Required	competencies
brackwater-district	Technical Skills Required	knowledge_skills_abilities
brackwater-district	Education	education
brackwater-district	Experience	experience
brackwater-district	Substitution	equivalency
brackwater-district	Certifications and Licenses	licensure
brackwater-district	Background Investigation	background_check
brackwater-district	Supervision Exercised	supervision_exercised
brackwater-district	Supervision Received	supervision_received
brackwater-district	Fiscal Responsibility	duties,other
brackwater-district	Physical Demands	physical_demands
brackwater-district	Environmental Conditions	working_environment
brackwater-district	Machines, Tools, and Equipment	working_environment,other
brackwater-district	Specialized Computer Software	working_environment,other
brackwater-district	Equal Opportunity	other
brackwater-district	General Note	other
brackwater-district	Class History	history
meridia-state	General Class Purpose	summary
meridia-state	Distinguishing Features	distinguishing
meridia-state	Supervision Received and Exercised	supervision_received
meridia-state	Examples of Essential Duties and Responsibilities	duties
meridia-state	Minimum Qualifications Upon Entry	knowledge_skills_abilities,experience
meridia-state	Extensive knowledge of	knowledge_skills_abilities
meridia-state	General knowledge of	knowledge_skills_abilities
meridia-state	Skill to	knowledge_skills_abilities
meridia-state	Ability to	knowledge_skills_abilities
meridia-state	Experience and Education	experience,education
meridia-state	Education	education
meridia-state	Experience	experience
meridia-state	Substitution	equivalency
meridia-state	Equivalency	equivalency
meridia-state	Special Requirements	licensure,other
meridia-state	Licenses and certifications	licensure
meridia-state	Background Check	background_check
meridia-state	Probationary Period	probation
meridia-state	Physical and Mental Demands	physical_demands
meridia-state	Work Environment	working_environment
meridia-state	Equal Employment Opportunity	other
meridia-state	Class History	history
port-ferris	General Statement of Duties	summary
port-ferris	Distinguishing Characteristics	distinguishing
port-ferris	Essential Duties	duties
port-ferris	Competencies	competencies
port-ferris	Knowledge & Skills	knowledge_skills_abilities
port-ferris	Level of Supervision Exercised	supervision_exercised
port-ferris	Education Requirement	education
port-ferris	Experience Requirement	experience
port-ferris	Education & Experience Equivalency	equivalency
port-ferris	Licensure & Certification	licensure
port-ferris	Working Environment	working_environment
port-ferris	Level of Physical Demand	physical_demands
port-ferris	Physical Demands	physical_demands
port-ferris	Background Check Requirement	background_check
port-ferris	Assessment Requirement	assessment
port-ferris	Probation Period	probation
port-ferris	Class Detail	classification
port-ferris	Class History	history
port-ferris	Equal Opportunity Statement	other
END

cat >"$T/reading.py" <<'END'
"""reading.py CHECK HOUSE EXPLAINED...: compares explained files with their sources."""
import json, re, sys

check, house = sys.argv[1:3]
MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September',
          'October', 'November', 'December']
wrong = 0

def complain(path, text):
    global wrong
    wrong += 1
    print(f'{path}: {text}')

def words(text):
    return re.findall(r'[^\W_]+', text)

def iso(date):
    """9/18/2014, 07/1996, July 2004: as far as they go, as ISO 8601."""
    if date is None:
        return None
    parts = date.split('/')
    if len(parts) == 1:
        month, year = date.split()
        return '%s-%02d' % (year, MONTHS.index(month) + 1)
    numbers = [int(p) for p in parts]
    return '%04d-%02d-%02d' % (numbers[2], *numbers[:2]) if len(parts) == 3 else \
           '%04d-%02d' % (numbers[1], numbers[0])

def first(pattern, text):
    found = re.search(pattern, text, re.M)
    return found.group(1).strip() if found else None

# What stands in a file, read as a person who knows the house's form reads it.
def alder(s):
    return {'title': first(r'\ACLASS SPECIFICATION\n\n(.+)\n', s[s.index('CLASS SPEC'):]),
            'class_code': first(r'^Class Code: (.+)$', s),
            'pay_grade': first(r'^Pay Grade: (.+)$', s), 'salary': None,
            'flsa': first(r'^FLSA Status: (.+)$', s),
            'bargaining_unit': first(r'^Bargaining Unit: (.+)$', s),
            'probation': first(r'^PROBATIONARY PERIOD\n\n(.+? months)\b', s),
            'established': iso(first(r'^Established: (\S+)$', s)),
            'revised': iso(first(r'^Revised: (\S+)$', s))}

def brackwater(s):
    head = s.split('\n')
    return {'title': first(r'^Job Title (.+?)(?: FLSA Status .*)?$', head[0]),
            'class_code': first(r' Job Code (\d+)$', head[2]),
            'pay_grade': first(r'^Pay Grade (\S+) ', head[2]), 'salary': None,
            'flsa': first(r' FLSA Status (.+)$', head[0]), 'bargaining_unit': None,
            'probation': first(r' Probationary Period (.+)$', head[1]),
            'established': iso(first(r'^Original Date: (.+)$', s)),
            'revised': iso(first(r'^Revised: (.+)$', s))}

def meridia(s):
    foot = s.strip().split('\n')[-1]
    return {'title': first(r'^## \*\*(.+)\*\*$', s), 'class_code': first(r'^Class Code: (\d+)', s),
            'pay_grade': first(r'^Salary Range: (\d+)', s), 'salary': None, # a range's number
            'flsa': first(r'^FLSA: (.+)$', s), 'bargaining_unit': None,
            'probation': first(r'^### \*\*Probationary Period\*\*\n\n(.+? months)\b', s),
            'established': iso(first(r'Created (\S+);', foot)),
            'revised': iso(first(r'Revised (\S+)$', foot))}

def ferris(s):
    return {'title': first(r'^(.+) - PF\d+$', s), 'class_code': first(r'^.+ - (PF\d+)$', s),
            'pay_grade': first(r'^Pay Grade: (.+)$', s), 'salary': None,
            'flsa': first(r'^FLSA (?:Status|Code): (.+)$', s), 'bargaining_unit': None,
            'probation': first(r'^Probation Period\n\n(.+? months)\b', s),
            'established': iso(first(r'^Established Date: (.+)$', s)),
            'revised': iso(first(r'^Revised Date: (.+)$', s))}

HOUSES = {'alder-county': alder, 'brackwater-district': brackwater, 'meridia-state': meridia,
          'port-ferris': ferris}

def flsa_status(written):
    if written is None:
        return None
    known = {'exempt': 'exempt', 'non-exempt': 'nonexempt'}
    return known.get(written.lower(), written + ' (unmapped)')

def check_fields(path, j, source):
    expected, fields = HOUSES[house](source), j['fields']
    got = {name: fields.get(name, {}).get('value') for name in expected}
    got['title'], got['class_code'] = j['title'], j['class_code']
    for name in ('established', 'revised'):
        got[name] = fields.get(name, {}).get('date')
    for name in sorted(expected):
        if got[name] != expected[name]:
            complain(path, f'{name} is {got[name]!r}, the file has {expected[name]!r}')
    if expected['title'] is None or expected['class_code'] is None or expected['revised'] is None:
        complain(path, 'this test cannot read the file')
    if fields.get('flsa', {}).get('status') != flsa_status(expected['flsa']):
        complain(path, f"FLSA status {fields.get('flsa')}, the file has {expected['flsa']!r}")
    if j['agency'] != house:
        complain(path, f"agency {j['agency']!r}")

def check_lines(path, j, source):
    """Lines are grep's: of each heading, of each line of text, of each field."""
    lines = source.split('\n')
    for s in j['sections']:
        heading, at = words(s['heading'] or ''), s['line'] - 1
        here = words(lines[at])
        if here[:len(heading)] != heading:
            both = here + words(lines[at + 1])
            if both != heading: # a heading broken in two
                complain(path, f"line {at + 1} does not hold {s['heading']!r}")
        if not s['text']:
            continue
        for k, text in enumerate(s['text'].split('\n')):
            got, there = words(text), words(lines[s['text_line'] - 1 + k])
            run_in = k == 0 and s['text_line'] == s['line'] and s['heading']
            if got != there and not (run_in and there == heading + got):
                complain(path, f"line {s['text_line'] + k} reads {text!r}")
    for name, field in j['fields'].items():
        at = field['line'] - 1
        if not ' '.join(words(field['value'])) in ' '.join(words(lines[at])):
            complain(path, f"line {at + 1} does not hold the {name} {field['value']!r}")

def check_words(path, j, source):
    """Every word of the source, in its order: nothing is lost, doubled or moved."""
    got = [w for s in j['sections'] for w in words(s['heading'] or '') + words(s['text'])]
    there = words(source)
    for i, (a, b) in enumerate(zip(got + [None], there + [None])):
        if a != b:
            complain(path, f'word {i}: {got[i:i + 6]} for {there[i:i + 6]}')
            return
    for before, after in zip(j['sections'], j['sections'][1:]):
        if before['line'] >= after['line'] and before['heading']:
            complain(path, f"section {after['ordinal']} stands before the one before it")

def headings_of(source):
    """(line, heading) of every line that is a heading of the house's template."""
    names = [row[1] for row in TABLE if row[0] == house]
    for n, line in enumerate(source.split('\n'), 1):
        bare = line.lstrip('#').strip().strip('*')
        for name in names:
            rest = bare[len(name):]
            if not bare.startswith(name):
                continue
            standing = rest in ('', ':', ':  ')
            run_in = rest.startswith(': ') and house != 'port-ferris' or name == 'Class History'
            if standing or (run_in and rest.startswith(':')):
                yield n, name

def check_headings(path, j, source):
    """The template's headings are found where they stand, with their kinds, and no others."""
    kinds = {row[1]: row[2].split(',') for row in TABLE if row[0] == house}
    at = {s['line']: s for s in j['sections'] if s['heading']}
    expected = dict(headings_of(source))
    if len(expected) < 15:
        complain(path, f'this test finds {len(expected)} headings only')
    for line, name in expected.items():
        if line not in at or words(at[line]['heading']) != words(name):
            complain(path, f'line {line}: the heading {name!r} was not found')
        elif at[line]['kinds'][0] not in kinds[name]:
            complain(path, f"line {line}: {name!r} is {at[line]['kinds']}, not {kinds[name]}")
        elif name.lower().startswith('supervision received and') and \
                at[line]['kinds'] != ['supervision_received', 'supervision_exercised']:
            complain(path, f"line {line}: {name!r} has both kinds, not {at[line]['kinds']}")
    for line, s in at.items():
        if line not in expected and not allowed(source, line, s):
            complain(path, f"line {line}: {s['heading']!r} is no heading")

def allowed(source, line, s):
    """Lines that a house sets like a heading only here and there."""
    text = source.split('\n')[line - 1]
    if house == 'alder-county': # capitals alone on a line
        return text == text.upper() and line > 12
    if house == 'meridia-state': # a label at the start of a paragraph
        return re.match(r'#|[A-Z][A-Za-z ]+:( |$)', text) is not None
    if house == 'brackwater-district':
        return re.match(r'[A-Z][A-Za-z ]+:(  |$)', text) is not None
    return False

def check_parts(path, j, source):
    """What stands between `Competencies Required:` and the next heading on its own line is
    competencies; the parts of the minimum qualifications stand below them."""
    sections, lines = j['sections'], source.split('\n')
    if house == 'brackwater-district':
        first, last = (next(n for n, line in enumerate(lines, 1) if line == heading + ':')
                       for heading in ('Competencies Required', 'Technical Skills Required'))
        for s in sections:
            if first < s['line'] < last and s['kinds'] != ['competencies']:
                complain(path, f"line {s['line']}: {s['heading']!r}, a competency, is {s['kinds']}")
    if house == 'alder-county':
        parts = [s for s in sections if s['heading'] in ('Education', 'Experience', 'Substitution')]
        for s in parts:
            if s['path'] != ['MINIMUM QUALIFICATIONS'] or s['level'] < 2:
                complain(path, f"{s['heading']} has the path {s['path']}, level {s['level']}")
        if len(parts) != 3:
            complain(path, f'{len(parts)} parts of the minimum qualifications')

TABLE = [row.rstrip('\n').split('\t') for row in open(sys.argv[3])]
for explained in sys.argv[4:]:
    with open(explained) as f:
        j = json.load(f)
    with open(j['path'], encoding='utf-8') as f:
        source = f.read()
    globals()['check_' + check](j['path'], j, source)
if len(sys.argv) < 5:
    complain(house, 'no file')
sys.exit(wrong != 0)
END

# explain_all FOLDER TO: explains every file of a folder; fails if one of them cannot be.
explain_all() {
    mkdir -p "$2"
    for file in "$1"/*; do
        specindex explain "$file" >"$2/$(basename "$file").json" || return 1
    done
}

reading() { python3 "$T/reading.py" "$1" "$2" "$T/headings.tsv" "$T/$2"/*; }

for house in alder-county brackwater-district meridia-state port-ferris; do
    ok "$house: explain reads every file" explain_all "$CORPUS/$house" "$T/$house"
    is "$house: twelve classes" "$(ls "$T/$house" | wc -l)" 12
    ok "$house: title, class code, grade, FLSA, dates" reading fields "$house"
    ok "$house: each heading with its kind, and no other" reading headings "$house"
    ok "$house: parts of a section" reading parts "$house"
    ok "$house: line numbers are those of the file" reading lines "$house"
    ok "$house: every word of the file, in order" reading words "$house"
    format=text
    [ "$house" != meridia-state ] || format=markdown
    is "$house: format" "$(cat "$T/$house"/*.json | grep -c "\"format\": \"$format\"")" 12
    is "$house: nothing had to be repaired" "$(cat "$T/$house"/*.json | grep -c '"note": null')" 12
done

# The same from other places: what is read does not depend on how the file is named.
here() { (cd "$CORPUS/$1" && specindex explain "$2") | json '[j["agency"], j["sections"]]'; }
is "a file in the current folder" "$(here alder-county librarian.txt)" \
    "$(json '[j["agency"], j["sections"]]' <"$T/alder-county/librarian.txt.json")"
is "through .. and links" "$(here meridia-state ../alder-county/./librarian.txt)" \
    "$(json '[j["agency"], j["sections"]]' <"$T/alder-county/librarian.txt.json")"
is "sha256" "$(json 'j["sha256"]' <"$T/alder-county/librarian.txt.json")" \
    "$(sha256sum <"$CORPUS/alder-county/librarian.txt" | cut -d ' ' -f 1)"

# The inconsistencies that were planted: each list names ten files of its house that exist, and no
# line that its file does not have.
planted() {
    list=$TOP/tests/corpus/$1.tsv wrong=0
    [ "$(cut -f 1 "$list" | tr '\n' ' ')" = "1 2 3 4 5 6 7 8 9 10 " ] || wrong=1
    while IFS="$(printf '\t')" read -r number file text; do
        [ -f "$CORPUS/$1/$file" ] || { echo "$number: no file $file" && wrong=1 && continue; }
        lines=$(wc -l <"$CORPUS/$1/$file")
        for other in $(printf '%s\n' "$text" | grep -oE '[a-z0-9-]+\.(txt|md)'); do
            [ -f "$CORPUS/$1/$other" ] || { echo "$number: no file $other" && wrong=1; }
        done
        for line in $(printf '%s\n' "$text" | sed 's/([^()]*\.txt [^()]*)//g' |
            grep -oE '\blines? [0-9]+(-[0-9]+)?' | grep -oE '[0-9]+'); do
            [ "$line" -le "$lines" ] || { echo "$number: $file has no line $line" && wrong=1; }
        done
    done <"$list"
    return $wrong
}
for house in alder-county brackwater-district meridia-state port-ferris; do
    ok "$house: the list of planted inconsistencies" planted "$house"
done

# A class without an FLSA status was planted in each house; it has none here, and only it.
without_flsa() {
    awk -F '\t' '/FLSA/ { print $2 }' "$TOP/tests/corpus/$1.tsv" | sort
}
for house in alder-county brackwater-district meridia-state port-ferris; do
    is "$house: no FLSA status where none is stated" \
        "$(grep -L '"flsa": {' "$T/$house"/*.json | xargs -n 1 basename | sed 's/\.json$//')" \
        "$(without_flsa "$house")"
done

# The seeds, against hand labels.
if [ -d "$SHARED/seeds" ] && [ -f "$SHARED/gold/score.py" ]; then
    ok "seeds: explain reads every file" explain_all "$SHARED/seeds" "$T/seeds"
    seed() { cat "$T/seeds/$1"*.json | json "[j['title'], j['class_code']]"; }
    is "000: title and class code" "$(seed 000)" '["IT Manager Senior", "CI2788"]'
    is "001: title and class code" "$(seed 001)" '["INFORMATION SYSTEMS MANAGER II", null]'
    is "002: title and class code" "$(seed 002)" '["IT Project Manager II", "CI2421"]'
    is "003: title and class code" "$(seed 003)" '["Senior IT Project Manager", "12789"]'
    is "004: title and class code" "$(seed 004)" '["IT Project Manager", "865"]'
    ok "seeds: line numbers are those of the file" reading lines seeds
    ok "seeds: every word of the file, in order" reading words seeds

    # Fields that the labels name, under the names they have there.
    gold_fields() {
        python3 - "$T/seeds" "$SHARED/gold" <<'END'
import glob, json, os, sys
names = {'pay_grade': 'pay_grade', 'flsa': 'flsa', 'established_date': 'established',
         'original_date': 'established', 'revised_date': 'revised'}
compared = 0
for path in sorted(glob.glob(sys.argv[1] + '/*.json')):
    j = json.load(open(path))
    gold = glob.glob(f'{sys.argv[2]}/{os.path.basename(path)[:3]}_*.json')
    for label, field in json.load(open(gold[0]))['fields'].items():
        if label not in names:
            continue
        compared += 1
        got = j['fields'].get(names[label], {})
        if (got.get('value'), got.get('line')) != (field['value'], field['line']):
            sys.exit(f'{path}: {label} is {got}, labelled {field}')
sys.exit(0 if compared >= 8 else f'only {compared} compared')
END
    }
    ok "seeds: FLSA, grade and dates as labelled" gold_fields

    python3 "$SHARED/gold/score.py" "$BUILD/specindex" >"$T/score" 2>&1
    for seed in 000 001 002 003 004; do
        ok "$seed: all labelled headings found, none extra" awk -v seed="$seed" '
            index($1, seed "_") == 1 {
                line = $0
                sub(/.*found */, "", line)
                split(line, n, /[\/ ]+/)
                found = n[1] > 10 && n[1] == n[2] && n[3] == "extra" && n[4] == 0
                if (!found) print
            }
            END { exit !found }' "$T/score"
    done
    like "every labelled document is read" "$(cat "$T/score")" '^documents [0-9]+, not read 0$'
    # at_least WHAT NUMBER: the last number of the score's line about it.
    at_least() {
        awk -v what="$1" -v least="$2" '
            $1 == what { print; good = $NF >= least } END { exit !good }' "$T/score"
    }
    # all_but_two: titles and class codes.
    all_but_two() {
        awk '$1 == "titles" { print; split($2, t, "/"); split($5, c, "/")
                good = t[2] > 20 && c[2] > 10 && t[2] - t[1] <= 2 && c[2] - c[1] <= 2 }
            END { exit !good }' "$T/score"
    }
    ok "labelled documents: headings, F1 of 0.95 or more" at_least headings 0.95
    ok "labelled documents: kinds, 0.93 or more" at_least kinds 0.93
    ok "labelled documents: experience, F1 of 0.90 or more" at_least experience 0.90
    ok "labelled documents: education, F1 of 0.93 or more" at_least education 0.93
    ok "labelled documents: titles and class codes, all but two" all_but_two
    python3 "$SHARED/gold/score.py" "$BUILD/specindex" --raw >"$T/score" 2>&1
    like "their PDF and HTML sources are read" "$(cat "$T/score")" '^documents [0-9]+, not read 0$'
    ok "their PDF and HTML sources: headings, F1 of 0.90 or more" at_least headings 0.90

    # The five alone, for their kinds.
    mkdir -p "$T/five/gold"
    ln -s "$SHARED/seeds" "$T/five/seeds"
    cp "$SHARED"/gold/00[0-4]_*.json "$T/five/gold"
    python3 "$SHARED/gold/score.py" "$BUILD/specindex" "$T/five/gold" >"$T/five/score" 2>&1
    ok "seeds: kinds right except a few" awk '
        $1 == "kinds" { print; split($2, n, "/"); good = n[2] > 75 && n[2] - n[1] <= 4 }
        END { exit !good }' "$T/five/score"
    like "seeds: titles and class codes as labelled" "$(cat "$T/five/score")" \
        '^titles +5/5 +class codes 4/4$'

    # The two sections of IT Project Manager II in which CJIS stands.
    section_of() {
        json "[s['kinds'][0] for s in j['sections'] if s['line'] <= $1][-1]" \
            <"$T/seeds/$(basename "$SHARED"/seeds/002_*).json"
    }
    is "002: line 105 is of licensure" "$(section_of 105)" licensure
    is "002: line 159 is of background_check" "$(section_of 159)" background_check
else
    skip "the five seeds" "they are not there"
fi

# Failures of explain: one line on standard error, exit status 2.
runs "explain without a file" 2 specindex explain
runs "explain of two files" 2 specindex explain "$CORPUS"/alder-county/acc*.txt
runs "explain of a missing file" 2 specindex explain "$T/missing.txt"
like "it names the file" "$(cat "$T/err")" "^specindex: $T/missing.txt: .*No such file"
is "and says no more" "$(wc -l <"$T/err") $(wc -c <"$T/out")" "1 0"
runs "explain of a folder" 2 specindex explain "$CORPUS"
is "in one line" "$(wc -l <"$T/err") $(wc -c <"$T/out")" "1 0"
runs "explain --help" 0 specindex explain --help
like "with an example" "$(cat "$T/out")" 'specindex explain corpus/'
if [ -w /dev/full ]; then
    full() { specindex explain "$CORPUS/alder-county/librarian.txt" >/dev/full; }
    runs "explain onto a full device" 2 full
fi
done_testing
