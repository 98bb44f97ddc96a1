#!/bin/sh
# kill.sh ROOT [KILLS]: `khaldun add` and `khaldun recode` are killed (kill -9) at random
# points, KILLS times (20), and begun again. After every kill the database is whole; in
# the end it holds the same as after an undisturbed run. ctest runs it with the default;
# `KHALDUN_PROGRAM=... KHALDUN_DATA=... KHALDUN_CONTENTS=... sh test/kill.sh . 200` longer.
root=$1
kills=${2:-20}
khaldun=$KHALDUN_PROGRAM
contents=$KHALDUN_CONTENTS
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
. "$root/test/reports.sh"
cd "$work" || exit 2

random() { # below $1
    echo $(($(od -An -N4 -tu4 /dev/urandom) % $1))
}
now() { date +%s%N | cut -c1-13; }
fault() {
    echo "FAULT: $1"
    cat err
    exit 1
}

make_reports 240 >in.jsonl
add="add --batch 9 --threads 2"
started=$(now)
# shellcheck disable=SC2086  # words on purpose
"$khaldun" $add --db whole.db in.jsonl 2>err || fault "the undisturbed run failed"
took=$(($(now) - started))
"$contents" whole.db >whole.txt || fault "the undisturbed database is not whole"

done=0
databases=0
while [ $done -lt "$kills" ]; do
    rm -f cut.db cut.db-wal cut.db-shm
    databases=$((databases + 1))
    tries=0
    while [ $tries -lt 6 ] && [ $done -lt "$kills" ]; do
        tries=$((tries + 1))
        command="$add --db cut.db in.jsonl"
        [ $tries -gt 4 ] && [ -e cut.db ] && command="recode --batch 9 --db cut.db"
        # shellcheck disable=SC2086
        "$khaldun" $command >out 2>err &
        child=$!
        sleep "$(random $((took / 2 + 20)) | awk '{printf "%.3f", $1 / 1000}')"
        kill -9 $child 2>kill.err
        wait $child 2>kill.err
        [ $? -eq 137 ] || continue
        done=$((done + 1))
        [ ! -e cut.db ] || [ ! -s cut.db ] || ! "$khaldun" query --db cut.db --limit 1 >out 2>err ||
            "$contents" --check cut.db >out || { cat out; fault "not whole after kill $done"; }
    done
    # shellcheck disable=SC2086
    "$khaldun" $add --db cut.db in.jsonl 2>err || fault "the run after $done kills failed"
    "$contents" cut.db >cut.txt || fault "the database is not whole"
    cmp -s whole.txt cut.txt || { diff whole.txt cut.txt | head -20; fault "another database"; }
done
echo "$done kills, $databases databases: each the same as undisturbed"
