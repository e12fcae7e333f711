#!/bin/sh
# The query doctor by the real programs: acronyms and variants, spelling, and what a query asks for
# in words; on specifications of which each says one thing in one way, and on the seeds.
. "$(dirname "$0")/lib.sh"

# specification NAME TITLE CODE TEXT: writes one whose licensure section says the text.
specification() {
    cat >"$T/docs/$1.txt" <<END
CITY OF ALDER
Class Title: $2
Class Code: $3

DUTIES

Performs the duties of the class at the harbor.

EDUCATION

A high school diploma is required.

LICENSURE

$4
END
}

# found QUERY [OPTION...]: the codes of what it finds, in one line.
found() {
    query=$1
    shift
    specsearch find -f tsv --url "$URL" "$@" -- "$query" 2>"$T/err" |
        awk -F '\t' 'NR > 1 { print $3 }' | sort -u | xargs
}

# said QUERY [OPTION...]: what the command line says of a query above the results.
said() {
    query=$1
    shift
    specsearch find --url "$URL" "$@" -- "$query" 2>"$T/err" | sed '1d; /^$/,$d'
}

# query TEXT PARAMETERS EXPRESSION: of "query" in the answer, as Python's q.
query() {
    curl -sG "$URL/api/v1/search" --data-urlencode "q=$1" ${2:+-d "$2"} |
        "$PYTHON" -c 'import json, sys; q = json.load(sys.stdin)["query"]; print(eval(sys.argv[1]))' "$3"
}

page() { curl -sG "$URL/search" --data-urlencode "q=$1" ${2:+-d "$2"}; }

check_acronyms() {
    for text in CJIS cjis Cjis 'Criminal Justice Information Services' \
        'criminal justice information services' 'CRIMINAL JUSTICE INFORMATION SERVICES'; do
        is "$text: either form finds both" "$(found "$text")" '101 102 103'
    done
    is 'the acronym within a kind of section' "$(found 'licensure:CJIS')" '101 102 103'
    is 'the long form within a kind' \
        "$(found 'licensure:(criminal justice information services)')" '101 102 103'
    is 'near something' "$(found 'CJIS /s clearance')" '101 102 103'
    is 'in quotation marks: as typed' "$(found '"CJIS"')" '101 102'
    is 'without expansion: the acronym' "$(found CJIS --no-expand)" '101 102'
    is 'without expansion: the words' \
        "$(found 'criminal justice information services' --no-expand)" '101 103'
    is 'minus takes out what was typed alone' "$(found 'clearance -CJIS')" '103'
    is 'what is expanded is said' "$(query CJIS '' 'q["expanded"]')" \
        "[{'from': 'cjis', 'to': ['criminal justice information services'], 'why': 'acronym'}]"
    is 'expand=0: nothing' "$(query CJIS expand=0 'q["expanded"]')" '[]'
    is 'the command line says it, and how to do without' "$(said CJIS)" \
        'taken for the same: cjis, criminal justice information services (not so with --no-expand)'
    is 'without: nothing is said' "$(said CJIS --no-expand)" ''
    like 'the page says it with a link' "$(page CJIS)" \
        '<i>criminal justice information services</i>.*for <i>cjis</i>.*href="/search\?q=CJIS&amp;expand=0"'
    like 'the page without leads back' "$(page CJIS expand=0)" 'href="/search\?q=CJIS">'
    like 'filters keep it' "$(page CJIS expand=0)" 'href="/search\?q=CJIS&amp;expand=0&amp;agency='
}

check_variants() {
    is 'judgement finds judgment' "$(found judgement)" '104'
    is 'judgment is found as typed' "$(found judgment --no-expand)" '104'
    is 'only by being the same: judgement' "$(found judgement --no-expand --no-relax)" ''
    is 'what the index does not have is not said' "$(query judgment '' 'q["expanded"]')" '[]'
    is 'a word of every text is none' "$(query 'it clearance' '' 'q["expanded"]')" '[]'
}

check_spelling() {
    is 'nothing has it: corrected' "$(query clearnce '' 'q["corrected"]')" 'clearance'
    is 'what is found is that' "$(found clearnce)" "$(found clearance)"
    is 'it is said' "$(said clearnce)" 'nothing has clearnce; these are the results for: clearance'
    like 'the page says it' "$(page clearnce)" 'Nothing has <i>clearnce</i>\..*>clearance</a>'
    is 'relax=0: offered, not answered' "$(query clearnce relax=0 'q["suggestion"]')" 'clearance'
    is 'relax=0: nothing is found' "$(found clearnce --no-relax)" ''
    is 'something is found as typed: offered' \
        "$(query 'diploma OR clearnce' '' '(q["corrected"], q["suggestion"])')" \
        "(None, 'diploma OR clearance')"
    like 'the page offers it' "$(page 'diploma OR clearnce')" 'Did you mean <a href'
    is 'only the word is replaced' \
        "$(query '"clearnce"   harbor -x' relax=0 'q["suggestion"]')" '"clearance"   harbor -x'
    is 'an acronym stays in capitals' "$(query CJSI '' 'q["corrected"]')" 'CJIS'
    is 'what is known is not corrected' "$(query diploma '' '(q["corrected"], q["suggestion"])')" \
        '(None, None)'
    is 'nor what is too far off' "$(query zyzzyva '' '(q["corrected"], q["suggestion"])')" \
        '(None, None)'
    specsearch find --all -f json --url "$URL" clearnce >"$T/all" 2>"$T/said"
    like 'and says so beside its rows' "$(cat "$T/said")" 'the rows are those for: clearance$'
    specsearch find -f csv --url "$URL" clearnce >"$T/rows" 2>"$T/said"
    like 'as rows of pages do' "$(cat "$T/said")" 'the rows are those for: clearance$'
    is 'but not where nothing is corrected' \
        "$(specsearch find -f csv --url "$URL" clearance 2>&1 >"$T/rows")" ''
    is 'an export is corrected too' "$(head -1 "$T/all" | "$PYTHON" -c '
import json, sys; print(json.load(sys.stdin)["query"]["corrected"])')" 'clearance'
    is 'and as long as the pages' "$(($(wc -l <"$T/all") - 2))" \
        "$(specsearch find -f tsv --url "$URL" clearance | sed 1d | wc -l)"
}

check_explain() {
    runs 'explain' 0 specsearch find --explain --url "$URL" 'cjis clearnce experience>=5y'
    out=$(tr '\n' ' ' <"$T/out")
    like 'stems and words' "$out" 'a word with the stem "cjis" \(cjis\)'
    like 'expansions' "$out" 'the exact words "criminal justice information services"'
    like 'what nothing has' "$out" 'with the stem "clearnc", which no section has'
    like 'comparisons' "$out" 'experience: at least 5 years'
    like 'counts' "$(cat "$T/out")" '^ +3  \(cjis OR "criminal justice information services"\)$'
    like 'spelling' "$(cat "$T/out")" '^did you mean: cjis clearance experience>=5y$'
    runs 'a class that is named' 0 specsearch find --explain --url "$URL" 'harbor pilot'
    like 'its id' "$(cat "$T/out")" 'Harbor Pilot .*/101$'
    runs 'as JSON' 0 specsearch find --explain -f json --url "$URL" 'judgement -"x y"'
    is 'its parts' "$("$PYTHON" -c '
import json, sys
a = json.load(open(sys.argv[1]))
print([(p["text"], p["type"], p["stem"], p["sections"], p["excluded"]) for p in a["parts"]],
      a["query"]["canonical"], a["limits"]["bytes"])' "$T/out")" \
        "[('(judgement OR judgment)', 'word', 'judgement', 1, False), ('-\"x y\"', 'phrase', None, 0, True)] judgement -\"x y\" 4096"
    runs 'a query that is none' 2 specsearch find --explain --url "$URL" '"x'
    like 'the reason' "$(cat "$T/err")" 'quotation mark.*at character 1'
    runs 'with what does not fit' 2 specsearch find --explain --all --url "$URL" x
    is 'an unknown parameter' \
        "$(curl -s "$URL/api/v1/explain?q=x&page=1" | grep -c 'there are q and expand')" 1
}

# What a query asks for that no class has, or that may be meant otherwise.
check_notes() {
    is 'a value that no class has is said' "$(query 'agency:blah' '' 'q["notes"]')" \
        "[{'text': 'No agency is called \"blah\". There is: docs.', 'query': None}]"
    is 'the nearest is offered' "$(query 'clearance grade:x agency:dosc' '' 'q["notes"][1]')" \
        "{'text': 'No agency is called \"dosc\". The nearest is: docs.', 'query': 'clearance grade:x agency:docs'}"
    is 'and is not answered' "$(found 'clearance agency:dosc')" ''
    is 'the command line says it' "$(specsearch find --url "$URL" 'clearance agency:dosc' | tail -n 2)" \
        'No agency is called "dosc". The nearest is: docs.
did you mean: clearance agency:docs'
    specsearch find -f csv --url "$URL" 'agency:dosc' >"$T/rows" 2>"$T/said"
    like 'beside rows, too' "$(cat "$T/said")" 'No agency is called "dosc"'
    like 'the page says it with a link' "$(page 'clearance agency:dosc')" \
        'The nearest is: docs\. Did you mean <a href="/search\?q=clearance%20agency%3Adocs">'
    like 'an agency as its documents call it is found' "$(found 'agency:"city of alder"')" '101 102'
    is 'a beginning is read as one, which is said' "$(found 'agency:doc clearance')" '101 102 103'
    is 'in words' "$(said 'agency:doc clearance' | tail -n 1)" \
        'No agency is called "doc". It is read as the beginning of: docs.'
    runs 'explain says it' 0 specsearch find --explain --url "$URL" 'flsa:maybe'
    like 'in words' "$(cat "$T/out")" '^No class has the FLSA status "maybe"\.$'
    is 'a scope with a length offers the comparison' "$(said 'experience:5y')" \
        'experience:5y seeks the word "5y" in sections about Experience; experience>=5y finds what requires so much.
did you mean: experience>=5y'
    is 'several words corrected are told one by one' "$(said 'clearnce infrmation')" \
        'nothing has clearnce infrmation; these are the results for: clearance information
Corrected word by word: clearnce to clearance, infrmation to information.'
    is 'exact words are not answered by others' "$(found '"clearnce"')" ''
    is 'but offered' "$(query '"clearnce"' '' '(q["corrected"], q["suggestion"])')" \
        "(None, '\"clearance\"')"
}

# A copy in another segment, and after what explained an acronym has gone.
check_builds() {
    specification pilot 'Harbor Pilot' 101 'CJIS clearance is required.'
    runs 'a build without the explanation' 0 specindex build -i "$T/index" "$T/docs"
    start_daemon "$T/index"
    is 'nobody explains it any more' "$(found CJIS)" '101 102'
    is 'there is nothing to say' "$(query CJIS '' 'q["expanded"]')" '[]'
}

mkdir "$T/docs"
specification pilot 'Harbor Pilot' 101 'Criminal Justice Information Services (CJIS) clearance is required.'
specification clerk 'Dock Clerk' 102 'CJIS clearance is required.'
specification guard 'Night Guard' 103 'Criminal Justice Information Services clearance is required.'
specification driver 'Van Driver' 104 "A driver's license and good judgment are required."
serve index "$T/docs"
check_acronyms
check_variants
check_spelling
check_explain
check_notes
check_builds

if need_shared 'the seeds'; then
    serve seeds "$SHARED/seeds"
    for text in CJIS cjis 'criminal justice information services' \
        'Criminal Justice Information Services'; do
        is "seeds: $text" "$(specsearch find --url "$URL" "$text" | head -1)" '2 sections in 1 class'
    done
fi
done_testing
