"""Scores to labels, as src/reader_tree.c and src/reader_bio.c decode: a maximum spanning tree with one root
(Chu-Liu/Edmonds), and the best sequence of BIO tags."""
import functools

import numpy as np

FAR = -1e9


def contract(score, head, cycle):
    """The graph with the cycle as one node: (scores, other nodes, way in, way out)."""
    rest = np.array([i for i in range(len(score)) if i not in set(cycle)])
    ring, m = np.array(cycle), len(rest)
    new = np.full((m + 1, m + 1), FAR)
    new[:m, :m] = score[np.ix_(rest, rest)]
    into = score[np.ix_(rest, ring)]
    new[:m, m] = into.max(1)
    gain = score[ring][:, rest] - score[ring, head[ring]][:, None]
    new[m, :m] = gain.max(0)
    new[0] = FAR
    return new, rest, ring[into.argmax(1)], ring[gain.argmax(0)]


def find_cycle(head):
    seen = [0] * len(head)
    for s in range(1, len(head)):
        path, x = [], s
        while x > 0 and not seen[x]:
            seen[x] = s
            path.append(x)
            x = head[x]
        if x > 0 and seen[x] == s:
            return path[path.index(x):]
    return None


def spanning(score):
    """Head of every node for score[dependent, head]; node 0 is the root."""
    score = score.copy()
    np.fill_diagonal(score, FAR)
    head = score.argmax(1)
    head[0] = -1
    cycle = find_cycle(head)
    if cycle is None:
        return head
    new, rest, into, out = contract(score, head, cycle)
    found, result, m = spanning(new), head.copy(), len(rest)
    for i in range(1, m):
        result[rest[i]] = into[i] if found[i] == m else rest[found[i]]
    result[out[found[m]]] = rest[found[m]]
    result[0] = -1
    return result


def tree(arcs):
    """Heads of arcs[word, 1 + word] (log scores), with exactly one word under the root."""
    n = len(arcs)
    score = np.full((n + 1, n + 1), FAR)
    score[1:] = arcs
    head = spanning(score)
    roots = [i for i in range(1, n + 1) if head[i] == 0]
    if len(roots) == 1:
        return head[1:]
    best = None
    for r in np.argsort(-arcs[:, 0])[:max(4, len(roots))]:
        one = score.copy()
        one[1:, 0] = FAR
        one[r + 1, 0] = score[r + 1, 0]
        found = spanning(one)
        value = sum(one[i, found[i]] for i in range(1, n + 1))
        if best is None or value > best[0]:
            best = value, found
    return best[1][1:]


@functools.cache
def allowed(labels):
    """(from, to) and first-label penalties: an I- follows only its own kind."""
    step, first = np.zeros((len(labels), len(labels))), np.zeros(len(labels))
    for j, b in enumerate(labels):
        if b[0] == 'I':
            first[j] = FAR
            for i, a in enumerate(labels):
                if a == 'O' or a[2:] != b[2:]:
                    step[i, j] = FAR
    return step, first


def viterbi(score, labels):
    step, first = allowed(tuple(labels))
    best = score.argmax(1)
    if not first[best[0]] and not step[best[:-1], best[1:]].any():  # the best labels one by one are a sequence
        return [labels[i] for i in best]
    best, back = score[0] + first, []
    for row in score[1:]:
        m = best[:, None] + step
        back.append(m.argmax(0))
        best = m.max(0) + row
    path = [int(best.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return [labels[i] for i in reversed(path)]


def spans(tags):
    """{(begin, end, type)} of BIO tags."""
    out, start = set(), None
    for i, t in enumerate([*tags, 'O']):
        if start and (t[0] != 'I' or t[2:] != start[1]):
            out.add((start[0], i, start[1]))
            start = None
        if t != 'O' and not start:
            start = i, t[2:]
    return out
