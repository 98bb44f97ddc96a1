#!/usr/bin/env python3
"""Indian reports of 2002: what police did, sentence by sentence.

Mapping. KILL: an account of the sentence has state forces as side_a and a figure "killed"
above none; ARREST: an account of class arrest; FORCE: an account with state forces as
side_a of class force_on_protest, attack or armed_clash; ANY_ACTION: an account with state
forces as side_a, or an arrest (the set also means meetings, inquiries and watches, which
the codebook does not record). An account belongs to each sentence that a mention or
figure of it touches. FAIL (police stood by) has no counterpart in the record. The
baseline: "police" or the like with a word of a short list in the same sentence.
"""

import json
import re

import measure

LABELS = ("KILL", "ARREST", "FORCE", "ANY_ACTION")
FORCE = ("force_on_protest", "attack", "armed_clash")
STEMS = {"KILL": "kill|shot dead|died|death", "ARREST": "arrest|detain|custody|nabbed|round",
         "FORCE": r"fir(?:e|ed|ing)\b|shot|lathi|teargas|tear gas|baton",
         "ANY_ACTION": "."}


def load(docs, sentences):
    """Documents with their sentences: {"id", "text", "sentences": [(begin, end, labels)]}."""
    marked = {}
    for line in open(sentences, encoding="utf-8"):
        d = json.loads(line)
        marked.setdefault(d["doc_id"], []).append((d["sent_text"], set(d["sent_labels"])))
    for line in open(docs, encoding="utf-8"):
        d = json.loads(line)
        text, at, spans = d["doc_text"], 0, []
        for sentence, labels in marked.get(d["doc_id"], []):
            begin = text.find(sentence, at)
            if begin >= 0:
                at = begin + len(sentence)
                spans.append((begin, at, labels))
        yield {"id": str(d["doc_id"]), "text": text, "sentences": spans}


def labels_of(account):
    by_state = any(p["kind"] == "state_forces" for p in account["side_a"])
    killed = any(f["harm"] == "killed" and f["n"] != 0 and f["victim_side"] != "a"
                 for f in account["casualties"])
    found = set()
    if account["class"] == "arrest":
        found |= {"ARREST", "ANY_ACTION"}
    if by_state and account["status"] in ("happened", "contested"):
        found.add("ANY_ACTION")
        if killed:
            found.add("KILL")
        if account["class"] in FORCE:
            found.add("FORCE")
    return found


def baseline(text):
    if not re.search(r"\b(?:police|cop|constable|inspector)", text, re.I):
        return set()
    return {name for name, stem in STEMS.items() if re.search(stem, text, re.I)}


def main():
    parser = measure.options(__doc__.split("\n")[0], "docs.jsonl")
    parser.add_argument("sentences", help="sents.jsonl")
    args = parser.parse_args()
    reports = [r for r in load(args.path, args.sentences)
               if measure.in_part(r["id"], args.part)]
    answers = measure.read(args, [{"id": r["id"], "text": r["text"]} for r in reports])
    ours, base = measure.Tally(), measure.Tally()
    for r, answer in zip(reports, answers):
        offsets = measure.byte_offsets(r["text"])
        for begin, end, wanted in r["sentences"]:
            sentence = r["text"][begin:end]
            here = [a for a in answer["accounts"]
                    if measure.touching(a, offsets[begin], offsets[end])]
            given = set().union(*[labels_of(a) for a in here])
            simple = baseline(sentence)
            for label in LABELS:
                ours.add(label, label in given & wanted, label in given, label in wanted)
                base.add(label, label in simple & wanted, label in simple, label in wanted)
            if args.show and measure.part_of(r["id"]) == "tune" and (given ^ wanted) - {"FAIL"}:
                args.show -= 1
                print(f"== {r['id']} wanted {sorted(wanted)} given {sorted(given)}: {sentence}\n",
                      [(a["class"], a["mentions"][0]["text"],
                        [(p["text"], p["kind"]) for p in a["side_a"]]) for a in here])
    print(f"Indian police, {args.part}, {len(reports)} reports")
    measure.print_tallies([("Khaldun", ours), ("baseline", base)], LABELS)


if __name__ == "__main__":
    main()
