#!/bin/sh
# sources.sh ROOT: read and add from archives, feeds, crawls and addresses. The addresses
# are those of a server of its own on 127.0.0.1 (serve.py); nothing else is asked.
root=$1
khaldun=$KHALDUN_PROGRAM
contents=$KHALDUN_CONTENTS
corpus=$root/fuzz/corpus
. "$root/test/harness.sh"

# ---- the same walk for read and add ---------------------------------------------------
mkdir tree
cp "$corpus/intake/zip" tree/pages.zip
cp "$corpus/warc/gzip_broken" tree/crawl.warc.gz
cp "$corpus/feed/rss" tree/feed.xml
run 3 read --json tree/pages.zip tree/crawl.warc.gz tree/feed.xml
lines 20
has err 'pages.zip!../x.txt: a name that leads out'
has err 'pages.zip!in/a.tar.gz!ln: a link out of the archive'
has err 'pages.zip!pic.png: is no text'
has err 'crawl.warc.gz@[0-9]*: the gzip member is broken (byte [0-9]*)'
has out '"publisher":"Own Wire","published":"2016-06-06"'
has out '"id":"http://news.example/a"'
run 3 add --db one.db tree
has err '^7 reports added'
has err ' 12 stored before, 7 could not be read'
run 3 add --db one.db tree
has err '^0 reports added .* 19 stored before'
run 0 recode --db one.db
has err '0 differ'
"$khaldun" read --json - <tree/feed.xml >out 2>err || fault "a feed from standard input"
lines 2
run 2 read --title T tree/feed.xml

# ---- near copies are linked, none is dropped ----------------------------------------------
story='Shelling killed five civilians in the town of Kobani on Monday, officials said. The dead were taken to a hospital near the border, where doctors treated twelve others for burns and wounds from shrapnel.'
echo "$story" >a.txt
echo "BEIRUT (Agency) - $story Nobody claimed the attack." >b.txt
echo 'Gunmen on motorcycles attacked a police post outside Aden at dawn and killed three officers, a spokesman for the governor said; two of the attackers were shot dead.' >c.txt
run 0 add --db near.db a.txt b.txt c.txt
has err '^3 reports added'
links() { "$contents" near.db | sed -n '/^== near_copy/,/^== note/p' | grep -v '^==' >out; }
links
has out '^1:2	1:1	2:0.[5-9]'
lines 1
run 0 recode --db near.db
links
lines 1

# ---- addresses ------------------------------------------------------------------------------
if ! command -v python3 >/dev/null; then
    echo "no python3: addresses are not tested"
    exit $((faults > 0))
fi
mkfifo gate
python3 "$root/test/serve.py" log <gate >port 2>/dev/null &
exec 9>gate
for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -s port ] && break
    sleep 0.5
done
site=http://127.0.0.1:$(cat port)
ask() { # wanted exit status, path
    run "$1" read --json --allow-private --per-minute 6000 "$site$2"
}
run 1 read "$site/page"
has err 'no public address: refused'
[ -s log ] && fault "the server was asked without leave"
run 1 read "http://localhost:$(cat port)/page"
has err 'no public address: refused'
ask 0 /page
has out "\"id\":\"$site/page\""
ask 0 /moved
has out '"title":"Blast in Homs"'
ask 0 /closed/open
ask 0 /all
ask 1 /closed/x
has err 'robots.txt does not allow it'
ask 1 /to-closed
has err 'robots.txt does not allow it'
grep -q ' /closed/x' log && fault "a closed page was asked for"
ask 1 /loop
has err 'leads on too often'
ask 1 /file
has err 'no address of a page'
ask 1 /large
has err 'larger than the ceiling'
ask 1 /nothing
has err 'the server answers 404'
run 1 read --allow-private "http://name:word@127.0.0.1:$(cat port)/page"
has err 'with a name or password: refused'

run 0 add --db web.db --allow-private --per-minute 6000 "$site/feed" "$site/page"
has err '^3 reports added'
run 0 add --db web.db --allow-private --per-minute 6000 "$site/feed"
has err 'has not changed since it was read last'
grep -q ' /feed "v1"' log || fault "no conditional request"

# A polite rate: 120 a minute are half a second apart.
: >log
run 0 read --json --allow-private --per-minute 120 "$site/page" "$site/page" "$site/page"
awk 'NR > 1 && $1 - last < 0.45 { bad = 1 } { last = $1 } END { exit bad || NR != 4 }' log ||
    fault "requests are too close, or robots.txt was asked more than once"
exec 9>&-

[ $faults -eq 0 ] && echo "sources hold"
exit $((faults > 0))
