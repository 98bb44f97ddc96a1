#!/usr/bin/env python3
"""WikiEvents and RAMS: triggers and arguments of violence in news text.

Mapping. Wanted: the triggers of conflict.attack.*, life.die and life.injure (without
RAMS' deaths and injuries not by violence), justice.arrestjaildetain.*,
conflict.demonstrate.* and artifactexistence.damagedestroy*. A trigger is found when a
mention or a figure of an account covers it; a mention is right when it covers an
annotated trigger of any kind (WikiEvents alone: RAMS marks one trigger a window).
Arguments, of found triggers: attacker, killer, injurer, jailer, demonstrator against
side_a; target, victim, detainee against side_b and "who" of figures; place against
place; instrument against means. They agree when they share a content word.
The baseline takes every word of a short list of stems for a trigger, and for its
arguments the capitalised words before it (side_a), after it (side_b) and after "in", "at"
or "near" (place).
"""

import json
import re

import measure

WANTED = re.compile(r"conflict\.attack|life\.die|life\.injure|justice\.arrestjail"
                    r"|conflict\.demonstrate|artifactexistence\.damagedestroy", re.I)
PEACEFUL = re.compile(r"nonviolent|illness", re.I)
ROLES = {"attacker": "side_a", "killer": "side_a", "injurer": "side_a", "jailer": "side_a",
         "demonstrator": "side_a", "damagerdestroyer": "side_a", "destroyer": "side_a",
         "damager": "side_a", "target": "side_b", "victim": "side_b", "detainee": "side_b",
         "artifact": "side_b", "place": "place", "instrument": "means",
         "explosivedevice": "means"}
SLOTS = ("side_a", "side_b", "place", "means")


def spoken(tokens):
    """The text of tokens, and the character span of each."""
    text, spans = "", []
    for token in tokens:
        glued = token in (".", ",", ";", ":", "!", "?", ")", "'s", "\u2019s", "n't")
        text += "" if not text or glued else " "
        spans.append((len(text), len(text) + len(token)))
        text += token
    return text, spans


def located(text, tokens):
    """Where each token stands in the text."""
    spans, at = [], 0
    for token in tokens:
        begin = text.find(token, at)
        at = begin + len(token) if begin >= 0 else at
        spans.append((max(begin, 0), at))
    return spans


def wikievents(path):
    """{"id", "text", "triggers": [(begin, end, type, [(role, text)])]} of each report."""
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        spans = located(d["text"], d["tokens"])
        triggers = []
        for event in d["event_mentions"]:
            t = event["trigger"]
            roles = [(a["role"].lower(), a["text"]) for a in event["arguments"]]
            triggers.append((spans[t["start"]][0], spans[t["end"] - 1][1],
                             event["event_type"], roles))
        yield {"id": d["doc_id"], "text": d["text"], "triggers": triggers}


def rams(path):
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        tokens = [t for s in d["sentences"] for t in s]
        text, spans = spoken(tokens)
        begin, end, types = d["evt_triggers"][0]
        roles = [(re.sub(r"^evt\d+arg\d+", "", link[2]),
                  text[spans[link[1][0]][0]:spans[link[1][1]][1]])
                 for link in d["gold_evt_links"]]
        yield {"id": d["doc_key"], "text": text,
               "triggers": [(spans[begin][0], spans[end][1], types[0][0], roles)]}


def from_account(account):
    who = [f["who"] for f in account["casualties"] if f["who"]]
    names = lambda side: [f'{p["text"] or ""} {p["name"] or ""}' for p in account[side]]
    place = account["place"] or {}
    return {"side_a": measure.distinct(names("side_a")),
            "side_b": measure.distinct(names("side_b") + who),
            "place": [f'{place.get("text") or ""} {place.get("city") or ""}'] if place else [],
            "means": [m["text"] for m in account["means"] if m["text"]]}


def baseline(text, begin, end):
    sentence = text[max(0, text.rfind(". ", 0, begin)):begin]
    after = text[end:][:200].split(". ")[0]
    names = r"[A-Z][\w-]+(?: [A-Z][\w-]+)*"
    before, behind = re.findall(names, sentence), re.findall(names, after)
    place = re.search(rf"\b(?:in|at|near) (?:the )?({names})", sentence + text[begin:end] + after)
    return {"side_a": before[-1:], "side_b": behind[:1],
            "place": [place[1]] if place else [], "means": []}


def wanted_triggers(report):
    return [t for t in report["triggers"]
            if WANTED.match(t[2]) and not PEACEFUL.search(t[2])]


def count_arguments(tally, roles, answer):
    """Each slot: a filler of the set is right when the answer names it."""
    for slot in SLOTS:
        fillers = [text for role, text in roles if ROLES.get(role) == slot]
        right = sum(any(measure.alike(f, g) for g in answer[slot]) for f in fillers)
        tally.add(slot, right, max(right, len(answer[slot])) if fillers else 0, len(fillers))


def count_ours(tally, report, accounts, precise):
    offsets = measure.byte_offsets(report["text"])
    for begin, end, _, roles in wanted_triggers(report):
        found = [a for a in accounts if measure.touching(a, offsets[begin], offsets[end])]
        tally.add("trigger", bool(found), 0, 1)
        if found:
            count_arguments(tally, roles, from_account(found[0]))
    given = [(m["begin"], m["end"]) for a in accounts for m in a["mentions"]
             if m["begin"] is not None]
    right = sum(any(b < offsets[e] and offsets[s] < c for s, e, _, _ in report["triggers"])
                for b, c in given)
    tally.add("mention", right, len(given) if precise else 0, 0)


def count_baseline(tally, report, precise):
    given = measure.trigger_words(report["text"])
    for begin, end, _, roles in wanted_triggers(report):
        found = any(b < end and begin < e for b, e in given)
        tally.add("trigger", found, 0, 1)
        if found:
            count_arguments(tally, roles, baseline(report["text"], begin, end))
    right = sum(any(b < e and s < c for s, e, _, _ in report["triggers"]) for b, c in given)
    tally.add("mention", right, len(given) if precise else 0, 0)


def show(report, accounts):
    offsets = measure.byte_offsets(report["text"])
    for begin, end, kind, roles in wanted_triggers(report):
        found = [a for a in accounts if measure.touching(a, offsets[begin], offsets[end])]
        print(f'== {report["id"]} {kind} {report["text"][begin:end]!r} {roles}')
        print("  ", report["text"][max(0, begin - 150):end + 150].replace("\n", " "))
        print("  ", found and (found[0]["class"], from_account(found[0])))


def print_figures(ours, base, precise):
    print(f"{'':24}{'Khaldun':>9}{'baseline':>10}{'of':>7}")
    trigger = [t.rows["trigger"] for t in (ours, base)]
    print(f"{'triggers found':24}{trigger[0][0] / trigger[0][2]:9.3f}"
          f"{trigger[1][0] / trigger[1][2]:10.3f}{trigger[0][2]:7}")
    if precise:
        shares = [t.rows["mention"][0] / max(1, t.rows["mention"][1]) for t in (ours, base)]
        print(f"{'mentions right':24}{shares[0]:9.3f}{shares[1]:10.3f}"
              f"{ours.rows['mention'][1]:7}")
    print("arguments of the triggers found")
    measure.print_tallies([("Khaldun", ours), ("baseline", base)], SLOTS)


def main():
    parser = measure.options(__doc__.split("\n")[0], "dev.jsonl or dev.jsonlines")
    parser.add_argument("--set", choices=("wikievents", "rams"), required=True)
    args = parser.parse_args()
    load = wikievents if args.set == "wikievents" else rams
    reports = [r for r in load(args.path) if measure.in_part(r["id"], args.part)]
    if args.set == "rams":
        reports = [r for r in reports if wanted_triggers(r)]
    answers = measure.read(args, [{"id": r["id"], "text": r["text"]} for r in reports])
    ours, base = measure.Tally(), measure.Tally()
    precise = args.set == "wikievents"
    for report, answer in zip(reports, answers):
        count_ours(ours, report, answer["accounts"], precise)
        count_baseline(base, report, precise)
        if args.show and measure.part_of(report["id"]) == "tune":
            args.show -= 1
            show(report, answer["accounts"])
    print(f"{args.set}, {args.part}, {len(reports)} reports")
    print_figures(ours, base, precise)


if __name__ == "__main__":
    main()
