"""How many texts that are not about armed conflict give an account all the same?

usage: eval_false.py KHALDUN DATA_FOLDER CORPORA [--list] [--texts tune|check FILE]

KHALDUN is the built program, CORPORA the folder with wikinews/, gum/, meantime/, wikigold/ and
masc_tagged.zip. Which texts: no_conflict.tsv beside this file. Prints the share of texts with an
account by half and by kind of text; --list names the accounts of the tune half (the check half is
only counted). --texts writes the texts of one half as JSON Lines and reads nothing.
"""
import collections, csv, hashlib, json, os, re, subprocess, sys, zipfile
import xml.etree.ElementTree as ET

csv.field_size_limit(1 << 30)
HERE = os.path.dirname(os.path.abspath(__file__))


def half(source, number):
    return "check" if hashlib.sha256(f"{source} {number}".encode()).digest()[0] % 2 else "tune"


def wanted(judgement="no_conflict"):
    """(source, number, kind) of the texts of one judgement."""
    for line in open(os.path.join(HERE, "no_conflict.tsv"), encoding="utf8"):
        if not line.startswith(("#", "source\t")):
            source, number, judged, kind = line.rstrip("\n").split("\t")
            if judged == judgement:
                yield source, number, kind


def joined(words):
    """Tokens to a line as it would be printed."""
    text = " ".join(words)
    text = re.sub(r" ([,.;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$]) ", r"\1", text)
    return re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m|')\b", r"\1", text)


class Corpora:
    def __init__(self, folder):
        self.folder, self.whole = folder, {}

    def path(self, source):
        return os.path.join(self.folder, source)

    def once(self, source, read):
        if source not in self.whole:
            self.whole[source] = read(self.path(source))
        return self.whole[source]

    def text(self, source, number):
        """(text, day of publication or None)"""
        if source.startswith("wikinews/"):
            rows = self.once(source, lambda p: list(csv.DictReader(open(p, encoding="utf8"))))
            row = rows[int(number)]
            return row["title"] + "\n\n" + row["text"], row["date"]
        if source.startswith("gum/"):
            return self.gum(source)
        if source.startswith("meantime/"):
            sentences = {}
            for token in ET.parse(self.path(source)).getroot().iter("token"):
                sentences.setdefault(int(token.get("sentence")), []).append(token.text)
            lines = [joined(words) for _, words in sorted(sentences.items())]
            return "\n\n".join(lines[:2] + [" ".join(lines[2:])]), None
        if source.startswith("wikigold/"):
            documents = self.once(source, lambda p: open(p, encoding="utf8").read().split("-DOCSTART-"))
            rows = [line.split() for line in documents[int(number)].split("\n") if not line.startswith(" O")]
            return joined([row[0] for row in rows if len(row) == 2]), None
        pack = self.once(source, zipfile.ZipFile)
        lines = pack.read("masc_tagged/" + number).decode("utf8", "replace").splitlines()
        return "\n".join(joined([t.rsplit("_", 1)[0] for t in line.split()]) for line in lines), None

    def gum(self, source):
        text, day = "", None
        for line in open(self.path(source), encoding="utf8"):
            if line.startswith("# meta::dateCreated ="):
                day = line.split("=", 1)[1].strip()
            if line.startswith("# newpar"):
                text += "\n\n"
            if line.startswith("# text ="):
                text += line[9:].strip() + " "
        return text.strip(), day if day and re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None


def inputs(corpora, judgement="no_conflict"):
    for source, number, kind in wanted(judgement):
        text, day = corpora.text(source, number)
        row = {"id": f"{source} {number}", "text": text}
        if day:
            row["published"] = day
        yield half(source, number), kind, row


def read(program, data, rows):
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    done = subprocess.run([program, "read", "--json", "--data", data, "-"], input=lines, stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.decode("utf8", "replace").splitlines()]


def show(record, kind):
    print(f"\n## {kind}: {record['report'].get('id')}  {(record['report'].get('title') or '')[:60]}")
    for a in record["accounts"]:
        sides = ["+".join(s.get("name") or s["text"] for s in a[k])[:40] for k in ("side_a", "side_b")]
        figures = [c["text"] for c in a["casualties"]]
        print("  ", a["class"], f"{a['confidence']:.2f}", [m["text"] for m in a["mentions"]], sides,
              (a["place"] or {}).get("text"), (a["date"] or {}).get("start"), figures)


def main():
    program, data, folder = sys.argv[1:4]
    texts = list(inputs(Corpora(folder)))
    if "--texts" in sys.argv:
        part, out = sys.argv[sys.argv.index("--texts") + 1:][:2]
        with open(out, "w", encoding="utf8") as f:
            f.writelines(json.dumps(row) + "\n" for h, _, row in texts if h == part)
        return
    total, false = collections.Counter(), collections.Counter()
    records = read(program, data, [row for _, _, row in texts])
    if len(records) != len(texts):
        sys.exit(f"{len(texts)} texts, {len(records)} answers")
    for (part, kind, _), record in zip(texts, records):
        found = bool(record.get("accounts"))
        for key in ((part, "all"), (part, kind)):
            total[key] += 1
            false[key] += found
        if found and part == "tune" and "--list" in sys.argv:
            show(record, kind)
    for part in ("tune", "check"):
        print(f"\n{part} half: {false[part, 'all']} of {total[part, 'all']} texts give an account, "
              f"{100 * false[part, 'all'] / total[part, 'all']:.1f} %")
        print("  " + ", ".join(f"{k} {false[h, k]}/{n}" for (h, k), n in sorted(total.items())
                               if h == part and k != "all"))


if __name__ == "__main__":
    main()
