"""Fits the three linear models of data/weights.tsv on the tune part of hand-coded reports.

usage: fit_weights.py EVAL_WEIGHTS DATA_FOLDER GOLD_FOLDER FRAMES_JSONL WEIGHTS_TSV CORPORA [topic,keep,join]

EVAL_WEIGHTS is the built program test/eval/eval_weights. A frame belongs to the accounts of
which it overlaps a mention. "topic": the report tells of armed conflict. "keep": a frame belongs
to an account. "join": two frames belong to the same.
"join" learns from the marked frames too: neighbouring sentences with their "same" links, at a fifth of
the weight. "topic" and "keep" learn from the texts in CORPORA that are not about conflict, the tune half
of test/eval/no_conflict.tsv. Logistic regression with an L2 penalty.
A list of models at the end: only these are written, the others stay as they are in WEIGHTS_TSV.
Reports whose number 3 divides are the check part and are never read.
"""
import glob, json, os, re, subprocess, sys
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "test", "eval"))
import eval_false

program, data, gold, frames, table, corpora = sys.argv[1:7]

# Weights beside those of hand-coded reports: pairs of marked frames; runs of marked sentences;
# frames of texts that are not about conflict.
PAIRS, RUNS, OTHERS = 0.2, 0.1, 0.3


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


topic_x, topic_y, topic_w, keep_x, keep_y, keep_w, keep_doc = [], [], [], [], [], [], []
join_x, join_y, join_w = [], [], []


def add_pairs(read, own, weight):
    for i, j, values in read["pairs"]:
        if len(own[i]) == 1 and len(own[j]) == 1:
            join_x.append(values); join_y.append(own[i] == own[j]); join_w.append(weight)


def add_topic(read, is_conflict, weight):
    topic_x.append(read["topic"]); topic_y.append(is_conflict); topic_w.append(weight)


def add_keep(read, own, weight):
    for f, o in zip(read["frames"], own):
        keep_x.append(f["keep"]); keep_y.append(bool(o)); keep_w.append(weight); keep_doc.append(len(topic_x) - 1)


def fit_topic(x, y, w, folds=5):
    """Weights from all, and each report's chance from the weights of the other folds."""
    chance, fold = np.zeros(len(y)), np.arange(len(y)) % folds
    for k in range(folds):
        part = fit(x[fold != k], y[fold != k], w[fold != k], 1.0)
        chance[fold == k] = 1 / (1 + np.exp(-x[fold == k] @ part))
    return fit(x, y, w, 1.0), chance


texts = list(reports())
names, out = run({"id": n, "text": t, "title": m.get("title"), "published": m.get("published"),
                  "publisher": m.get("publisher")} for n, t, m, _ in texts)
for read, (number, text, _, accounts) in zip(out, texts):
    own = [owners(f["begin"], f["end"], accounts, text) for f in read["frames"]]
    add_topic(read, bool(accounts), 1.0)
    add_keep(read, own, 1.0)
    add_pairs(read, own, 1.0)
folder = eval_false.Corpora(corpora)
for judgement in ("no_conflict", "conflict"):
    rows = [row for part, _, row in eval_false.inputs(folder, judgement) if part == "tune"]
    _, out = run(rows)
    for read in out:
        if read["frames"]:
            add_topic(read, judgement == "conflict", 1.0)
        if judgement == "no_conflict":
            add_keep(read, [set()] * len(read["frames"]), OTHERS)
    if judgement == "no_conflict":  # short texts as well
        _, out = run({"id": "", "text": p} for row in rows for p in row["text"].split("\n\n") if p.strip())
        for read in out:
            if read["frames"]:
                add_topic(read, False, RUNS)
small = list(blocks())
_, out = run({"id": str(n), "text": t} for n, (t, _) in enumerate(small))
for read, (_, found) in zip(out, small):
    own = [{name for x, y, name in found if x < f["end"] and f["begin"] < y} for f in read["frames"]]
    if found:
        add_topic(read, True, RUNS)
    add_pairs(read, own, PAIRS)
topic_x, topic_y, topic_w, keep_x, keep_y, keep_w, join_x, join_y, join_w = (
    np.array(v, float) for v in (topic_x, topic_y, topic_w, keep_x, keep_y, keep_w, join_x, join_y, join_w))
topic, chance = fit_topic(topic_x, topic_y, topic_w)
of = {n: i for i, n in enumerate(names["keep"])}
outside = 1 - chance[keep_doc]
keep_x[:, of["report"]] = 1 - outside
keep_x[:, of["weak_class_in_other_report"]] = keep_x[:, of["weak_class"]] * outside
keep_x[:, of["toll_in_other_report"]] = keep_x[:, of["toll_word"]] * outside
keep = fit(keep_x, keep_y, keep_w, 2.0)
join = fit(join_x, join_y, join_w, 2.0)
report("topic", topic_x[topic_w == 1], topic_y[topic_w == 1], topic)
report("keep", keep_x, keep_y, keep)
report("join, hand-coded reports", join_x[join_w == 1], join_y[join_w == 1], join)
report("join, marked frames", join_x[join_w < 1], join_y[join_w < 1], join)
lines = open(table, encoding="utf8").read().splitlines(keepends=True)
written = sys.argv[7].split(",") if len(sys.argv) > 7 else ["topic", "keep", "join"]
with open(table, "w", encoding="utf8") as f:
    f.writelines([l for l in lines if l.startswith("#")] + ["feature\tweight\n"])
    for model, w in (("topic", topic), ("keep", keep), ("join", join)):
        if model not in written:
            f.writelines(l for l in lines if l.startswith(model + " "))
            continue
        for n, v in zip(names[model], w):
            f.write(f"{model} {n}\t{v:.3f}\n")
