"""Trains the reader: one network, several streams of windows.

    train.py CACHE OUT.pt --layers 12 --init ENCODER --epochs 5 --gmb 3000
    train.py CACHE OUT.pt --layers 12 --init SYNTAX.pt --frames 2 --silver SILVER.pkl --epochs 4
    train.py CACHE OUT.pt --layers 3 --init ENCODER --teacher JOINT.pt --frames 2 --silver SILVER.pkl --epochs 6

A checkpoint is written after every epoch; the same command goes on from it. Products run in bf16. Seeds are fixed;
two runs on one machine with the same number of threads see the same windows in the same order.
"""
import argparse
import json
import os
import pickle
import random
import time

import torch

import distil
import evaluate
import losses
from model import Reader
from windows import Batch, batches, cut

BUDGET = 1024  # padded pieces a batch


class Table:
    """The piece table is most of the weights, and a batch touches few rows of it: a lazy Adam of the rows seen."""

    def __init__(self, weight, rate):
        self.weight, self.rate = weight, rate
        self.mean, self.square = torch.zeros_like(weight), torch.zeros_like(weight)

    def rows(self, ids):
        self.used, inverse = torch.unique(ids, return_inverse=True)
        self.seen = self.weight[self.used].detach().clone().requires_grad_()
        return inverse, self.seen

    def step(self, scale):
        if not self.rate:
            return
        g, u = self.seen.grad, self.used
        self.mean[u] = self.mean[u] * .9 + g * .1
        self.square[u] = self.square[u] * .99 + g * g * .01
        self.weight.data[u] -= self.rate * scale * self.mean[u] / (self.square[u].sqrt() + 1e-8)


def options():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('cache')
    a.add_argument('out')
    a.add_argument('--layers', type=int, required=True)
    a.add_argument('--init', required=True, help='folder of a pretrained encoder, or a checkpoint of this program')
    a.add_argument('--heads', help='checkpoint whose heads to begin with (for a student: its teacher)')
    a.add_argument('--epochs', type=int, required=True)
    a.add_argument('--syntax-share', type=float, default=1., help='part of EWT, GUM and wikigold read in an epoch')
    a.add_argument('--gmb', type=int, default=0, help='GMB sentences an epoch, for names')
    a.add_argument('--silver', help='documents labelled by a teacher (silver.py)')
    a.add_argument('--silver-share', type=float, default=1., help='part of them read in an epoch')
    a.add_argument('--frames', type=int, default=0, help='times the marked sentences are read in an epoch')
    a.add_argument('--half', action='store_true', help='only every second marked document (learning curve)')
    a.add_argument('--teacher', help='checkpoint to be taught by')
    a.add_argument('--rate', type=float, default=2e-4, help='of the last layer')
    a.add_argument('--decay', type=float, default=.9, help='of the rate, a layer downwards')
    a.add_argument('--head-rate', type=float, default=1e-3)
    a.add_argument('--frame-rate', type=float, default=1e-3)
    a.add_argument('--table-rate', type=float, default=5e-5)
    a.add_argument('--threads', type=int, default=2)
    a.add_argument('--seed', type=int, default=1)
    return a.parse_args()


class Data:
    """The streams of an epoch."""

    def __init__(self, a, parts):
        self.a = a
        self.syntax = parts['ewt_train'] + parts['gum_train'] + parts['wikigold']
        self.gmb, self.marked = parts['gmb'], parts['frames'][::2] if a.half else parts['frames']
        silver = pickle.load(open(a.silver, 'rb')) if a.silver else {}
        self.silver = silver.get('documents', [])
        for doc in parts['frames']:
            for s in doc:
                s['y'] |= silver.get('marked', {}).get(s['id'], {})

    def epoch(self, rng):
        docs = rng.sample(self.syntax, int(len(self.syntax) * self.a.syntax_share))
        if self.a.gmb:
            docs += rng.sample(self.gmb, self.a.gmb // 8)
        if self.silver:
            docs += rng.sample(self.silver, int(len(self.silver) * self.a.silver_share))
        out = batches([w for doc in docs for w in cut(doc, rng)], BUDGET, rng)
        for _ in range(self.a.frames):
            out += batches([w for doc in self.marked for w in cut(doc, rng)], BUDGET, rng)
        rng.shuffle(out)
        return out


def optimiser(reader, a):
    groups = []
    layers = reader.encoder.layers
    for i, layer in enumerate(layers):
        groups.append(dict(params=list(layer.parameters()), lr=a.rate * a.decay ** (len(layers) - 1 - i)))
    low = [*reader.encoder.positions.parameters(), *reader.encoder.shapes.parameters(), *reader.encoder.norm.parameters()]
    groups.append(dict(params=low, lr=a.rate * a.decay ** len(layers)))
    groups.append(dict(params=list(reader.frames.parameters()), lr=a.frame_rate))
    used = {id(p) for g in groups for p in g['params']}
    rest = [p for p in reader.parameters() if p.requires_grad and id(p) not in used]
    groups.append(dict(params=rest, lr=a.head_rate))
    for g in groups:
        g['peak'] = g['lr']
    return torch.optim.AdamW(groups, weight_decay=.01, betas=(.9, .98), fused=True)


def begin(a, labels):
    reader = Reader(labels, a.layers)
    if os.path.isdir(a.init):
        reader.encoder.load_pretrained(a.init + '/model.safetensors')
    else:  # a deeper reader gives its first layers
        state, own = torch.load(a.init)['reader'], reader.state_dict()
        reader.load_state_dict({k: v for k, v in state.items() if k in own})
    if a.heads:
        state = torch.load(a.heads)['reader']
        reader.load_state_dict({k: v for k, v in state.items() if not k.startswith('encoder.')}, strict=False)
    return reader


def step(reader, table, group, rng, teacher):
    batch = Batch(group, rng, mask=.05)
    inverse, rows = table.rows(batch.ids)
    with torch.autocast('cpu', dtype=torch.bfloat16):
        w = reader.words(batch, rows, inverse)
        parts = losses.syntax(reader, batch, w)
        if any('frames' in s['y'] for s in batch.sentences):
            parts |= losses.frames(reader, batch, w)
        if teacher:
            parts |= distil.losses(reader, teacher, batch, w)
        loss = losses.total(parts)
    loss.backward()
    return {k: float(v.detach()) for k, v in parts.items()}


def save(path, reader, opt, table, done, a):
    state = dict(reader=reader.state_dict(), labels=reader.labels, layers=a.layers, opt=opt.state_dict(),
                 table=(table.mean, table.square), done=done)
    torch.save(state, path + '.new')
    os.replace(path + '.new', path)


def main():
    a = options()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    parts, labels = pickle.load(open(a.cache, 'rb'))
    data, reader = Data(a, parts), begin(a, labels)
    opt, table, done = optimiser(reader, a), Table(reader.encoder.pieces, a.table_rate), 0
    if os.path.exists(a.out):
        state = torch.load(a.out)
        reader.load_state_dict(state['reader'])
        opt.load_state_dict(state['opt'])
        (table.mean, table.square), done = state['table'], state['done']
        print('going on after epoch', done, flush=True)
    teacher = evaluate.load(a.teacher) if a.teacher else None
    parameters = [p for g in opt.param_groups for p in g['params']]
    each = len(data.epoch(random.Random(a.seed)))
    total, at = each * a.epochs, each * done
    warm = max(1, total // 16)
    for epoch in range(done, a.epochs):
        rng = random.Random(a.seed * 1000 + epoch)
        torch.manual_seed(a.seed * 1000 + epoch)
        start, sums = time.time(), {}
        for k, group in enumerate(data.epoch(rng)):
            scale = min((at + 1) / warm, max(.02, (total - at) / (total - warm)))
            at += 1
            for g in opt.param_groups:
                g['lr'] = g['peak'] * scale
            for key, v in step(reader, table, group, rng, teacher).items():
                old, n = sums.get(key, (0., 0))
                sums[key] = old + v, n + 1
            torch.nn.utils.clip_grad_norm_(parameters, 1.)
            opt.step()
            opt.zero_grad(set_to_none=True)
            table.step(scale)
            if k % 100 == 99:
                mean = {key: round(v / n, 3) for key, (v, n) in sums.items()}
                print(f'{epoch + 1} {k + 1}/{each} {time.time() - start:.0f} s', json.dumps(mean), flush=True)
                sums = {}
        save(a.out, reader, opt, table, epoch + 1, a)
        scores = {p: evaluate.score(reader, parts[p]) for p in ('ewt_dev', 'frames_check')}
        print('epoch', epoch + 1, f'{time.time() - start:.0f} s', json.dumps(scores), flush=True)


if __name__ == '__main__':
    main()
