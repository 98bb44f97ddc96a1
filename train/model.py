"""The network: a BERT encoder over the pieces of a window, and heads on the first piece of every word.

Sizes: width 384, 12 attention heads, feed-forward 1,536, as the pretrained encoders have them. The shape embedding
begins at zero. Biaffine attention after Dozat and Manning (2017), the labels by a low rank.
"""
import math

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

import marks
from prepare import TAGS

PIECES, POSITIONS, SHAPES = 30522, 512, 16


def one(x):
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


class Layer(nn.Module):
    def __init__(self, width, heads, ff):
        super().__init__()
        self.heads = heads
        self.qkv, self.o = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.f1, self.f2 = nn.Linear(width, ff), nn.Linear(ff, width)
        self.n1, self.n2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask, drop):
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        # Written out: torch's fused attention is several times slower in bf16 on a CPU.
        score = (q * (d // self.heads) ** -.5) @ k.transpose(-1, -2) + mask
        mix = torch.softmax(score, -1, dtype=torch.float32).to(v.dtype) @ v
        x = self.n1(x + drop(self.o(mix.transpose(1, 2).reshape(b, t, d))))
        return self.n2(x + drop(self.f2(F.gelu(self.f1(x)))))


class Encoder(nn.Module):
    def __init__(self, layers, width=384, heads=12, ff=1536):
        super().__init__()
        self.pieces = nn.Parameter(torch.zeros(PIECES, width), requires_grad=False)  # see train.Table
        self.positions, self.shapes = nn.Embedding(POSITIONS, width), nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList([Layer(width, heads, ff) for _ in range(layers)])

    def load_pretrained(self, path):
        """The first layers of a BERT checkpoint of the same width."""
        w = {k.removeprefix('bert.'): v.float() for k, v in load_file(path).items()}
        kind = w['embeddings.token_type_embeddings.weight'][0]

        def copy(to, name):
            to.weight.copy_(w[name + '.weight'])
            to.bias.copy_(w[name + '.bias'])

        with torch.no_grad():
            self.pieces.copy_(w['embeddings.word_embeddings.weight'])
            self.positions.weight.copy_(w['embeddings.position_embeddings.weight'] + kind)
            copy(self.norm, 'embeddings.LayerNorm')
            for i, layer in enumerate(self.layers):
                p = f'encoder.layer.{i}.'
                for part in ('weight', 'bias'):
                    parts = [w[p + f'attention.self.{x}.{part}'] for x in ('query', 'key', 'value')]
                    getattr(layer.qkv, part).copy_(torch.cat(parts))
                copy(layer.o, p + 'attention.output.dense')
                copy(layer.n1, p + 'attention.output.LayerNorm')
                copy(layer.f1, p + 'intermediate.dense')
                copy(layer.f2, p + 'output.dense')
                copy(layer.n2, p + 'output.LayerNorm')

    def forward(self, ids, shapes, mask, drop, rows=None):
        """Hidden states [window, piece, width]. `rows` stands in for the piece table's rows of these ids."""
        x = F.embedding(ids, self.pieces if rows is None else rows)
        x = drop(self.norm(x + self.positions.weight[:ids.shape[1]] + self.shapes(shapes)))
        kind = torch.bfloat16 if torch.is_autocast_enabled('cpu') else x.dtype
        x = x.to(kind)
        far = torch.zeros(mask.shape, dtype=kind).masked_fill_(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, far, drop)
        return x


class Frames(nn.Module):
    """Heads of the conflict frames."""

    def __init__(self, d=384, rank=96, link=64):
        super().__init__()

        def small(inputs, hidden, outputs):
            return nn.Sequential(nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, outputs))

        self.trigger = nn.Linear(d, len(marks.TRIGGER))
        self.kind, self.status = small(2 * d, 256, len(marks.CLASS)), small(d, 128, len(marks.STATUS))
        self.harm, self.group = small(2 * d, 128, len(marks.HARM)), small(2 * d, 128, len(marks.GROUP))
        self.pair_trigger, self.pair_word = nn.Linear(d, rank), nn.Linear(d, rank)
        self.pair = nn.Parameter(torch.randn(len(marks.ARGUMENT), rank + 1, rank + 1) * .02)
        self.earlier, self.later = nn.Linear(d, link), nn.Linear(d, link)
        self.link = nn.Parameter(torch.randn(1, link + 1, link + 1) * .02)


class Reader(nn.Module):
    def __init__(self, labels, layers, d=384, arc=256, rank=32, role=64):
        super().__init__()
        self.labels, self.dropout, self.arc_dropout = labels, .1, .33
        self.encoder = Encoder(layers)
        self.tags = nn.ModuleDict({k: nn.Linear(d, len(labels[k])) for k in TAGS})
        self.predicate = nn.Linear(d, 2)
        self.arc_dependent, self.arc_head = nn.Linear(d, arc), nn.Linear(d, arc)
        self.rel_dependent, self.rel_head = nn.Linear(d, rank), nn.Linear(d, rank)
        self.role_predicate, self.role_argument = nn.Linear(d, role), nn.Linear(d, role)
        self.arc = nn.Parameter(torch.randn(1, arc + 1, arc) * .02)
        self.rel = nn.Parameter(torch.randn(len(labels['rel']), rank + 1, rank + 1) * .02)
        self.role = nn.Parameter(torch.randn(len(labels['role']), role + 1, role + 1) * .02)
        self.frames = Frames(d)

    def drop(self, x, p=None):
        """Dropout with one mask for all positions of a window or sentence: cheap, and it works as well."""
        p = self.dropout if p is None else p
        if not self.training or not p:
            return x
        return x * (torch.empty(x.shape[0], 1, x.shape[2], dtype=x.dtype).bernoulli_(1 - p) / (1 - p))

    def words(self, batch, rows=None, ids=None):
        """States of root and words, [sentence, 1 + word, width]."""
        x = self.encoder(batch.ids if ids is None else ids, batch.shapes, batch.mask, self.drop, rows)
        return x.reshape(-1, x.shape[2])[batch.at]

    def small(self, linear, x, p=None):
        return self.drop(F.gelu(linear(x)), p)

    def arcs(self, w):
        """[sentence, word, 1 + word]: score of every head."""
        a = one(self.small(self.arc_dependent, w[:, 1:], self.arc_dropout))
        h = self.small(self.arc_head, w, self.arc_dropout)
        return (a @ self.arc[0].to(a.dtype)) @ h.transpose(1, 2) / math.sqrt(16)

    def rels(self, w, heads):
        """[sentence, word, label] for the heads given."""
        a, h = one(self.small(self.rel_dependent, w[:, 1:])), self.small(self.rel_head, w)
        h = one(torch.gather(h, 1, heads[:, :, None].expand(-1, -1, h.shape[2])))
        return (torch.einsum('bti,rij->btrj', a, self.rel.to(a.dtype)) * h[:, :, None, :]).sum(-1)

    @staticmethod
    def pairs(left, right, tensor):
        """[pair, word, label] of left [pair, rank] and right [pair, word, rank]."""
        t = torch.einsum('pi,rij->prj', one(left), tensor.to(left.dtype))
        return torch.einsum('prj,ptj->ptr', t, one(right))

    def roles(self, w, which, where):
        p, a = self.small(self.role_predicate, w[:, 1:]), self.small(self.role_argument, w[:, 1:])
        return self.pairs(p[which, where], a[which], self.role)

    def arguments(self, w, which, where):
        f = self.frames
        p, a = F.gelu(f.pair_trigger(w[:, 1:])), F.gelu(f.pair_word(w[:, 1:]))
        return self.pairs(p[which, where], a[which], f.pair)

    def kinds(self, w, which, where):
        t = w[which, 1 + where]
        return self.frames.kind(torch.cat([t, w[which, 0]], -1)), self.frames.status(t)

    def harms(self, w, which, at, trigger):
        x = torch.cat([w[which, 1 + at], w[which, 1 + trigger]], -1)
        return self.frames.harm(x), self.frames.group(x)

    def links(self, states, earlier, later):
        """Score that mention `later` tells of the same occurrence as `earlier`; states [mention, width]."""
        f = self.frames
        a, b = one(F.gelu(f.earlier(states)))[earlier], one(F.gelu(f.later(states)))[later]
        return ((a @ f.link[0].to(a.dtype)) * b).sum(-1)
