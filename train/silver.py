"""Labels open news text with a teacher's syntax and roles.

    silver.py TEACHER.pt CACHE DATA ENCODER OUT.pkl [--gmb 12000] [--wikinews 8000]

OUT holds `documents` (GMB runs and Wikinews paragraphs) and `marked`: labels for the sentences marked with frames,
by their id, so that syntax is not forgotten on the text the frames are learnt from. Where GMB's own tag differs from
the teacher's, the word's tags are left out. Names are not labelled: GMB has its own.
"""
import argparse
import pickle
import random
import re

import torch

import corpora
import evaluate
from pieces import Pieces

TOKEN = re.compile(r"n't|'(?:s|re|ve|ll|d|m)\b|[A-Za-z]\.(?:[A-Za-z]\.)+|\w+(?=n't)|\d+(?:[.,]\d+)*|\w+|[^\w\s]")
SENTENCE_END = re.compile(r'(?<=[a-z0-9)][.!?])\s+(?=["“A-Z])')


def wikinews(data, encoder):
    pieces = Pieces(encoder)
    for article in corpora.wikinews(data):
        doc = []
        for paragraph in article:
            for sentence in SENTENCE_END.split(paragraph):
                words = TOKEN.findall(sentence)
                if 4 < len(words) < 60:
                    p, f, first = pieces.sentence(words)
                    doc.append(dict(id='wikinews', w=words, pieces=p, shapes=f, first=first, y={}))
        if doc:
            yield doc


def labels_of(s, answer, xpos):
    y = {k: list(answer[k]) for k in ('upos', 'xpos', 'feats', 'lemma', 'head', 'rel', 'roles')}
    for i, given in enumerate(s.get('gmb_xpos', [])):
        if xpos[y['xpos'][i]] != given:
            for k in ('upos', 'xpos', 'feats'):
                y[k][i] = -100
    return y


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('teacher', 'cache', 'data', 'encoder', 'out'):
        a.add_argument(name)
    a.add_argument('--gmb', type=int, default=12000)
    a.add_argument('--wikinews', type=int, default=8000)
    a.add_argument('--threads', type=int, default=2)
    a = a.parse_args()
    torch.set_num_threads(a.threads)
    parts, labels = pickle.load(open(a.cache, 'rb'))
    rng = random.Random(5)
    pages = list(wikinews(a.data, a.encoder))
    rng.shuffle(pages)
    documents, n = rng.sample(parts['gmb'], min(len(parts['gmb']), a.gmb // 8)), 0
    for page in pages:
        n += len(page)
        if n <= a.wikinews:
            documents.append(page)
    teacher, marked = evaluate.load(a.teacher), {}
    for docs in (documents, parts['frames']):
        found = evaluate.read(teacher, evaluate.as_windows(docs, lone=True))
        for s in (s for doc in docs for s in doc):
            y = labels_of(s, found[id(s)], labels['xpos'])
            if docs is documents:
                s['y'] |= y
            else:
                marked[s['id']] = y
    pickle.dump(dict(documents=documents, marked=marked), open(a.out, 'wb'))
    words = sum(len(s['w']) for doc in documents for s in doc)
    print(len(documents), 'documents', words, 'words;', len(marked), 'marked sentences')


if __name__ == '__main__':
    main()
