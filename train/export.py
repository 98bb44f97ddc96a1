"""Packs a trained reader into one weights file that the C program maps read-only.

    export.py CHECKPOINT VOCAB OUT.khm [EXPECTED.txt]

VOCAB is the list of word pieces, one a line. OUT.khm is described in docs/format-weights.md: int8 weights with one
scale for each output channel, int8 tables with one scale a row, everything else float32. EXPECTED.txt receives what
the packed (that is: rounded) weights compute in float32 on fixed sentences; test/test_reader.c compares the C code
with it.
"""
import struct
import sys

import numpy as np
import torch

import evaluate
import marks
from pieces import Pieces
from windows import Batch

ALIGN, PANEL = 64, 16
LINEAR, TABLE, VECTOR, TEXT = 1, 2, 3, 4
VERSION = 1
HEADER = struct.Struct('<8sIIQQ8IQ56x')
ENTRY = struct.Struct('<40s4I2Q8x')
MASK = (1 << 64) - 1

TAGS = dict(upos='upos', xpos='xpos', feats='feats', lem='lemma', ner='ner', gmb='gmb')  # name in the file: head
HEADS = {'predicate': 'predicate', 'arc.dependent': 'arc_dependent', 'arc.head': 'arc_head',
         'rel.dependent': 'rel_dependent', 'rel.head': 'rel_head', 'role.predicate': 'role_predicate',
         'role.argument': 'role_argument', 'frame.trigger': 'frames.trigger', 'frame.class.in': 'frames.kind.0',
         'frame.class.out': 'frames.kind.2', 'frame.status.in': 'frames.status.0',
         'frame.status.out': 'frames.status.2', 'frame.harm.in': 'frames.harm.0', 'frame.harm.out': 'frames.harm.2',
         'frame.group.in': 'frames.group.0', 'frame.group.out': 'frames.group.2',
         'frame.arg.trigger': 'frames.pair_trigger', 'frame.arg.word': 'frames.pair_word',
         'frame.link.earlier': 'frames.earlier', 'frame.link.later': 'frames.later'}
PAIRS = {'arc.pair': 'arc', 'rel.pair': 'rel', 'role.pair': 'role', 'frame.arg.pair': 'frames.pair',
         'frame.link.pair': 'frames.link'}
FRAME_LABELS = dict(trigger=marks.TRIGGER, status=marks.STATUS, harm=marks.HARM, group=marks.GROUP,
                    argument=marks.ARGUMENT) | {'class': marks.CLASS}

# `|||` stands between the sentences of one window; the fields are then those of the last.
SENTENCES = (
    'Eighteen Libyan soldiers were killed in Sirte on Tuesday , the government said .',
    'A suicide car bomb killed at least 12 people and wounded 30 near a mosque in Baghdad , police say .',
    'The army denied that its planes had bombed the town .',
    'COUNTERINSURGENCY troops of the UNHCR-monitored 3rd Brigade shelled Qaşr al Qarabūllī at 04:30 .',
    'Antidisestablishmentarianistically-minded pseudohypoparathyroidism , 1,250 refugees .',
    'Al-Shabaab ( الشباب ) fired 155mm shells at 北京路 \u2014 \u201cno one\u201d died \U0001f600 !',
    'mcDonald\u2019s O\u2019Brien $ 4.5bn Zürich ISIL x X 7',
    'Fighters',
    'Gunmen stormed a hotel in the capital on Monday . ||| The attack left four guards dead , the ministry said .',
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


def rounded(w):
    q, scale = round_rows(w)
    return q.astype(np.float32) * scale[:, None]


def flat(u):
    """A biaffine tensor (label, left + 1, right) as a linear layer from left to (label, right): weight, bias."""
    labels, left, right = u.shape
    return (u[:, :left - 1].transpose(0, 2, 1).reshape(labels * right, left - 1),
            u[:, left - 1].reshape(labels * right))


def array(parameter):
    return parameter.detach().numpy().astype(np.float32)


def linears(reader):
    """(name in the file, module) of every linear layer."""
    for i, layer in enumerate(reader.encoder.layers):
        for name in ('qkv', 'o', 'f1', 'f2'):
            yield f'layer.{i}.{name}', getattr(layer, name)
    for name, head in TAGS.items():
        yield 'tag.' + name, reader.tags[head]
    for name, path in HEADS.items():
        yield name, reader.get_submodule(path)


def tables(reader):
    encoder = reader.encoder
    return (('pieces', encoder.pieces), ('positions', encoder.positions.weight), ('shapes', encoder.shapes.weight))


def round_reader(reader):
    """Puts in place of every weight what the packed file says."""
    def put(parameter, values):
        parameter.data.copy_(torch.from_numpy(np.ascontiguousarray(values)))

    for _, module in linears(reader):
        put(module.weight, rounded(array(module.weight)))
    for _, table in tables(reader):
        put(table, rounded(array(table)))
    for path in PAIRS.values():
        u = reader.get_parameter(path)
        labels, left, right = u.shape
        w = rounded(flat(array(u))[0]).reshape(labels, right, left - 1).transpose(0, 2, 1)
        put(u, np.concatenate([w, array(u)[:, left - 1:]], 1))


# ---- packing --------------------------------------------------------------------------------------
def pack_linear(weight, bias):
    """Panels of 16 outputs; in a panel four inputs of one output stand together."""
    q, scale = round_rows(weight)
    out, n = q.shape
    pad = -out % PANEL
    q = np.pad(q, ((0, pad), (0, 0)))
    panels = q.reshape(-1, PANEL, n // 4, 4).transpose(0, 2, 1, 3)
    sums = q.astype(np.int32).sum(1).astype('<i4')
    return LINEAR, out, n, (panels.tobytes() + np.pad(scale, (0, pad)).astype('<f4').tobytes() +
                            np.pad(bias, (0, pad)).astype('<f4').tobytes() + sums.tobytes())


def pack_table(w):
    q, scale = round_rows(w)
    return TABLE, *q.shape, q.tobytes() + bytes(-q.size % ALIGN) + scale.astype('<f4').tobytes()


def pack_text(lines):
    assert not any('\n' in x for x in lines)
    return TEXT, len(lines), 1, ('\n'.join(lines) + '\n').encode()


def norms(reader):
    yield 'norm', reader.encoder.norm
    for i, layer in enumerate(reader.encoder.layers):
        yield f'layer.{i}.n1', layer.n1
        yield f'layer.{i}.n2', layer.n2


def tensors(reader, vocab):
    """(name, (kind, rows, columns, bytes)) of everything in the file."""
    for name, table in tables(reader):
        yield name, pack_table(array(table))
    for name, module in norms(reader):
        for part, p in (('gain', module.weight), ('bias', module.bias)):
            yield f'{name}.{part}', (VECTOR, len(p), 1, array(p).astype('<f4').tobytes())
    for name, module in linears(reader):
        yield name, pack_linear(array(module.weight), array(module.bias))
    for name, path in PAIRS.items():
        yield name, pack_linear(*flat(array(reader.get_parameter(path))))
    yield 'text.pieces', pack_text(vocab)
    for name, head in TAGS.items():
        yield 'text.' + name, pack_text(reader.labels[head])
    for name in ('rel', 'role'):
        yield 'text.' + name, pack_text(reader.labels[name])
    for name, labels in FRAME_LABELS.items():
        yield 'text.' + name, pack_text(labels)


def write(path, reader, vocab):
    items = dict(tensors(reader, vocab))
    first = HEADER.size + ENTRY.size * len(items)
    body, entries = bytearray(bytes(-first % ALIGN)), b''
    for name, (kind, rows, columns, data) in items.items():
        entries += ENTRY.pack(name.encode(), kind, rows, columns, 0, first + len(body), len(data))
        body += data + bytes(-(first + len(body) + len(data)) % ALIGN)
    layer, encoder = reader.encoder.layers[0], reader.encoder
    sizes = (len(encoder.layers), layer.o.out_features, layer.heads, layer.f1.out_features,
             encoder.positions.num_embeddings, len(vocab), encoder.shapes.num_embeddings, len(items))
    total = first + len(body)
    head = HEADER.pack(b'KHDMODEL', VERSION, HEADER.size, total, 0, *sizes, HEADER.size)
    data = head[32:] + entries + bytes(body)
    head = HEADER.pack(b'KHDMODEL', VERSION, HEADER.size, total, xxh64(data), *sizes, HEADER.size)
    with open(path, 'wb') as f:
        f.write(head + data[HEADER.size - 32:])
    print(path, total, 'bytes', len(items), 'tensors')


# ---- expected outputs -------------------------------------------------------------------------------
def states(reader, batch):
    """Hidden states before the first layer and after every layer."""
    out = []
    hooks = [m.register_forward_hook(lambda _, __, y: out.append(y[0]))
             for m in (reader.encoder.norm, *reader.encoder.layers)]
    reader.words(batch)
    for h in hooks:
        h.remove()
    return out


def outputs(reader, cutter, text):
    """What the test compares, by name, of the last sentence of a window."""
    sentences = []
    for words in (part.split() for part in text.split('|||')):
        p, f, first = cutter.sentence(words)
        sentences.append(dict(w=words, pieces=p, shapes=f, first=first, y={}))
    batch, n = Batch([sentences]), len(sentences[-1]['w'])
    at = batch.at[-1, :n + 1]
    out = dict(ids=batch.ids[0], shapes=batch.shapes[0], first=at[1:])
    for i, x in enumerate(states(reader, batch)):
        out[f'state.{i}.first'], out[f'state.{i}.last'] = x[0, ::8], x[-1, ::8]
    w = reader.words(batch)
    last = w[-1:, :n + 1]
    for name, head in TAGS.items():
        out['tag.' + name] = reader.tags[head](last[0, 1:]).argmax(-1)
    arcs = reader.arcs(last)
    heads = arcs.argmax(-1)
    out |= dict(arcs=arcs, heads=heads, rel=reader.rels(last, heads).argmax(-1),
                predicate=reader.predicate(last[0, 1:]).argmax(-1))
    trigger = reader.frames.trigger(last[0, 1:])
    k = trigger[:, 1].argmax()
    one, zero = torch.tensor([int(k)]), torch.tensor([0])
    out |= dict(role=reader.roles(last, zero, one).argmax(-1), trigger=trigger, word=one,
                argument=reader.arguments(last, zero, one))
    out['class'], out['status'] = reader.kinds(last, zero, one)
    out['harm'], out['group'] = reader.harms(last, zero, zero, one)
    if len(sentences) > 1:
        earlier = int(reader.frames.trigger(w[0, 1:])[:len(sentences[0]['w']), 1].argmax())
        pair = torch.stack([w[0, 1 + earlier], last[0, 1 + int(k)]])
        out |= dict(earlier=torch.tensor([earlier]), link=reader.links(pair, zero, one * 0 + 1))
    return out


@torch.no_grad()
def write_expected(path, reader, vocab):
    round_reader(reader)
    cutter = Pieces(vocab)
    with open(path, 'w', encoding='utf8') as o:
        o.write('# What the packed weights compute in float32; written by train/export.py.\n')
        for text in SENTENCES:
            o.write('sentence ' + text + '\n')
            for name, v in outputs(reader, cutter, text).items():
                v = v.reshape(-1).tolist()
                o.write(f'{name} {len(v)} ' + ' '.join('%.5g' % x for x in v) + '\n')


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    reader = evaluate.load(sys.argv[1])
    write(sys.argv[3], reader, open(sys.argv[2], encoding='utf8').read().rstrip('\n').split('\n'))
    if len(sys.argv) == 5:
        write_expected(sys.argv[4], reader, sys.argv[2])


if __name__ == '__main__':
    main()
