"""Reads the corpora: every reader gives documents, a document is a list of sentences in order, a sentence is a
dict with its words `w` and whatever that corpus marks (upos, xpos, lemma, feats, head, rel, ner, wg, gmb, roles,
frames). See DATA.md of the data for origins and licences.
"""
import csv
import difflib
import glob
import json
import os
import re

# Held out of GUM, one document a genre and more: never trained on.
GUM_TEST = set(
    'academic_discrimination academic_eegimaa bio_dvorak bio_jespersen conversation_lambada '
    'conversation_retirement interview_hill interview_libertarian news_nasa news_sensitive speech_austria '
    'speech_newzealand textbook_chemistry textbook_union vlog_exams vlog_studying voyage_oakland '
    'voyage_vavau'.split())
ROLES = set('A0 A1 A2 A3 A4 AM-LOC AM-TMP AM-NEG AM-MNR AM-CAU AM-MOD AM-ADV AM-DIS AM-PRP AM-DIR AM-EXT AM-GOL '
            'AM-ADJ AM-PRD AM-LVB AM-COM AM-CXN'.split())  # R- and C- roles and rare ones are left out


# ---- CoNLL-U --------------------------------------------------------------------------------------
def conllu(path):
    """Documents of a CoNLL-U file; a file without `# newdoc` is one document."""
    docs, s = [[]], None
    for line in open(path, encoding='utf8'):
        line = line.rstrip('\n')
        if line.startswith('# newdoc') and docs[-1]:
            docs.append([])
        elif line.startswith('# sent_id'):
            s = dict(id=line.split('=', 1)[1].strip(), w=[], lemma=[], upos=[], xpos=[], head=[], rel=[], feats=[])
        elif not line:
            if s and s['w']:
                docs[-1].append(s)
            s = None
        elif line[0] != '#':
            c = line.split('\t')
            if c[0].isdigit():
                for key, at in (('w', 1), ('lemma', 2), ('upos', 3), ('xpos', 4), ('feats', 5), ('rel', 7)):
                    s[key].append(c[at])
                s['head'].append(int(c[6]))
    return docs


# ---- names ------------------------------------------------------------------------------------------
def mend_bio(tags):
    """An I- without its beginning becomes a B-."""
    out = []
    for i, tag in enumerate(tags):
        if tag[0] == 'I' and (i == 0 or tags[i - 1][2:] != tag[2:] or tags[i - 1] == 'O'):
            tag = 'B' + tag[1:]
        out.append(tag)
    return out


def iob2(path):
    out, name = {}, None
    for line in open(path, encoding='utf8'):
        line = line.rstrip('\n')
        if line.startswith('# sent_id'):
            name = line.split('=', 1)[1].strip()
            out[name] = []
        elif line and line[0] != '#':
            c = line.split('\t')
            out[name].append((c[1], c[2] if c[2][2:] in ('PER', 'LOC', 'ORG') else 'O'))
    return out


def lay_names(sentence, marked):
    """Names of other word divisions are laid over the words by character."""
    if not marked or ''.join(a for a, _ in marked) != ''.join(sentence['w']):
        return
    tags, at = [t for a, t in marked for _ in a], 0
    names = []
    for w in sentence['w']:
        names.append(tags[at])
        at += len(w)
    sentence['ner'] = mend_bio(names)


# ---- roles --------------------------------------------------------------------------------------------
def skeletons(folder):
    """PropBank documents: lists of (tags, [(predicate word, [(label, first, last)])])."""
    docs = {}
    for path in glob.glob(folder + '/**/*.gold_skel', recursive=True):
        genre = os.path.relpath(path, folder).split('/')[0]
        name = genre + '-' + re.sub(r'(\.xml)?\.gold_skel$', '', os.path.basename(path))
        rows, docs[name] = [], []
        for line in [*open(path, encoding='utf8'), '']:
            if line.split():
                rows.append(line.split())
            elif rows:
                docs[name].append(skeleton(rows))
                rows = []
    return docs


def skeleton(rows):
    heads = [i for i, c in enumerate(rows) if c[7] != '-']
    found = []
    for k in range(min(len(c) for c in rows) - 8):
        open_, spans, verb = None, [], None
        for i, c in enumerate(rows):
            m = re.match(r'\(([^*()]+)[*)]', c[8 + k])
            if m:
                open_ = m.group(1), i
            if c[8 + k].endswith(')') and open_:
                if open_[0] == 'V':
                    verb = open_[1]
                else:
                    spans.append((open_[0], open_[1], i))
                open_ = None
        if verb is None and k < len(heads):
            verb = heads[k]
        if verb is not None:
            found.append((verb, spans))
    return [c[4] for c in rows], found


def head_of(sentence, words, verb):
    """The word of a span whose own head lies outside."""
    inside = set(words)
    tops = [q for q in words if sentence['head'][q] - 1 not in inside]
    tops = [q for q in tops if sentence['rel'][q] != 'punct'] or tops
    if verb in tops and len(tops) > 1:
        tops.remove(verb)
    return tops[0]


def lay_roles(doc, parsed):
    """PropBank's words are masked: the two texts are aligned by their tags."""
    theirs = [t for tags, _ in parsed for t in tags]
    ours = [t for s in doc for t in s['xpos']]
    pair = {}
    for tag, a, a2, b, b2 in difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if tag == 'equal' or (tag == 'replace' and a2 - a == b2 - b):
            pair.update((a + k, b + k) for k in range(a2 - a))
    where = [(i, k) for i, s in enumerate(doc) for k in range(len(s['w']))]
    for s in doc:
        s['roles'] = []
    start = 0
    for tags, found in parsed:
        for verb, spans in found:
            if start + verb not in pair:
                continue
            i, v = where[pair[start + verb]]
            args = []
            for label, first, last in spans:
                role = label.replace('ARGM-', 'AM-').replace('ARG', 'A')
                places = [where[pair[start + q]] for q in range(first, last + 1) if start + q in pair]
                words = [k for at, k in places if at == i]
                if role in ROLES and words:
                    args.append((head_of(doc[i], words, v), role))
            doc[i]['roles'].append((v, args))
        start += len(tags)


# ---- the corpora ----------------------------------------------------------------------------------------
def ewt(data, part):
    names = iob2(f'{data}/train/uner_ewt/{part}.iob2')
    roles = skeletons(f'{data}/train/propbank_ewt')
    docs = conllu(f'{data}/train/ud_ewt/en_ewt-ud-{part}.conllu')
    for doc in docs:
        for s in doc:
            lay_names(s, names.get(s['id']))
        parsed = roles.get(doc[0]['id'].rsplit('-', 1)[0])
        if parsed:
            lay_roles(doc, parsed)
    return docs


def gum(data, test):
    return [doc for path in sorted(glob.glob(data + '/train/gum/*.conllu'))
            if (os.path.basename(path)[4:-7] in GUM_TEST) == test for doc in conllu(path)]


def pud(data):
    names = {''.join(a for a, _ in s): s for s in iob2(data + '/dev/ud_pud/en_pud-ud-test.iob2').values()}
    docs = conllu(data + '/dev/ud_pud/en_pud-ud-test.conllu')
    for doc in docs:
        for s in doc:
            lay_names(s, names.get(''.join(s['w'])))
    return docs


def wikigold(data):
    docs, words, tags = [[]], [], []
    for line in [*open(data + '/train/wikigold/wikigold.conll.txt', encoding='utf8'), '\n']:
        c = line.split()
        if c and c[0] != '-DOCSTART-':
            words.append(c[0])
            tags.append(c[1])
        elif words:
            tags = mend_bio(tags)
            docs[-1].append(dict(id='wikigold', w=words, wg=tags,
                                 ner=[t if t[2:] in ('PER', 'LOC', 'ORG') else 'O' for t in tags]))
            words, tags = [], []
        elif docs[-1]:
            docs.append([])
    return docs


def gmb(data):
    """All sentences in order; the cut does not tell where a page ends."""
    out = []
    for row in csv.reader(open(data + '/train/gmb/ner_dataset.csv', encoding='latin-1')):
        if row[0] == 'Sentence #':
            continue
        if row[0]:
            out.append(dict(id=f'g{len(out)}', w=[], gmb=[], gmb_xpos=[]))
        out[-1]['w'].append(row[1] or '"')
        out[-1]['gmb_xpos'].append(row[2])
        out[-1]['gmb'].append(row[3])
    return out


def frames(paths, sentences):
    """Marked sentences: a document is a run of consecutive ids. `sentences` are those of gmb()."""
    docs, last = [], None
    for path in paths:
        for row in map(json.loads, open(path, encoding='utf8')):
            s = dict(id=row['i'], w=row['text'].split(), frames=row['e'])
            key, number = re.match(r'(.*?)_?(\d+)$', row['i']).groups()
            if key == 'g' and sentences[int(number)]['w'] == s['w']:
                s |= {k: sentences[int(number)][k] for k in ('gmb', 'gmb_xpos')}
            if not last or last != (key, int(number) - 1):
                docs.append([])
            docs[-1].append(s)
            last = key, int(number)
    return docs


def wikinews(data):
    """Paragraphs of the articles: text to be labelled by a teacher."""
    for path in sorted(glob.glob(data + '/train/wikinews/*.csv')):
        for row in csv.DictReader(open(path, encoding='utf8')):
            yield [p.strip() for p in row['text'].split('\n') if len(p.strip()) > 40]
