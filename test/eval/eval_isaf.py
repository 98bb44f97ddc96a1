#!/usr/bin/env python3
"""ISAF press releases: number killed, number captured, first day, province.

Mapping. Killed: over the accounts that happened or may have (no aggregate), the sum of the
figures "killed" that are no part of another, the largest of each group and account,
without the coalition's own dead; a vague figure counts as the coders counted: "several"
and "multiple" 3, "numerous" and "many" 4, another plural 2. Captured: the same over
figures "detained". Date and province: of the account with the largest figures, else of
the first that has one. The dateline's day is handed over as the publication date; its
year, where the dateline has none, by the release's number (2011-01-S-115), else the
coded year (whoever holds a release knows its date). An occurrence without a day has the
release's day, as the coders had it. The baseline: the number beside the first form of
"kill" and of "detain", "capture" or "arrest"; the dateline's day; the first word before
"province".
"""

import json
import re

import measure

PROVINCES = {"sar_e_pul": "sar-e pol", "day_kundi": "daykundi", "paktya": "paktia",
             "nimroz": "nimruz", "wardak": "maidan wardak", "jowzjan": "jawzjan"}
TOLD = ("happened", "contested", "possible")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def load(path):
    """(text, record) of every release."""
    for line in open(path, encoding="utf-8"):
        turns = json.loads(line)["conversations"]
        text = turns[1]["value"].removeprefix("PRESS RELEASE TEXT: ").replace("\u2028", "\n")
        yield text, json.loads(turns[2]["value"])


def plain(name):
    return re.sub(r"[^a-z]", "", (name or "").lower())


def same_province(wanted, given):
    names = {plain(wanted), plain(PROVINCES.get(wanted, ""))} - {""}
    given = plain(given)
    return bool(given) and any(n == given or n in given for n in names)


def own(account, figure):
    """The figure tells of the coalition's or the Afghan state's own people."""
    parties = {"a": account["side_a"], "b": account["side_b"]}.get(figure["victim_side"], [])
    if re.search(r"insurgent|militant|taliban|haqqani|fighter", figure["who"] or "", re.I):
        return False
    return any(p["kind"] in ("state_forces", "external") for p in parties)


def least(figure):
    """A figure as the coders of the set counted it."""
    if figure["n"] is not None:
        return figure["n"]
    text = (figure["text"] or "").lower()
    if re.search(r"numerous|many", text):
        return 4
    return 3 if re.search(r"several|multiple|few", text) else 2


def amount(account, harm):
    """People harmed by one account: the largest figure of each kind of victims."""
    best = {}
    for f in account["casualties"]:
        if f["harm"] == harm and f["part_of"] is None and not own(account, f):
            best[f["who"]] = max(best.get(f["who"], 0), least(f))
    return sum(best.values())


def from_accounts(accounts, released):
    told = [a for a in accounts if a["class"] != "aggregate" and a["status"] in TOLD]
    killed = sum(amount(a, "killed") for a in told)
    captured = sum(amount(a, "detained") for a in told)
    told.sort(key=lambda a: -(amount(a, "killed") + amount(a, "detained")))
    days = [a["date"]["start"] for a in told if a["date"] and a["date"]["start"]]
    places = [a["place"]["admin1"] for a in told if a["place"] and a["place"]["admin1"]]
    return {"killed": killed, "captured": captured, "date": days[0] if days else released,
            "province": places[0] if places else None}


def near(text, stems):
    """The number beside the first word of a stem: "killing two", "two ... were killed"."""
    for m in re.finditer(rf"\b(?:{stems})\w*", text, re.I):
        after = re.findall(r"[\w,]+", text[m.end():m.end() + 40])[:2]
        before = re.findall(r"[\w,]+", text[max(0, m.start() - 60):m.start()])[::-1][:6]
        for w in after + before:
            n = measure.number_of(w)
            if n is not None and n < 200:
                return n
    return 0


def release_day(text, record):
    """The day in the release's dateline, its year by the dateline or the release's number."""
    day = re.search(r"\(?\b(" + "|".join(MONTHS) + r")\w*\.? (\d{1,2})(?:, (\d{4}))?\)", text, re.I)
    number = re.search(r"\b(20[01]\d)-\d\d-[A-Z]+-\d+", text)
    if not day:
        return None
    year = day[3] or (number and number[1]) or record["start_date"][:4]
    return f"{year}-{MONTHS.index(day[1].lower()[:3]) + 1:02}-{int(day[2]):02}"


def baseline(text, released):
    province = re.search(r"([A-Z][\w-]+) (?:province|Province)", text)
    return {"killed": near(text, "kill"), "captured": near(text, "detain|captur|arrest"),
            "date": released, "province": province and province[1]}


def right(record, answer):
    province = record["province"]
    return {"killed": answer["killed"] == record["min_killed"],
            "captured": answer["captured"] == record["min_captured"],
            "date": answer["date"] == record["start_date"],
            "province": any(same_province(p, answer["province"]) for p in province)}


def main():
    args = measure.options(__doc__.split("\n")[0], "isaf_dev.jsonl").parse_args()
    # The name of a release is its own text: the set gives no other.
    releases = [(t, r) for t, r in load(args.path) if measure.in_part(t, args.part)]
    answers = measure.read(args, [{"id": str(i), "text": t, "published": release_day(t, r)}
                                  for i, (t, r) in enumerate(releases)])
    slots = ("killed", "captured", "date", "province")
    got = dict.fromkeys(slots, 0)
    base = dict.fromkeys(slots, 0)
    count = dict.fromkeys(slots, 0)
    for i, ((text, record), answer) in enumerate(zip(releases, answers)):
        released = release_day(text, record)
        told = from_accounts(answer["accounts"], released)
        simple = baseline(text, released)
        ours, theirs = right(record, told), right(record, simple)
        for slot in slots:
            if slot != "province" or any(record["province"]):
                got[slot] += ours[slot]
                base[slot] += theirs[slot]
                count[slot] += 1
        if args.show and measure.part_of(text) == "tune" and not all(ours.values()):
            args.show -= 1
            wrong = {s: told[s] for s in slots if not ours[s]}
            print(f"== {i} {wrong}\n   wanted {json.dumps(record)}\n{text}\n")
    print(f"ISAF releases, {args.part}: exactly right")
    measure.print_shares([(s, got[s], base[s], count[s]) for s in slots])


if __name__ == "__main__":
    main()
