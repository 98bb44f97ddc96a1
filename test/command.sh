#!/bin/sh
# command.sh ROOT: the command line: what the help names is what the commands take,
# every way to end has its status, and score counts as it should.
# $KHALDUN_PROGRAM and $KHALDUN_DATA come from ctest.
root=$1
khaldun=$KHALDUN_PROGRAM
gold=$root/test/data/gold
. "$root/test/harness.sh"
says_nothing() { [ ! -s "$1" ] || fault "$1 is not empty"; }

echo 'Gunmen killed three soldiers in Mosul on Sunday.' >a.txt

# ---- the options of the help are those of the commands -----------------------------------
run 0 help
commands=$(sed -n 's/^  \([a-z]*\)  .*/\1/p' out)
[ "$(echo "$commands" | wc -w)" -ge 5 ] || fault "fewer commands in the help than there are"
for command in $commands; do
    run 0 help "$command"
    has out "^usage: khaldun $command"
    sed -n 's/^  \(--[a-z-]*\) .*/\1/p' out >>all
done
sort -u all >options
[ "$(wc -l <options)" -ge 10 ] || fault "fewer options in the help than there are"
for command in $commands; do
    "$khaldun" help "$command" >help.out
    # `--help` behind an option ends the run before anything is read
    while read -r option; do
        value=$(sed -n "s/^  $option \([^ ]*\)  .*/\1/p" help.out)
        case $value in
        N) value=2 ;;
        *'|'*) value=${value%%|*} ;;
        esac
        if grep -q "^  $option " help.out; then
            # shellcheck disable=SC2086  # no value, no word
            run 0 "$command" "$option" $value --help
        else
            run 2 "$command" "$option" a --help
            has err "no such option: $option"
        fi
    done <options
done

# ---- every way to end --------------------------------------------------------------------
run 0 read a.txt
says_nothing err
run 0 read --json - 
run 0 read -- a.txt
run 0 read --threads=3 --json a.txt a.txt
[ "$(wc -l <out)" -eq 2 ] || fault "two files are not two lines"
run 1 read missing.txt
says_nothing out
has err 'missing.txt'
run 3 read --json missing.txt a.txt
[ "$(wc -l <out)" -eq 1 ] || fault "the file that is there was not read"
run 1 read .
has err 'folder'
run 2 read --title T a.txt a.txt
run 2 read --title T --format jsonl a.txt
echo '{"text":"x"}' >a.jsonl
run 2 read --title T a.jsonl
for wrong in "read" "read --threads 0 a.txt" "read --threads x a.txt" "read --format pdf a.txt" \
    "read --title" "read --json=1 a.txt" "annotate --json --conllu a.txt" "score" "score a b" \
    "frobnicate" "help frobnicate" ""; do
    # shellcheck disable=SC2086  # words on purpose
    run 2 $wrong
    says_nothing out
    [ -s err ] || fault "nothing said: khaldun $wrong"
done
run 4 read --data ./none a.txt
has err './none'
run 0 --version
has out '^khaldun [0-9]'
printf '<?xml version="1.0"?><rss><item>Three killed</item></rss>' >a.rss
run 1 read a.rss
has err 'a.rss#1: the entry has no text'
printf '<p>Gunmen killed three soldiers in Mosul on Sunday.</p><nav>Home</nav>' >a.html
run 0 read --json --format html a.html
has out '"text":"Gunmen killed three soldiers in Mosul on Sunday."'
run 0 read --json --format text a.html
if grep -q '"text":"Gunmen killed three soldiers in Mosul on Sunday."' out; then fault 'text was read as html'; fi
printf '<!DOCTYPE html><title>A headline of a page</title><p>Three men were killed in Aden.' >b.html
run 0 read --json b.html
has out '"title":"A headline of a page"'
has out '"text":"Three men were killed in Aden."'
echo '{"id":"h","html":"<p>Three killed in Aden."}' >h.jsonl
run 0 read --json h.jsonl
has out '"id":"h"'
has out '"text":"Three killed in Aden."'
echo '{"id":"h","html":3}' >h.jsonl
run 3 read --json h.jsonl
has out '^{"id":"h","error":{"message":".*","offset":17,"line":1}}$'

# ---- context, formats ----------------------------------------------------------------------
run 0 read --json --published 2016-05-26 --title 'A title' --publisher P a.txt
has out '"title":"A title"'
has out '"publisher":"P"'
has out '"published":"2016-05-26"'
run 0 annotate a.txt
has out 'TokenRange=0:6'
run 0 annotate --json a.txt
has out '^{"format":"khaldun-annotations/1"'
run 0 read --json --format text a.jsonl
has out '"id":"a.jsonl"'
yes 'Gunmen killed three soldiers in Mosul.' | head -c 200000 >long.txt
"$khaldun" annotate long.txt 2>err | head -n 1 >out
says_nothing err

# ---- score ---------------------------------------------------------------------------------
"$khaldun" score --verbose --records "$gold/records" "$gold" >out 2>err || fault "score failed"
cmp -s out "$gold/score.txt" || { fault "score counts otherwise"; diff out "$gold/score.txt"; }
run 0 score --threads 2 --only 101,102 --out kept "$gold"
has out '^1 reports'
for n in 101 102; do
    grep -q "\"id\":\"$n\"" "kept/$n.json" || fault "no record of $n"
done
[ ! -e kept/103.json ] || fault "103 was not asked for"
mv out read.out
run 0 score --only 101,102 --records kept "$gold"
cmp -s out read.out || fault "records score otherwise than the texts they were read from"
run 0 score --part check "$gold"
run 1 score --only 999 "$gold"
run 1 score ./none

[ $faults -eq 0 ] || { echo "$faults faults"; exit 1; }
echo "the commands hold"
