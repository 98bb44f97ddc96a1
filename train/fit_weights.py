"""Fits the two linear models of data/weights.tsv on the tune part of hand-coded reports.

usage: fit_weights.py EVAL_WEIGHTS DATA_FOLDER GOLD_FOLDER FRAMES_JSONL WEIGHTS_TSV

EVAL_WEIGHTS is the built program test/eval/eval_weights. A frame belongs to the accounts of
which it overlaps a mention. "keep": it belongs to one. "join": two frames belong to the same.
"join" learns from the marked frames too: neighbouring sentences with their "same" links, at a fifth of
the weight. Logistic regression with an L2 penalty.
Reports whose number 3 divides are the check part and are never read.
"""
import glob, json, os, re, subprocess, sys
import numpy as np

program, data, gold, frames, table = sys.argv[1:6]


def reports():
    for path in sorted(glob.glob(os.path.join(gold, "[0-9][0-9][0-9].txt"))):
        number = os.path.basename(path)[:3]
        if int(number) % 3 == 0:
            continue
        meta = json.load(open(path[:-4] + ".meta.json"))
        coded = json.load(open(path[:-4] + ".json"))
        yield number, open(path, encoding="utf8").read(), meta, coded.get("events") or coded.get("accounts") or []


def blocks():
    """Runs of consecutive marked sentences as small reports: (text, [(begin, end, occurrence)])."""
    block, last = [], None
    for row in map(json.loads, open(frames, encoding="utf8")):
        kind, number = re.match(r"([a-z]+)(\d+)", row["i"]).groups()
        if last and (kind, int(number)) != last:
            yield as_report(block)
            block = []
        block.append(row)
        last = kind, int(number) + 1
    yield as_report(block)


def as_report(block):
    text, found, first = b"", [], {}
    for row in block:
        raw = row["text"].encode()
        for n, e in enumerate(row["e"]):
            words, nth = (e["t"][:-2], int(e["t"][-1])) if e["t"][-2:-1] == "#" else (e["t"], 1)
            at = -1
            for _ in range(nth):
                at = raw.find(words.encode(), at + 1)
            name = f"{row['i']}.{n}"
            first[name] = first.get(e.get("same"), name)
            if at >= 0 and e["s"] != "general":
                found.append((len(text) + at, len(text) + at + len(words.encode()), first[name]))
        text += raw + b"\n\n"
    return text.decode(), found


def spans(text, mention):
    raw, want = text.encode(), mention.encode()
    at = raw.find(want)
    while want and at >= 0:
        yield at, at + len(want)
        at = raw.find(want, at + 1)


def owners(begin, end, accounts, text):
    return {n for n, a in enumerate(accounts) for m in a["mentions"]
            for x, y in spans(text, m) if x < end and begin < y}


def fit(x, y, weight, penalty):
    w = np.zeros(x.shape[1])
    shrink = np.full(x.shape[1], penalty)
    shrink[0] = 0.01
    for _ in range(60):  # Newton's method
        p = 1 / (1 + np.exp(-x @ w))
        g = x.T @ (weight * (p - y)) + shrink * w
        h = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(shrink)
        step = np.linalg.solve(h, g)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return w


def report(name, x, y, w):
    p = 1 / (1 + np.exp(-x @ w))
    hit = (p > .5) & (y > .5)
    print(f"{name}: {len(y)} examples, {int(y.sum())} true, accuracy {np.mean((p > .5) == (y > .5)):.3f}, "
          f"precision {hit.sum() / max(1, (p > .5).sum()):.3f}, recall {hit.sum() / max(1, y.sum()):.3f}")


def run(inputs):
    lines = "".join(json.dumps(i) + "\n" for i in inputs)
    out = subprocess.run([program, data], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    out = out.decode().splitlines()
    return json.loads(out[0]), [json.loads(l) for l in out[1:]]


keep_x, keep_y, join_x, join_y, join_w = [], [], [], [], []


def add_pairs(read, own, weight):
    for i, j, values in read["pairs"]:
        if len(own[i]) == 1 and len(own[j]) == 1:
            join_x.append(values); join_y.append(own[i] == own[j]); join_w.append(weight)


texts = list(reports())
names, out = run({"id": n, "text": t, "title": m.get("title"), "published": m.get("published"),
                  "publisher": m.get("publisher")} for n, t, m, _ in texts)
for read, (number, text, _, accounts) in zip(out, texts):
    own = [owners(f["begin"], f["end"], accounts, text) for f in read["frames"]]
    keep_x += [f["keep"] for f in read["frames"]]
    keep_y += [bool(o) for o in own]
    add_pairs(read, own, 1.0)
small = list(blocks())
_, out = run({"id": str(n), "text": t} for n, (t, _) in enumerate(small))
for read, (_, found) in zip(out, small):
    own = [{name for x, y, name in found if x < f["end"] and f["begin"] < y} for f in read["frames"]]
    add_pairs(read, own, 0.2)
keep_x, keep_y, join_x, join_y, join_w = (
    np.array(v, float) for v in (keep_x, keep_y, join_x, join_y, join_w))
keep = fit(keep_x, keep_y, np.ones(len(keep_y)), 2.0)
join = fit(join_x, join_y, join_w, 2.0)
report("keep", keep_x, keep_y, keep)
report("join, hand-coded reports", join_x[join_w == 1], join_y[join_w == 1], join)
report("join, marked frames", join_x[join_w < 1], join_y[join_w < 1], join)
head = [l for l in open(table, encoding="utf8") if l.startswith("#")]
with open(table, "w", encoding="utf8") as f:
    f.writelines(head + ["feature\tweight\n"])
    for model, w in (("keep", keep), ("join", join)):
        for n, v in zip(names[model], w):
            f.write(f"{model} {n}\t{v:.3f}\n")
