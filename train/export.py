#!/usr/bin/env python3
"""Packs a trained reader into one weights file that the C program maps read-only.

    export.py FOLDER VOCAB OUT.khm [EXPECTED.txt]

FOLDER holds reader.safetensors and reader.json as the trainer leaves them, VOCAB is the list of
word pieces, one a line. OUT.khm is described in docs/format-weights.md: int8 weights with one
scale for each output channel, int8 tables with one scale a row, everything else float32.
EXPECTED.txt receives what the packed (that is: rounded) weights compute in float32 on fixed
sentences; test/test_reader.c compares the C code with it.

Needs numpy, safetensors and tokenizers; no training framework.
"""
import json
import math
import struct
import sys

import numpy as np
from safetensors.numpy import load_file
from tokenizers import BertWordPieceTokenizer

ALIGN = 64
PANEL = 16
LINEAR, TABLE, VECTOR, TEXT = 1, 2, 3, 4
VERSION = 1
HEADER = struct.Struct('<8sIIQQ8IQ56x')
ENTRY = struct.Struct('<40s4I2Q8x')
MASK = (1 << 64) - 1

# The head "wg" of the trainer was not trained in the joint model and is left out.
TAGS = ('upos', 'xpos', 'feats', 'lem', 'ner', 'gmb')
LABELS = TAGS + ('rel', 'role')

SENTENCES = (
    'Eighteen Libyan soldiers were killed in Sirte on Tuesday , the government said .',
    'A suicide car bomb killed at least 12 people and wounded 30 near a mosque in Baghdad , police say .',
    'The army denied that its planes had bombed the town .',
    'COUNTERINSURGENCY troops of the UNHCR-monitored 3rd Brigade shelled Qaşr al Qarabūllī at 04:30 .',
    'Antidisestablishmentarianistically-minded pseudohypoparathyroidism , 1,250 refugees .',
    'Al-Shabaab ( الشباب ) fired 155mm shells at 北京路 \u2014 \u201cno one\u201d died \U0001f600 !',
    'mcDonald\u2019s O\u2019Brien $ 4.5bn Zürich ISIL x X 7',
    'Fighters',
)


# ---- checksum -----------------------------------------------------------------------------------
P1, P2, P3, P4, P5 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9,
                      0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)


def rotl(x, r):
    return ((x << r) | (x >> (64 - r))) & MASK


def xxh64(data):
    """XXH64 with seed 0 of a byte string whose length is a multiple of 8."""
    def step(acc, lane):
        return rotl((acc + lane * P2) & MASK, 31) * P1 & MASK

    lanes = struct.unpack('<%dQ' % (len(data) // 8), data)
    whole = len(lanes) // 4 * 4
    a, b, c, d = (P1 + P2) & MASK, P2, 0, (-P1) & MASK
    for i in range(0, whole, 4):
        a, b = step(a, lanes[i]), step(b, lanes[i + 1])
        c, d = step(c, lanes[i + 2]), step(d, lanes[i + 3])
    h = (rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18)) & MASK
    for acc in (a, b, c, d):
        h = ((h ^ step(0, acc)) * P1 + P4) & MASK
    h = (h + len(data)) & MASK
    for lane in lanes[whole:]:
        h = (rotl(h ^ step(0, lane), 27) * P1 + P4) & MASK
    for shift, prime in ((33, P2), (29, P3)):
        h = ((h ^ (h >> shift)) * prime) & MASK
    return h ^ (h >> 32)


# ---- rounding -----------------------------------------------------------------------------------
def round_rows(w):
    """int8 rows and their scales: row = q * scale."""
    scale = np.maximum(np.abs(w).max(1), 1e-9).astype(np.float32) / np.float32(127)
    return np.clip(np.rint(w / scale[:, None]), -127, 127).astype(np.int8), scale


class Linear:
    """y = x W' + b with W of shape (out, in), rounded."""

    def __init__(self, weight, bias):
        self.q, self.scale = round_rows(weight.astype(np.float32))
        self.bias = bias.astype(np.float32)
        self.w = self.q.astype(np.float32) * self.scale[:, None]

    def __call__(self, x):
        return x @ self.w.T + self.bias

    def pack(self):
        """Panels of 16 outputs; in a panel four inputs of one output stand together."""
        out, n = self.q.shape
        pad = -out % PANEL
        q = np.pad(self.q, ((0, pad), (0, 0)))
        panels = q.reshape(-1, PANEL, n // 4, 4).transpose(0, 2, 1, 3)
        sums = q.astype(np.int32).sum(1).astype('<i4')
        return (panels.tobytes() + np.pad(self.scale, (0, pad)).astype('<f4').tobytes() +
                np.pad(self.bias, (0, pad)).astype('<f4').tobytes() + sums.tobytes())


class Table:
    def __init__(self, w):
        self.q, self.scale = round_rows(w.astype(np.float32))

    def __getitem__(self, i):
        return self.q[i].astype(np.float32) * self.scale[i][..., None]

    def pack(self):
        body = self.q.tobytes()
        return body + bytes(-len(body) % ALIGN) + self.scale.astype('<f4').tobytes()


def biaffine(u):
    """A tensor (label, left + 1, right) as one linear layer from left to (label, right)."""
    labels, left, right = u.shape
    w = u[:, :left - 1].transpose(0, 2, 1).reshape(labels * right, left - 1)
    return Linear(w, u[:, left - 1].reshape(labels * right))


# ---- the tensors of the file --------------------------------------------------------------------
class Model:
    def __init__(self, folder, vocab):
        raw = load_file(folder + '/reader.safetensors')
        self.raw = {k: v.astype(np.float32) for k, v in raw.items()}
        self.info = json.load(open(folder + '/reader.json', encoding='utf8'))
        self.pieces = open(vocab, encoding='utf8').read().rstrip('\n').split('\n')
        self.items = {}
        self.read_encoder()
        self.read_heads()
        self.read_frames()
        self.read_texts()

    def linear(self, name, source):
        self.items[name] = Linear(self.raw[source + '.weight'], self.raw[source + '.bias'])

    def norm(self, name, source):
        self.items[name + '.gain'] = self.raw[source + '.weight']
        self.items[name + '.bias'] = self.raw[source + '.bias']

    def read_encoder(self):
        self.items['pieces'] = Table(self.raw['reader.tab'])
        self.items['positions'] = Table(self.raw['reader.pos.weight'])
        self.items['shapes'] = Table(self.raw['reader.shape.weight'])
        self.norm('norm', 'reader.n0')
        for i in range(self.info['layers']):
            for name in ('qkv', 'o', 'f1', 'f2'):
                self.linear(f'layer.{i}.{name}', f'reader.L.{i}.{name}')
            self.norm(f'layer.{i}.n1', f'reader.L.{i}.n1')
            self.norm(f'layer.{i}.n2', f'reader.L.{i}.n2')

    def read_heads(self):
        for name in TAGS:
            self.linear('tag.' + name, 'reader.tags.' + name)
        self.linear('predicate', 'reader.pred')
        for name, source in (('arc.dependent', 'ad'), ('arc.head', 'ah'), ('rel.dependent', 'rd'),
                             ('rel.head', 'rh'), ('role.predicate', 'pp'), ('role.argument', 'pa')):
            self.linear(name, 'reader.' + source)
        self.items['arc.pair'] = biaffine(self.raw['reader.aU'][None])
        self.items['rel.pair'] = biaffine(self.raw['reader.rU'])
        self.items['role.pair'] = biaffine(self.raw['reader.pU'])

    def read_frames(self):
        for name, source in (('trigger', 't'), ('class.in', 'k.0'), ('class.out', 'k.2'),
                             ('status.in', 's.0'), ('status.out', 's.2'), ('harm.in', 'h.0'),
                             ('harm.out', 'h.2'), ('group.in', 'g.0'), ('group.out', 'g.2'),
                             ('arg.trigger', 'p'), ('arg.word', 'a')):
            self.linear('frame.' + name, 'frames.' + source)
        self.items['frame.arg.pair'] = biaffine(self.raw['frames.U'])

    def read_texts(self):
        self.items['text.pieces'] = self.pieces
        for name in LABELS:
            self.items['text.' + name] = self.info['labels'][name]
        for name, source in (('trigger', 'trigger'), ('class', 'class_'), ('status', 'status'),
                             ('harm', 'harm'), ('group', 'group'), ('argument', 'arguments')):
            self.items['text.' + name] = self.info['frames'][source]

    def write(self, path):
        first = HEADER.size + ENTRY.size * len(self.items)
        body, entries = bytearray(bytes(-first % ALIGN)), b''
        for name, item in self.items.items():
            kind, rows, cols, data = describe(item)
            entries += ENTRY.pack(name.encode(), kind, rows, cols, 0, first + len(body), len(data))
            body += data + bytes(-(first + len(body) + len(data)) % ALIGN)
        info = self.info
        sizes = (info['layers'], info['width'], info['heads'], info['ff'],
                 len(self.raw['reader.pos.weight']), len(self.pieces),
                 len(self.raw['reader.shape.weight']), len(self.items))
        total = first + len(body)
        head = HEADER.pack(b'KHDMODEL', VERSION, HEADER.size, total, 0, *sizes, HEADER.size)
        data = head[32:] + entries + bytes(body)
        head = HEADER.pack(b'KHDMODEL', VERSION, HEADER.size, total, xxh64(data), *sizes, HEADER.size)
        with open(path, 'wb') as f:
            f.write(head + data[HEADER.size - 32:])
        print(path, total, 'bytes', len(self.items), 'tensors')


def describe(item):
    if isinstance(item, Linear):
        return LINEAR, item.q.shape[0], item.q.shape[1], item.pack()
    if isinstance(item, Table):
        return TABLE, item.q.shape[0], item.q.shape[1], item.pack()
    if isinstance(item, np.ndarray):
        return VECTOR, len(item), 1, item.astype('<f4').tobytes()
    assert not any('\n' in x for x in item)
    return TEXT, len(item), 1, ('\n'.join(item) + '\n').encode()


# ---- the forward pass in numpy ------------------------------------------------------------------
erf = np.vectorize(math.erf, otypes=[np.float32])


def gelu(x):
    return x * np.float32(0.5) * (1 + erf(x / math.sqrt(2)))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def shape(w):
    letters = [c for c in w if c.isalpha()]
    digit = any(c.isdigit() for c in w)
    if not letters:
        return 1 if digit else 2
    if digit:
        return 3
    if all(c.islower() for c in letters):
        return 4
    if all(c.isupper() for c in letters):
        return 5 if len(letters) == 1 else 6
    if w[0].isupper():
        return 7 if all(c.islower() for c in letters[1:]) else 8
    return 9


class Forward:
    def __init__(self, model, vocab):
        self.m, self.t = model, model.items
        self.tok = BertWordPieceTokenizer(vocab, lowercase=True)

    def pieces(self, text):
        ids, shapes, first = [101], [0], []
        for w in text.split():
            p = (self.tok.encode(w, add_special_tokens=False).ids or [100])[:12]
            first.append(len(ids))
            ids += p
            shapes += [shape(w)] * len(p)
        return ids + [102], shapes + [0], first

    def norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.t[name + '.gain'] + self.t[name + '.bias']

    def attention(self, x, p):
        heads, (n, d) = self.m.info['heads'], x.shape
        qkv = self.t[p + 'qkv'](x).reshape(n, 3, heads, d // heads).transpose(1, 2, 0, 3)
        q, k, v = qkv
        a = softmax(q @ k.transpose(0, 2, 1) / math.sqrt(d // heads)) @ v
        return self.t[p + 'o'](a.transpose(1, 0, 2).reshape(n, d))

    def encode(self, ids, shapes):
        t = self.t
        x = t['pieces'][np.array(ids)] + t['positions'][np.arange(len(ids))] + t['shapes'][np.array(shapes)]
        states = [self.norm(x, 'norm')]
        for i in range(self.m.info['layers']):
            p = f'layer.{i}.'
            x = self.norm(states[-1] + self.attention(states[-1], p), p + 'n1')
            states.append(self.norm(x + t[p + 'f2'](gelu(t[p + 'f1'](x))), p + 'n2'))
        return states

    def pair(self, name, left, right):
        """Scores (left, right, label) of the biaffine tensor `name`; right gets a constant 1."""
        y = self.t[name](left)
        one = np.concatenate([right, np.ones((len(right), 1), np.float32)], 1)
        y = y.reshape(len(left), -1, one.shape[1])
        return np.einsum('lcr,nr->lnc', y, one)

    def mlp(self, name, x):
        return self.t[name + '.out'](gelu(self.t[name + '.in'](x)))

    def outputs(self, text):
        t = self.t
        ids, shapes, first = self.pieces(text)
        states = self.encode(ids, shapes)
        rows = states[-1][[0] + first]
        words = rows[1:]
        out = dict(ids=ids, shapes=shapes, first=first)
        for i, s in enumerate(states):
            out[f'state.{i}.first'], out[f'state.{i}.last'] = s[0, ::8], s[-1, ::8]
        for name in TAGS:
            out['tag.' + name] = t['tag.' + name](words).argmax(-1)
        arcs = t['arc.pair'](gelu(t['arc.dependent'](words))) @ gelu(t['arc.head'](rows)).T / 4
        heads = arcs.argmax(-1)
        rel = self.pair('rel.pair', gelu(t['rel.dependent'](words)), gelu(t['rel.head'](rows)))
        out |= dict(arcs=arcs, heads=heads, rel=rel[np.arange(len(words)), heads].argmax(-1))
        out['predicate'] = t['predicate'](words).argmax(-1)
        role = self.pair('role.pair', gelu(t['role.predicate'](words)), gelu(t['role.argument'](words)))
        trigger = t['frame.trigger'](words)
        k = int(trigger[:, 1].argmax())
        arg = self.pair('frame.arg.pair', gelu(t['frame.arg.trigger'](words)), gelu(t['frame.arg.word'](words)))
        out |= dict(role=role[k].argmax(-1), trigger=trigger, word=[k], argument=arg[k])
        out['class'] = self.mlp('frame.class', np.concatenate([words[k], rows[0]])[None])
        out['status'] = self.mlp('frame.status', words[k][None])
        pair = np.concatenate([words[0], words[k]])[None]
        return out | dict(harm=self.mlp('frame.harm', pair), group=self.mlp('frame.group', pair))


def write_expected(path, model, vocab):
    f = Forward(model, vocab)
    with open(path, 'w', encoding='utf8') as o:
        o.write('# What the packed weights compute in float32; written by train/export.py.\n')
        for text in SENTENCES:
            o.write('sentence ' + text + '\n')
            for name, v in f.outputs(text).items():
                v = np.asarray(v)
                fmt = '%d' if v.dtype.kind == 'i' else '%.5g'
                o.write(f'{name} {v.size} ' + ' '.join(fmt % x for x in v.ravel()) + '\n')


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    model = Model(sys.argv[1], sys.argv[2])
    model.write(sys.argv[3])
    if len(sys.argv) == 5:
        write_expected(sys.argv[4], model, sys.argv[2])


if __name__ == '__main__':
    main()
