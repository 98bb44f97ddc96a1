/* identity: see identity.h. */
#include "identity.h"

#include <string.h>

static bool is_rebel_word(const char *noun)
{
    static const char *const heads[] = {"rebel",     "insurgen", "guerril",  "opposition",
                                        "armed opp", "anti-gov", "anti-reg", NULL};
    for (unsigned i = 0; heads[i]; i++)
        if (strncmp(noun, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

/* Officials of whatever rank: no government acts by them alone. */
static bool is_authority(const char *noun)
{
    return strstr(noun, "authorit") || strstr(noun, "official");
}

/* "islamist rebel" to "islamist rebels", for the name of a side. */
static const char *many_of(khd_doc *doc, const char *noun)
{
    size_t n = strlen(noun);
    if (n < 4 || noun[n - 1] == 's' || strcmp(noun + n - 3, "een") == 0 ||
        strcmp(noun + n - 2, "in") == 0)
        return noun;
    if (strcmp(noun + n - 3, "man") == 0)
        return khd_doc_format(doc, "%.*smen", (int)n - 3, noun);
    return khd_doc_format(doc, "%ss", noun);
}

/* One word for the many for the same kind of side. */
static const char *family_of(khd_doc *doc, const khd_party_noun *noun)
{
    const char *n = noun->noun;
    if (is_rebel_word(n))
        return strcmp(n, "opposition") == 0  ? "opposition"
               : strncmp(n, "oppos", 5) == 0 ? "opposition forces"
               : strncmp(n, "insur", 5) == 0 ? "insurgents"
                                             : "rebels";
    if (noun->kind == KHD_ACTOR_KIND_EXTERNAL)
        return "coalition forces";
    if (strncmp(n, "terror", 6) == 0)
        return "terrorist groups";
    if (strncmp(n, "militia", 7) == 0)
        return "militias";
    if (strncmp(n, "militant", 8) == 0)
        return "militants";
    if (strncmp(n, "jihad", 5) == 0)
        return "jihadists";
    if (strncmp(n, "armed g", 7) == 0 || strncmp(n, "armed f", 7) == 0)
        return "armed groups";
    if (noun->class_ == KHD_PARTY_PROTEST)
        return "protesters";
    if (is_authority(n))
        return "authorities";
    if (noun->class_ == KHD_PARTY_RIOT)
        return "rioters";
    return many_of(doc, n);
}

const char *khd_identity_state(const khd_identity *w, const char *alpha3,
                               const khd_party_noun *noun)
{
    const char *branch = noun->branch;
    if (!*branch)
        branch = noun->class_ == KHD_PARTY_STATE ? "government" : "military";
    return khd_doc_format(w->doc, "state:%s:%s", alpha3, branch);
}

const char *khd_identity_group(const khd_identity *w, const char *alpha3,
                               const khd_party_noun *noun)
{
    return khd_doc_format(w->doc, "group:%s:%s", alpha3, family_of(w->doc, noun));
}

bool khd_identity_is_body(enum khd_party_class c)
{
    return c == KHD_PARTY_FORCES || c == KHD_PARTY_ASSET || c == KHD_PARTY_FIGHTERS ||
           c == KHD_PARTY_GROUP || c == KHD_PARTY_STATE;
}

/* A description owned by a row: the owner itself, or a government's forces. */
static const char *owner_key(const khd_identity *w, khd_clue *clue)
{
    enum khd_party_class c = clue->noun.class_;
    if (!khd_identity_is_body(c))
        return NULL;
    bool government = khd_registry_kind(w->registry, clue->row) == KHD_ACTOR_KIND_GOVERNMENT;
    const char *id = khd_registry_cell(w->registry, clue->row, KHD_ACTOR_ID);
    if (government && c != KHD_PARTY_STATE && c != KHD_PARTY_GROUP) {
        int32_t forces = khd_registry_forces(w->registry, id);
        if (forces != KHD_NOTHING)
            clue->row = forces;
    }
    return khd_registry_cell(w->registry, clue->row, KHD_ACTOR_ID);
}

static const char *country_key(const khd_identity *w, const khd_clue *clue)
{
    const char *alpha3 = clue->country.alpha3;
    switch (clue->noun.class_) {
    case KHD_PARTY_FORCES:
    case KHD_PARTY_ASSET:
    case KHD_PARTY_STATE:
        return clue->linked || is_authority(clue->noun.noun)
                   ? NULL
                   : khd_identity_state(w, alpha3, &clue->noun);
    case KHD_PARTY_FIGHTERS:
    case KHD_PARTY_PROTEST:
    case KHD_PARTY_RIOT:
        return clue->linked ? NULL : khd_identity_group(w, alpha3, &clue->noun);
    default:
        return NULL;
    }
}

static const char *phrase_key(const khd_identity *w, const khd_mention *m)
{
    char text[KHD_PLAIN_MAX];
    size_t n = khd_registry_plain(w->doc, m->tokens, text);
    return n ? khd_doc_format(w->doc, "words:%s", text) : NULL;
}

static const char *nominal_key(const khd_identity *w, const khd_mention *m, khd_clue *clue)
{
    enum khd_party_class c = clue->noun.class_;
    const char *key = NULL;
    if (c == KHD_PARTY_PEOPLE)
        return clue->plural ? "civilians" : NULL;
    if (clue->owned && clue->row != KHD_NOTHING)
        key = owner_key(w, clue);
    else if (clue->country.alpha3)
        key = country_key(w, clue);
    if (key)
        return key;
    if (clue->domestic && c == KHD_PARTY_FORCES)
        return khd_identity_state(w, "?", &clue->noun);
    if (is_authority(clue->noun.noun))
        return khd_identity_group(w, clue->country.alpha3 ? clue->country.alpha3 : "?",
                                  &clue->noun);
    if (khd_identity_is_body(c) && (clue->linked || clue->told_apart || clue->country.alpha3))
        return phrase_key(w, m);
    if (c == KHD_PARTY_PROTEST || c == KHD_PARTY_RIOT)
        return khd_identity_group(w, "?", &clue->noun);
    return NULL;
}

static const char *name_key(const khd_identity *w, const khd_clue *clue)
{
    if (clue->row != KHD_NOTHING)
        return khd_registry_cell(w->registry, clue->row, KHD_ACTOR_ID);
    if (clue->country.alpha3 && clue->noun.class_ == KHD_PARTY_NONE && !clue->country.capital)
        return khd_doc_format(w->doc, "state:%s:government", clue->country.alpha3);
    if (clue->country.alpha3 && clue->noun.class_ == KHD_PARTY_FORCES && *clue->noun.branch &&
        !clue->told_apart)
        return khd_identity_state(w, clue->country.alpha3, &clue->noun);
    return *clue->plain ? khd_doc_format(w->doc, "name:%s", clue->plain) : NULL;
}

const char *khd_identity_key(const khd_identity *w, const khd_mention *m, khd_clue *clue)
{
    return clue->form == KHD_CLUE_NAME ? name_key(w, clue) : nominal_key(w, m, clue);
}
