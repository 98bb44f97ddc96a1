"""Documents to windows, windows to batches, batches to tensors.

A window is a run of neighbouring sentences that the encoder reads together, every sentence with its own beginning
and end piece; each head looks at one sentence at a time. In training windows are cut anew in every epoch, so that
the reader works on a lone sentence as well as on a page (src/reader_window.c packs up to LONGEST pieces).
"""
import random

import torch

import pieces
from prepare import TAGS

LONGEST = 192  # pieces of one window; longer sentences are left out of training
SIZES = (32, 192)


def cut(doc, rng=random, size=None):
    """Windows of a document. Without `size` every window draws its own; one in four is a lone sentence."""
    out, window, room = [], [], 0
    for s in doc:
        n = len(s['pieces'])
        if n > LONGEST:
            continue
        if window and n > room:
            out.append(window)
            window = []
        if not window:
            room = size or (0 if rng.random() < .25 else rng.randint(*SIZES))
        window.append(s)
        room -= n
    return out + [window] if window else out


def length(window):
    return sum(len(s['pieces']) for s in window)


def batches(windows, budget, rng=random, shuffle=True):
    """Windows of like length together, `budget` padded pieces a batch."""
    order = sorted(windows, key=lambda w: length(w) + (rng.random() * 6 if shuffle else 0))
    out, most = [[]], 0
    for w in order:
        if out[-1] and max(most, length(w)) * (len(out[-1]) + 1) > budget:
            out.append([])
            most = 0
        out[-1].append(w)
        most = max(most, length(w))
    if shuffle:
        rng.shuffle(out)
    return out if out[-1] else []


def disguise(s, rng, mask):
    """Pieces and shapes of a sentence as training shows them: some pieces masked, at times no case at all, at times
    all in capitals as old wire copy stands."""
    ids, shapes, luck = s['pieces'], s['shapes'], rng.random()
    if mask:
        ids = [pieces.MASK if 0 < i < len(ids) - 1 and rng.random() < mask else x for i, x in enumerate(ids)]
    if luck < .03:
        shapes = [0] * len(shapes)
    elif luck < .06:
        shapes = [pieces.UPPER if x in (4, 6, 7, 8, 9) else x for x in shapes]
    return ids, shapes


def pad(rows, value, n):
    return torch.tensor([list(r) + [value] * (n - len(r)) for r in rows])


class Batch:
    """Tensors of some windows. `sentences` lists their sentences; row i of every label tensor is sentence i; `at`
    [sentence, 1 + word] is the row of the root and of each word in the flattened encoder output; `window` and `order`
    tell where a sentence stands."""

    def __init__(self, group, rng=None, mask=0.0):
        rows, self.sentences, self.window, at = [], [], [], []
        n = max(map(length, group))
        for k, window in enumerate(group):
            ids, shapes = [], []
            for s in window:
                p, f = disguise(s, rng, mask) if rng else (s['pieces'], s['shapes'])
                at.append([k * n + len(ids)] + [k * n + len(ids) + i for i in s['first']])
                ids += p
                shapes += f
                self.sentences.append(s)
                self.window.append(k)
            rows.append((ids, shapes))
        self.ids, self.shapes = pad([r[0] for r in rows], 0, n), pad([r[1] for r in rows], 0, n)
        self.mask = self.ids != 0
        self.words = max(len(a) for a in at) - 1
        self.at = pad(at, at[0][0], self.words + 1)
        self.there = pad([[1] * len(a) for a in at], 0, self.words + 1).bool()

    def label(self, key):
        """[sentence, word], -100 where there is none; None when no sentence of the batch has any."""
        if not any(key in s['y'] for s in self.sentences):
            return None
        return pad([s['y'].get(key, []) for s in self.sentences], -100, self.words)

    def labels(self):
        return {k: y for k in TAGS if (y := self.label(k)) is not None}

    def roles(self):
        """(is a predicate [sentence, word]; sentence, word and roles [predicate, word] of every predicate)."""
        some = [i for i, s in enumerate(self.sentences) if 'roles' in s['y']]
        if not some:
            return None
        predicate = torch.full((len(self.sentences), self.words), -100)
        which, where, given = [], [], []
        for i in some:
            s = self.sentences[i]
            predicate[i, :len(s['w'])] = 0
            for v, args in s['y']['roles']:
                predicate[i, v] = 1
                row = torch.full((self.words,), -100)
                row[:len(s['w'])] = 0
                for t, r in args:
                    row[t] = r
                which.append(i)
                where.append(v)
                given.append(row)
        if not given:
            return predicate, None
        return predicate, (torch.tensor(which), torch.tensor(where), torch.stack(given))
