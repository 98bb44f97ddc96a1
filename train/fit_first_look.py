"""Fits the first look (src/glance.h): data/glance.tsv.

usage: fit_first_look.py silver TEXTS.jsonl < ANNOTATIONS > SILVER.jsonl
       fit_first_look.py fit DATA_FOLDER CHECK.jsonl MARKED.jsonl... [--silver SILVER.jsonl...]

A logistic regression over words, beginnings of words and pairs of words, and one feature for
each of the tables triggers, harm and means; L1 keeps the few thousand that matter. It learns from
marked sentences (positive: any event; weight 3) and from sentences that the reader labelled
(positive: it finds a trigger; weight 1); positives count three times, since a miss costs more than
a sentence read for nothing. Sentences of CHECK are left out of the fit; the threshold "read" is
then set for the recall of RECALL on the marked sentences themselves, by leaving fifths of them out in turn.

silver: cuts TEXTS ({"text"} a line) into the sentences of `khaldun annotate --json TEXTS.jsonl`, as
{"text", "conflict"} lines. Only open (GREEN) texts may be used: the Groningen Meaning Bank, Wikinews,
GUM, EWT, wikigold. Needs numpy. Takes three minutes.
"""
import collections, json, os, re, sys
import numpy as np

WORD = re.compile("[a-z\u00c0-\u1fff\u2080-\U0010ffff]+|[0-9]+")  # as src/automaton.c cuts
LOWER = str.maketrans({chr(c): chr(c + 32) for c in range(65, 91)})
TABLES = ("triggers", "harm", "means")
LEAST, PENALTY, POSITIVE, MARKED, ROUNDS, RECALL = 6, 6.0, 3.0, 3.0, 120, 0.985
STEMS = (4, 5, 6, 7)
REPORT, BESIDE = 1.0, -2.5  # a report of conflict; a sentence beside one that makes it so


def words(text):
    return ["0" if w[0] in "0123456789" else w for w in WORD.findall(text.translate(LOWER))]


def load(path):
    return [json.loads(line) for line in open(path, encoding="utf8")]


def silver(path):
    for report, line in zip(load(path), sys.stdin):
        read, raw = json.loads(line), report["text"].encode()
        at = [t["begin"] for t in read["triggers"]]
        for s in read["sentences"]:
            print(json.dumps({"text": raw[s["begin"]:s["end"]].decode(errors="replace"),
                              "conflict": any(s["begin"] <= a < s["end"] for a in at)}))


def table_patterns(folder, name):
    """What add_keys of src/glance.c makes of a table, by the first letters of the first word."""
    found = collections.defaultdict(set)
    for line in open(os.path.join(folder, name + ".tsv"), encoding="utf8"):
        cells = line.rstrip("\n").split("\t")
        if line[0] == "#" or cells[0] == "words" or (name == "means" and cells[1] == "none"):
            continue
        last = cells[0].split(" ")[-1]
        silent = len(last) > 5 and last[-1] == "e"
        stem = " ".join(words(cells[0][:-1] if silent else cells[0]))
        found[stem.split(" ")[0][:3]].add(" " + stem + ("" if len(last) - silent >= 5 else " "))
    return found


def features(text, tables):
    w = words(text)
    spelled, found = " " + " ".join(w) + " ", set()
    for i, x in enumerate(w):
        if x.isascii():
            found.add(("word", x))
            found.update(("stem", x[:n]) for n in STEMS if len(x) > n)
            if i and w[i - 1].isascii():
                found.add(("word", w[i - 1] + " " + x))
    for name, patterns in tables.items():
        if any(p in spelled for head in {x[:3] for x in w} for p in patterns.get(head, ())):
            found.add(("table", name))
    return found


class Matrix:
    """Sets of features as coordinates; column 0 is the bias."""

    def __init__(self, sets, index):
        self.rows = np.array([r for r, s in enumerate(sets) for _ in range(1 + len(s & index.keys()))], np.int32)
        self.cols = np.array([c for s in sets for c in [0] + [index[f] for f in sorted(s & index.keys())]], np.int32)
        self.count, self.width = len(sets), len(index) + 1

    def times(self, w):
        return np.bincount(self.rows, weights=w[self.cols], minlength=self.count)

    def back(self, v):
        return np.bincount(self.cols, weights=v[self.rows], minlength=self.width)


def fit(x, y, weight):
    """Accelerated proximal gradient (FISTA) with restarts; the step is found by halving."""
    w = z = np.zeros(x.width)
    momentum, steep = 1.0, 2000.0
    loss = lambda s: (weight * (np.logaddexp(0, s) - y * s)).sum()
    for _ in range(ROUNDS):
        s = x.times(z)
        before, slope = loss(s), x.back(weight * (1 / (1 + np.exp(-s)) - y))
        while True:
            new = z - slope / steep
            new[1:] = np.sign(new[1:]) * np.maximum(0, np.abs(new[1:]) - PENALTY / steep)
            d = new - z
            if loss(x.times(new)) <= before + slope @ d + steep / 2 * (d @ d) + 1e-6:
                break
            steep *= 1.6
        if (new - w) @ (z - new) > 0:
            momentum, z = 1.0, new
        else:
            later = (1 + np.sqrt(1 + 4 * momentum ** 2)) / 2
            z, momentum = new + (momentum - 1) / later * (new - w), later
        w, steep = new, steep * 0.97
    return w


def threshold(scores, events, recall):
    return np.quantile(np.repeat(scores, events), 1 - recall)


def left_out(sets, y, weight, marked, index):
    """Scores of the marked sentences (the first ones) by fits that did not see their fifth; a fifth
    is made of runs of 40, since neighbours tell of the same occurrence."""
    scores, fifth = np.zeros(marked), np.arange(marked) // 40 % 5
    x = Matrix(sets, index)
    for k in range(5):
        out = weight.copy()
        out[:marked][fifth == k] = 0
        scores[fifth == k] = x.times(fit(x, y, out))[:marked][fifth == k]
    return scores


def write(path, index, w, settings):
    names = {i: f for f, i in index.items()}
    rows = sorted((kind, words, w[i]) for i, (kind, words) in names.items() if abs(w[i]) >= 0.005)
    with open(path, "w", encoding="utf8") as f:
        f.write("""# Words by which the first look (src/glance.h) decides which sentences the reader must read.
# kind: word (one word or two in a row), stem (beginning of a word), table (any word of that
# table), setting. weight: log odds of telling of conflict. Numbers are written 0. Settings: start of
# the sum (bias); sums from which a sentence is read (read), its report is one of conflict (report),
# and a neighbour of such a sentence is read too (beside). A word that must never be missed may
# be added with a weight of 4, or to the table triggers.
# Origin: fitted by train/fit_first_look.py on Khaldun's marked sentences, and on the Groningen
# Meaning Bank, Wikinews (CC BY 2.5), GUM (CC BY 4.0), UD English EWT and wikigold as the reader
# labels them. Licence: CC BY-SA 4.0.
words\tkind\tweight
""")
        f.writelines(f"{name}\tsetting\t{value:.2f}\n" for name, value in settings)
        f.writelines(f"{words}\t{kind}\t{value:.2f}\n" for kind, words, value in rows)
    print(f"{len(rows)} rows")


def run(folder, check_path, marked_paths, silver_paths):
    tables = {n: table_patterns(folder, n) for n in TABLES}
    check = load(check_path)
    seen = {" ".join(words(r["text"])) for r in check}
    rows, weight = [], []
    for paths, amount in ((marked_paths, MARKED), (silver_paths, 1.0)):
        part = [r for p in paths for r in load(p) if " ".join(words(r["text"])) not in seen]
        seen |= {" ".join(words(r["text"])) for r in part}
        rows += part
        weight += [amount] * len(part)
    marked = weight.count(MARKED)
    y = np.array([bool(r["e"] if "e" in r else r["conflict"]) for r in rows], float)
    weight = np.array(weight) * np.where(y > 0, POSITIVE, 1)
    sets = [features(r["text"], tables) for r in rows]
    count = collections.Counter(f for s in sets for f in s)
    index = {f: i + 1 for i, f in enumerate(sorted(f for f, c in count.items() if c >= LEAST))}
    print(f"{marked} marked and {len(rows) - marked} labelled sentences, {int(y.sum())} with an event")
    events = np.array([len(r["e"]) for r in rows[:marked]])
    scores = left_out(sets, y, weight, marked, index)
    for recall in (0.99, 0.985, 0.98, 0.97):
        print(f"left out: recall of events {recall} at {threshold(scores, events, recall):.2f}")
    read = threshold(scores, events, RECALL)
    x = Matrix(sets, index)
    w = fit(x, y, weight)
    write(os.path.join(folder, "glance.tsv"), index, w,
          [("bias", w[0]), ("read", read), ("report", REPORT), ("beside", BESIDE)])
    hit = Matrix([features(r["text"], tables) for r in check], index).times(w) >= read
    events = np.array([len(r["e"]) for r in check])
    print(f"check: recall of events {events[hit].sum() / events.sum():.4f}, "
          f"{hit[events == 0].mean():.3f} of the sentences without any are read")
    print(f"labelled sentences read: {(x.times(w)[marked:] >= read).mean():.3f}")


if len(sys.argv) < 3:
    sys.exit(__doc__)
if sys.argv[1] == "silver":
    silver(sys.argv[2])
else:
    cut = sys.argv.index("--silver") if "--silver" in sys.argv else len(sys.argv)
    run(sys.argv[2], sys.argv[3], sys.argv[4:cut], sys.argv[cut + 1:])
