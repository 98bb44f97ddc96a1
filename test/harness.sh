# harness.sh: sourced by the tests that run the program, with its path in $khaldun: a
# folder of their own that is left clean, and their checks. `faults` counts what failed.
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
faults=0

fault() {
    faults=$((faults + 1))
    echo "FAULT: $1"
    head -c 600 out err 2>/dev/null
}
run() { # wanted exit status, then the arguments; leaves out and err
    wanted=$1
    shift
    "$khaldun" "$@" >out 2>err </dev/null
    got=$?
    [ $got -eq "$wanted" ] || fault "exit $got, not $wanted: khaldun $*"
}
has() { grep -qa -e "$2" "$1" || fault "no \"$2\" in $1"; }
lines() { [ "$(wc -l <out)" -eq "$1" ] || fault "$(wc -l <out) lines, not $1"; }
