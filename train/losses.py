"""What training minimises: cross entropy of every head, over what the corpora mark."""
import torch
import torch.nn.functional as F

import marks

WEIGHT = dict(upos=.5, xpos=.5, feats=.3, lemma=.3, ner=2., wg=2., gmb=1., trigger=2., kind=.5, status=.5,
              argument=3., harm=.3, group=.3, link=.5)


def entropy(scores, y):
    """Mean over the labels that are there."""
    n = (y != -100).sum()
    total = F.cross_entropy(scores.float().reshape(-1, scores.shape[-1]), y.reshape(-1), ignore_index=-100,
                            reduction='sum')
    return total / n.clamp(min=1)


def syntax(reader, batch, w):
    """Tags, names, tree and roles."""
    out = {k: entropy(reader.tags[k](w[:, 1:]), y) for k, y in batch.labels().items()}
    heads = batch.label('head')
    if heads is not None:
        scores = reader.arcs(w).float().masked_fill(~batch.there[:, None, :], -1e9)
        out['arc'] = entropy(scores, heads)
        out['rel'] = entropy(reader.rels(w, heads.clamp(min=0)), batch.label('rel'))
    roles = batch.roles()
    if roles:
        out['predicate'] = entropy(reader.predicate(w[:, 1:]), roles[0])
        if roles[1]:
            which, where, given = roles[1]
            out['role'] = entropy(reader.roles(w, which, where), given)
    return out


class Marked:
    """The events of a batch as tensors."""

    def __init__(self, batch):
        self.trigger = torch.full((len(batch.sentences), batch.words), -100)
        self.events, self.arguments, self.figures, self.names = [], [], [], []
        for i, s in enumerate(batch.sentences):
            if 'frames' not in s['y']:
                continue
            self.trigger[i, :len(s['w'])] = 0
            for e in sorted(s['y']['frames'], key=lambda e: e['trigger']):
                self.add(batch, i, len(s['w']), e)

    def add(self, batch, i, n, e):
        begin, end = e['trigger']
        self.trigger[i, begin] = 1
        self.trigger[i, begin + 1:end] = 2
        row = torch.full((batch.words,), -100)
        row[:n] = 0
        for (x, y), r in e['arguments']:
            row[x] = marks.ARGUMENT.index('B-' + r)
            row[x + 1:y] = marks.ARGUMENT.index('I-' + r)
        self.events.append((i, begin, e['kind'], e['status']))
        self.arguments.append(row)
        self.figures += [(i, span[0], begin, harm, group) for span, harm, group in e['figures']]
        self.names.append((batch.window[i], e['name'], e['same']))


def occurrences(names):
    """Number of the occurrence of each mention, following `same` from mention to mention."""
    of, out = {}, []
    for window, name, same in names:
        of[name] = of.get(same, same) if same else name
        out.append((window, of[name]))
    return out


def link_pairs(names):
    """Pairs of mentions of one window, the earlier first, and whether they are one occurrence. A mention whose first
    mention stands outside the window still agrees with others of it."""
    found = occurrences(names)
    return [(i, j, found[i][1] == found[j][1]) for j in range(len(found)) for i in range(j)
            if found[i][0] == found[j][0]]


def frames(reader, batch, w):
    """Triggers, classes, statuses, arguments, harms, groups, and which mentions are one occurrence."""
    m = Marked(batch)
    out = dict(trigger=entropy(reader.frames.trigger(w[:, 1:]), m.trigger))
    if m.events:
        which, where, kind, status = map(torch.tensor, zip(*m.events))
        kinds, statuses = reader.kinds(w, which, where)
        out |= dict(kind=entropy(kinds, kind), status=entropy(statuses, status),
                    argument=entropy(reader.arguments(w, which, where), torch.stack(m.arguments)))
    pairs = link_pairs(m.names)
    if pairs:
        earlier, later, same = map(torch.tensor, zip(*pairs))
        scores = reader.links(w[which, 1 + where], earlier, later).float()
        out['link'] = F.binary_cross_entropy_with_logits(scores, same.float())
    if m.figures:
        which, at, trigger, harm, group = map(torch.tensor, zip(*m.figures))
        harms, groups = reader.harms(w, which, at, trigger)
        out |= dict(harm=entropy(harms, harm), group=entropy(groups, group))
    return out


def total(parts):
    return sum(WEIGHT.get(k, 1.) * v for k, v in parts.items())
