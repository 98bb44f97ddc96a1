"""Fits data/incident_weights.tsv, the model that joins accounts into incidents (src/incident.h).

usage: fit_incidents.py EVAL_INCIDENTS DATA_FOLDER UCDP_CSV RECORDS.jsonl REPORTS.jsonl LABELS.tsv TABLE

EVAL_INCIDENTS is the built program test/eval/eval_incidents, RECORDS what `khaldun read --json REPORTS` gives.
1. Events of UCDP GED Syria (CC BY 4.0) are told by simulated reports: a date may be missing or a day off, a place
   told by its province, a party left out, a toll not yet final; events of the same days are the pairs that differ.
2. Hand-grouped accounts of our own gold reports (tune part; FA-KES is only measured) correct what the simulation
   cannot know: a logistic regression whose penalty pulls towards the coefficients of step 1.
The bias (the threshold) and four weights that no simulation knows are then set by hand on the tune part (FIXED).
"""
import csv, datetime, json, random, subprocess, sys, tempfile
import numpy as np

program, data, ucdp, records, reports, labels, table = sys.argv[1:8]
FIXED = {"bias": -2.0, "report_same": 0.0, "shared_words": 2.0, "shared_report_words": 0.5, "killed_near": 0.7}
draw = random.Random(7)


def day(text):
    return datetime.date.fromisoformat(text)


def class_of(row):
    words = (row["source_headline"] + row["source_article"]).lower()
    for name, keys in (("air_strike", ("air", "barrel", "bombard", "warplane", "raid")),
                       ("shelling", ("shell", "mortar", "rocket", "missile")),
                       ("suicide_bomb", ("suicide",)), ("remote_explosive", ("mine", "bomb", "ied", "explo", "blast")),
                       ("armed_clash", ("clash", "battle", "fight", "offensive"))):
        if any(k in words for k in keys):
            return name
    return "attack" if row["type_of_violence"] == "3.0" else "armed_clash"


KIN = {"air_strike": ["attack", "remote_explosive", "shelling"], "shelling": ["attack", "remote_explosive"],
       "suicide_bomb": ["attack", "remote_explosive"], "remote_explosive": ["attack", "suicide_bomb"],
       "armed_clash": ["attack", "state_gains", "nonstate_gains"], "attack": ["armed_clash", "aggregate"]}


def party(name):
    state = name.startswith("Government of ")
    return {"name": name, "actor": ("state:" + name[14:17].upper()) if state else name,
            "kind": "government" if state else "civilians" if name == "Civilians" else "rebel_group"}


def told(row, other):
    """One account of the event by a simulated report."""
    start, end = day(row["date_start"]), day(row["date_end"])
    kind = class_of(row)
    if draw.random() < 0.45:
        kind = draw.choice(KIN[kind] + (["mobilisation"] if draw.random() < 0.2 else []))
    chance = draw.random()
    date = {"precision": "none"}
    if chance < 0.55:
        shift = datetime.timedelta(0 if draw.random() < 0.85 else draw.choice((-1, 1)))
        date = {"start": str(start + shift), "end_date": str(end + shift), "precision": "day"}
    elif chance < 0.65:
        date = {"start": str(start.replace(day=1)), "end_date": str(start), "precision": "month"}
    place = {"country": "SYR", "admin1": row["adm_1"], "precision": "city", "city": row["where_coordinates"],
             "lat": float(row["latitude"]), "lon": float(row["longitude"])}
    chance = draw.random()
    if chance < 0.3:  # the wrong place: that of another event
        place.update(city=other["where_coordinates"], lat=float(other["latitude"]), lon=float(other["longitude"]),
                     admin1=other["adm_1"])
    elif chance < 0.45:
        place = {"country": "SYR", "admin1": row["adm_1"], "precision": "province"}
    elif chance < 0.55:
        place = {"country": "SYR", "precision": "country"}
    sides = [[party(row[s])] if draw.random() < 0.6 else [] for s in ("side_a", "side_b")]
    chance = draw.random()
    if chance < 0.2:
        sides = [sides[0] + sides[1], []]
    elif chance < 0.3:
        sides[draw.randrange(2)] = [party(draw.choice((other["side_a"], other["side_b"])))]
    best, low, high = (int(float(row[k])) for k in ("best", "low", "high"))
    n = best
    if draw.random() < 0.45:
        n = max(1, round(draw.choice((low, high, best * draw.uniform(0.5, 1.3), best * draw.uniform(0.1, 0.5)))))
    tolls = [{"harm": "killed", "n": n, "qualifier": "exact"}] if n > 0 and draw.random() < 0.6 else []
    published = end + datetime.timedelta(draw.choice((0, 0, 1, 1, 2)))
    return published, {"class": kind, "status": "happened", "mentions": [], "side_a": sides[0], "side_b": sides[1],
                       "place": place, "date": date, "casualties": tolls}


def simulated(windows=120, days=3):
    rows = [r for r in csv.DictReader(open(ucdp, encoding="utf8")) if r["date_prec"] == "1.0"]
    rows.sort(key=lambda r: r["date_start"])
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        for w in range(windows):
            first = draw.randrange(len(rows) - 200)
            near = [r for r in rows[first:first + 200] if (day(r["date_start"]) - day(rows[first]["date_start"])).days < days]
            near.sort(key=lambda r: -float(r["best"]) * draw.random())  # the press tells of the deadlier ones
            for k, row in enumerate(near[:10]):
                for i in range(draw.choice((1, 2, 2, 3))):
                    published, account = told(row, draw.choice(near))
                    account["id"] = f"a{w}.{k}.{i}"
                    # far windows must not meet: each has its year
                    print(json.dumps({"report": {"id": f"{w}.{k}.{i}#{w}.{k}", "published": str(published)},
                                      "accounts": [account]}), file=out)
        out.flush()
        return pairs([program, data, out.name, "-", "-", "pairs"], lambda name: True)


def pairs(command, wanted):
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    names = lines[0].split("\t")[2:]
    rows = [l.split("\t") for l in lines[1:]]
    rows = [r for r in rows if wanted(r[1])]
    return names, np.array([[float(v) for v in r[2:]] for r in rows]), np.array([float(r[0]) for r in rows])


def fit(x, y, penalty, centre, free):
    w = centre.copy()
    for _ in range(80):  # Newton's method on the free coefficients
        p = 1 / (1 + np.exp(-x @ w))
        g = (x.T @ (p - y) + penalty * (w - centre))[free]
        h = ((x * (p * (1 - p))[:, None]).T @ x + penalty * np.eye(len(w)))[np.ix_(free, free)]
        step = np.linalg.solve(h, g)
        w[free] -= step
        if np.abs(step).max() < 1e-6:
            break
    return w


def tell(name, x, y, w):
    hit = (x @ w > 0) & (y > .5)
    print(f"{name}: {len(y)} pairs, {int(y.sum())} the same, precision {hit.sum() / max(1, (x @ w > 0).sum()):.3f}, "
          f"recall {hit.sum() / max(1, y.sum()):.3f}")


names, x1, y1 = simulated()
gold_names, x2, y2 = pairs([program, data, records, reports, labels, "pairs"], lambda name: "/" not in name)
words = [names.index("shared_words"), names.index("shared_report_words")]
free = np.array([i for i in range(len(names)) if i not in words])
w = fit(x1, y1, 1.0, np.zeros(len(names)), free)
tell("simulated", x1, y1, w)
w[words[0]], w[words[1]] = 3.0, 0.5
w = fit(x2, y2, 4.0, w, np.arange(len(names)))
tell("gold, tune part", x2, y2, w)
tell("simulated, at the end", x1, y1, w)
for name, value in FIXED.items():
    w[names.index(name)] = value
head = [l for l in open(table, encoding="utf8") if l.startswith("#")]
with open(table, "w", encoding="utf8") as f:
    f.writelines(head + ["feature\tweight\n"] + [f"{n}\t{v:.3f}\n" for n, v in zip(names, w)])
