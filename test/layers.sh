#!/bin/sh
# layers.sh ROOT: checks src/LAYERS. Every source is a module that stands there, and
# has .c and .h; a module includes only headers of earlier lines, its own, and
# khaldun.h. A file MODULE_PART.c (or .h) that is no module is a part of MODULE:
# it may include what MODULE may, and nobody else includes its header.
cd "$1/src" || exit 2

awk '
function fault(where, why) { print "src/" where ": " why; bad = 1 }
# The module of a file: its name, or the longest module that begins it before a "_".
function module_of(name,    m) {
    for (m = name; !(m in layer); )
        if (!sub(/_[^_]*$/, "", m)) return ""
    return m
}
FILENAME == "LAYERS" {
    if (/^#/ || NF == 0) next
    line++
    gsub("/", " ")
    for (i = 1; i <= NF; i++) {
        if ($i in layer) fault("LAYERS", $i " stands here twice")
        layer[$i] = line
    }
    next
}
FNR == 1 {
    file = FILENAME
    name = file; sub(/\.[ch]$/, "", name)
    module = module_of(name)
    have[file] = 1
    if (module == "") fault(file, "its module does not stand in LAYERS")
}
module != "" && /^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, part, "\"")
    header = part[2]
    if (header == "khaldun.h") next
    target = header; sub(/\.h$/, "", target)
    owner = module_of(target)
    if (owner == "")
        fault(file ":" FNR, header " belongs to no module of LAYERS")
    else if (owner != module && owner != target)
        fault(file ":" FNR, header " is a part of " owner)
    else if (owner != module && layer[owner] >= layer[module])
        fault(file ":" FNR, module " stands before or beside " owner " in LAYERS")
}
END {
    for (m in layer) {
        if (!((m ".c") in have)) fault("LAYERS", m " has no " m ".c")
        if (!((m ".h") in have)) {
            # the public calls have the public header
            if (m != "khaldun") fault("LAYERS", m " has no " m ".h")
        }
    }
    if (line == 0) fault("LAYERS", "names no module")
    exit bad
}' LAYERS *.c *.h || exit 1

# Programs see the public header only.
cd .. || exit 2
found=$(grep -nE '^[ 	]*#[ 	]*include[ 	]*"' cli/*.c cli/*.h server/*.c 2>/dev/null |
    while IFS= read -r line; do
        file=${line%%:*} header=${line#*\"}
        header=${header%%\"*}
        case $header in
        khaldun.h) ;;
        */*) echo "$line" ;;
        *) [ -e "$(dirname "$file")/$header" ] || echo "$line" ;;
        esac
    done)
if [ -n "$found" ]; then
    echo "programs include khaldun.h and their own headers only:"
    echo "$found"
    exit 1
fi
echo "layers hold"
