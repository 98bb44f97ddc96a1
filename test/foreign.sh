#!/bin/sh
# foreign.sh ROOT: programs of others read what `khaldun export` writes (test/foreign).
# Their environment is made once, in build/foreign; where there is no Python or no
# network the test is skipped (77). $KHALDUN_PROGRAM and $KHALDUN_DATA come from ctest.
root=$1
khaldun=$KHALDUN_PROGRAM
home=$root/build/foreign
wanted=$root/test/foreign/requirements.txt
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

skip() { echo "skipped: $1"; exit 77; }

command -v python3 >/dev/null || skip "no python3"
if ! cmp -s "$wanted" "$home/made"; then
    rm -rf "$home"
    mkdir -p "$root/build"
    python3 -m venv "$home" >"$work/log" 2>&1 || skip "no environment: $(tail -n 1 "$work/log")"
    timeout 400 "$home/bin/python" -m pip install -q --disable-pip-version-check \
        --timeout 20 --retries 1 -r "$wanted" >"$work/log" 2>&1 ||
        { rm -rf "$home"; skip "no packages: $(tail -n 1 "$work/log")"; }
    cp "$wanted" "$home/made"
fi

db=$work/reports.db
"$khaldun" add --db "$db" "$root"/examples/*.txt "$root"/examples/*.jsonl 2>"$work/log" ||
    { cat "$work/log"; exit 1; }
give() { # file, then the arguments
    out=$work/$1
    shift
    "$khaldun" export --db "$db" "$@" --out "$out" || exit 1
}
give out/ --format csv
for table in incidents accounts figures; do
    give out/$table.parquet --format parquet --table $table
done
give out/incidents.geojson --format geojson
give out/incidents.jsonl --format jsonl
give out/acled.csv --format acled
give out/ucdp.csv --format ucdp
give out/casualty.csv --format casualty
give out/plover.jsonl --format plover
give out/polecat.tsv --format polecat
exec "$home/bin/python" "$root/test/foreign/check.py" "$work/out"
