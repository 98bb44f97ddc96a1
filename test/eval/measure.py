"""What the measuring scripts of this folder share: reports go through `khaldun read
--json`, answers are counted, a data set is split once.

Each script takes the path of its data and prints Khaldun's figures beside a simple
baseline's of the same run. The data stay outside the project; the split is by name:
a report is of the check part when sha256(name) modulo 3 is 0, else of the tune part.
Rules may be tuned on the tune part alone.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys

NUMBERS = {word: n for n, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen twenty".split())}
SMALL_WORDS = set("a an the of in at on by to for and or its his her their this that some two"
                  " three four five six other others more who were was people".split())


def options(description, path_help):
    """The command line that all scripts share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("path", help=path_help)
    parser.add_argument("--program", default=os.environ.get("KHALDUN_PROGRAM", "khaldun"))
    parser.add_argument("--packs", default=os.environ.get("KHALDUN_DATA"),
                        help="folder of the data packs")
    parser.add_argument("--part", choices=("tune", "check", "all"), default="all")
    parser.add_argument("--show", type=int, default=0, metavar="N",
                        help="print the first N differences (tune part only)")
    return parser


def part_of(name):
    """Of which part a report is, by its name alone."""
    return "check" if hashlib.sha256(name.encode()).digest()[-1] % 3 == 0 else "tune"


def in_part(name, part):
    return part == "all" or part_of(name) == part


def read(args, reports):
    """The program's answers, in order, to reports {"id", "text", ...}."""
    command = [args.program, "read", "--json", "--format", "jsonl"]
    if args.packs:
        command += ["--data", args.packs]
    given = "".join(json.dumps({k: v for k, v in r.items() if v}) + "\n" for r in reports)
    done = subprocess.run(command + ["-"], input=given.encode(), stdout=subprocess.PIPE,
                          check=False)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    if len(answers) != len(reports):
        sys.exit(f"{args.program}: {len(answers)} answers to {len(reports)} reports")
    for answer in answers:
        answer.setdefault("accounts", [])
    return answers


class Tally:
    """Right, given and wanted by name; precision, recall and F1 of each."""

    def __init__(self):
        self.rows = {}

    def add(self, name, right, given, wanted):
        row = self.rows.setdefault(name, [0, 0, 0])
        row[0] += right
        row[1] += given
        row[2] += wanted

    def total(self, names=None):
        rows = [r for n, r in self.rows.items() if names is None or n in names]
        return [sum(r[i] for r in rows) for i in range(3)]


def figures(row):
    right, given, wanted = row
    precision = right / given if given else 0.0
    recall = right / wanted if wanted else 0.0
    f1 = 2 * right / (given + wanted) if given + wanted else 0.0
    return precision, recall, f1


def print_tallies(tallies, names):
    """Columns: one triple of precision, recall, F1 for each (title, tally)."""
    print(f"{'':22}" + "".join(f"{title:^33}" for title, _ in tallies))
    print(f"{'':22}" + f"{'wanted':>9}{'prec.':>8}{'recall':>8}{'F1':>8}" * len(tallies))
    for name in list(names) + ["all"]:
        line = f"{name:22}"
        for _, tally in tallies:
            row = tally.total(names) if name == "all" else tally.rows.get(name, [0, 0, 0])
            line += f"{row[2]:9}" + "".join(f"{x:8.3f}" for x in figures(row))
        print(line)


def print_shares(rows):
    """Lines of (name, right, right of the baseline, all)."""
    print(f"{'':34}{'Khaldun':>9}{'baseline':>10}{'of':>7}")
    for name, right, base, n in rows:
        print(f"{name:34}{right / n if n else 0:9.3f}{base / n if n else 0:10.3f}{n:7}")


def words(text):
    """Content words of a phrase, in lower case and without a plural's s."""
    found = re.findall(r"[^\W_]+", (text or "").lower())
    return {w.rstrip("s") for w in found if w not in SMALL_WORDS}


def alike(one, other):
    """Two phrases name the same thing when they share a content word."""
    return bool(words(one) & words(other))


def distinct(phrases):
    """Phrases without those that repeat another."""
    kept = []
    for p in phrases:
        if p and words(p) and not any(alike(p, k) for k in kept):
            kept.append(p)
    return kept


def number_of(text):
    """A number written in digits or as a small word, else None."""
    text = text.lower().replace(",", "")
    return int(text) if text.isdigit() else NUMBERS.get(text)


def pair(wanted, given, same):
    """How many of wanted find a partner of their own in given."""
    left = list(given)
    right = 0
    for w in wanted:
        for g in left:
            if same(w, g):
                left.remove(g)
                right += 1
                break
    return right


def spans(account):
    """Spans of the words that name an account's occurrence or its harm."""
    items = account["mentions"] + account["casualties"]
    return [(m["begin"], m["end"]) for m in items if m.get("begin") is not None]


def touching(account, begin, end):
    return any(b < end and begin < e for b, e in spans(account))


def byte_offsets(text):
    """The byte offset of every character, and of the end."""
    offsets = [0]
    for c in text:
        offsets.append(offsets[-1] + len(c.encode()))
    return offsets


TRIGGER_STEMS = re.compile(
    r"\b(?:attack|kill|bomb|explo|blast|shell|shoot|shot|gunm|fir(?:e|ed|ing)\b|raid|clash|fight"
    r"|fought|ambush|assassin|murder|massacre|kidnap|abduct|hostage|arrest|detain|protest"
    r"|demonstrat|riot|wound|injur|die[ds]?\b|dead|death|stab|destroy|behead)\w*", re.I)


def trigger_words(text):
    """The baseline's triggers: words of a short list of stems, as character spans."""
    return [m.span() for m in TRIGGER_STEMS.finditer(text)]
