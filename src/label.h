/* label: the closed sets of names that the record and the reader use, each from
 * one list so that enum and text cannot drift apart. Sources: Universal
 * Dependencies v2 (UPOS, relations), PropBank (roles), the codebook (the rest).
 */
#ifndef KHD_LABEL_H
#define KHD_LABEL_H

/* X(NAME, "text as written") */
#define KHD_UPOS_LIST(X)                                                                          \
    X(ADJ, "ADJ") X(ADP, "ADP") X(ADV, "ADV") X(AUX, "AUX") X(CCONJ, "CCONJ") X(DET, "DET")       \
    X(INTJ, "INTJ") X(NOUN, "NOUN") X(NUM, "NUM") X(PART, "PART") X(PRON, "PRON")                 \
    X(PROPN, "PROPN") X(PUNCT, "PUNCT") X(SCONJ, "SCONJ") X(SYM, "SYM") X(VERB, "VERB") X(OTHER, "X")

/* Relations with the subtypes that the reader knows; `dep` stands for any other. */
#define KHD_DEPREL_LIST(X)                                                                        \
    X(DEP, "dep") X(ROOT, "root") X(ACL, "acl") X(ACL_RELCL, "acl:relcl") X(ADVCL, "advcl")       \
    X(ADVCL_RELCL, "advcl:relcl") X(ADVMOD, "advmod") X(AMOD, "amod") X(APPOS, "appos")           \
    X(AUX, "aux") X(AUX_PASS, "aux:pass") X(CASE, "case") X(CC, "cc") X(CC_PRECONJ, "cc:preconj") \
    X(CCOMP, "ccomp") X(COMPOUND, "compound") X(COMPOUND_PRT, "compound:prt") X(CONJ, "conj")     \
    X(COP, "cop") X(CSUBJ, "csubj") X(CSUBJ_PASS, "csubj:pass") X(CSUBJ_OUTER, "csubj:outer")     \
    X(DET, "det") X(DET_PREDET, "det:predet") X(DISCOURSE, "discourse")                           \
    X(DISLOCATED, "dislocated") X(EXPL, "expl") X(FIXED, "fixed") X(FLAT, "flat")                 \
    X(GOESWITH, "goeswith") X(IOBJ, "iobj") X(LIST, "list") X(MARK, "mark") X(NMOD, "nmod")       \
    X(NMOD_DESC, "nmod:desc") X(NMOD_POSS, "nmod:poss") X(NMOD_UNMARKED, "nmod:unmarked")         \
    X(NSUBJ, "nsubj") X(NSUBJ_PASS, "nsubj:pass") X(NSUBJ_OUTER, "nsubj:outer")                   \
    X(NUMMOD, "nummod") X(OBJ, "obj") X(OBL, "obl") X(OBL_AGENT, "obl:agent")                     \
    X(OBL_UNMARKED, "obl:unmarked") X(ORPHAN, "orphan") X(PARATAXIS, "parataxis")                 \
    X(PUNCT, "punct") X(REPARANDUM, "reparandum") X(VOCATIVE, "vocative") X(XCOMP, "xcomp")

#define KHD_ENTITY_LIST(X)                                                                        \
    X(NONE, "") X(PER, "PER") X(ORG, "ORG") X(GPE, "GPE") X(LOC, "LOC") X(NORP, "NORP")           \
    X(FAC, "FAC") X(WEAPON, "WEAPON") X(MISC, "MISC")

#define KHD_ROLE_LIST(X)                                                                          \
    X(NONE, "none") X(A0, "A0") X(A1, "A1") X(A2, "A2") X(A3, "A3") X(A4, "A4") X(LOC, "AM-LOC")  \
    X(TMP, "AM-TMP") X(NEG, "AM-NEG") X(MNR, "AM-MNR") X(CAU, "AM-CAU") X(MOD, "AM-MOD")          \
    X(ADV, "AM-ADV") X(DIS, "AM-DIS") X(PRP, "AM-PRP") X(DIR, "AM-DIR") X(EXT, "AM-EXT")          \
    X(GOL, "AM-GOL") X(ADJ, "AM-ADJ") X(PRD, "AM-PRD") X(LVB, "AM-LVB") X(COM, "AM-COM")          \
    X(CXN, "AM-CXN")

#define KHD_CLASS_LIST(X)                                                                         \
    X(ARMED_CLASH, "armed_clash") X(STATE_GAINS, "state_gains")                                   \
    X(NONSTATE_GAINS, "nonstate_gains") X(AIR_STRIKE, "air_strike") X(SHELLING, "shelling")       \
    X(SUICIDE_BOMB, "suicide_bomb") X(REMOTE_EXPLOSIVE, "remote_explosive")                       \
    X(GRENADE, "grenade") X(CHEMICAL, "chemical") X(ATTACK, "attack")                             \
    X(SEXUAL_VIOLENCE, "sexual_violence") X(ABDUCTION, "abduction") X(ARREST, "arrest")           \
    X(PROTEST, "protest") X(RIOT, "riot") X(FORCE_ON_PROTEST, "force_on_protest")                 \
    X(DESTRUCTION, "destruction") X(DISRUPTED, "disrupted") X(AGREEMENT, "agreement")             \
    X(WITHDRAWAL, "withdrawal") X(MOBILISATION, "mobilisation") X(DISPLACEMENT, "displacement")   \
    X(AID, "aid") X(AGGREGATE, "aggregate")

/* The last one, `general`, is the reader's word for no particular occurrence; it
 * never stands in an account. */
#define KHD_OUTCOME_LIST(X)                                                                       \
    X(HAPPENED, "happened") X(DENIED, "denied") X(CONTESTED, "contested")                         \
    X(POSSIBLE, "possible") X(ATTEMPTED, "attempted") X(PLANNED, "planned")                       \
    X(THREATENED, "threatened") X(GENERAL, "general")

#define KHD_HARM_LIST(X)                                                                          \
    X(KILLED, "killed") X(INJURED, "injured") X(KILLED_OR_INJURED, "killed_or_injured")           \
    X(MISSING, "missing") X(DETAINED, "detained") X(ABDUCTED, "abducted")                         \
    X(DISPLACED, "displaced")

#define KHD_GROUP_LIST(X)                                                                         \
    X(CIVILIAN, "civilian") X(COMBATANT, "combatant") X(MIXED, "mixed") X(UNKNOWN, "unknown")

#define KHD_QUALIFIER_LIST(X)                                                                     \
    X(EXACT, "exact") X(AT_LEAST, "at_least") X(AT_MOST, "at_most") X(ABOUT, "about")             \
    X(RANGE, "range") X(VAGUE, "vague") X(NONE_HARMED, "none_harmed")

#define KHD_SIDE_LIST(X) X(A, "a") X(B, "b") X(OTHER, "other") X(UNKNOWN, "unknown")

#define KHD_BLAME_LIST(X)                                                                         \
    X(NONE, "none") X(STATED, "stated") X(SUSPECTED, "suspected") X(CLAIMED, "claimed")

#define KHD_PLACE_PRECISION_LIST(X)                                                               \
    X(NONE, "none") X(SITE, "site") X(NEIGHBOURHOOD, "neighbourhood") X(CITY, "city")             \
    X(DISTRICT, "district") X(PROVINCE, "province") X(COUNTRY, "country")

#define KHD_DATE_PRECISION_LIST(X)                                                                \
    X(NONE, "none") X(DAY, "day") X(WEEK, "week") X(MONTH, "month") X(YEAR, "year")

#define KHD_TIMEX_LIST(X) X(DATE, "DATE") X(TIME, "TIME") X(DURATION, "DURATION") X(SET, "SET")

#define KHD_SOURCE_KIND_LIST(X)                                                                   \
    X(UNNAMED, "unnamed") X(STATE, "state") X(MILITARY, "military")                               \
    X(ARMED_GROUP, "armed_group") X(OPPOSITION, "opposition") X(UN_IGO, "un_igo")                 \
    X(NGO_MONITOR, "ngo_monitor") X(MEDICAL, "medical") X(MEDIA, "media") X(WITNESS, "witness")

#define KHD_ACTOR_KIND_LIST(X)                                                                    \
    X(UNKNOWN, "unknown") X(STATE_FORCES, "state_forces") X(REBEL_GROUP, "rebel_group")           \
    X(POLITICAL_MILITIA, "political_militia") X(IDENTITY_MILITIA, "identity_militia")             \
    X(RIOTERS, "rioters") X(PROTESTERS, "protesters") X(CIVILIANS, "civilians")                   \
    X(EXTERNAL, "external") X(GOVERNMENT, "government") X(ORGANISATION, "organisation")           \
    X(PERSON, "person")

/* Words of a frame's arguments: sides, means, place, time, claimant, quantity of
 * a figure, victims that are no side. */
#define KHD_ARGUMENT_LIST(X)                                                                      \
    X(SIDE_A, "a") X(SIDE_B, "b") X(MEANS, "m") X(PLACE, "p") X(TIME, "d") X(SOURCE, "src")       \
    X(QUANTITY, "q") X(VICTIM, "w")

/* Declares enum khd_<set>, its count and `const char *khd_<set>_text(v)`, and
 * `int khd_<set>_find(text)`: the value, or -1. */
#define KHD_UPOS_X(n, t) KHD_UPOS_##n,
#define KHD_DEPREL_X(n, t) KHD_DEPREL_##n,
#define KHD_ENTITY_X(n, t) KHD_ENTITY_##n,
#define KHD_ROLE_X(n, t) KHD_ROLE_##n,
#define KHD_CLASS_X(n, t) KHD_CLASS_##n,
#define KHD_OUTCOME_X(n, t) KHD_OUTCOME_##n,
#define KHD_HARM_X(n, t) KHD_HARM_##n,
#define KHD_GROUP_X(n, t) KHD_GROUP_##n,
#define KHD_QUALIFIER_X(n, t) KHD_QUALIFIER_##n,
#define KHD_SIDE_X(n, t) KHD_SIDE_##n,
#define KHD_BLAME_X(n, t) KHD_BLAME_##n,
#define KHD_PLACE_PRECISION_X(n, t) KHD_PLACE_PRECISION_##n,
#define KHD_DATE_PRECISION_X(n, t) KHD_DATE_PRECISION_##n,
#define KHD_TIMEX_X(n, t) KHD_TIMEX_##n,
#define KHD_SOURCE_KIND_X(n, t) KHD_SOURCE_KIND_##n,
#define KHD_ACTOR_KIND_X(n, t) KHD_ACTOR_KIND_##n,
#define KHD_ARGUMENT_X(n, t) KHD_ARGUMENT_##n,

#define KHD_LABEL_SETS(S)                                                                         \
    S(upos, UPOS)                                                                                 \
    S(deprel, DEPREL)                                                                             \
    S(entity, ENTITY)                                                                             \
    S(role, ROLE)                                                                                 \
    S(class, CLASS)                                                                               \
    S(outcome, OUTCOME)                                                                           \
    S(harm, HARM)                                                                                 \
    S(group, GROUP)                                                                               \
    S(qualifier, QUALIFIER)                                                                       \
    S(side, SIDE)                                                                                 \
    S(blame, BLAME)                                                                               \
    S(place_precision, PLACE_PRECISION)                                                           \
    S(date_precision, DATE_PRECISION)                                                             \
    S(timex, TIMEX)                                                                               \
    S(source_kind, SOURCE_KIND)                                                                   \
    S(actor_kind, ACTOR_KIND)                                                                     \
    S(argument, ARGUMENT)

#define KHD_LABEL_DECLARE(name, NAME)                                                             \
    enum khd_##name { KHD_##NAME##_LIST(KHD_##NAME##_X) KHD_##NAME##_COUNT };                     \
    const char *khd_##name##_text(unsigned value);                                                \
    int khd_##name##_find(const char *text);

KHD_LABEL_SETS(KHD_LABEL_DECLARE)

#endif
