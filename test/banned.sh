#!/bin/sh
# banned.sh ROOT: functions that the project does not use, because they overrun, read
# the locale, guess at errors or are no pure functions; ctype.h only in the UTF-8
# module. Comments and strings do not count.
cd "$1" || exit 2

awk '
function fault(what) { print FILENAME ":" FNR ": " what " is not used here"; bad = 1 }
FNR == 1 { comment = 0 }
{
    line = $0
    gsub(/\\./, "", line)
    gsub(/"[^"]*"/, "\"\"", line)
    if (comment) { if (!sub(/^.*\*\//, "", line)) next; comment = 0 }
    gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
    if (sub(/\/\*.*/, "", line)) comment = 1
    sub(/\/\/.*/, "", line)
    n = split("strcpy strcat sprintf vsprintf strtok atoi atol atof strtol strtoul strtoll " \
              "strtoull strtod strtof gmtime localtime setlocale rand srand gets", name, " ")
    for (i = 1; i <= n; i++)
        if (line ~ ("(^|[^A-Za-z0-9_])" name[i] "[ \t]*\\(")) fault(name[i])
    if (FILENAME !~ /^src\/utf8\.[ch]$/ && $0 ~ /^[ \t]*#[ \t]*include[ \t]*<ctype\.h>/)
        fault("ctype.h")
    # The library neither prints nor ends the program.
    if (FILENAME ~ /^src\// && line ~ /(^|[^A-Za-z0-9_])(exit|abort|v?f?printf|f?puts|f?putc|putchar|perror)[ \t]*\(/)
        fault("printing or ending the program from the library")
}
END { if (!bad) print "nothing banned"; exit bad }' \
    $(find include src cli server tools test fuzz bench -name '*.[ch]' 2>/dev/null | LC_ALL=C sort)
