"""Turns the weights of the first training into a checkpoint to begin with.

    reference.py FOLDER CACHE OUT.pt

FOLDER holds reader.safetensors and reader.json as that training left them. Its label lists must be those of CACHE.
"""
import json
import pickle
import sys

import torch
from safetensors.torch import load_file

from model import Reader

NAMES = {'reader.tab': 'encoder.pieces', 'reader.pos': 'encoder.positions', 'reader.shape': 'encoder.shapes',
         'reader.n0': 'encoder.norm', 'reader.L': 'encoder.layers', 'reader.tags.lem': 'tags.lemma',
         'reader.tags': 'tags', 'reader.pred': 'predicate', 'reader.ad': 'arc_dependent', 'reader.ah': 'arc_head',
         'reader.rd': 'rel_dependent', 'reader.rh': 'rel_head', 'reader.pp': 'role_predicate',
         'reader.pa': 'role_argument', 'reader.aU': 'arc', 'reader.rU': 'rel', 'reader.pU': 'role',
         'frames.t': 'frames.trigger', 'frames.k': 'frames.kind', 'frames.s': 'frames.status',
         'frames.h': 'frames.harm', 'frames.g': 'frames.group', 'frames.p': 'frames.pair_trigger',
         'frames.a': 'frames.pair_word', 'frames.U': 'frames.pair'}


def rename(name):
    parts = name.split('.')
    for n in range(len(parts), 0, -1):
        head = '.'.join(parts[:n])
        if head in NAMES:
            return '.'.join([NAMES[head], *parts[n:]])
    raise KeyError(name)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    folder, cache, out = sys.argv[1:]
    _, labels = pickle.load(open(cache, 'rb'))
    info = json.load(open(folder + '/reader.json'))
    theirs = info['labels'] | {'lemma': info['labels']['lem']}
    for key, values in labels.items():
        if list(theirs[key]) != list(values):
            sys.exit(f'{folder}: the labels of {key} are not those of {cache}')
    reader = Reader(labels, info['layers'])
    state = reader.state_dict()
    for name, tensor in load_file(folder + '/reader.safetensors').items():
        name = rename(name)
        state[name] = tensor.float().reshape(state[name].shape)
    reader.load_state_dict(state)
    torch.save(dict(reader=reader.state_dict(), labels=labels, layers=info['layers']), out)


if __name__ == '__main__':
    main()
