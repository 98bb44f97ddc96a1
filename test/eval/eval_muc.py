#!/usr/bin/env python3
"""MUC-3/4: Latin American terrorism news against its filled templates, slot F1.

Mapping of an account to a template. type: remote_explosive, suicide_bomb, grenade, air_strike,
shelling: BOMBING; abduction: KIDNAPPING; destruction: ARSON, or BOMBING when a means
explodes; attack, chemical, sexual_violence: ATTACK; an armed clash counts
only when civilians came to harm. Left out by the fill rules of MUC: other classes, what
happened outside the nine countries or more than 60 days before the report, harm to
soldiers alone. Key "BOMBING / ATTACK" takes either.
Slots, each filler right once: type; date (the account's days lie in the key's; without a
day it is the two months before the report, as in the keys); country
and the finest place named (one slot, place); target (PHYS TGT ID, HUM TGT NAME or
DESCRIPTION against side_b and the "who" of figures); number (HUM TGT NUMBER against n of
figures, PLURAL against vague ones, one for a side_b without a figure);
effect (DEATH, INJURY against the harms told); perpetrator (individuals and organisations
against side_a). Phrases agree when they share a content word. Templates pair one to one by the most slots alike, type or target
among them. An optional template counts only when it is paired; what pairs with none is
wrong in all its slots ("all templates" of MUC-4).

The baseline makes one template a report and type from words, with the dateline's day and
country, the first number before "people", "persons" and the like, and DEATH or INJURY.
"""

import datetime
import glob
import os
import re

import measure

SLOTS = ("type", "date", "place", "target", "number", "effect", "perpetrator")
COUNTRIES = {"ARG": "ARGENTINA", "BOL": "BOLIVIA", "CHL": "CHILE", "COL": "COLOMBIA",
             "ECU": "ECUADOR", "SLV": "EL SALVADOR", "GTM": "GUATEMALA", "HND": "HONDURAS",
             "PER": "PERU"}
TYPES = {"remote_explosive": "BOMBING", "suicide_bomb": "BOMBING", "grenade": "BOMBING",
         "air_strike": "BOMBING", "shelling": "BOMBING", "abduction": "KIDNAPPING",
         "attack": "ATTACK", "chemical": "ATTACK", "sexual_violence": "ATTACK",
         "force_on_protest": "ATTACK", "armed_clash": "ATTACK", "destruction": "ARSON"}
EFFECTS = {"killed": "DEATH", "injured": "INJURY"}
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAY = re.compile(r"(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{2})")


def load_texts(folder, sets):
    texts = {}
    for name in sets:
        for path in sorted(glob.glob(os.path.join(folder, name))):
            raw = open(path, encoding="latin-1").read()
            parts = re.split(r"^((?:DEV|TST\d)-MUC\d-\d{4})\s.*$", raw, flags=re.M)
            texts.update(zip(parts[1::2], parts[2::2]))
    return texts


def load_keys(folder, sets):
    """Templates by message: each a dict from slot name to its text."""
    keys = {}
    for name in sets:
        for path in sorted(glob.glob(os.path.join(folder, name))):
            for block in re.split(r"\n\s*\n", open(path, encoding="latin-1").read()):
                fields, last = {}, None
                for line in block.splitlines():
                    head = re.match(r"\d+\.\s+([A-Z: ]+?)(?:\s{2,}|$)(.*)",
                                    line[:36] + "  " + line[36:])
                    if head:
                        last = head[1].strip()
                        fields[last] = head[2].strip()
                    elif last and line.startswith(" "):
                        fields[last] += "\n" + line.strip()
                if "MESSAGE: ID" in fields:
                    keys.setdefault(fields["MESSAGE: ID"].strip(), []).append(fields)
    return keys


def fillers(text):
    """One list of strings a filler: what stands in quotes, alternatives together."""
    text = re.sub(r"\n(?=/)", " ", text or "")
    found = [re.findall(r'"([^"]*)"', line) for line in text.split("\n")]
    return [[f for f in names if f != "-"] for names in found if any(f != "-" for f in names)]


def day(match):
    return datetime.date(1900 + int(match[2]), MONTHS.index(match[1]) + 1, int(match[0]))


def key_days(text):
    """The first and last day of a date slot; None where it is open or empty."""
    found = DAY.findall(text)
    try:
        days = [day(m) for m in found]
    except ValueError:
        return None
    if not days:
        return None
    if "-" in text and len(set(days)) == 1:
        return days[0] - datetime.timedelta(days=60), days[0]
    return min(days), max(days)


def key_places(text):
    """The country, and the finest place's names when one is given."""
    text = re.sub(r"\s+", " ", text.replace("\n", " ")).strip()
    if not text or text == "-":
        return []
    levels = [p.strip() for p in re.split(r":|\(|\)|/| - ", text)]
    names = [p for p in levels if p and p not in (
        "CITY", "TOWN", "DEPARTMENT", "NEIGHBORHOOD", "VILLAGE", "PROVINCE", "REGION", "ZONE")]
    return [names[:1], names[1:]] if len(names) > 1 else [names]


def key_numbers(text):
    """A number for each filler, None for a plural without one."""
    numbers = []
    for line in (text or "").split("\n"):
        head = line.split(":")[0].strip(" ?~")
        if head and head not in ("-", "*"):
            found = re.search(r"\d+", head)
            numbers.append(int(found[0]) if found else None)
    return numbers


def from_key(fields):
    get = lambda name: fields.get(name, "-")
    if get("INCIDENT: TYPE").strip() in ("*", "-", ""):
        return None
    perpetrators = fillers(get("PERP: INDIVIDUAL ID")) + fillers(get("PERP: ORGANIZATION ID"))
    targets = [f for name in ("PHYS TGT: ID", "HUM TGT: NAME", "HUM TGT: DESCRIPTION")
               for f in fillers(get(name))]
    effect = get("HUM TGT: EFFECT OF INCIDENT")
    return {"optional": "OPTIONAL" in get("MESSAGE: TEMPLATE"),
            "type": [[t.strip() for t in get("INCIDENT: TYPE").split("/")]],
            "date": [d for d in [key_days(get("INCIDENT: DATE"))] if d],
            "place": key_places(get("INCIDENT: LOCATION")),
            "target": merge(targets),
            "number": key_numbers(get("HUM TGT: NUMBER")),
            "effect": [e for e in ("DEATH", "INJURY") if re.search(rf"^\W*{e}", effect, re.M)],
            "perpetrator": merge(perpetrators)}


def merge(fillers_):
    """Fillers of names and of descriptions that repeat each other become one."""
    kept = []
    for f in fillers_:
        if not any(measure.alike(x, y) for k in kept for x in k for y in f):
            kept.append(f)
    return kept


def soldiers_only(account):
    hit = [p["kind"] for p in account["side_b"]]
    groups = [f["group"] for f in account["casualties"]]
    return ((hit and all(k in ("state_forces", "rebel_group") for k in hit)) or not hit) and \
        all(g == "combatant" for g in groups) and bool(hit or groups)


def from_account(account, published):
    """The template of an account, None where MUC's rules ask for none."""
    kind = TYPES.get(account["class"])
    civilians = any(f["group"] == "civilian" and f["n"] != 0 for f in account["casualties"])
    place, date = account["place"] or {}, account["date"] or {}
    if not kind or account["status"] == "denied" or \
            (account["class"] == "armed_clash" and not civilians):
        return None
    if place.get("country") and place["country"] not in COUNTRIES:
        return None
    start = date.get("start") and datetime.date.fromisoformat(date["start"])
    if start and published and start < published - datetime.timedelta(days=60):
        return None
    if soldiers_only(account) and kind != "KIDNAPPING":
        return None
    if kind == "ARSON" and any("bomb" in (m["kind"] or "") or m["kind"] == "explosive"
                               for m in account["means"]):
        kind = "BOMBING"
    slots = slots_of(account, kind, place, date)
    if not slots["date"] and published:
        slots["date"] = [(published - datetime.timedelta(days=60), published)]
    return slots


def slots_of(account, kind, place, date):
    told = [f for f in account["casualties"] if f["n"] != 0 and f["part_of"] is None]
    finest = [n for n in (place.get("text"), place.get("city"), place.get("admin1")) if n]
    country = COUNTRIES.get(place.get("country"), "")
    places = [[country]] if country else []
    if place and place.get("precision") not in ("country", "none"):
        places.append(finest)
    named = [p["text"] or p["name"] for p in account["side_b"]]
    targets = measure.distinct(named + [f["who"] for f in told])
    numbers = list({(f["who"], f["n"]) for f in told})
    alone = [p for p in named if not any(measure.alike(p, f["who"]) for f in told)]
    last = date.get("end_date") or date.get("start")
    days = [(datetime.date.fromisoformat(date["start"]), datetime.date.fromisoformat(last))] \
        if date.get("start") and len(date["start"]) == 10 else []
    return {"type": [kind], "date": days, "place": places, "target": targets,
            "number": [n for _, n in numbers] + ([1] * len(alone) if not told else []),
            "effect": sorted({EFFECTS[f["harm"]] for f in told if f["harm"] in EFFECTS}),
            "perpetrator": measure.distinct([f'{p["text"] or ""} {p["name"] or ""}'
                                     for p in account["side_a"]])}


SAME = {
    "type": lambda w, g: g in w,
    "date": lambda w, g: w[0] <= g[0] and g[1] <= w[1],
    "place": lambda w, g: any(measure.alike(x, y) for x in w for y in g),
    "target": lambda w, g: any(measure.alike(x, g) for x in w),
    "perpetrator": lambda w, g: any(measure.alike(x, g) for x in w),
    "number": lambda w, g: w == g,
    "effect": lambda w, g: w == g,
}


def matched(slot, key, given):
    return measure.pair(key[slot], given[slot], SAME[slot])


def align(keys, given):
    """Pairs (key, given) one to one, best first."""
    scored = []
    for k, key in enumerate(keys):
        for g, answer in enumerate(given):
            hits = {s: matched(s, key, answer) for s in SLOTS}
            if hits["type"] or hits["target"]:
                scored.append((sum(hits.values()), -k, -g))
    pairs, used_k, used_g = [], set(), set()
    for score, k, g in sorted(scored, reverse=True):
        if score >= 2 and k not in used_k and g not in used_g:
            used_k.add(k)
            used_g.add(g)
            pairs.append((-k, -g))
    return pairs


def count(tally, keys, given):
    pairs = align(keys, given)
    for k, g in pairs:
        for s in SLOTS:
            tally.add(s, matched(s, keys[k], given[g]), len(given[g][s]), len(keys[k][s]))
    for k in set(range(len(keys))) - {k for k, _ in pairs}:
        if not keys[k]["optional"]:
            for s in SLOTS:
                tally.add(s, 0, 0, len(keys[k][s]))
    for g in set(range(len(given))) - {g for _, g in pairs}:
        for s in SLOTS:
            tally.add(s, 0, len(given[g][s]), 0)
    return pairs


def dateline_day(text):
    found = DAY.search(text[:200])
    return day(found.groups()) if found else None


def baseline(text):
    """One template for each type whose words the report has."""
    upper = text.upper()
    when = dateline_day(text)
    country = next((c for c in COUNTRIES.values() if c in upper or c[:-1] in upper), None)
    people = re.search(r"(\w+) (?:PEOPLE|PERSONS|PEASANTS|CIVILIANS|PRIESTS|JESUITS)", upper)
    effects = [e for e, stem in (("DEATH", "KILL|MURDER|ASSASSIN"), ("INJURY", "WOUND|INJUR"))
               if re.search(stem, upper)]
    made = []
    for kind, stem in (("BOMBING", "BOMB|EXPLO|DYNAMIT"), ("KIDNAPPING", "KIDNAP|ABDUCT"),
                       ("ATTACK", "KILL|MURDER|ASSASSIN")):
        if re.search(stem, upper):
            made.append({"type": [kind], "date": [(when, when)] if when else [],
                         "place": [[country]] if country else [],
                         "target": [people[0]] if people else [],
                         "number": [measure.number_of(people[1])] if people else [],
                         "effect": effects, "perpetrator": []})
    return made


def show(name, text, keys, given, pairs):
    print(f"== {name} {text}")
    for k, key in enumerate(keys):
        print("  KEY", k, {s: key[s] for s in SLOTS}, "OPTIONAL" if key["optional"] else "")
    for g, answer in enumerate(given):
        print("  OURS", g, {s: answer[s] for s in SLOTS}, [k for k, h in pairs if h == g])


def main():
    parser = measure.options(__doc__.split("\n")[0], "the folder of MUC texts and keys")
    parser.add_argument("--set", choices=("dev", "tst1", "tst2"), default="tst2")
    args = parser.parse_args()
    texts = load_texts(args.path, [f"{args.set}-muc*"])
    keys = load_keys(args.path, [f"key-{args.set}*"])
    names = [n for n in sorted(texts) if n in keys and measure.in_part(n, args.part)]
    answers = measure.read(args, [{"id": n, "text": texts[n]} for n in names])
    ours, base = measure.Tally(), measure.Tally()
    for name, answer in zip(names, answers):
        wanted = [k for k in map(from_key, keys[name]) if k]
        published = dateline_day(texts[name])
        given = [t for t in (from_account(a, published) for a in answer["accounts"]) if t]
        pairs = count(ours, wanted, given)
        count(base, wanted, baseline(texts[name]))
        if args.show and measure.part_of(name) == "tune":
            args.show -= 1
            show(name, texts[name], wanted, given, pairs)
    print(f"MUC {args.set}, {args.part}, {len(names)} reports")
    measure.print_tallies([("Khaldun", ours), ("baseline", base)], SLOTS)


if __name__ == "__main__":
    main()
