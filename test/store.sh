#!/bin/sh
# store.sh ROOT: the commands add, recode, query and explain on what can go wrong: other
# threads, other orders of batches, folders with links, a full disk, a file that is
# read-only, in use, newer, damaged or of others.
root=$1
khaldun=$KHALDUN_PROGRAM
contents=$KHALDUN_CONTENTS
. "$root/test/harness.sh"
. "$root/test/reports.sh"
same() { cmp -s "$1" "$2" || { fault "$1 and $2 differ: $3"; diff "$1" "$2" | head -10; }; }

# ---- the same database with any threads and batches, and from the same bytes twice -------
make_reports 60 >in.jsonl
cat "$root"/examples/*.jsonl >>in.jsonl
run 0 add --db one.db --threads 1 in.jsonl "$root/examples/wire.txt"
has err '^65 reports added with'
run 0 add --db two.db --threads 2 --batch 7 in.jsonl "$root/examples/wire.txt"
"$contents" one.db >one.txt || fault "one.db is not whole"
"$contents" two.db >two.txt || fault "two.db is not whole"
same one.txt two.txt "threads and batches"
run 0 add --db one.db --threads 2 in.jsonl in.jsonl
has err '^0 reports added with 0 accounts, 128 stored before'
"$contents" one.db >again.txt
same one.txt again.txt "adding twice"
head -n 20 in.jsonl >part.jsonl
run 0 add --db parts.db part.jsonl
run 0 add --db parts.db in.jsonl "$root/examples/wire.txt"
"$contents" parts.db | sed 's/part\.jsonl/in.jsonl/' >parts.txt
same one.txt parts.txt "a run that goes on"

# ---- given otherwise, context, broken lines ------------------------------------------------
echo 'Gunmen killed three soldiers in Mosul on Sunday.' >a.txt
run 0 add --db c.db --published 2016-05-26 --title T --publisher P a.txt
run 0 query --db c.db --json
has out '"date_start":"2016-05-22"'
has out '"publisher":"P"'
run 0 add --db c.db --published 2016-06-26 a.txt
has err 'a.txt: is stored already, given with another title'
run 0 add --db c.db --title T --published 2016-05-26 --publisher P a.txt
grep -q 'given with another' err && fault "the same context is another"
printf '%s\n' '{"id":"good","text":"Gunmen killed 4 policemen in Aden."}' '{"id":"cut","text":"G' \
    '{"id":"good too","text":"Shelling killed 9 people in Aleppo."}' >broken.jsonl
run 3 add --db c.db --format jsonl broken.jsonl missing.txt
has err 'broken.jsonl:2: '
has err 'missing.txt: '
has err '^2 reports added with .* 2 could not be read'
run 1 add --db c.db missing.txt
run 2 add a.txt
run 2 add --db c.db
run 2 add --db c.db --title T in.jsonl

# ---- folders ---------------------------------------------------------------------------------
mkdir -p tree/sub tree/.hidden outside
echo 'Shelling killed two civilians in Kobani.' >tree/b.txt
echo 'Shelling killed five civilians in Aleppo.' >tree/sub/c.txt
echo 'Shelling killed six civilians in Homs.' >tree/.hidden/d.txt
echo 'Shelling killed seven civilians in Hama.' >outside/e.txt
ln -s ../outside tree/leads_out
ln -s ../../outside/e.txt tree/sub/leads_out.txt
ln -s b.txt tree/leads_in.txt
ln -s .. tree/sub/loop
ln -s nothing tree/broken
mkfifo tree/pipe
head -c 3000 /dev/urandom >tree/noise.bin
printf '\000\001\002\003' >>tree/noise.bin
head -c 100 /dev/zero >>tree/sub/zeros.bin
run 3 add --db tree.db tree
has err 'tree/leads_out: a link out of the folder: not followed'
has err 'tree/sub/leads_out.txt: a link out of the folder'
has err 'tree/broken: a link to nothing'
grep -q 'leads_in\|loop' err && fault "a link inside the folder is told of"
run 0 query --db tree.db --json
[ "$(wc -l <out)" -eq 2 ] || fault "not the two accounts of the folder"
has out 'Kobani'
has out 'Aleppo'

# ---- coding again -------------------------------------------------------------------------------
run 0 recode --db one.db --threads 2
[ ! -s out ] || fault "the same version codes otherwise"
has err '^65 reports read again, 0 differ'
"$contents" one.db >again.txt
same one.txt again.txt "coding again"

# ---- query ------------------------------------------------------------------------------------------
run 0 query --db one.db --class air_strike --json
grep -v '"class":"air_strike"' out && fault "another class was found"
has out 'air_strike'
run 0 query --db one.db --where Sirte --min-killed 5 --json
grep -v '"city":"Sirte"' out && fault "another place was found"
cp out sirte
run 0 query --db one.db --where Surt --min-killed 5 --json
same sirte out "another spelling of Sirte"
run 0 query --db one.db --from 2016-03-01 --to 2016-04-30 --csv
tail -n +2 out | cut -d, -f3 | grep -v '^2016-0[234]' && fault "a day out of the span"
run 0 query --db one.db --text 'museum OR "Lake Chad"' --limit 3
has err '[0-9] accounts'
for wrong in "--class war" "--status maybe" "--from 2016-13-01" "--from yesterday" "--near 1,2" \
    "--near 99,1,5" "--text AND" "--limit 0" "--json --csv"; do
    # shellcheck disable=SC2086  # words on purpose
    run 2 query --db one.db $wrong
done
run 2 query
run 2 query --db one.db more
run 1 query --db no_such.db
has err 'no_such.db: no such database'

# ---- explain ---------------------------------------------------------------------------------------------
id=$("$khaldun" query --db one.db --where Mogadishu --class suicide_bomb --json --limit 1 |
    sed 's/{"account":"\([^"]*\)".*/\1/')
run 0 explain --db one.db "$id"
has out 'class      suicide_bomb'
has out 'because suicide_bomb [0-9.]* by the words of'
has out 'data/[a-z_]*.tsv:[0-9]'
has out 'in sentence 1'
has out 'sentence   1 '
run 1 explain --db one.db a
has err 'several accounts begin with a'
run 1 explain --db one.db nothing
run 2 explain --db one.db
run 2 explain --db one.db --why-not a.txt:3 "$id"
run 0 explain --why-not a.txt:9
has out 'coded: account a'
run 0 explain --why-not "$root/examples/feed.jsonl:3:5"
has out 'not coded'
run 2 explain --why-not a.txt:9999
run 2 explain --why-not a.txt
run 1 explain --why-not missing.txt:3

# ---- what goes wrong with the file ---------------------------------------------------------------------------
cp one.db newer.db
printf '\000\000\001\000' | dd of=newer.db bs=1 seek=60 conv=notrunc 2>dd.err
for command in "add --db newer.db a.txt" "query --db newer.db" "recode --db newer.db"; do
    # shellcheck disable=SC2086
    "$khaldun" $command >out 2>err && fault "a newer database is taken: $command"
    has err 'newer.db: made by a newer version of khaldun'
done
cp a.txt text.db
run 4 add --db text.db a.txt
has err 'text.db: file is not a database'
same a.txt text.db "a file of others is left alone"
mkdir folder.db
run 4 add --db folder.db a.txt
has err 'folder.db: '
run 4 add --db no_such_folder/x.db a.txt
has err 'no_such_folder/x.db: '

# A file that may not grow: told, nothing of the batch is there, the rest goes in later.
make_reports 150 >many.jsonl
(
    ulimit -f 600 # blocks of 512 bytes
    "$khaldun" add --db full.db --batch 10 many.jsonl >out 2>err
)
[ $? -eq 4 ] || fault "a full disk is no failure"
has err 'full.db: '
"$contents" --check full.db >out || fault "not whole when the disk is full"
run 0 add --db full.db --batch 10 many.jsonl
run 0 add --db room.db --batch 10 many.jsonl
"$contents" full.db >full.txt || fault "full.db is not whole"
"$contents" room.db >room.txt
same full.txt room.txt "a full disk"

# Read-only: root may write everywhere, so the program runs as nobody where that is so.
chmod 755 "$work"
mkdir ro
cp one.db ro/one.db
chmod 444 ro/one.db
chmod 555 ro
as=
if [ "$(id -u)" = 0 ]; then
    as="setpriv --reuid=65534 --regid=65534 --clear-groups"
    $as "$khaldun" version >out 2>err && $as test -r "$KHALDUN_DATA/reader.khm" || as=skip
fi
if [ "$as" != skip ]; then
    $as "$khaldun" add --db ro/one.db a.txt >out 2>err && fault "a read-only file was written"
    has err 'ro/one.db: .*read-only'
    $as "$khaldun" query --db ro/one.db --limit 1 --json >out 2>err || fault "read-only: no query"
    has out '^{"account"'
else
    echo "the read-only file is not tested: the program cannot be run as nobody here"
fi
chmod 755 ro

[ $faults -eq 0 ] || { echo "$faults faults"; exit 1; }
echo "the store holds"
