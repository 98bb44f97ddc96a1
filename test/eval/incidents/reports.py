"""Writes the reports that test/eval/incidents/labels.tsv names as JSON Lines.

usage: reports.py GOLD_FOLDER FA_KES_CSV > reports.jsonl
"""
import csv, json, os, sys

gold, table = sys.argv[1:3]
here = os.path.dirname(os.path.abspath(__file__))
rows = [l.split("\t") for l in open(os.path.join(here, "labels.tsv"), encoding="utf8") if l[0] != "#"]
names = sorted({r[0] for r in rows[1:]})


def put(name, text, title, published, publisher):
    row = {"id": name, "text": text, "title": title, "published": published, "publisher": publisher}
    print(json.dumps({k: v for k, v in row.items() if v}))


for name in names:
    if "/" in name:
        continue
    path = os.path.join(gold, name)
    meta = json.load(open(path + ".meta.json"))
    put(name, open(path + ".txt", encoding="utf8").read(), meta.get("title"), meta.get("published"),
        meta.get("publisher"))
seen = set()
for row in csv.DictReader(open(table, encoding="latin-1")):
    name = "fa_kes/" + row["unit_id"]
    if name in names and name not in seen:
        seen.add(name)
        month, day, year = map(int, row["date"].split("/"))
        put(name, row["article_content"], row["article_title"], f"{year:04}-{month:02}-{day:02}", row["source"])
