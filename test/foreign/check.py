"""Reads what `khaldun export` wrote with programs of others: pyarrow, duckdb, pandas, frictionless, a GeoJSON validator.

usage: check.py FOLDER

FOLDER holds incidents.csv, accounts.csv, figures.csv, datapackage.json, incidents.parquet, accounts.parquet,
figures.parquet, incidents.geojson, incidents.jsonl, acled.csv, ucdp.csv, casualty.csv, plover.jsonl, polecat.tsv.
"""
import json, os, sys

import duckdb, frictionless, geojson, pandas
import pyarrow.parquet

folder = sys.argv[1]
COLUMNS = {"acled.csv": 31, "ucdp.csv": 49}


def path(name):
    return os.path.join(folder, name)


def same(a, b, what):
    if a != b:
        sys.exit(f"{what}: {a!r} is not {b!r}")


def frame(name, **more):
    return pandas.read_csv(path(name), dtype=str, keep_default_na=False, na_values=[], **more)


report = frictionless.Package(path("datapackage.json")).validate()
if not report.valid:
    sys.exit(f"frictionless: {report.flatten(['rowNumber', 'fieldNumber', 'type', 'note'])[:10]}")

for table in ("incidents", "accounts", "figures"):
    csv = frame(table + ".csv")
    arrow = pyarrow.parquet.read_table(path(table + ".parquet"))
    arrow.validate(full=True)
    same(arrow.column_names, list(csv.columns), table + " columns")
    same(arrow.num_rows, len(csv), table + " rows")
    rows = duckdb.sql(f"SELECT * FROM read_parquet('{path(table + '.parquet')}')").fetchall()
    same(len(rows), len(csv), table + " rows in duckdb")
    columns = arrow.to_pydict()
    for n, name in enumerate(arrow.column_names):
        same([r[n] for r in rows], columns[name], f"{table}.{name} in duckdb")
        for cell, text in zip(columns[name], csv[name]):
            if cell is None:
                same(text, "", f"{table}.{name}")
            elif isinstance(cell, str):
                guard = "'" if name not in ("date_start", "date_end") and cell[:1] in "=+-@\t\r" else ""
                same(text.replace("\r\n", "\n"), (guard + cell).replace("\r\n", "\n"), f"{table}.{name}")
            elif abs(float(text) - cell) > 1e-4:
                sys.exit(f"{table}.{name}: {text} is not {cell}")

points = geojson.load(open(path("incidents.geojson"), encoding="utf8"))
if not points.is_valid:
    sys.exit(f"geojson: {points.errors()}")
same(len(points["features"]), len(frame("incidents.csv")), "features")
lines = [json.loads(l) for l in open(path("incidents.jsonl"), encoding="utf8")]
same([l["incident"] for l in lines], list(frame("incidents.csv")["incident"]), "incidents of jsonl")
for l in open(path("plover.jsonl"), encoding="utf8"):
    json.loads(l)
for name, count in COLUMNS.items():
    same(len(frame(name).columns), count, name + " columns")
frame("casualty.csv")
frame("polecat.tsv", sep="\t", quoting=3)
print(f"{len(lines)} incidents read by pyarrow {pyarrow.__version__}, duckdb {duckdb.__version__}, pandas "
      f"{pandas.__version__}, frictionless {frictionless.__version__}, geojson {geojson.__version__}")
