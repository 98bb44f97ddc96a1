"""Writes data/word_weights.tsv: how much a shared word tells of two accounts being the same.

usage: word_weights.py GMB_CSV FRAMES_JSONL > data/word_weights.tsv

Counts the sentences of news that hold a word: Groningen Meaning Bank (Voice of America, public domain texts) and
the marked sentences of data/frames. Words that the table lacks are rarer still and weigh most.
"""
import collections, csv, json, re, sys

RARE, SCARCE, OFTEN = 1 / 8000, 1 / 1500, 1 / 250
count, sentences = collections.Counter(), 0


def add(words):
    global sentences
    sentences += 1
    count.update({w for word in words for w in re.findall(r"[^\W_]+", word.lower()) if len(w) > 2 and w.isalpha()})


words = []
for row in csv.DictReader(open(sys.argv[1], encoding="latin-1")):
    if row["Sentence #"] and words:
        add(words)
        words = []
    words.append(row["Word"])
add(words)
for line in open(sys.argv[2], encoding="utf8"):
    add(json.loads(line)["text"].split())
print("""# Weight of a word that two accounts share (src/incident_words.c): 0 tells nothing, 1 little, 2 more; a word
# that is not here is rare and weighs 3.
# Origin: written by tools/word_weights.py from how many sentences of news hold the word: the Groningen Meaning
# Bank and our own marked sentences. Licence: CC0.
word	weight""")
for word, n in sorted(count.items()):
    if n / sentences > RARE and word.isascii():
        print(word, 0 if n / sentences > OFTEN else 1 if n / sentences > SCARCE else 2, sep="\t")
