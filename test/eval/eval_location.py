#!/usr/bin/env python3
"""Sentences with one marked event word: at which place did it happen?

Mapping. The account whose mention or figure covers the marked word, else the only account
of the sentence; its place, or the town or province it lies in, should be a marked
location; where none is marked it should have none, or one without a name ("a market").
"of the found" are the words that an account covers. The set marks words of any meaning
("prices shot up"): those want no place. The baseline takes the capitalised words after
the nearest "in", "at", "near" or "of" that follows the word, else the nearest before it.
"""

import json
import re

import measure

PLACE = re.compile(r"\b(?:in|at|near|of)\s+(?:the\s+)?"
                   r"((?:[\w-]+\s+)?[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*)")


def load(path):
    for i, line in enumerate(open(path, encoding="utf-8")):
        d = json.loads(line)
        verbs = [(s["start"], s["end"]) for s in d["spans"] if s["label"] == "VERB"]
        places = [(s["start"], s["end"]) for s in d["spans"] if s["label"] == "LOCATION"]
        if verbs:
            yield {"id": str(d.get("_id", i)), "text": d["text"], "verb": verbs[0],
                   "places": places}


def overlap(spans, begin, end):
    return any(b < end and begin < e for b, e in spans)


def same_place(report, offsets, place):
    """The span of a place, or the town or province it lies in, is a marked location."""
    spans = [(offsets[b], offsets[e]) for b, e in report["places"]]
    if place.get("begin") is not None and overlap(spans, place["begin"], place["end"]):
        return True
    names = [place.get("city"), place.get("admin1"), place.get("text")]
    return any(measure.alike(report["text"][b:e], n) for b, e in report["places"] for n in names)


def ours(report, accounts):
    """(an account tells of the word, its place is right, the place's words)."""
    offsets = measure.byte_offsets(report["text"])
    begin, end = (offsets[i] for i in report["verb"])
    found = [a for a in accounts if measure.touching(a, begin, end)]
    if not found and len(accounts) == 1:
        found = accounts
    place = found[0]["place"] if found else None
    words = (place or {}).get("text") or ""
    if not place or not (place.get("gazetteer") or words != words.lower()):
        return bool(found), not report["places"], None
    return True, same_place(report, offsets, place), place["text"]


def baseline(report):
    found = [m.span(1) for m in PLACE.finditer(report["text"])]
    after = [s for s in found if s[0] > report["verb"][0]]
    chosen = after[0] if after else found[-1] if found else None
    if not chosen:
        return not report["places"]
    return overlap(report["places"], *chosen)


def main():
    parser = measure.options(__doc__.split("\n")[0], "main.jsonl")
    parser.add_argument("--every", type=int, default=1, help="only every Nth sentence")
    args = parser.parse_args()
    reports = [r for r in list(load(args.path))[::args.every]
               if measure.in_part(r["text"], args.part)]
    answers = measure.read(args, [{"id": r["id"], "text": r["text"]} for r in reports])
    rows = {"place, of the found": [0, 0, 0], "place, of all": [0, 0, 0],
            "place, where one is marked": [0, 0, 0], "none, where none is marked": [0, 0, 0]}
    covered = 0
    for r, answer in zip(reports, answers):
        found, right, given = ours(r, answer["accounts"])
        simple = baseline(r)
        covered += found
        marked = "place, where one is marked" if r["places"] else "none, where none is marked"
        for name in ("place, of all", marked) + (("place, of the found",) if found else ()):
            row = rows[name]
            row[0] += right and (found or not r["places"])
            row[1] += simple
            row[2] += 1
        if args.show and measure.part_of(r["text"]) == "tune" and not (found and right):
            args.show -= 1
            marked = [r["text"][b:e] for b, e in r["places"]]
            print(f"== {r['text']}\n   {r['text'][slice(*r['verb'])]!r} at {marked}; "
                  f"found {found}, place {given!r}",
                  [(a["class"], [m["text"] for m in a["mentions"]]) for a in answer["accounts"]])
    print(f"event locations, {args.part}: {covered} of {len(reports)} marked words found")
    measure.print_shares([(n, *row) for n, row in rows.items()])


if __name__ == "__main__":
    main()
