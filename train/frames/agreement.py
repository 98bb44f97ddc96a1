"""How far two readers agree who marked the same sentences apart.

    agreement.py ONE.jsonl OTHER.jsonl

F1 over the sentences that stand in both: occurrences (triggers that overlap), their class and status, arguments by
kind (spans that overlap), quantities of figures with their harm, and `same` links between found occurrences.
"""
import collections
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from marks import number  # noqa: E402


def load(path):
    rows = map(json.loads, open(path, encoding='utf8'))
    return {r['i']: [number(e, r['text'].split(), f"{r['i']}.{k}") for k, e in enumerate(r['e'])] for r in rows}


def meet(a, b):
    return a[0] < b[1] and b[0] < a[1]


def pair(one, other):
    """Pairs of events of a sentence whose triggers overlap."""
    left = list(other)
    for e in one:
        f = next((f for f in left if meet(e['trigger'], f['trigger'])), None)
        if f:
            left.remove(f)
            yield e, f


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    one, other = load(sys.argv[1]), load(sys.argv[2])
    right, of = collections.Counter(), collections.Counter()
    for i in one.keys() & other.keys():
        pairs = list(pair(one[i], other[i]))
        n = len(one[i]) + len(other[i])
        for key, hits in (('occurrences', len(pairs)), ('class', sum(e['kind'] == f['kind'] for e, f in pairs)),
                          ('status', sum(e['status'] == f['status'] for e, f in pairs))):
            right[key] += hits
            of[key] += n
        for e, f in pairs:
            right['links'] += bool(e['same']) and bool(f['same'])
            of['links'] += bool(e['same']) + bool(f['same'])
            for key in ('arguments', 'figures'):
                hits = sum(any(meet(x[0], y[0]) and x[1] == y[1] for y in f[key]) for x in e[key])
                right[key] += hits
                of[key] += len(e[key]) + len(f[key])
    print(len(one.keys() & other.keys()), 'sentences;',
          ', '.join(f'{k} {2 * right[k] / max(1, of[k]):.2f}' for k in of))


if __name__ == '__main__':
    main()
