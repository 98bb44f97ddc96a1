"""What a checkpoint reads, and how right it is.

    evaluate.py CHECKPOINT CACHE PART... [--lone] [--no-case] [--capitals] [--int8]

Given words and sentences; labels without subtypes; names, roles and frames by F1 (a frame's spans count when they
overlap). --lone reads every sentence alone, --no-case hides all shapes, --capitals shows text all in capitals,
--int8 rounds the weights as export.py does. The C program has its own evaluators under test/eval, from raw text too.
"""
import argparse
import collections
import json
import pickle

import torch

import decode
import marks
from model import Reader
from pieces import UPPER
from windows import Batch, batches, cut

WINDOW = 128  # pieces of a window, as src/reader_window.c packs them


def load(path):
    state = torch.load(path)
    reader = Reader(state['labels'], state['layers'])
    reader.load_state_dict(state['reader'])
    return reader.eval()


def as_windows(docs, lone=False):
    if lone:
        return [[s] for doc in docs for s in doc]
    return [w for doc in docs for w in cut(doc, size=WINDOW)]


@torch.no_grad()
def read(reader, windows, budget=4096, whole=False):
    """Answers for every sentence: {id(sentence): dict}; in bf16, or `whole` in float32."""
    was, out = reader.training, {}
    reader.eval()
    for group in batches(windows, budget, shuffle=False):
        batch = Batch(group)
        with torch.autocast('cpu', dtype=torch.bfloat16, enabled=not whole):
            w = reader.words(batch)
            read_syntax(reader, batch, w, out)
            read_frames(reader, batch, w, out)
    reader.train(was)
    return out


def read_syntax(reader, batch, w, out):
    tags = {k: reader.tags[k](w[:, 1:]).float() for k in reader.tags}
    arcs = reader.arcs(w).float()
    heads = torch.zeros(arcs.shape[:2], dtype=torch.long)
    for i, s in enumerate(batch.sentences):
        n = len(s['w'])
        heads[i, :n] = torch.tensor(decode.tree(torch.log_softmax(arcs[i, :n, :n + 1], -1).numpy()).copy())
    rels = reader.rels(w, heads).argmax(-1)
    predicate = reader.predicate(w[:, 1:]).argmax(-1) == 1
    which, where = torch.nonzero(predicate & batch.there[:, 1:], as_tuple=True)
    roles = reader.roles(w, which, where).argmax(-1)
    for i, s in enumerate(batch.sentences):
        n, a = len(s['w']), dict(head=heads[i, :len(s['w'])].tolist(), rel=rels[i, :len(s['w'])].tolist(), roles=[])
        for k in ('upos', 'xpos', 'feats', 'lemma'):
            a[k] = tags[k][i, :n].argmax(-1).tolist()
        for k in ('ner', 'wg', 'gmb'):
            a[k] = decode.viterbi(tags[k][i, :n].numpy(), reader.labels[k])
        out[id(s)] = a
    for row, i, v in zip(roles.tolist(), which.tolist(), where.tolist()):
        s = batch.sentences[i]
        out[id(s)]['roles'].append((v, [(t, r) for t, r in enumerate(row[:len(s['w'])]) if r]))


def read_frames(reader, batch, w, out):
    scores = reader.frames.trigger(w[:, 1:]).float()
    found = []
    for i, s in enumerate(batch.sentences):
        n = len(s['w'])
        tags = decode.viterbi(torch.log_softmax(scores[i, :n], -1).numpy(), marks.TRIGGER)
        out[id(s)]['frames'] = []
        found += [(i, x, y) for x, y, _ in sorted(decode.spans(tags))]
    if not found:
        return
    which, where = torch.tensor([f[0] for f in found]), torch.tensor([f[1] for f in found])
    kinds, statuses = (x.float().softmax(-1) for x in reader.kinds(w, which, where))
    arguments = torch.log_softmax(reader.arguments(w, which, where).float(), -1)
    for k, (i, x, y) in enumerate(found):
        s = batch.sentences[i]
        spans = sorted(decode.spans(decode.viterbi(arguments[k, :len(s['w'])].numpy(), marks.ARGUMENT)))
        at = torch.tensor([a for a, _, _ in spans], dtype=torch.long)
        same = torch.full_like(at, i)
        harms, groups = reader.harms(w, same, at, torch.full_like(at, x)) if len(at) else ([], [])
        out[id(s)]['frames'].append(dict(
            trigger=(x, y), kind=int(kinds[k].argmax()), status=int(statuses[k].argmax()),
            arguments=[(a, b, r, int(h.argmax()), int(g.argmax())) for (a, b, r), h, g in zip(spans, harms, groups)]))


# ---- counting -----------------------------------------------------------------------------------------
class Count(collections.Counter):
    """Right, given and wanted answers by name."""

    def add(self, key, right, given, wanted):
        self[key, 0] += right
        self[key, 1] += given
        self[key, 2] += wanted

    def f1(self):
        keys = sorted({k for k, _ in self})
        return {k: round(200 * self[k, 0] / max(1, self[k, 1] + self[k, 2]), 2) for k in keys}


def apply(word, edit):
    flag, cut_, tail = edit.split('|', 2)
    base = word.lower() if flag == 'L' else word
    return (base[:-int(cut_)] if int(cut_) else base) + tail


def count_syntax(reader, s, a, c):
    n, labels = len(s['w']), reader.labels
    bare = [labels['rel'][x].split(':')[0] for x in a['rel']]
    c.add('upos', sum(labels['upos'][x] == y for x, y in zip(a['upos'], s['upos'])), n, n)
    c.add('lemma', sum(apply(w, labels['lemma'][x]) == y for w, x, y in zip(s['w'], a['lemma'], s['lemma'])), n, n)
    right = [x == y for x, y in zip(a['head'], s['head'])]
    c.add('uas', sum(right), n, n)
    c.add('las', sum(r and x == y.split(':')[0] for r, x, y in zip(right, bare, s['rel'])), n, n)


def count_names(s, a, c):
    given, wanted = decode.spans(a['ner']), decode.spans(s['ner'])
    c.add('names', len(given & wanted), len(given), len(wanted))
    for t in ('PER', 'LOC', 'ORG'):
        g, w = {x for x in given if x[2] == t}, {x for x in wanted if x[2] == t}
        c.add(t, len(g & w), len(g), len(w))


def triples(found):
    return {(v, t, r) for v, args in found for t, r in args}


def meet(a, b):
    return a[0] < b[1] and b[0] < a[1]


def count_frames(s, a, c):
    left = list(a['frames'])
    for e in s['y']['frames']:
        f = next((f for f in left if meet(f['trigger'], e['trigger'])), None)
        if f:
            left.remove(f)
        c.add('trigger', f is not None, 0, 1)
        c.add('class', f is not None and f['kind'] == e['kind'], 0, 1)
        c.add('status', f is not None and f['status'] == e['status'], 0, 1)
        rest = list(f['arguments']) if f else []
        for span, role in e['arguments']:
            hit = next((x for x in rest if x[2] == role and meet(x, span)), None)
            if hit:
                rest.remove(hit)
            for key in ('arguments', role):
                c.add(key, hit is not None, 0, 1)
        for span, harm, _ in e['figures']:
            hit = next((x for x in f['arguments'] if x[2] in 'qw' and meet(x, span)), None) if f else None
            c.add('figure', hit is not None and hit[3] == harm, 0, 1)
    for f in a['frames']:
        for key in ('trigger', 'class', 'status'):
            c.add(key, 0, 1, 0)
        for x in f['arguments']:
            c.add('arguments', 0, 1, 0)
            c.add(x[2], 0, 1, 0)
        c.add('figure', 0, sum(x[2] == 'q' for x in f['arguments']), 0)


def count(reader, docs, found):
    c = Count()
    for doc in docs:
        for s in doc:
            a = found.get(id(s))
            if a is None:
                continue
            if 'upos' in s:
                count_syntax(reader, s, a, c)
            if 'ner' in s:
                count_names(s, a, c)
            if 'roles' in s['y']:
                given, wanted = triples(a['roles']), triples(s['y']['roles'])
                c.add('roles', len(given & wanted), len(given), len(wanted))
            if 'frames' in s['y']:
                count_frames(s, a, c)
    return c.f1()


def score(reader, docs, lone=False):
    return count(reader, docs, read(reader, as_windows(docs, lone)))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('checkpoint')
    p.add_argument('cache')
    p.add_argument('parts', nargs='+')
    for flag in ('--lone', '--no-case', '--capitals', '--int8'):
        p.add_argument(flag, action='store_true')
    p.add_argument('--threads', type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    reader, (parts, _) = load(a.checkpoint), pickle.load(open(a.cache, 'rb'))
    if a.int8:
        import export
        export.round_reader(reader)
    for name in a.parts:
        for doc in parts[name]:
            for s in doc:
                if a.no_case:
                    s['shapes'] = [0] * len(s['shapes'])
                elif a.capitals:
                    s['shapes'] = [UPPER if x in (4, 7, 8, 9) else x for x in s['shapes']]
        print(name, json.dumps(score(reader, parts[name], a.lone)), flush=True)


if __name__ == '__main__':
    main()
