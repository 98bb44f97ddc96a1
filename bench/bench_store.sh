#!/bin/sh
# bench_store.sh REPORTS.jsonl...: what storing costs: CPU seconds of reading alone and of
# reading and storing, one thread, and bytes a report in the file. $KHALDUN_PROGRAM and
# $KHALDUN_DATA name the program and its data.
khaldun=${KHALDUN_PROGRAM:-build/release/khaldun}
[ $# -gt 0 ] || { echo "usage: bench_store.sh REPORTS.jsonl..." >&2; exit 2; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

cpu() { # CPU seconds of a command, its output thrown away
    sh -c '"$@" >/dev/null 2>&1; times' sh "$@" |
        awk 'NR == 2 { for (i = 1; i < 3; i++) { split($i, t, /[ms]/); s += t[1] * 60 + t[2] }
                       printf "%.2f", s }'
}

read_s=$(cpu "$khaldun" read --json "$@")
add_s=$(cpu "$khaldun" add --db "$work/b.db" "$@")
reports=$("$khaldun" add --db "$work/b.db" "$@" 2>&1 | sed -n 's/.*, \([0-9]*\) stored before.*/\1/p')
bytes=$(wc -c <"$work/b.db")
awk -v r="$read_s" -v a="$add_s" -v n="$reports" -v b="$bytes" 'BEGIN {
    printf "%d reports; reading %.2f s CPU, reading and storing %.2f s: %.1f reports a second a core\n",
           n, r, a, n / a
    printf "storing takes %.2f ms a report; the file has %d bytes a report\n", (a - r) * 1000 / n, b / n
}'
