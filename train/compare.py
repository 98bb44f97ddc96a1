"""Compares the C program with the trainer, label by label, on the same words.

    compare.py CHECKPOINT CACHE EVAL_LABELS WEIGHTS.khm [PART...]

EVAL_LABELS is the built program test/eval/eval_labels, WEIGHTS.khm what export.py made of CHECKPOINT. Prints for
each mode of the program (float: the rounded weights in float32; int8: what runs) the share of words with the same
universal tag, Penn tag, features, head and relation, and trigger as the trainer's float32 network with whole weights.
"""
import collections
import pickle
import subprocess
import sys

import torch

import evaluate
from windows import LONGEST


def pages(docs):
    """Documents without the sentences that windows leave out; words with blanks in them are left out too."""
    for doc in docs:
        page = [s for s in doc if len(s['pieces']) <= LONGEST and not any(' ' in w for w in s['w'])]
        if page:
            yield page


def run(program, weights, mode, docs):
    text = '\n\n'.join('\n'.join(' '.join(s['w']) for s in doc) for doc in docs) + '\n'
    out = subprocess.run([program, weights, *mode], input=text, capture_output=True, text=True, check=True).stdout
    return [[w.split('\t') for w in block.split('\n')] for block in out.strip('\n').split('\n\n')]


def trainers(reader, s, answer):
    begins = {f['trigger'][0] for f in answer['frames']}
    for i in range(len(s['w'])):
        yield dict(upos=reader.labels['upos'][answer['upos'][i]], xpos=reader.labels['xpos'][answer['xpos'][i]],
                   feats=reader.labels['feats'][answer['feats'][i]], head=str(answer['head'][i]),
                   relation=reader.labels['rel'][answer['rel'][i]], trigger=str(int(i in begins)))


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    checkpoint, cache, program, weights, *names = sys.argv[1:]
    torch.set_num_threads(1)
    reader, (parts, _) = evaluate.load(checkpoint), pickle.load(open(cache, 'rb'))
    docs = [p for name in names or ('ewt_dev', 'frames_check') for p in pages(parts[name])]
    found = evaluate.read(reader, evaluate.as_windows(docs), whole=True)
    sentences = [s for doc in docs for s in doc]
    for mode in ([], ['float']):
        same, words = collections.Counter(), 0
        for s, rows in zip(sentences, run(program, weights, mode, docs), strict=True):
            for want, row in zip(trainers(reader, s, found[id(s)]), rows, strict=True):
                words += 1
                got = dict(zip(('upos', 'xpos', 'feats', 'head', 'relation', 'trigger'), row[1:]))
                for key, value in want.items():
                    same[key] += got[key] == value
        print(mode[0] if mode else 'int8', len(sentences), 'sentences', words, 'words:',
              ', '.join(f'{k} {100 * v / words:.2f} %' for k, v in same.items()))


if __name__ == '__main__':
    main()
