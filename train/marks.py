"""Conflict frames as marked by hand (data/frames/GUIDE.md): classes, and words to token numbers."""
CLASS = ('armed_clash state_gains nonstate_gains air_strike shelling suicide_bomb remote_explosive grenade chemical '
         'attack sexual_violence abduction arrest protest riot force_on_protest destruction disrupted agreement '
         'withdrawal mobilisation displacement aid aggregate').split()
STATUS = 'happened denied contested possible attempted planned threatened general'.split()
HARM = 'killed injured killed_or_injured missing detained abducted displaced'.split()
GROUP = 'civilian combatant mixed unknown'.split()
ROLE = ('a', 'b', 'm', 'p', 'd', 'src', 'q', 'w')  # q: quantity of a figure, w: victims that are no side
ARGUMENT = ['O'] + [x + '-' + r for r in ROLE for x in 'BI']
TRIGGER = ['O', 'B-T', 'I-T']


def find(words, marked):
    """Token span of marked words; `#2` at their end means the second time they stand there."""
    times = 1
    if marked[-2:-1] == '#' and marked[-1].isdigit():
        marked, times = marked[:-2].rstrip(), int(marked[-1])
    target = marked.split()
    for i in range(len(words) - len(target) + 1):
        if words[i:i + len(target)] == target:
            times -= 1
            if not times:
                return i, i + len(target)
    return None


def number(event, words, name):
    """An event in numbers: trigger span, class, status, argument spans, figures (span, harm, group); None when the
    trigger's words are not there. `name` and `same` tell which events are one occurrence."""
    trigger = find(words, event['t'])
    if not trigger:
        return None
    spans = [(find(words, x), r) for r in ROLE[:6] for x in event.get(r, [])]
    figures = []
    for f in event.get('f', []):
        quantity = find(words, f['q']) if f.get('q') else None
        victims = find(words, f['w']) if f.get('w') else None
        if quantity:
            spans.append((quantity, 'q'))
        if victims and all(span != victims for span, _ in spans):
            spans.append((victims, 'w'))
        if quantity or victims:
            figures.append((quantity or victims, HARM.index(f['h']), GROUP.index(f['g'])))
    return dict(trigger=trigger, kind=CLASS.index(event['k']), status=STATUS.index(event['s']),
                arguments=[s for s in spans if s[0]], figures=figures, name=name, same=event.get('same'))
