#!/bin/sh
# The query language over the seed documents, by the real programs: comparisons, modality, kinds of
# section joined by class, fields, and what holds of any query: OR joins, minus parts, case is one.
. "$(dirname "$0")/lib.sh"

# found QUERY: what it finds, as sorted lines of "document ordinal"; a document by its first three
# digits.
found() {
    specsearch find -f tsv --url "$URL" -- "$1" 2>"$T/err" |
        awk -F '\t' 'NR > 1 { n = split($8, path, "/"); print substr(path[n], 1, 3), $5 }' | sort
}

# classes QUERY: the documents in which something is found, in one line.
classes() { found "$1" | cut -d ' ' -f 1 | uniq | xargs; }

# total QUERY: "2 sections in 1 class".
total() { specsearch find --url "$URL" -- "$1" 2>"$T/err" | head -1; }

# 001 asks for five years, four of them supervising; 003 and 004 for five years, 000 and 002 for
# fewer. All five ask for a bachelor's degree.
check_comparisons() {
    is 'experience>=5y: the classes' "$(classes 'experience>=5y')" '001 003 004'
    is 'with blanks and a unit, as pasted' "$(classes 'experience >= 5 years')" '001 003 004'
    is 'in months, in capitals' "$(classes 'EXPERIENCE>=60mo')" '001 003 004'
    is 'supervisory>=4y: the class' "$(classes 'supervisory>=4y')" '001'
    is 'education>=bachelor: the classes' "$(classes 'education>=bachelor')" '000 001 002 003 004'
    is 'no section asks for more' "$(total 'education>=master')" '0 sections in 0 classes'
    is 'two comparisons, two sections of a class' \
        "$(found 'education>=bachelor supervisory>=4y' | wc -l)" 2
    is 'minus takes the classes out' "$(classes 'education>=bachelor -experience>=5y')" '000 002'
}

# In 004 the years stand at the end of a long sentence about degrees.
check_evidence() {
    specsearch find -f json --url "$URL" 'experience>=5y code:865' >"$T/hit"
    like 'the snippet has the years' "$(json 'j["hits"][0]["snippet"]["text"]' <"$T/hit")" \
        'five \(5\) years of IT project management experience'
    is 'they are marked, and nothing before them' \
        "$(json '" ".join(h["snippet"]["text"][a:b] for h in j["hits"]
            for a, b in h["snippet"]["marks"][:3])' <"$T/hit")" 'five 5 years'
}

check_modality() {
    is 'CJIS, by position' "$(total 'CJIS modality:by_position')" '2 sections in 1 class'
    is 'a criminal check is asked of everyone' "$(total '"Criminal Check" modality:by_position')" \
        '0 sections in 0 classes'
    like 'it is in the documents' "$(total '"Criminal Check"')" '^2 sections'
}

check_joins() {
    is 'two kinds of section' "$(total 'licensure:CJIS background_check:CJIS')" \
        '2 sections in 1 class'
    is 'each is shown' "$(found 'licensure:CJIS background_check:CJIS')" \
        "$(found 'CJIS clearance')"
    is 'a kind and a comparison that no class has both of' \
        "$(total 'licensure:CJIS experience>=5y')" '0 sections in 0 classes'
    is 'a code, its blanks and its case' "$(classes 'code:ci-2421')" '002'
    is 'fields under OR' "$(classes 'code:CI2421 OR code:865')" '002 004'
    is 'minus a scope takes the class out' \
        "$(classes 'education>=bachelor -background_check:CJIS')" '000 001 003 004'
}

# Words that no title has, so that only where they stand decides.
check_sets() {
    found 'budget' >"$T/a"
    found 'policies' >"$T/b"
    comm -12 "$T/a" "$T/b" >"$T/both"
    ok 'both are found in some sections' test -s "$T/both"
    is 'OR: the one or the other' "$(found 'budget OR policies')" "$(sort -u "$T/a" "$T/b")"
    is 'AND: both' "$(found 'budget policies')" "$(cat "$T/both")"
    is 'minus: the one without the other' "$(found 'budget -policies')" "$(comm -23 "$T/a" "$T/b")"
    is 'NOT: all but those' "$(found '-budget' | wc -l)" \
        "$(($(found '-zzyzx' | wc -l) - $(wc -l <"$T/a")))"
    for word in Manages MANAGES; do
        is "manages and $word" "$(found "$word")" "$(found manages)"
    done
    ok 'manages is found' test -n "$(found manages)"
}

check_errors() {
    for query in 'budget>=5' 'experience>=lots' 'a (modality:required OR b)'; do
        runs "$query" 2 specsearch find --url "$URL" -- "$query"
    done
}

if [ -d "$SHARED/seeds" ]; then
    serve seeds "$SHARED/seeds"
    check_comparisons
    check_evidence
    check_modality
    check_joins
    check_sets
    check_errors
else
    skip 'the language over the seeds' 'the seed documents are not there'
fi
done_testing
