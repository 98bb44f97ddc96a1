#!/usr/bin/env python3
"""Writes data/lemmas.tsv: forms whose lemma the regular rules of src/lemma.c do not give.

    lemmas.py LEMMA_RULE OUT.tsv TRAIN.conllu...

LEMMA_RULE is the program of tools/lemma_rule.c. The rows come from the treebanks given (only
training parts: UD English EWT, GUM), from the irregular words below, and from the regular
inflections of the treebanks' verbs and of the verbs below. A key is "form tag", with the part
of speech where all its Penn tags agree, else with the Penn tag.
"""
import collections
import re
import subprocess
import sys

VERBS = '''arise arose arisen|awake awoke awoken|bear bore borne|beat beat beaten|become became become|
befall befell befallen|beget begot begotten|begin began begun|behold beheld beheld|bend bent bent|beset beset beset|
bet bet bet|bid bid bid|bind bound bound|bite bit bitten|bleed bled bled|blow blew blown|break broke broken|
breed bred bred|bring brought brought|broadcast broadcast broadcast|build built built|burst burst burst|buy bought bought|
cast cast cast|catch caught caught|choose chose chosen|cling clung clung|come came come|cost cost cost|creep crept crept|
cut cut cut|deal dealt dealt|dig dug dug|do did done|draw drew drawn|drink drank drunk|drive drove driven|dwell dwelt dwelt|
eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought|find found found|flee fled fled|
fling flung flung|fly flew flown|forbid forbade forbidden|forecast forecast forecast|foresee foresaw foreseen|
forget forgot forgotten|forgive forgave forgiven|forgo forwent forgone|forsake forsook forsaken|freeze froze frozen|
get got gotten|give gave given|go went gone|grind ground ground|grow grew grown|hang hung hung|have had had|hear heard heard|
hide hid hidden|hit hit hit|hold held held|hurt hurt hurt|inset inset inset|keep kept kept|kneel knelt knelt|know knew known|
lay laid laid|lead led led|leave left left|lend lent lent|let let let|lie lay lain|light lit lit|lose lost lost|
make made made|mean meant meant|meet met met|mislead misled misled|mistake mistook mistaken|
misunderstand misunderstood misunderstood|mow mowed mown|offset offset offset|outdo outdid outdone|outgrow outgrew outgrown|
overcome overcame overcome|overdo overdid overdone|overhear overheard overheard|override overrode overridden|
overrun overran overrun|oversee oversaw overseen|overshoot overshot overshot|overtake overtook overtaken|
overthrow overthrew overthrown|partake partook partaken|pay paid paid|prove proved proven|put put put|quit quit quit|
read read read|rebuild rebuilt rebuilt|recast recast recast|redo redid redone|remake remade remade|repay repaid repaid|
rerun reran rerun|resell resold resold|reset reset reset|retake retook retaken|rethink rethought rethought|
retell retold retold|rewrite rewrote rewritten|rid rid rid|ride rode ridden|ring rang rung|rise rose risen|run ran run|
saw sawed sawn|say said said|see saw seen|seek sought sought|sell sold sold|send sent sent|set set set|sew sewed sewn|
shake shook shaken|shear sheared shorn|shed shed shed|shine shone shone|shoot shot shot|show showed shown|
shrink shrank shrunk|shut shut shut|sing sang sung|sink sank sunk|sit sat sat|slay slew slain|sleep slept slept|
slide slid slid|sling slung slung|slit slit slit|sow sowed sown|speak spoke spoken|speed sped sped|spend spent spent|
spin spun spun|spit spat spat|split split split|spread spread spread|spring sprang sprung|stand stood stood|
steal stole stolen|stick stuck stuck|sting stung stung|stink stank stunk|stride strode stridden|strike struck struck|
strike struck stricken|string strung strung|strive strove striven|swear swore sworn|sweep swept swept|swell swelled swollen|
swim swam swum|swing swung swung|take took taken|teach taught taught|tear tore torn|tell told told|think thought thought|
throw threw thrown|thrust thrust thrust|tread trod trodden|undercut undercut undercut|undergo underwent undergone|
understand understood understood|undertake undertook undertaken|undo undid undone|unwind unwound unwound|
uphold upheld upheld|upset upset upset|wake woke woken|wear wore worn|weave wove woven|weep wept wept|win won won|
withdraw withdrew withdrawn|withhold withheld withheld|withstand withstood withstood|wring wrung wrung|write wrote written|
burn burnt burnt|learn learnt learnt|spill spilt spilt|spoil spoilt spoilt|dream dreamt dreamt|lean leant leant|
leap leapt leapt|smell smelt smelt|spell spelt spelt|plead pled pled|behead beheaded beheaded|outshoot outshot outshot'''

NOUNS = '''man men|woman women|child children|person persons|foot feet|tooth teeth|goose geese|mouse mice|louse lice|ox oxen|
die dice|crisis crises|analysis analyses|base bases|thesis theses|hypothesis hypotheses|oasis oases|diagnosis diagnoses|
emphasis emphases|parenthesis parentheses|axis axes|ellipsis ellipses|phenomenon phenomena|criterion criteria|
automaton automata|bacterium bacteria|medium media|datum data|stratum strata|memorandum memoranda|referendum referenda|
curriculum curricula|addendum addenda|erratum errata|fungus fungi|nucleus nuclei|stimulus stimuli|cactus cacti|
alumnus alumni|radius radii|syllabus syllabi|locus loci|index indices|matrix matrices|vertex vertices|appendix appendices|
vortex vortices|larva larvae|formula formulae|antenna antennae|nebula nebulae|alga algae|life lives|wife wives|knife knives|
midwife midwives|housewife housewives|penknife penknives|leaf leaves|loaf loaves|thief thieves|half halves|self selves|
shelf shelves|wolf wolves|calf calves|elf elves|scarf scarves|hoof hooves|sheaf sheaves|valve valves|curve curves|
series series|species species|means means|headquarters headquarters|barracks barracks|gallows gallows|crossroads crossroads|
aircraft aircraft|spacecraft spacecraft|hovercraft hovercraft|watercraft watercraft|sheep sheep|deer deer|fish fish|
offspring offspring|corps corps|bus buses|minibus minibuses|gas gases|lens lenses|virus viruses|census censuses|
campus campuses|bonus bonuses|status statuses|corpus corpora|genus genera|opus opera|house houses|cause causes|clause clauses|
pause pauses|blouse blouses|excuse excuses|abuse abuses|ruse ruses|fuse fuses|muse muses|use uses|refuse refuses|
recluse recluses|warehouse warehouses|lighthouse lighthouses|powerhouse powerhouses|guesthouse guesthouses|
safehouse safehouses|spouse spouses|headache headaches|cache caches|ache aches|niche niches|avalanche avalanches|
psyche psyches|axe axes|pickaxe pickaxes|shoe shoes|toe toes|canoe canoes|foe foes|oboe oboes|horseshoe horseshoes|
movie movies|cookie cookies|zombie zombies|rookie rookies|calorie calories|hippie hippies|selfie selfies|prairie prairies|
genie genies|caddie caddies|pixie pixies|junkie junkies|birdie birdies|sortie sorties|lingerie lingeries|
quiz quizzes|fez fezzes|whiz whizzes|photo photos|passer-by passers-by|passerby passersby|brother-in-law brothers-in-law|
sister-in-law sisters-in-law|father-in-law fathers-in-law|attorney-general attorneys-general|hanger-on hangers-on|
runner-up runners-up|commander-in-chief commanders-in-chief|mother-in-law mothers-in-law|son-in-law sons-in-law|
human humans|german germans|shaman shamans|talisman talismans|ottoman ottomans|specimen specimens|regimen regimens|
abdomen abdomens|omen omens|acumen acumens|police police|cattle cattle|people people|mujahid mujahideen|mujahid mujahedin|
mujahid mujahidin|fedayee fedayeen|taliban taliban|coup coups|coup d'état coups d'état|casualty casualties|
rendezvous rendezvous|chassis chassis|bourgeois bourgeois|chamois chamois|apparatus apparatuses|abacus abacuses|
circus circuses|chorus choruses|consensus consensuses|prospectus prospectuses|cease-fire cease-fires|ski skis|taxi taxis|
khaki khakis|alibi alibis|rabbi rabbis|iraqi iraqis|bikini bikinis|safari safaris|kiwi kiwis|israeli israelis|saudi saudis|
yazidi yazidis|houthi houthis|pakistani pakistanis|somali somalis|yemeni yemenis|kuwaiti kuwaitis|afghani afghanis|
bangladeshi bangladeshis|emirati emiratis|omani omanis|salafi salafis|sufi sufis|kurd kurds|tuareg tuaregs'''

# Verbs that look like the past of another one.
HOMOGRAPHS = 'found bound ground wound fell lay saw bore'.split()

# Verbs of war news whose regular forms are to be right, known to the treebanks or not.
WAR = '''abduct abet accuse advance aggravate aid aim airlift allege ally ambush amputate annex annihilate apprehend arm arrest
arson assail assassinate assault attack avenge backfire ban barricade batter battle beat behead belong besiege betray blame
blast blockade blow bomb bombard booby-trap brandish breach brutalize bulldoze burn butcher call capture carjack carry castrate
cause cede charge chase clash cleanse cloister coerce collapse combat commandeer condemn conquer conscript converge convoy
counter counterattack cripple crush curb damage decapitate declare decimate deface defect defeat defend defuse degrade delegate
demobilize demolish demonstrate denounce deny deploy depopulate depose destabilize destroy detain deter detonate devastate die
disable disappear disarm discharge dismantle dismember dispatch disperse displace disrupt dissolve dive down downplay drag
drone drown dump eject eliminate emasculate embattle emerge encircle encroach endanger enforce engage enrage enslave ensue
entrench eradicate erase erupt escalate escape escort eulogize evacuate evade evict exchange execute exile expel explode exploit
expose expropriate extort extradite exterminate fire flank flatten flog force foil free fuel garrison gas goad grenade grill guard
gun hack halt hamper harass harbor harbour hijack hit hoist hone hurl hurt ignite immolate impale imperil impose imprison
improvise incinerate incite infiltrate inflict injure instigate insulate interdict interfere intercede intercept interrogate
intervene intimidate invade investigate invoke isolate jail jeopardize jihad kidnap kill knife lambast lapse launch liberate
limp liquidate loot lob lynch machine maim mangle man maneuver manoeuvre march martyr massacre mediate menace merge mine
mobilize mobilise molest mortar mourn mow murder mutilate mutiny negotiate neutralize neutralise obliterate occupy oppose oppress
orchestrate organize organise oust outgun outrage overpower overwhelm pacify paralyze paralyse parole patrol perish persecute
perpetrate persuade pierce pillage pin plague plan plant pledge plot plunder poison police post pound prepare prevail probe
proceed profile promote protest provoke pulverize pummel punish purge pursue quarantine quell rage raid ram ransack ransom rape
ravage raze reassert rebel recapture recede reclaim recoil reconnoiter recruit refuse regroup reinforce release relocate repatriate
repel repulse rescue resist resettle resume retaliate retreat reverse revenge revile revoke riddle riot rip rob rout rue rupture
sabotage sack salvage savage scale scare scatter schedule scorch scramble secure seize separate sever shatter shell shield
shock siege signal silence skirmish slam slash slaughter smash smoke smuggle snatch snipe spark spearhead sponsor spy stab
stabilize stampede starve station storm stone strafe strangle strap strip subdue submerge subvert suffocate suffer suicide
supply suppress surge surrender surround survive suspect suspend swap tackle target terrorize terrorise threaten throttle toll
topple torch torment torpedo torture track trade traffic train trample trap trigger triumph uncover undermine unearth unify
unleash uproot urge vandalize vanish venture victimize violate volley vow wage warn waylay whip wipe withdraw wound wreck yield
yoke quarrel travel cancel channel model label fuel funnel shovel level marshal signal total dial control compel propel expel
repel patrol rebel excel focus bias canvass gallop develop envelop gossip kidnap worship equip
welcome phone postpone interfere adhere persevere cohere complete compete delete concrete obsolete elope scope telescope
decide visit limit edit exit audit credit benefit profit merit inherit inhabit prohibit exhibit inhibit deposit unite ignite
invite recite cite write excite despite expedite rewrite rotate create cremate recreate delineate permeate nauseate treat cheat
entreat repeat retreat defeat heat seat float boat coat gloat bloat combat acquit admit commit emit omit permit remit submit
transmit commit refer prefer confer infer defer deter occur recur incur concur murmur sulfur explore ignore restore deplore
adore implore store score bore monitor sponsor honor honour anchor author factor favor favour harbor labor mirror tailor vector
change arrange challenge avenge revenge plunge lounge hinge cringe fringe infringe tinge bang hang gang ring belong long prolong
throng wing ping sting string bring cling fling swing sing breathe bathe clothe loathe soothe teethe seethe writhe tithe lathe
abandon pardon mention question condition function reason season poison summon iron prison caution ration apportion machine
determine examine imagine combine decline define refine confine discipline medicine line ruin cabin bargain remain chain train
join begin sin win spin skin thin open happen listen weaken threaten strengthen heighten intervene convene scene screen
'''.split()

REGULAR = set('VBD VBN VBG VBZ NNS NNPS JJR JJS RBR RBS'.split())
NAMES = {'NNP', 'NNPS'}  # keep the case of their form in src/lemma.c
SKIP = {'PUNCT', 'SYM', 'X', 'GW', 'XX'}  # parts of speech and Penn tags
SHORT = re.compile(r'^(qu|[^aeiou])*[aeiou][bdgklmnprt]$')
WORD = re.compile(r"^[a-z][a-z'.-]*$")


def plain(word):
    return word.lower().replace('\u2019', "'").replace('\u2018', "'")


def read(paths):
    """Counts of (form, part of speech, Penn tag) -> lemmas; only frequent misspellings."""
    seen, typos = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for path in paths:
        for line in open(path, encoding='utf8'):
            c = line.rstrip('\n').split('\t')
            if len(c) != 10 or not c[0].isdigit() or c[2] == '_':
                continue
            key = plain(c[1])
            if ' ' in c[1] or len(key) > 40 or key[0].isdigit() or not any(x.isalpha() or x in "'&" for x in key):
                continue
            if c[3] in SKIP or c[4] in SKIP or '@' in c[2] or (c[4] in NAMES and c[3] != 'PROPN'):
                continue
            name = c[4] in NAMES and c[2].lower() == key
            (typos if 'Typo=Yes' in c[5] else seen)[key, c[3], c[4]][key if name else c[2]] += 1
    often = collections.Counter()
    for key, lemmas in seen.items():
        often[key[0]] += sum(lemmas.values())
    for key, lemmas in typos.items():
        if sum(lemmas.values()) > 1 and often[key[0]] < 100:
            seen.setdefault(key, lemmas)
    return seen


def inflect(verb):
    """(form, tag) of the regular forms of a verb; wrong ones do no harm."""
    if verb.endswith('e'):
        stem = verb if verb[-2:] in ('ee', 'ye', 'oe') else verb[:-1]
        yield verb + 'd', 'VBD'
        yield ('dying' if verb == 'die' else stem + 'ing'), 'VBG'
        yield verb + 's', 'VBZ'
        return
    y = verb[-1] == 'y' and verb[-2] not in 'aeiou'
    stem = verb
    if verb[-1] == 'c':
        stem += 'k'
    elif SHORT.match(verb) or (verb[-1] == 'l' and verb[-2] in 'eao' and verb[-3] not in 'aeiou'):
        stem += verb[-1]
        if verb[-1] == 'l' and not SHORT.match(verb):
            yield verb + 'ed', 'VBD'
            yield verb + 'ing', 'VBG'
    yield (verb[:-1] + 'ied' if y else stem + 'ed'), 'VBD'
    yield stem + 'ing', 'VBG'
    yield (verb[:-1] + 'ies' if y else verb + ('es' if re.search('(s|x|z|ch|sh)$', verb) else 's')), 'VBZ'


def known(seen):
    """Lemmas by (form, part of speech, tag): our irregular words, the treebanks, regular verbs."""
    out, verbs, strong = {}, set(WAR), set()
    total = collections.Counter()
    for (form, pos, tag), lemmas in seen.items():
        total.update({(lemma, pos): n for lemma, n in lemmas.items()})
    verbs |= {lemma for (lemma, pos), n in total.items() if pos == 'VERB' and n > 2 and WORD.match(lemma)}
    irregular = {}
    for row in VERBS.replace('\n', '').split('|'):
        base, past, part = row.split()
        if base + 'ed' not in (past, part):
            strong.add(base)
        irregular[past, 'VERB', 'VBD'] = base
        irregular[part, 'VERB', 'VBN'] = irregular.get((part, 'VERB', 'VBN'), base)
        if past not in ('lay', 'hung', 'saw'):
            irregular.setdefault((past, 'VERB', 'VBN'), base)
    irregular.update(((verb, 'VERB', tag), verb) for verb in HOMOGRAPHS for tag in ('VB', 'VBP'))
    for row in NOUNS.replace('\n', '').split('|'):
        base, plural = row.rsplit(' ', 1) if "d'" not in row else (None, None)
        if base:
            irregular[plural, 'NOUN', 'NNS'] = base
    for verb in sorted(verbs):
        if len(verb) < 3 or not verb.isalpha():
            continue
        for form, tag in inflect(verb):
            if tag == 'VBD' and verb in strong:
                continue
            out.setdefault((form, 'VERB', tag), verb)
            if tag == 'VBD':
                out.setdefault((form, 'VERB', 'VBN'), verb)
    for key, lemmas in seen.items():
        lemma, n = lemmas.most_common(1)[0]
        strange = n < 2 and (key[1] not in ('NOUN', 'VERB', 'ADJ') or not WORD.match(key[0]) or
                             key in out or total[lemma, key[1]] < 2)
        if not strange and 2 * n > sum(lemmas.values()):
            out[key] = lemma
    return out | irregular


def by_rule(program, keys):
    text = ''.join(f'{form}\t{tag}\n' for form, _, tag in keys)
    done = subprocess.run([program], input=text, capture_output=True, check=True, text=True)
    return dict(zip(keys, done.stdout.split('\n')))


def rows(lemmas, rule, seen):
    groups, leader = collections.defaultdict(dict), {}
    for (form, pos, tag), lemma in lemmas.items():
        groups[form, pos][tag] = lemma
        n = sum(seen.get((form, pos, tag), {}).values())
        leader[form, tag] = max(leader.get((form, tag), (0, '')), (n, pos))
    out = {}
    for (form, pos), tags in groups.items():
        wrong = {t: x for t, x in tags.items()
                 if rule[form, pos, t] != (x.lower() if t in NAMES else x)}
        if wrong and len(set(tags.values())) == 1:
            out[form + ' ' + pos.lower()] = next(iter(wrong.values()))
            continue
        for tag, lemma in wrong.items():
            if leader[form, tag][1] == pos:
                out[form + ' ' + tag.lower()] = lemma
    return out


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    seen = read(sys.argv[3:])
    lemmas = known(seen)
    rule = by_rule(sys.argv[1], list(lemmas))
    table = rows(lemmas, rule, seen)
    with open(sys.argv[2], 'w', encoding='utf8') as out:
        out.write('# Lemmas that the regular rules of src/lemma.c do not give, by form and tag (part of\n'
                  '# speech, or Penn tag where the tags differ). Written by tools/lemmas.py.\n'
                  '# Origin: training parts of UD English EWT and of GUM; irregular words and verbs of war\n'
                  '# news written for Khaldun.\n'
                  '# Licence: CC BY-SA 4.0.\n'
                  'form tag\tlemma\n')
        for key, lemma in sorted(table.items()):
            out.write(f'{key}\t{lemma}\n')
    print(len(table), 'rows')


if __name__ == '__main__':
    main()
