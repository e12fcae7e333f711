#!/bin/sh
# A build that is killed at any moment, or whose writing processes are, or that runs out of disk,
# leaves the current generation as it was; the next build succeeds and clears up. SEED=n repeats the
# moments of an earlier run.
. "$(dirname "$0")/lib.sh"

case $BUILD in
*asan | *tsan) rounds=8 copies=1 ;;
*) rounds=20 copies=2 ;;
esac
SEED=${SEED:-$(date +%s)}
echo "# SEED=$SEED"

# The sample specifications several times, as other agencies with other codes; those that are text,
# which sed can give other codes.
for copy in $(seq $copies); do
    for house in alder-county brackwater-district meridia-state port-ferris; do
        folder=$T/src/$house-$copy
        mkdir -p "$folder"
        for file in "$CORPUS/$house"/*; do
            sed "s/\(Class Code: \|Job Code \| - PF\)\([0-9]\)/\1$copy\2/" "$file" \
                >"$folder/$(basename "$file")"
            echo "Copy $copy" >>"$folder/$(basename "$file")"
        done
    done
done

cat >"$T/crash.py" <<'END'
"""crash.py BUILD T SEED ROUND: kills one build and looks at what it leaves."""
import glob, hashlib, json, os, random, re, signal, subprocess, sys, time

build, top, seed, number = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
source, index = top + '/src', top + '/x'
random.seed(f'{seed}/{number}')
environment = dict(os.environ)
environment['ASAN_OPTIONS'] = environment.get('ASAN_OPTIONS', '') + ':new_delete_type_mismatch=0'

def specindex(*arguments):
    return subprocess.run([build + '/specindex', *arguments], capture_output=True, text=True,
                          env=environment, timeout=120)

def hashes():
    """What the sources hold: path -> sha256."""
    return {path: hashlib.sha256(open(path, 'rb').read()).hexdigest()
            for path in glob.glob(os.path.realpath(source) + '/*/*')}

def indexed():
    """What the current generation holds; None: there is none."""
    try:
        with open(index + '/current/manifest.json') as f:
            return {s['path']: s['sha256'] for s in json.load(f)['sources']}
    except FileNotFoundError:
        if os.path.lexists(index + '/current'):
            raise
        return None

def edit(which, text):
    for path in which:
        with open(path, 'a') as f:
            f.write(text)

def fail(text):
    print(f'round {number}, {place}: {text}')
    sys.exit(1)

def exists(pattern):
    return lambda: glob.glob(f'{index}/{pattern}') != []

def newer():
    """A generation has its name, or is current already."""
    names = [n for n in os.listdir(index + '/generations') if n.isdigit()]
    return any(n not in generations for n in names)

def other():
    try:
        return os.readlink(index + '/current') != current
    except FileNotFoundError:
        return False

def running():
    """Processes that were started with the index, and those that they started."""
    found = []
    for name in glob.glob('/proc/[0-9]*/cmdline'):
        try:
            with open(name, 'rb') as f:
                command = f.read().split(b'\0')
        except (FileNotFoundError, ProcessLookupError):
            continue
        if b'build' in command and index.encode() in command:
            found.append(name.split('/')[2])
    return found

def listdir(path):
    return os.listdir(path) if os.path.isdir(path) else []

# Where to wait for, and how long then: a share of a whole build's time.
PLACES = [('at once', lambda: True, 1.2),
          ('a new generation is begun', exists('generations/new-*'), 0.8),
          ('a segment is written', exists('generations/new-*/segments/*/work'), 0.6),
          ('its database is joined', exists('generations/new-*/segments/*/sections'), 0.02),
          ('its last file is written', exists('generations/new-*/segments/*/requirements'), 0.01),
          ('its manifest is written', exists('generations/new-*/manifest.json*'), 0.005),
          ('it has its name', newer, 0.005),
          ('it is current', other, 0.005)]

if number <= 2: # the first build of all
    subprocess.run(['rm', '-rf', index], check=True)
else:
    if indexed() is None and specindex('build', '-i', index, source).returncode != 0:
        sys.exit('the build before failed')
    files = sorted(hashes())
    which = random.sample(files, len(files) // 2)
    before_edit = {path: open(path, 'rb').read() for path in which}
old = indexed()
if number > 2:
    edit(which, f'Round {number}\n')
new = hashes()
generations = listdir(index + '/generations')
current = os.readlink(index + '/current') if old else ''
place, reached, share = PLACES[random.randrange(3) if number <= 2 else number % len(PLACES)]
whole = float(open(top + '/seconds').read())
delay = random.choice([0, 1]) * random.random() * share * whole

process = subprocess.Popen([build + '/specindex', 'build', '-i', index, source],
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
def at_place():
    try:
        return reached()
    except FileNotFoundError:
        return False
while process.poll() is None and not at_place():
    pass
until = time.monotonic() + delay
while time.monotonic() < until:
    pass
process.kill()
said = process.stderr.read()
process.wait()
killed = process.returncode == -signal.SIGKILL
if not killed and process.returncode != 0:
    fail(f'the build ended with {process.returncode}: {said}')

left = [n for n in listdir(index + '/generations') if not n.isdigit()]
print(f"{'killed' if killed else 'too late'}, {place} and {delay * 1000:.0f} ms, left {left}")
if killed:
    open(top + '/killed', 'a').write('x\n')
    if left:
        open(top + '/unfinished', 'a').write('x\n')

until = time.monotonic() + 20
while running():
    if time.monotonic() > until:
        fail(f'processes go on without it: {running()}')

now = indexed()
if now != old and now != new:
    fail('current is neither what was before nor what was to be')
checked = specindex('check', '-i', index)
if now is None:
    if checked.returncode != 2 or 'no index there' not in checked.stderr:
        fail(f'no index, yet check: {checked.stdout}{checked.stderr}')
elif checked.returncode != 0 or ' whole' not in checked.stdout:
    fail(f'check: {checked.stdout}{checked.stderr}')

# One time in three the edits are undone, so that there may be nothing to publish.
if number > 2 and number % 3 == 0:
    for path in which:
        with open(path, 'wb') as f:
            f.write(before_edit[path])
wanted = hashes()
again = specindex('build', '-i', index, source)
if again.returncode != 0:
    fail(f'the next build: {again.returncode} {again.stderr}')
if indexed() != wanted:
    fail('the next build did not index what is there')
checked = specindex('check', '-i', index)
if checked.returncode != 0:
    fail(f'check after the next build: {checked.stderr}')
names = sorted(listdir(index + '/generations'))
if sorted(os.listdir(index)) != ['current', 'generations', 'lock'] or len(names) > 3 or \
        not all(re.fullmatch(r'\d{6}', n) for n in names):
    fail(f'leftovers: {sorted(os.listdir(index))} {names}')
END

# How long a build takes that is left alone.
start=$(date +%s%N)
runs "a build that is left alone" 0 specindex build -i "$T/x" "$T/src"
python3 -c "print(($(date +%s%N) - $start) / 1e9)" >"$T/seconds"
like "indexes every copy" "$(tail -1 "$T/out")" " $((48 * copies)) classes, .* 0 duplicate, 0 skip"

[ -e "$T/x/current" ] || done_testing # nothing to go on with

: >"$T/killed"
: >"$T/unfinished"
for round in $(seq $rounds); do
    ok "killed: round $round of $rounds" python3 "$T/crash.py" "$BUILD" "$T" "$SEED" "$round"
    sed 's/^/# /' "$T/.ok" | head -1
done
ok "most builds were killed, and not too late" test "$(wc -l <"$T/killed")" -ge $((rounds / 2))
ok "some with a generation half written" test "$(wc -l <"$T/unfinished")" -ge $((rounds / 5))

# One of the processes that write is killed alone: the build says so and leaves no trace.
cat >"$T/writer.py" <<'END'
"""writer.py BUILD INDEX SOURCE JOBS: kills a process that writes while it has work under way."""
import glob, os, signal, subprocess, sys

build, index, source, jobs = sys.argv[1:]
process = subprocess.Popen([build + '/specindex', 'build', '-j', jobs, '-i', index, source],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

def children():
    for name in glob.glob('/proc/[0-9]*/stat'):
        try:
            with open(name) as f:
                if int(f.read().rsplit(')', 1)[1].split()[1]) == process.pid:
                    yield int(name.split('/')[2])
        except (FileNotFoundError, ProcessLookupError):
            pass

def writes(pid):
    try:
        return any('/generations/new-' in os.readlink(name)
                   for name in glob.glob(f'/proc/{pid}/fd/*'))
    except (FileNotFoundError, ProcessLookupError):
        return False

killed = False
while process.poll() is None and not killed:
    for pid in filter(writes, children()):
        os.kill(pid, signal.SIGSTOP)
        killed = writes(pid) # still: it has not finished meanwhile
        os.kill(pid, signal.SIGKILL if killed else signal.SIGCONT)
        if killed:
            break
out, err = process.communicate(timeout=100)
print('killed' if killed else 'not met', process.returncode, out + err, end='')
END
for jobs in 1 4; do
    before=$(readlink "$T/x/current")
    find "$T/src" -type f -exec sh -c 'for f; do echo "Writer" >>"$f"; done' sh {} +
    is "a process that writes is killed alone, of $jobs" \
        "$(python3 "$T/writer.py" "$BUILD" "$T/x" "$T/src" $jobs)" \
        "killed 2 specindex: a process that writes the index died (signal 9); the index is as it was"
    is "of $jobs: current is as it was, and nothing is left" \
        "$(readlink "$T/x/current") $(ls "$T/x/generations" | grep -cv '^[0-9]*$')" "$before 0"
    ok "of $jobs: and whole" check "$T/x"
    runs "of $jobs: the next build" 0 specindex build -i "$T/x" "$T/src"
    ok "of $jobs: is whole" check "$T/x"
done

# The same without chance: a build of which a process dies before each of the calls by which it
# changes the disk, one after the other.
cat >"$T/die.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

static void step(void)
{
    static long calls;
    const char *at = getenv("DIE_AT");
    if (at != NULL && ++calls == strtol(at, NULL, 10))
        raise(SIGKILL);
}

#define WRAP(name, parameters, arguments)                \
    int name parameters                                  \
    {                                                    \
        int(*real) parameters = dlsym(RTLD_NEXT, #name); \
        step();                                          \
        return real arguments;                           \
    }
WRAP(rename, (const char *from, const char *to), (from, to))
WRAP(symlink, (const char *target, const char *path), (target, path))
WRAP(mkdir, (const char *path, mode_t mode), (path, mode))
WRAP(unlink, (const char *path), (path))
WRAP(remove, (const char *path), (path))
WRAP(link, (const char *from, const char *to), (from, to))
WRAP(fsync, (int fd), (fd))
WRAP(fdatasync, (int fd), (fd))
END
# die_everywhere: how many calls there were; what was wrong after one of them goes to $T/wrong.
die_everywhere() {
    at=0 status=137
    : >"$T/wrong"
    while [ $status != 0 ] && [ $at -lt 500 ]; do
        at=$((at + 1))
        rm -rf "$T/s"
        cp -a "$T/good" "$T/s"
        (LD_PRELOAD=$T/die.so DIE_AT=$at exec "$BUILD/specindex" build -i "$T/s" "$T/small") \
            >/dev/null 2>&1
        status=$?
        classes=$(grep -c '"base"' "$T/s/current/manifest.json")
        [ "$classes" = 12 ] || [ "$classes" = 13 ] || echo "$at: $classes classes" >>"$T/wrong"
        check "$T/s" >/dev/null 2>>"$T/wrong" || echo "$at: check" >>"$T/wrong"
        specindex build -i "$T/s" "$T/small" >/dev/null 2>>"$T/wrong" ||
            echo "$at: the next build" >>"$T/wrong"
        [ "$(grep -c '"base"' "$T/s/current/manifest.json")" = 13 ] ||
            echo "$at: the next build did not index what is there" >>"$T/wrong"
        [ "$(ls "$T/s" | tr '\n' ' ')" = "current generations lock " ] &&
            ! ls "$T/s/generations" | grep -qv '^[0-9]*$' || echo "$at: leftovers" >>"$T/wrong"
    done
    echo $at
}
case $BUILD in
*asan | *tsan) skip "killed at every call" "a sanitizer must be the first library" ;;
*)
    if ${CC:-cc} -shared -fPIC -o "$T/die.so" "$T/die.c" -ldl >"$T/err" 2>&1; then
        cp -r "$CORPUS/alder-county" "$T/small"
        specindex build -i "$T/good" "$T/small" >/dev/null
        sed 's/^Class Code: .*/Class Code: 9999/' "$CORPUS/alder-county/librarian.txt" \
            >"$T/small/new.txt"
        calls=$(die_everywhere 2>/dev/null)
        ok "killed before each of $calls calls" test "$calls" -gt 15 -a "$calls" -lt 500
        is "current is whole, and the next build as well" "$(cat "$T/wrong")" ""
    else
        skip "killed at every call" "no compiler: $(head -1 "$T/err")"
    fi
    ;;
esac

# What fails after a generation is current is no failure of the build.
cat >"$T/fail.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Is it the path of that variable, or below it? */
static int is_below(const char *path, const char *variable)
{
    const char *top = getenv(variable);
    return top != NULL && strncmp(path, top, strlen(top)) == 0;
}

int remove(const char *path)
{
    int (*real)(const char *) = dlsym(RTLD_NEXT, "remove");
    if (is_below(path, "FAIL_REMOVE")) {
        errno = EIO;
        return -1;
    }
    return real(path);
}

int fsync(int fd)
{
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    char name[64], path[4096] = "";
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    if (readlink(name, path, sizeof path - 1) > 0 && getenv("FAIL_FSYNC") != NULL &&
        strcmp(path, getenv("FAIL_FSYNC")) == 0) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}
END
# published_all_the_same NAME VARIABLE=VALUE REGEX: a build publishes, says so and notes what failed.
published_all_the_same() {
    echo "Line for $1" >>"$T/small/new.txt"
    runs "$1" 0 env LD_PRELOAD="$T/fail.so" "$2" "$BUILD/specindex" build -i "$T/s" "$T/small"
    like "$1: is noted" "$(cat "$T/err")" "$3"
    like "$1: is current" "$(tail -1 "$T/out") $(readlink "$T/s/current")" \
        '^generation ([0-9]*): .* generations/\1$'
    ok "$1: and whole" check "$T/s"
}
case $BUILD in
*asan | *tsan) skip "failures after it is current" "a sanitizer must be the first library" ;;
*)
    if ${CC:-cc} -shared -fPIC -o "$T/fail.so" "$T/fail.c" -ldl >"$T/err" 2>&1; then
        rm -rf "$T/s"
        specindex build -i "$T/s" "$T/small" >/dev/null
        published_all_the_same "an index whose directory cannot be made durable" \
            "FAIL_FSYNC=$(realpath "$T/s")" '^specindex: .* is current, .*: Input/output error$'
        mkdir "$T/deep"
        runs "a new index whose name cannot be made durable" 2 env LD_PRELOAD="$T/fail.so" \
            "FAIL_FSYNC=$(realpath "$T/deep")" "$BUILD/specindex" build -i "$T/deep/er/x" "$T/small"
        like "is an error" "$(cat "$T/err")" "^specindex: $T/deep: .*: Input/output error$"
        published_all_the_same "an old generation that cannot be removed" \
            "FAIL_REMOVE=$T/s/generations/000001" \
            '^specindex: old generations cannot be removed: .*/000001: .*: Input/output error$'
    else
        skip "failures after it is current" "no compiler: $(head -1 "$T/err")"
    fi
    ;;
esac

# What a dead build can leave, all at once; the next build publishes, or finds nothing to do.
leave() {
    mkdir -p "$T/x/generations/new-1/segments/000009-0/work/0" "$T/x/generations/new-999999"
    : >"$T/x/generations/new-1/segments/000009-0/work/0/postlist.glass"
    : >"$T/x/generations/new-999999/manifest.json.new"
    ln -sfn generations/000099 "$T/x/current.new"
    echo 999999 >"$T/x/lock"
}
left() { (cd "$T/x" && ls -d current.new generations/new-* 2>/dev/null); }
leave
ok "check does not mind leftovers" check "$T/x"
echo 'One more line' >>"$T/src/alder-county-1/librarian.txt"
runs "a build that publishes, over leftovers" 0 specindex build -i "$T/x" "$T/src"
is "clears them up" "$(left)" ""
leave
runs "a build that finds nothing to do, over leftovers" 0 specindex build -i "$T/x" "$T/src"
like "finds nothing to do" "$(cat "$T/out")" '^nothing changed'
is "clears them up, too" "$(left)" ""
rm -rf "$T"/x/current.new "$T"/x/generations/new-*

# A complete generation that did not become current is no obstacle.
cp -a "$T/x/current/" "$T/x/generations/000900"
echo 'Another line' >>"$T/src/alder-county-1/librarian.txt"
runs "a build beside a generation that never was current" 0 specindex build -i "$T/x" "$T/src"
is "takes the next number" "$(readlink "$T/x/current")" generations/000901
ok "and is whole" check "$T/x"

# A full disk, made of a limit to the size of files. The limits are in units of 512 bytes.
before=$(readlink "$T/x/current")
manifest=$(sha256sum <"$T/x/current/manifest.json")
find "$T/src" -type f -exec sh -c 'for f; do echo "Full disk" >>"$f"; done' sh {} +
limited() {
    (trap '' XFSZ && ulimit -f "$1" && exec "$BUILD/specindex" build -i "$T/x" "$T/src")
}
for limit in 1 8 64 256 512; do
    runs "files of $limit blocks at most" 2 limited $limit
    is "$limit: an error in one line" "$(wc -l <"$T/err") $(grep -c '^specindex: ' "$T/err")" "1 1"
    is "$limit: current is as it was" \
        "$(readlink "$T/x/current") $(sha256sum <"$T/x/current/manifest.json")" "$before $manifest"
    ok "$limit: and whole" check "$T/x"
    is "$limit: nothing is left" "$(left)" ""
done
runs "files of any size" 0 specindex build -i "$T/x" "$T/src"
ok "and the build is whole" check "$T/x"

# A disk that is really full: a small file system in memory, in a name space of its own.
cat >"$T/full.sh" <<'END'
# full.sh SPECINDEX SRC DISK RESULTS: fills the disk, leaving more and more room.
set -u
specindex=$1 src=$2 disk=$3 results=$4
mount -t tmpfs -o size=64m none "$disk" || exit 77
: >"$results"
"$specindex" build -i "$disk/x" "$src" >/dev/null || exit 1
state() { echo "$(readlink "$disk/x/current") $(sha256sum <"$disk/x/current/manifest.json")"; }
find "$src" -type f -exec sh -c 'for f; do echo "Fuller disk" >>"$f"; done' sh {} +
was=$(state)
for room in 0 4 40 400 800; do
    free=$(df -k --output=avail "$disk" | tail -1)
    head -c "$(((free - room) * 1024))" /dev/zero >"$disk/filler" 2>/dev/null
    "$specindex" build -i "$disk/x" "$src" >"$results.out" 2>"$results.err"
    status=$?
    [ "$(state)" = "$was" ] && same=same || same=other
    "$specindex" check -i "$disk/x" >/dev/null 2>&1 && whole=whole || whole=broken
    rm -f "$disk/filler"
    left=$(cd "$disk/x" && ls -d current.new generations/new-* 2>/dev/null | wc -l)
    echo "$room: $status $same $whole $(grep -c '^specindex: ' "$results.err") $left" >>"$results"
done
"$specindex" build -i "$disk/x" "$src" >/dev/null && "$specindex" check -i "$disk/x" >/dev/null &&
    echo "room again: $?" >>"$results"
END
mkdir "$T/disk"
[ "$(id -u)" = 0 ] && space="unshare -m" || space="unshare -rm"
full() {
    ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}new_delete_type_mismatch=0" \
        $space sh "$T/full.sh" "$BUILD/specindex" "$T/src" "$T/disk" "$T/results"
}
full >"$T/out" 2>"$T/err"
if [ -f "$T/results" ]; then
    is "a full disk, with KiB left: exit status, current, whole, lines of error, leftovers" \
        "$(cat "$T/results")" "0: 2 same whole 1 0
4: 2 same whole 1 0
40: 2 same whole 1 0
400: 2 same whole 1 0
800: 2 same whole 1 0
room again: 0"
else
    skip "a full disk" "no file system can be mounted here: $(tail -1 "$T/err")"
fi
done_testing
