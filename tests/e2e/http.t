#!/bin/sh
# What HTTP carries around the answers: tags and what is kept, packing, headers that guard, refusals,
# figures, themes.
. "$(dirname "$0")/lib.sh"

# head PATH [CURL OPTION...]: status line and headers in small letters, without \r; header NAME: its
# value in the last of them.
head_of() {
    path=$1
    shift
    : >"$T/body" # which curl leaves alone if there is none
    curl -sS --max-time 60 -o "$T/body" -D "$T/raw" "$@" "$URL$path"
    tr -d '\r' <"$T/raw" | sed 's/^[^:]*:/\L&/' >"$T/head"
}
header() { sed -n "s/^$1: //p" "$T/head"; }
status() { sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p' "$T/head"; }

serve corpus "$CORPUS"
ID=$(get '/api/v1/search?q=CJIS' | json 'j["hits"][0]["class"]["id"]')

# Tags.
for path in / '/search?q=CJIS' "/class/$ID" '/api/v1/search?q=CJIS' "/api/v1/classes/$ID"; do
    head_of "$path"
    tag=$(header etag) cache=$(header cache-control)
    like "$path has a strong tag" "$tag" '^"[0-9a-f]{32}"$'
    is "$path is private and soon asked about" "$cache" 'private, max-age=10, must-revalidate'
    like "$path varies with what is taken" "$(header vary)" 'Accept-Encoding'
    head_of "$path"
    is "$path has the same tag again" "$(header etag)" "$tag"
    for listed in "$tag" "W/$tag" "\"x\", $tag" "\"x\",$tag ,\"y\""; do
        head_of "$path" -H "If-None-Match: $listed"
        is "$path is the one known as $listed" "$(status) $(wc -c <"$T/body")" '304 0'
        is "it says which and how long" "$(header etag) $(header cache-control)" "$tag $cache"
        is 'and is guarded' "$(header x-content-type-options)" nosniff
        is 'and says nothing of a length' "$(header content-length)" ''
    done
    for listed in '"x"' "${tag%?}x\"" '*' "$(echo "$tag" | tr -d '"')"; do
        head_of "$path" -H "If-None-Match: $listed"
        is "$path is not known as $listed" "$(status)" 200
    done
    head_of "$path" --compressed
    packed=$(header etag)
    is "$path in gzip has a tag of its own" "$packed" "${tag%?}-gz\""
    head_of "$path" --compressed -H "If-None-Match: $packed"
    is "$path in gzip is known" "$(status) $(header etag)" "304 $packed"
    head_of "$path" -I
    is "HEAD $path has the tag" "$(status) $(header etag)" "200 $tag"
    head_of "$path" -I -H "If-None-Match: $tag"
    is "HEAD $path is known" "$(status)" 304
done
head_of '/search?q=CJIS'
tag=$(header etag)
for other in '/search?q=cjis' '/search?q=CJIS&page=2' '/api/v1/search?q=CJIS' '/search?q=CJIS&section=licensure' '/'; do
    head_of "$other" -H "If-None-Match: $tag"
    is "the tag is not that of $other" "$(status)" 200
done
head_of '/search?q=%43JIS' -H "If-None-Match: $tag"
is 'but that of the same words in escapes' "$(status)" 304
for bad in /nothing '/search?page=0' /api/v1/nothing '/api/v1/search?q=%22x'; do
    head_of "$bad"
    is "$bad is not kept" "$(header etag) $(header cache-control)" ' no-store'
    head_of "$bad" -H 'If-None-Match: *'
    like "$bad is not said to be known" "$(status)" '^40[04]$'
done

# A page whose similar classes are not found in time says so and is not kept. What a search may take is
# raised until some are found and some are not: with too little there is no page at all.
first=$URL
late=0 wrong=
for ms in 1 2 3 5 8 13 21 34; do
    [ "$late" -eq 0 ] || break
    start_daemon "$T/corpus" --deadline "$ms"
    asked=0
    while [ "$late" -eq 0 ] && [ "$asked" -lt 150 ]; do
        asked=$((asked + 1))
        head_of "/class/$ID"
        kept="$(status) $(header etag | wc -w) $(header cache-control)"
        if grep -q 'could not be worked out in time' "$T/body"; then
            late=$((late + 1))
            [ "$kept" = '200 0 no-store' ] && ! grep -q 'In common:' "$T/body" || wrong="late, $kept"
        elif [ "$(status)" = 503 ]; then
            [ "$kept" = '503 0 no-store' ] || wrong="no page, $kept"
        else
            [ "$kept" = '200 1 private, max-age=10, must-revalidate' ] || wrong="in time, $kept"
        fi
    done
done
what='a class whose similar classes come too late is not kept; one that has them is'
if [ "$late" -eq 1 ] || [ -n "$wrong" ]; then
    is "$what" "$wrong" ''
else
    skip "$what" 'all came in time, or not at all'
fi
URL=$first
head_of "/class/$ID"
is 'within the usual time they come' "$(grep -c 'could not be worked out' "$T/body")" 0
like 'and stand there' "$(cat "$T/body")" 'In common:'
for ms in 0 3600001 x -1; do
    runs "--deadline $ms" 2 timeout 10 "$BUILD/specsearchd" -i "$T/corpus" --listen 127.0.0.1:0 --deadline "$ms"
    like "--deadline $ms is refused" "$(cat "$T/err")" '^specsearchd: .*deadline'
done

# A new generation is another answer.
mkdir "$T/more"
printf 'QUOKKA KEEPER\n\nClass Code: Q1\n\nDUTIES\n\nKeeps quokkas.\n' >"$T/more/q.txt"
ok 'a new generation' specindex build -i "$T/corpus" "$CORPUS" "$T/more"
other_tag() {
    head_of '/search?q=CJIS' -H "If-None-Match: $tag"
    [ "$(status)" = 200 ]
}
ok 'has other tags' wait_until 20 other_tag

# Static files.
css=$(get / | sed -n 's/.*href="\([^"]*style\.css\)".*/\1/p')
like 'pages name the stylesheet by its hash' "$css" '^/static/[0-9a-f]{12}/style\.css$'
head_of "$css"
is 'there it stays for good' "$(status) $(header cache-control)" '200 public, max-age=31536000, immutable'
for path in /static/style.css /static/0123456789ab/style.css; do
    head_of "$path"
    is "$path is asked about" "$(status) $(header cache-control)" '200 no-cache'
done
head_of "$css"
tag=$(header etag)
head_of "$css" -H "If-None-Match: $tag"
is 'a known stylesheet' "$(status)" 304
for path in /static/x/y/style.css /static/../main.c /static/theme.css /static//style.css/; do
    is "nothing at $path" "$(code "$path" --path-as-is)" 404
done

# Packing.
same() { # PATH: it unpacks to what is sent without packing
    get "$1" >"$T/plain"
    curl -sS -H 'Accept-Encoding: gzip' "$URL$1" | gzip -dc >"$T/unpacked"
    cmp "$T/plain" "$T/unpacked"
}
for path in '/search?q=the' '/api/v1/search?q=the' "$css" '/api/v1/export?q=the' \
    '/api/v1/export?q=the&format=csv' '/api/v1/export?q=zyzzyva'; do
    ok "$path in gzip is the same" same "$path"
    head_of "$path" -H 'Accept-Encoding: gzip'
    is "$path says so" "$(header content-encoding)" gzip
    ok "$path is shorter or short" test "$(wc -c <"$T/body")" -lt "$(($(wc -c <"$T/plain") + 40))"
done
packs() { # ACCEPT-ENCODING EXPECTED
    head_of '/search?q=the' -H "Accept-Encoding: $1"
    is "Accept-Encoding: $1" "$(header content-encoding)" "$2"
}
for accept in gzip GZIP x-gzip 'deflate, gzip' 'gzip;q=0.5' 'br;q=1.0, gzip;q=0.8, *;q=0.1' '*' \
    'gzip;q=1, identity;q=0.5' 'gzip ; q=0.001' 'identity;q=0, gzip'; do
    packs "$accept" gzip
done
for accept in identity br 'gzip;q=0' 'gzip;q=0.000, *' '*;q=0' 'gzip;q=0.4, identity;q=0.5' 'gzipx' \
    'gzip;q=2' 'gzip;q=x' ',;,'; do
    packs "$accept" ''
done
head_of /healthz --compressed
is 'what is short is not packed' "$(header content-encoding)" ''
head_of '/search?q=the' -I --compressed
length=$(header content-length)
head_of '/search?q=the' -H 'Accept-Encoding: gzip'
is 'HEAD has the length of the packed answer' "$length" "$(wc -c <"$T/body")"

# Headers that guard.
guards() { # PATH [CURL OPTION...]
    head_of "$@"
    policy=$(header content-security-policy)
    is "$1: $(status): all of them" "$(header x-content-type-options)|$(header referrer-policy)|$(header \
        cross-origin-opener-policy)|$(header cross-origin-resource-policy)|$(header permissions-policy | grep -c camera)" \
        'nosniff|same-origin|same-origin|same-origin|1'
    for part in "default-src 'none'" "style-src 'self'" "script-src 'self'" "connect-src 'self'" \
        "form-action 'self'" "base-uri 'none'" "frame-ancestors 'none'"; do
        case "; $policy;" in *"; $part;"*) ;; *) is "$1: $part" "$policy" "$part" ;; esac
    done
}
long=$(head -c 26000 /dev/zero | tr '\0' a)
guards /
guards "$css"
guards '/api/v1/export?q=the'
guards /nothing
guards /search -X POST
guards "/search?q=$long"
is 'an address too long is a page' "$(status) $(header content-type)" '414 text/html; charset=utf-8'
guards "/api/v1/search?q=$long"
is 'or JSON' "$(json 'j["error"]["code"]' <"$T/body")" address_too_long
for size in 20000 22000 24000 26000 28000 29000 30000 31000 40000; do
    word=$(head -c $size /dev/zero | tr '\0' a)
    like "an address of $size bytes is answered" "$(code "/search?q=$word")" '^(400|414)$'
done

# Refusals.
curl -sS -X POST "$URL/api/v1/search" >"$T/body"
is 'POST is a method not allowed' "$(json 'j["error"]["code"]' <"$T/body")" method_not_allowed
get '/search?q=matrix+%22manages&section=licensure&agency=x' >"$T/body"
like 'a refused search stays in its form' "$(cat "$T/body")" 'name="q".*value="matrix &quot;manages"'
like 'with its filters' "$(cat "$T/body")" 'type="hidden" name="section" value="licensure"'

# Figures.
get /metrics >"$T/before"
get '/api/v1/search?q=CJIS' >"$T/body"
code '/class/nothing' >"$T/body"
get '/api/v1/export?q=CJIS' >"$T/body"
rows=$(($(wc -l <"$T/body") - 2))
code '/api/v1/export?q=CJIS' -I >"$T/body"
get /metrics >"$T/after"
figure() { awk -v name="$2" '$1 == name { n = $2 } END { print n + 0 }' "$T/$1"; }
more() { echo $(($(figure after "$1") - $(figure before "$1"))); }
is 'a search more' "$(more 'specsearch_requests_total{route="/api/v1/search",status="200"}')" 1
is 'a page more that is not there' "$(more 'specsearch_requests_total{route="/class/",status="404"}')" 1
is 'so many rows more' "$(more specsearch_export_rows_total)" "$rows"
is 'this request is under way' "$(figure after specsearch_requests_in_flight)" 1
is 'two generations' "$(figure after specsearch_index_opened_total)" 2
is 'the second is served' "$(figure after 'specsearch_index_info{generation="000002"}')" 1
is 'its classes' "$(figure after specsearch_index_classes)" \
    "$(get '/api/v1/search?q=' | json 'j["total"]["classes"]')"
is 'every request has a duration' \
    "$(figure after 'specsearch_request_seconds_bucket{route="/api/v1/search",le="+Inf"}')" \
    "$(awk '/^specsearch_requests_total.route="\/api\/v1\/search"/ { n += $2 } END { print n }' "$T/after")"
is 'every line is a figure or says what one is' \
    "$(grep -vcE '^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.]+)$' "$T/after")" 0
is 'buckets grow' "$(sed -n 's/.*bucket{route="\/",.*} //p' "$T/after" | sort -nc 2>&1)" ''

# Themes.
mkdir -p "$T/theme/static" "$T/theme/templates"
cat >"$T/theme/theme.ini" <<'INI'
[theme]
name = Ferris & <Sons>
logo = mark.svg
sources = https://hr.example.org/a&b/
[light]
accent = #6b1259
[dark]
accent = #e39ad3
INI
echo '<svg xmlns="http://www.w3.org/2000/svg"/>' >"$T/theme/static/mark.svg"
printf '<footer>Ask {{site_name}}</footer></body></html>\n' >"$T/theme/templates/foot.mustache"
start_daemon "$T/corpus" --theme "$T/theme"
get '/search?q=CJIS' >"$T/body"
like 'the name, escaped' "$(cat "$T/body")" 'Ferris &amp; &lt;Sons&gt;</a>'
like 'the template' "$(cat "$T/body")" '<footer>Ask Ferris &amp; &lt;Sons&gt;</footer>'
get "/class/$ID" >"$T/class"
source=$(get "/api/v1/classes/$ID" | json 'j["class"]["source"]["path"]')
like 'a link to the file' "$(cat "$T/class")" "<a href=\"https://hr.example.org/a&amp;b/$source\">$source</a>"
colours=$(sed -n 's/.*href="\([^"]*theme\.css\)".*/\1/p' "$T/body")
logo=$(sed -n 's/.*src="\([^"]*mark\.svg\)".*/\1/p' "$T/body")
head_of "$logo"
is 'the logo' "$(status) $(header content-type)" '200 image/svg+xml'
is 'the colours, light and dark' "$(get "$colours" | grep -e '--accent:' | tr -d ' \n')" \
    '--accent:#6b1259;--accent:#e39ad3;'
like 'another stylesheet has another address' "$logo" '^/static/[0-9a-f]{12}/'
ok 'and another hash' test "${logo%/*}" != "${css%/*}"
kill "$PID"

cp "$TOP/searchd/templates/"*.mustache "$T/theme/templates"
start_daemon "$T/corpus" --theme "$T/theme"
is 'every template of ours can be one of a theme' "$(code /)" 200
kill "$PID"
rm "$T/theme/templates/"*

theme_fails() { # NAME REGEX
    runs "$1" 2 timeout 10 "$BUILD/specsearchd" -i "$T/corpus" --listen 127.0.0.1:0 --theme "$T/theme"
    like "$1: what it says" "$(grep -v level=info "$T/err")" "^specsearchd: .*$2"
}
ini() { cat >"$T/theme/theme.ini"; }
printf '[light]\nsoft = #bbbbbb\n' | ini
theme_fails 'a text too pale' "theme.ini: light: 'soft' \(#bbbbbb\) on 'paper'.* contrast of 1\.[0-9]* to 1, and needs 4\.5"
printf '[light]\n\naccent = red\n' | ini
theme_fails 'a colour by name' "theme.ini:3: .*#rrggbb, not 'red'"
printf '[light]\nbutton = #000000\n' | ini
theme_fails 'a colour that is none' "theme.ini:2: there is no colour 'button'; there are paper, "
printf '[theme]\nfont = x\n' | ini
theme_fails 'a setting that is none' "theme.ini:2: there is no 'font'"
for address in javascript:alert%281%29/ https://example.org '/files/' 'https://example.org/"/'; do
    printf '[theme]\nsources = %s\n' "$address" | ini
    theme_fails "$address for sources" "theme.ini:2: 'sources' takes an address"
done
printf '[theme]\nlogo = ../theme.ini\n' | ini
theme_fails 'a logo outside' "no logo '\.\./theme\.ini'"
printf '[theme]\nname = x\n' | ini
printf '{{#a}}' >"$T/theme/templates/home.mustache"
theme_fails 'a broken template' 'templates/home.mustache: '
rm "$T/theme/templates/home.mustache"
printf '{{>site}}{{ > foot }}' >"$T/theme/templates/foot.mustache"
theme_fails 'a template within itself' 'templates: foot.mustache includes itself'
printf '{{>bar}}' >"$T/theme/templates/form.mustache"
printf '{{name}}' >"$T/theme/templates/foot.mustache"
theme_fails 'a template within one that it includes' 'templates: (bar|form).mustache includes itself'
printf '{{>haed}}' >"$T/theme/templates/form.mustache"
theme_fails 'a template that is not there' "form.mustache: there is no partial 'haed'"
rm "$T/theme/templates/form.mustache" "$T/theme/templates/foot.mustache"
: >"$T/theme/templates/house.mustache"
theme_fails 'a template that is none' 'templates/house.mustache: there is no such template'
rm "$T/theme/templates/house.mustache"
ln -s /etc/passwd "$T/theme/static/passwd.svg"
theme_fails 'a link' 'static/passwd.svg is not a file'
rm "$T/theme/static/passwd.svg"
: >"$T/theme/static/page.html"
theme_fails 'a page' 'static/page.html: served are'
rm "$T/theme/static/page.html"
head -c 1100000 /dev/zero >"$T/theme/static/large.png"
theme_fails 'a file too large' 'large.png'
rm -r "$T/theme"
theme_fails 'no theme' 'theme.ini'

done_testing
