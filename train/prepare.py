"""Reads the corpora and writes one cache: documents with pieces, shapes and label numbers.

    prepare.py DATA ENCODER CACHE MARKS.jsonl... [--check CHECK.jsonl]

DATA holds the unpacked train/ and dev/, ENCODER vocab.txt. MARKS are the files of marked conflict frames to train
on, CHECK the one to measure on. No sentence of CHECK is in any other part.
"""
import argparse
import collections
import pickle

import corpora
import marks
from pieces import Pieces

TAGS = ('upos', 'xpos', 'feats', 'lemma', 'ner', 'wg', 'gmb')


def script(word, lemma):
    """Lemma as an edit: case flag, letters cut from the end, letters put on."""
    flag = 'L' if lemma == lemma.lower() else 'C'
    base, i = word.lower() if flag == 'L' else word, 0
    while i < min(len(base), len(lemma)) and base[i] == lemma[i]:
        i += 1
    return f'{flag}|{len(base) - i}|{lemma[i:]}'


def label_lists(docs):
    """Label lists from the training documents; what is rarer than the number given is left out."""
    words = [s for doc in docs for s in doc if 'upos' in s]

    def common(values, least):
        return [x for x, n in collections.Counter(values).most_common() if n >= least]

    def bio(types):
        return ['O'] + [p + t for t in types.split() for p in ('B-', 'I-')]

    return dict(
        upos=sorted({u for s in words for u in s['upos']}),
        xpos=common((x for s in words for x in s['xpos']), 1),
        feats=common((x for s in words for x in s['feats']), 3),
        lemma=common((script(w, x) for s in words for w, x in zip(s['w'], s['lemma'])), 3),
        ner=bio('PER LOC ORG'), wg=bio('PER LOC ORG MISC'), gmb=bio('per geo org gpe tim art eve nat'),
        rel=common((x for s in words for x in s['rel']), 5),
        role=['none'] + common((r for s in words for _, args in s.get('roles', []) for _, r in args), 1))


def number(s, index, pieces):
    """Labels of a sentence to numbers, -100 for what has none."""
    s['pieces'], s['shapes'], s['first'] = pieces.sentence(s['w'])
    y = {}
    for key in ('upos', 'xpos', 'feats', 'ner', 'wg', 'gmb', 'rel'):
        if key in s:
            y[key] = [index[key].get(x, -100) for x in s[key]]
    if 'lemma' in s:
        y['lemma'] = [index['lemma'].get(script(w, x), -100) for w, x in zip(s['w'], s['lemma'])]
    if 'head' in s:
        y['head'] = s['head']
    if 'roles' in s:
        y['roles'] = [(v, [(t, index['role'][r]) for t, r in args if r in index['role']]) for v, args in s['roles']]
    if 'frames' in s:
        y['frames'] = [marks.number(e, s['w'], f"{s['id']}.{k}") for k, e in enumerate(s['frames'])]
        y['frames'] = [e for e in y['frames'] if e]
    s['y'] = y


def in_runs(sentences, skip, length=8):
    """GMB has no page ends: runs of `length` sentences stand for documents."""
    doc = []
    for s in sentences:
        if s['id'] in skip or len(doc) == length:
            if doc:
                yield doc
            doc = []
        if s['id'] not in skip:
            doc.append(s)
    if doc:
        yield doc


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('data')
    a.add_argument('encoder')
    a.add_argument('cache')
    a.add_argument('marks', nargs='+')
    a.add_argument('--check', required=True)
    a = a.parse_args()
    sentences = corpora.gmb(a.data)
    parts = {'ewt_' + p: corpora.ewt(a.data, p) for p in ('train', 'dev', 'test')}
    parts |= dict(gum_train=corpora.gum(a.data, False), gum_test=corpora.gum(a.data, True), pud=corpora.pud(a.data),
                  wikigold=corpora.wikigold(a.data), frames=corpora.frames(a.marks, sentences),
                  frames_check=corpora.frames([a.check], sentences))
    marked = {s['id'] for p in ('frames', 'frames_check') for doc in parts[p] for s in doc}
    parts['gmb'] = list(in_runs(sentences, marked))
    labels = label_lists(parts['ewt_train'] + parts['gum_train'])
    index = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
    pieces = Pieces(a.encoder)
    for name, docs in parts.items():
        for doc in docs:
            for s in doc:
                number(s, index, pieces)
        n = [len(s['pieces']) for doc in docs for s in doc]
        print(name, len(docs), 'documents', len(n), 'sentences', sum(n), 'pieces', flush=True)
    pickle.dump((parts, labels), open(a.cache, 'wb'))


if __name__ == '__main__':
    main()
