#!/bin/sh
# clean.sh ROOT: what stands in the tree. No path of one machine, no carriage
# returns, no file without content, none larger than its kind needs.
cd "$1" || exit 2

# Files as a clone has them; without git, all but what a build leaves.
files() {
    git ls-files --cached --others --exclude-standard 2>/dev/null | grep . ||
        find . -type f ! -path './build/*' ! -path './.git/*' ! -path '*/__pycache__/*' |
        sed 's,^\./,,'
}

# Largest size in bytes of a file.
ceiling() {
    case $1 in
    data/reader*.khm) echo 40000000 ;;
    data/gazetteer.tsv.zst) echo 16000000 ;;
    data/* | train/frames/*) echo 1000000 ;;
    fuzz/corpus/*) echo 32000 ;;
    *) echo 200000 ;;
    esac
}

faults=$(files | while IFS= read -r file; do
    [ -f "$file" ] || continue
    size=$(wc -c <"$file")
    [ "$size" -le "$(ceiling "$file")" ] || echo "$file: $size bytes are too many"
    case $file in fuzz/corpus/* | data/*.khm | data/*.zst) continue ;; esac
    [ "$size" -gt 0 ] || echo "$file: empty"
    if grep -q "$(printf '\r')" "$file"; then echo "$file: has carriage returns"; fi
    grep -nHE '(^|[^A-Za-z0-9_.])/(work|home|root|Users)/[A-Za-z]' "$file" /dev/null |
        sed 's/$/   <- a path of one machine/'
done)
[ -z "$faults" ] && { echo "the tree is clean"; exit 0; }
echo "$faults"
exit 1
