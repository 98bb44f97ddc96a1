"""Words to pieces and shapes, as src/reader_pieces.c cuts them."""
import os

from tokenizers import BertWordPieceTokenizer

BEGIN, END, MASK, UNKNOWN = 101, 102, 103, 100
LONGEST = 12  # pieces of one word; the rest is cut off
SHAPES = {'none (special pieces)': 0, 'digits': 1, 'no letter': 2, 'letters and digits': 3, 'lower': 4,
          'one capital letter': 5, 'UPPER': 6, 'Title': 7, 'Capital then mixed': 8, 'other': 9}
UPPER, CAPITAL = SHAPES['UPPER'], SHAPES['one capital letter']


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
        return CAPITAL if len(letters) == 1 else UPPER
    if w[0].isupper():
        return 7 if all(c.islower() for c in letters[1:]) else 8
    return 9


class Pieces:
    def __init__(self, encoder):
        vocab = encoder if encoder.endswith('.txt') else os.path.join(encoder, 'vocab.txt')
        self.tokenizer = BertWordPieceTokenizer(vocab, lowercase=True)
        self.known = {}

    def word(self, w):
        if w not in self.known:
            self.known[w] = (self.tokenizer.encode(w, add_special_tokens=False).ids or [UNKNOWN])[:LONGEST]
        return self.known[w]

    def sentence(self, words):
        """(pieces, shapes, first piece of every word); a sentence begins and ends with a special piece."""
        ids, shapes, first = [BEGIN], [0], []
        for w in words:
            p = self.word(w)
            first.append(len(ids))
            ids += p
            shapes += [shape(w)] * len(p)
        return ids + [END], shapes + [0], first
