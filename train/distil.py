"""A student learns from its teacher's whole distributions, on the windows it is trained on, and to have the
teacher's states of words (both are as wide), so that it can begin with the teacher's heads.
"""
import torch
import torch.nn.functional as F

import marks
from prepare import TAGS

LIKELY = .2  # least probability of a trigger for its frame to be taught


def divergence(scores, wanted, there):
    """Mean cross entropy to the teacher's distribution, over the rows that are there."""
    p, q = torch.softmax(wanted.float(), -1), torch.log_softmax(scores.float(), -1)
    return -(p * q).sum(-1)[there].mean()


def losses(student, teacher, batch, w):
    there = batch.there[:, 1:]
    with torch.no_grad():
        v = teacher.words(batch)
    out = {'to.state': 2 * F.mse_loss(w.float()[batch.there], v.float()[batch.there])}
    for k in TAGS:
        out['to.' + k] = .3 * divergence(student.tags[k](w[:, 1:]), teacher.tags[k](v[:, 1:]), there)
    out |= tree(student, teacher, batch, w, v, there)
    out |= frames(student, teacher, batch, w, v, there)
    return out


def tree(student, teacher, batch, w, v, there):
    far = ~batch.there[:, None, :]
    with torch.no_grad():
        arcs = teacher.arcs(v).float().masked_fill(far, -1e9)
        heads = arcs.argmax(-1)
        rels = teacher.rels(v, heads)
        predicates = teacher.predicate(v[:, 1:])
        which, where = torch.nonzero((predicates.argmax(-1) == 1) & there, as_tuple=True)
        roles = teacher.roles(v, which, where)
    out = {'to.arc': divergence(student.arcs(w).float().masked_fill(far, -1e9), arcs, there),
           'to.rel': divergence(student.rels(w, heads), rels, there),
           'to.predicate': divergence(student.predicate(w[:, 1:]), predicates, there)}
    if len(which):
        out['to.role'] = divergence(student.roles(w, which, where), roles, there[which])
    return out


def frames(student, teacher, batch, w, v, there):
    with torch.no_grad():
        trigger = teacher.frames.trigger(v[:, 1:])
        likely = torch.softmax(trigger.float(), -1)[:, :, marks.TRIGGER.index('B-T')] > LIKELY
        which, where = torch.nonzero(likely & there, as_tuple=True)
    out = {'to.trigger': 2 * divergence(student.frames.trigger(w[:, 1:]), trigger, there)}
    if not len(which):
        return out
    with torch.no_grad():
        kinds, statuses = teacher.kinds(v, which, where)
        arguments = teacher.arguments(v, which, where)
        begins = arguments.float().argmax(-1) % 2 == 1  # B- labels stand at odd places
        of, at = torch.nonzero(begins & there[which], as_tuple=True)
        harms, groups = teacher.harms(v, which[of], at, where[of])
    a, b = student.kinds(w, which, where)
    every = torch.ones(len(which), dtype=torch.bool)
    out['to.kind'] = .5 * divergence(a, kinds, every)
    out['to.status'] = .5 * divergence(b, statuses, every)
    out['to.argument'] = 3 * divergence(student.arguments(w, which, where), arguments, there[which])
    if len(of):
        a, b = student.harms(w, which[of], at, where[of])
        every = torch.ones(len(of), dtype=torch.bool)
        out['to.harm'] = .3 * divergence(a, harms, every)
        out['to.group'] = .3 * divergence(b, groups, every)
    return out
