#!/usr/bin/env python3
"""PLOVER's gold records and PETRARCH's suites: source, target and code of sentences.

Mapping. Wanted: records whose CAMEO root is 14, 15, 17, 18, 19 or 20, or whose PLOVER
event is PROTEST, MOBILIZE, COERCE, ASSAULT or FIGHT (which the codebook writes ASSAULT);
the other sentences count where an account gives one of these codes. An account's triple:
the country or group of side_a, that of side_b, the code; without a side_b those harmed
stand for it, and an unknown party is one of the place's country, as the suites have it.
"root" takes CAMEO's root or PLOVER's event; "code" the whole CAMEO code (PLOVER's
records have none). The suites' own dictionaries (countries of Tolkien's) are not given to
the program: --nameable leaves out the records whose actors no real country has. The
baseline: the first and the second country named in the sentence, the code of the first
word of a short list. UniversalPetrarch, with the suites' dictionaries and over all roots,
reached recall 0.856 and precision 0.881 on the first, 0.870 and 0.748 on the second.
The suites code the event that a sentence reports as its news, not those it mentions.
"""

import json
import os
import re

import measure

ROOTS = {"14": "PROTEST", "15": "MOBILIZE", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT",
         "20": "ASSAULT"}
EVENTS = {"PROTEST": "PROTEST", "MOBILIZE": "MOBILIZE", "COERCE": "COERCE",
          "ASSAULT": "ASSAULT", "FIGHT": "ASSAULT"}
WORDS = (("PROTEST", "14", "protest|demonstrat|riot|rall"),
         ("COERCE", "17", "arrest|detain|seiz|jail|expel"),
         ("MOBILIZE", "15", "mobili|troops|exercises|alert"),
         ("ASSAULT", "19", "attack|kill|bomb|shell|fire|fight|clash|shot|strike"))


def countries(folder):
    """Names and adjectives of countries, as the project's own table has them."""
    found = {}
    for line in open(os.path.join(folder, "country_words.tsv"), encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(cells) > 1 and re.fullmatch("[A-Z]{3}", cells[1]):
            found[cells[0]] = cells[1]
    return found


def named(text, known):
    """Countries of a phrase or sentence, in order."""
    low = re.findall(r"[\w.'-]+", text.lower())
    pairs = [" ".join(low[i:i + n]).strip(".") for i in range(len(low)) for n in (2, 1)]
    return [known[p] for p in pairs if p in known]


def plover(path, known):
    for d in json.load(open(path, encoding="utf-8")):
        if d["event"] == "DOCUMENT":
            continue
        code = lambda side: [a.get("code") or "---" for a in d.get(side) or [] if a]
        event = EVENTS.get(d["event"])
        events = [(s, t, event, "") for s in code("source") or ["---"]
                  for t in code("target") or ["---"]] if event else []
        yield {"id": d["id"], "text": d["text"], "published": d.get("date"), "events": events,
               "nameable": True}


def petrarch(path, known):
    raw = re.sub(r"<!--.*?-->", "", open(path, encoding="utf-8").read(), flags=re.S)
    for block in re.split(r"(?=<Sentence\s)", raw)[1:]:
        head = dict(re.findall(r'(\w+)\s*=\s*"([^"]*)"', block[:block.index(">")]))
        text = re.search(r"<Text>(.*?)</Text>", block, re.S)
        events = []
        for tag in re.findall(r"<EventCoding([^>]*)>", block):
            f = dict(re.findall(r'(\w+)\s*=\s*"([^"]*)"', tag))
            root = ROOTS.get(f.get("eventcode", "")[:2])
            if root:
                events.append((f["sourcecode"][:3], f["targetcode"][:3], root, f["eventcode"]))
        day = head.get("date", "")
        real = set(known.values()) | {"---", "IMG"}
        yield {"id": head.get("id", ""), "text": " ".join((text[1] if text else "").split()),
               "published": f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else None,
               "events": events, "nameable": all(e[0] in real and e[1] in real for e in events)}


def sides(parties, known):
    """The country, else the group, of each party; "---" where none is known."""
    found = []
    for p in parties:
        actor = p["actor"] or ""
        state = re.match(r"(?:state|people|country):([A-Z]{3})", actor)
        near = named(p["text"] or "", known) or named(p["name"] or "", known)
        found.append(state[1] if state else near[0] if near else actor[:3] or "---")
    return found or ["---"]


def from_accounts(accounts, known):
    triples = []
    for a in accounts:
        cameo = a["codes"]["cameo"] or ""
        root = ROOTS.get(cameo[:2])
        if not root or a["status"] == "denied":
            continue
        here = (a["place"] or {}).get("country") or "---"
        hurt = [{"text": f["who"], "name": None, "actor": None} for f in a["casualties"]]
        one, two = sides(a["side_a"], known), sides(a["side_b"] or hurt, known)
        triples += [(here if s == "---" else s, here if t == "---" else t, root, cameo)
                    for s in one for t in two]
    return list(dict.fromkeys(triples))


def baseline(text, known):
    for event, cameo, stem in WORDS:
        if re.search(rf"\b(?:{stem})", text, re.I):
            seen = list(dict.fromkeys(named(text, known))) + ["---", "---"]
            return [(seen[0], seen[1], event, cameo)]
    return []


def count(tally, wanted, given):
    ways = (("event", lambda w, g: w[2] == g[2]),
            ("source, root", lambda w, g: (w[0], w[2]) == (g[0], g[2])),
            ("target, root", lambda w, g: w[1:3] == g[1:3]),
            ("source, target, root", lambda w, g: w[:3] == g[:3]),
            ("source, target, code", lambda w, g: w[:2] == g[:2] and w[3] == g[3]))
    for name, same in ways:
        tally.add(name, measure.pair(wanted, given, same), len(given), len(wanted))


def main():
    parser = measure.options(__doc__.split("\n")[0], "a suite of PETRARCH or PLOVER's records")
    parser.add_argument("--tables", default=os.path.join(os.path.dirname(__file__), "../../data"))
    parser.add_argument("--nameable", action="store_true", help="records of real countries alone")
    args = parser.parse_args()
    known = countries(args.tables)
    load = plover if args.path.endswith(".txt") else petrarch
    reports = [r for r in load(args.path, known) if r["text"] and
               measure.in_part(r["id"], args.part) and (r["nameable"] or not args.nameable)]
    answers = measure.read(args, [{k: r[k] for k in ("id", "text", "published")}
                                  for r in reports])
    ours, base = measure.Tally(), measure.Tally()
    for r, answer in zip(reports, answers):
        given = from_accounts(answer["accounts"], known)
        count(ours, r["events"], given)
        count(base, r["events"], baseline(r["text"], known))
        differ = sorted(given) != sorted(r["events"])
        if args.show and measure.part_of(r["id"]) == "tune" and differ:
            args.show -= 1
            print(f"== {r['id']} {r['text']}\n   wanted {r['events']}\n   given {given}",
                  [(a["class"], a["mentions"][0]["text"]) for a in answer["accounts"]])
    print(f"{os.path.basename(args.path)}, {args.part}, {len(reports)} sentences")
    names = [n for n in ours.rows]
    measure.print_tallies([("Khaldun", ours), ("baseline", base)], names)


if __name__ == "__main__":
    main()
