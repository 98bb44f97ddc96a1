#!/bin/sh
# program.sh ROOT: the command line on hostile input, and the same bytes with one
# thread and with two. $KHALDUN_PROGRAM and $KHALDUN_DATA come from ctest.
root=$1
khaldun=$KHALDUN_PROGRAM
. "$root/test/harness.sh"

# ---- texts ----------------------------------------------------------------------------
: >empty.txt
run 0 read --json empty.txt
lines 1
has out '"accounts":\[\]'
has out '"notes":\["'
head -c 100000 /dev/zero >nuls.txt
run 0 read --json nuls.txt
lines 1
printf 'Three soldiers were killed in Mosul on Sunday, he said \342\200' >cut.txt
run 0 read --json cut.txt
has out '"reason":"undecodable"'
has out '"n":3'
head -c 5000000 /dev/zero | tr '\0' a >letter.txt
run 0 read --json letter.txt
has out '"notes":\["'
head -c 9000000 /dev/zero | tr '\0' a >large.txt
run 1 read large.txt
has err large.txt
run 1 read no_such_file.txt
has err no_such_file.txt
run 2 read
run 2 no_such_command
run 2 read --no-such-option empty.txt
run 0 help
run 0 version

# ---- a batch with broken lines: one answer a line, in order ------------------------------
cat >batch.jsonl <<'LINES'
{"id":"first","text":"Gunmen killed 3 soldiers in Mosul on Sunday."}
{"id":"cut","text":"Gunmen killed
not json at all
{"id":"no text"}
[1,2,3]
{"id":"nul","text":"Two \u0000 soldiers were killed in Aden."}
{"id":7,"text":"Shelling wounded five civilians in Donetsk."}
{"id":"last","text":"Rebels captured the town of Kobani."}
LINES
run 3 read --json --format jsonl batch.jsonl
lines 8
sed -n 1p out | grep -q '"id":"first"' || fault "line 1 is not the first report"
sed -n 2p out | grep -q '"error"' || fault "line 2 is no error"
sed -n 3p out | grep -q '"error"' || fault "line 3 is no error"
sed -n 4p out | grep -q '"id":"no text"' || fault "line 4 lost its id"
sed -n 4p out | grep -q '"error"' || fault "line 4 is no error"
sed -n 5p out | grep -q '"error"' || fault "line 5 is no error"
sed -n 6p out | grep -q '"id":"nul"' || fault "line 6 is not the report \"nul\""
sed -n 7p out | grep -q '"id":7' || fault "line 7 lost its number"
sed -n 8p out | grep -q '"id":"last"' || fault "line 8 is not the last report"
has err 'batch.jsonl:2'
"$khaldun" read --json - <batch.jsonl >stdin.out 2>/dev/null
cmp -s out stdin.out || fault "standard input reads another way than the file"

# ---- threads -------------------------------------------------------------------------------
i=0
while [ $i -lt 4 ]; do
    cat batch.jsonl "$root"/examples/*.jsonl
    i=$((i + 1))
done >many.jsonl
for form in "read --json" "read" "annotate --json" "annotate --conllu"; do
    # shellcheck disable=SC2086  # two words on purpose
    "$khaldun" $form --format jsonl --threads 1 many.jsonl >one 2>one.err
    "$khaldun" $form --format jsonl --threads 2 many.jsonl >two 2>two.err
    cmp -s one two || fault "$form: other bytes with two threads"
    cmp -s one.err two.err || fault "$form: other words with two threads"
    [ -s one ] || fault "$form: nothing printed"
done

# ---- colour only where it is wanted ------------------------------------------------------------
run 0 read "$root"/examples/*.txt
if grep -q "$(printf '\033')" out; then fault "colour without a terminal"; fi

[ $faults -eq 0 ] || { echo "$faults faults"; exit 1; }
echo "the program holds"
