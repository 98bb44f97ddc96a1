#!/bin/sh
# incidents.sh ROOT: from reports to incidents to exports, by the program: the same bytes
# in any order of reports, decisions that survive coding again, and what spreadsheets and
# other readers must find. $KHALDUN_PROGRAM and $KHALDUN_DATA come from ctest.
root=$1
khaldun=$KHALDUN_PROGRAM
. "$root/test/harness.sh"

# Two papers on one strike, the second a day later with a higher toll; a clash elsewhere.
cat >a.jsonl <<'EOF'
{"id":"1","published":"2016-07-02","publisher":"The Daily Courier","title":"Air strike on Jayrud market kills 31","text":"A Syrian government air strike on a market in the Syrian town of Jayrud killed 31 civilians on Saturday 2 July 2016, the local council said."}
{"id":"2","published":"2016-07-03","publisher":"=Evening, \"Post\"","title":"Toll of Jayrud strike rises","text":"The Syrian government air strike on the market in the Syrian town of Jayrud on Saturday 2 July 2016 killed 43 civilians, medics said on Sunday."}
{"id":"3","published":"2016-07-05","publisher":"The Daily Courier","text":"Islamic State fighters killed nine soldiers in clashes near Palmyra in Syria on Monday 4 July 2016, the army said."}
EOF
sed -n '3p;1p;2p' a.jsonl | awk '{ line[NR] = $0 } END { for (i = NR; i; i--) print line[i] }' >b.jsonl
run 0 add --db a.db a.jsonl
run 0 add --db b.db b.jsonl
run 0 join --db a.db

# ---- the same bytes ---------------------------------------------------------------------
formats="acled ucdp plover polecat casualty geojson jsonl csv parquet"
for format in $formats; do
    run 0 export --db a.db --format $format
    mv out $format.a
    [ -s $format.a ] || fault "an empty export: $format"
    run 0 export --db b.db --format $format
    cmp -s out $format.a || fault "$format differs when reports are added in another order"
done

# ---- one strike, one row -------------------------------------------------------------------
count=$(grep -c air_strike csv.a)
[ "$count" -eq 1 ] || fault "$count rows for one air strike"
incident=$(sed -n 's/^\(i[0-9a-f]*\),air_strike,.*/\1/p' csv.a)
other=$(sed -n 's/^\(i[0-9a-f]*\),armed_clash,.*/\1/p' csv.a)
[ -n "$incident" ] && [ -n "$other" ] || fault "no incidents in the csv"
grep -q '"low":31,"best":.*"high":43' jsonl.a || fault "the two tolls do not stand side by side"
grep -q '"growth":\[{"published":"2016-07-02","killed_most":31},{"published":"2016-07-03","killed_most":43}\]' jsonl.a ||
    fault "the growth of the toll is not told"
[ "$(head -1 acled.a | tr ',' '\n' | wc -l)" -eq 31 ] || fault "acled has not 31 columns"
grep -q ',Political violence,Explosions/Remote violence,Air/drone strike,' acled.a ||
    fault "the type and sub-type of an air strike are not told apart"
[ "$(head -1 ucdp.a | tr ',' '\n' | wc -l)" -eq 49 ] || fault "ucdp has not 49 columns"
[ "$(head -c 4 parquet.a)" = PAR1 ] && [ "$(tail -c 4 parquet.a)" = PAR1 ] ||
    fault "no parquet magic"

# ---- spreadsheets ------------------------------------------------------------------------------
run 0 export --db a.db --format csv --table accounts --hxl
grep -q "\"'=Evening, \"\"Post\"\"\"" out || fault "a formula is not guarded, or quotes not doubled"
sed -n 2p out | grep -q '^#event' || fault "no HXL row"
mkdir folder
run 0 export --db a.db --format csv --out folder
for file in incidents.csv accounts.csv figures.csv datapackage.json; do
    [ -s folder/$file ] || fault "no $file"
done
run 2 export --db a.db --format nothing
run 2 export --db a.db --format csv --table nothing
run 2 export --db a.db --format csv --rules nothing

# ---- decisions ------------------------------------------------------------------------------------
rows() {
    run 0 export --db a.db --format csv
    sed 1d out | wc -l
}
before=$(rows)
run 0 decide --db a.db merge "$incident" "$other" --by "A. Person" --reason "the same day's work"
[ "$(rows)" -eq $((before - 1)) ] || fault "merging two incidents did not leave one less"
run 0 recode --db a.db
[ "$(rows)" -eq $((before - 1)) ] || fault "a merge did not survive coding again"
run 0 export --db a.db --format csv --table accounts
leaving=$(sed -n 's/^\(a[^,]*\),\(i[0-9a-f]*\),[^,]*,armed_clash,.*/\1/p' out)
whole=$(sed -n 's/^\(a[^,]*\),\(i[0-9a-f]*\),[^,]*,armed_clash,.*/\2/p' out)
run 0 decide --db a.db split "$whole" "$leaving"
[ "$(rows)" -eq "$before" ] || fault "splitting an account off did not undo the merge"
run 1 decide --db a.db merge i0000000000000000 "$incident"
run 2 decide --db a.db burn "$incident" "$other"

[ $faults -eq 0 ] && echo "incidents hold"
exit $((faults > 0))
