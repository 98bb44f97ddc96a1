#!/usr/bin/env python3
"""pages: article bodies of saved pages, Khaldun's beside those of other extractors.

    python bench/pages.py FOLDER --program build/release/bench/bench_pages [--part check]

FOLDER holds one folder a page: source.html and the expected article, expected.html. A
page's score is the F1 of 4-grams of words (counted as often as they occur; every letter
of a script without blanks is a word), the figure of a set is the mean over its pages.
CPU seconds are those of the extraction alone, without start and reading of files, best of
three rounds. The parts stand in bench/pages_split.tsv, made once by the hash of the
page's name; rules are mended by pages of the half `tune` only.

Peers (pip install trafilatura readability-lxml resiliparse justext lxml_html_clean) are
left out when they are not installed.
"""
import argparse
import collections
import hashlib
import json
import os
import re
import subprocess
import sys
import time

from lxml import etree
from lxml import html as lxml_html

BLOCKS = set("address article aside blockquote body br caption center dd details div dl dt figcaption "
             "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary "
             "table tbody td tfoot th thead tr ul".split())
LONE = r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
WORD = re.compile(LONE + r"|(?:(?!" + LONE + r")\w)+")


def shingles(text, n=4):
    words = WORD.findall(text.lower())
    if not words:
        return collections.Counter()
    return collections.Counter(tuple(words[i:i + n]) for i in range(max(1, len(words) - n + 1)))


def f1(expected, found):
    want, have = shingles(expected), shingles(found)
    if not want and not have:
        return 1.0
    same = sum((want & have).values())
    return 2.0 * same / (sum(want.values()) + sum(have.values()))


def page_text(markup, without=()):
    """Words of a piece of HTML, blocks parted by blanks."""
    if not markup.strip():
        return ""
    root = lxml_html.fromstring(markup)
    etree.strip_elements(root, "script", "style", etree.Comment, with_tail=False)
    if without:
        etree.strip_elements(root, *without, with_tail=False)
    out = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if node.tag in BLOCKS:
            out.append("\n")
        if event == "start":
            out.append(node.text or "")
        elif node is not root:
            out.append(node.tail or "")
    return "".join(out)


# ---- peers: bytes of a page to a body text ------------------------------------------------

def peers():
    found = {}
    try:
        import trafilatura
        found["trafilatura"] = lambda page: trafilatura.extract(page, include_comments=False) or ""
        found["trafilatura (recall)"] = (
            lambda page: trafilatura.extract(page, include_comments=False, favor_recall=True) or "")
    except ImportError:
        pass
    try:
        import logging
        import readability
        logging.getLogger("readability").setLevel(logging.CRITICAL)
        found["readability-lxml"] = lambda page: readability.Document(page).summary()
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import detect_encoding
        found["resiliparse"] = lambda page: extract_plain_text(
            page.decode(detect_encoding(page), "replace"), main_content=True)
    except ImportError:
        pass
    try:
        import justext
        found["justext"] = lambda page: "\n".join(
            p.text for p in justext.justext(page, justext.get_stoplist("English"))
            if not p.is_boilerplate)
    except ImportError:
        pass
    return found


def run_peer(extract, pages, rounds):
    texts, best = {}, None
    for _ in range(rounds):
        begin = time.process_time()
        for name, page in pages.items():
            try:
                texts[name] = extract(page)
            except Exception as trouble:  # a peer that fails on a page has found nothing there
                print(f"{name}: {trouble!r}", file=sys.stderr)
                texts[name] = ""
        spent = time.process_time() - begin
        best = spent if best is None else min(best, spent)
    return texts, best


def run_program(program, folder, names):
    files = [os.path.join(folder, name, "source.html") for name in names]
    done = subprocess.run([program, *files], stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().splitlines()
    records = {name: json.loads(line) for name, line in zip(names, lines)}
    return records, json.loads(lines[-1])["seconds"]


# ---- the halves -----------------------------------------------------------------------------

def half(name):
    return "tune" if hashlib.sha256(name.encode()).digest()[0] % 2 == 0 else "check"


def read_split():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pages_split.tsv")
    with open(path) as rows:
        return dict(row.rstrip("\n").split("\t") for row in rows if not row.startswith("#"))


# ---- metadata ---------------------------------------------------------------------------------

def squeeze(text):
    return " ".join(WORD.findall((text or "").lower()))


def print_metadata(folder, names, records):
    for field, key in (("title", "title"), ("byline", "byline"), ("publisher", "siteName"),
                       ("published", "publishedTime"), ("language", "lang")):
        right = told = spurious = 0
        for name in names:
            with open(os.path.join(folder, name, "expected-metadata.json")) as file:
                want = json.load(file).get(key)
            have = records[name].get(field)
            if field == "published":
                want, have = (want or "")[:10], (have or "")[:10]
            if field == "language":
                want, have = (want or "")[:2], (have or "")[:2]
            told += bool(want)
            right += bool(want) and squeeze(want) == squeeze(have)
            spurious += not want and bool(have)
        print(f"  {field:10s} {right:3d} of {told:3d} as expected; {spurious} where none is expected")


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("folder")
    args.add_argument("--program", required=True)
    args.add_argument("--part", choices=["tune", "check", "all"], default="check")
    args.add_argument("--worst", type=int, default=0, help="name the worst pages (of tune)")
    args.add_argument("--alone", action="store_true", help="without the peers")
    args.add_argument("--rounds", type=int, default=3)
    o = args.parse_args()
    split = read_split()
    names = sorted(n for n in os.listdir(o.folder) if o.part in ("all", split.get(n, half(n))))
    pages, expected, uncaptioned = {}, {}, {}
    for name in names:
        with open(os.path.join(o.folder, name, "source.html"), "rb") as file:
            pages[name] = file.read()
        with open(os.path.join(o.folder, name, "expected.html"), encoding="utf-8") as file:
            markup = file.read()
        expected[name] = page_text(markup)
        uncaptioned[name] = page_text(markup, ("figcaption",))
    print(f"{len(names)} pages, part {o.part}; F1 of the body by 4-grams, mean over pages")
    print(f"{'':24s} {'F1':>7s} {'without captions':>17s} {'ms a page (CPU)':>16s} {'pages/s':>9s}")

    def row(what, texts, seconds):
        score = {n: f1(expected[n], texts[n]) for n in names}
        bare = sum(f1(uncaptioned[n], texts[n]) for n in names) / len(names)
        print(f"{what:24s} {sum(score.values()) / len(names):7.4f} {bare:17.4f} "
              f"{1000 * seconds / len(names):16.3f} {len(names) / seconds:9.1f}", flush=True)
        return score

    records, seconds = run_program(o.program, o.folder, names)
    score = row("khaldun", {n: records[n]["text"] for n in names}, seconds)
    if not o.alone:
        for what, extract in peers().items():
            texts, seconds = run_peer(extract, pages, o.rounds)
            if what == "readability-lxml":
                texts = {n: page_text(t) if t else "" for n, t in texts.items()}
            row(what, texts, seconds)
    print_metadata(o.folder, names, records)
    if o.worst and o.part == "tune":
        for name in sorted(names, key=score.get)[:o.worst]:
            want, have = shingles(expected[name]), shingles(records[name]["text"])
            same = sum((want & have).values())
            print(f"  {score[name]:.3f} {name}: {sum(want.values())} expected, "
                  f"{sum(have.values())} found, {same} of them right")


if __name__ == "__main__":
    main()
