#!/bin/sh
# readme.sh ROOT [--update]: the examples of README.md and docs/ run, and print what
# stands there. An example is a block that begins with "```console" and a line
# "$ build/release/khaldun ..."; its other lines are the output. With --update the
# blocks are written anew.
root=$1
mode=${2:---check}
cd "$root" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
faults=0
examples=0

# Copies a page with the output of its examples made anew.
renew() {
    inside=0
    while IFS= read -r line || [ -n "$line" ]; do
        case $inside:$line in
        0:'```console') inside=1 ;;
        1:'```') inside=0 ;;
        1:'$ build/release/khaldun '*)
            inside=2
            printf '%s\n' "$line"
            echo run >>"$work/examples"
            (eval "\"\$KHALDUN_PROGRAM\" ${line#\$ build/release/khaldun }") 2>&1
            continue
            ;;
        2:'```') inside=0 ;;
        2:*) continue ;;
        esac
        printf '%s\n' "$line"
    done <"$1"
}

for page in README.md docs/*.md; do
    [ -e "$page" ] || continue
    renew "$page" >"$work/page"
    cmp -s "$page" "$work/page" && continue
    if [ "$mode" = --update ]; then
        cat "$work/page" >"$page"
        echo "$page: written anew"
    else
        echo "$page: an example prints something else (test/readme.sh ROOT --update):"
        diff "$page" "$work/page" | head -40
        faults=1
    fi
done
[ -e "$work/examples" ] && examples=$(grep -c run "$work/examples")
[ "$examples" -gt 0 ] || { echo "no example found"; exit 1; }
[ $faults -eq 0 ] && echo "$examples examples hold"
exit $faults
