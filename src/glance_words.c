/* glance_words: see glance_words.h. */
#include "glance_words.h"

#include <string.h>

/* The commonest words of the closed classes; no word of two classes but by the first. */
static const struct {
    uint8_t upos;
    const char *words; /* each between blanks */
} closed[] = {
    {KHD_UPOS_DET, " the a an this these those some any each every no all both another "},
    {KHD_UPOS_ADP, " of in on at by for from with to into after before between against about over "
                   "under during near through across around among since until within without "
                   "outside inside toward towards along despite amid upon per via off than as "},
    {KHD_UPOS_PRON,
     " he him his himself she her hers herself it its itself they them their "
     "themselves we us our ourselves i me my you your who whom whose which what that "
     "one "},
    {KHD_UPOS_AUX,
     " is are was were be been being am has have had do does did will would can could "
     "may might shall should must 's 're 've 'll 'd "},
    {KHD_UPOS_CCONJ, " and or but nor & "},
    {KHD_UPOS_SCONJ, " because if while although though whether unless when where "},
    {KHD_UPOS_PART, " not n't "},
    {KHD_UPOS_ADV, " also only just still now then there here very more most so too even never "
                   "always again already yet later ago however "},
    {KHD_UPOS_NUM, " two three four five six seven eight nine ten eleven twelve hundred thousand "
                   "million billion "},
};

enum { CLOSED_LONGEST = 10 };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static int closed_class(const char *lower)
{
    char word[CLOSED_LONGEST + 3];
    size_t n = strnlen(lower, CLOSED_LONGEST + 1);
    if (n > CLOSED_LONGEST)
        return KHD_NOTHING;
    word[0] = ' ';
    memcpy(word + 1, lower, n);
    memcpy(word + 1 + n, " ", 2);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (strstr(closed[i].words, word))
            return closed[i].upos;
    return KHD_NOTHING;
}

static bool ends(const char *word, const char *end)
{
    size_t n = strlen(word), e = strlen(end);
    return n > e + 1 && !strcmp(word + n - e, end);
}

static uint8_t tag_of(const khd_doc *doc, const khd_token *t, bool first)
{
    const char *form = doc->text + t->span.begin;
    int known = closed_class(t->lower);
    if (known != KHD_NOTHING)
        return (uint8_t)known;
    if (t->lower[0] >= '0' && t->lower[0] <= '9')
        return KHD_UPOS_NUM;
    if (!is_letter(t->lower[0]) && !t->lower[strcspn(t->lower, "abcdefghijklmnopqrstuvwxyz")])
        return KHD_UPOS_PUNCT;
    if (is_upper(*form) && !first)
        return KHD_UPOS_PROPN;
    if (ends(t->lower, "ly"))
        return KHD_UPOS_ADV;
    return ends(t->lower, "ed") ? KHD_UPOS_VERB : KHD_UPOS_NOUN;
}

void khd_glance_words(khd_doc *doc, uint32_t sentence)
{
    khd_range r = doc->sentences.v[sentence].tokens;
    for (uint32_t i = r.begin; i < r.end; i++) {
        khd_token *t = &doc->tokens.v[i];
        t->upos = tag_of(doc, t, i == r.begin);
        t->head = i == r.begin ? KHD_NOTHING : (int32_t)r.begin;
        t->deprel = i == r.begin                ? KHD_DEPREL_ROOT
                    : t->upos == KHD_UPOS_PUNCT ? KHD_DEPREL_PUNCT
                                                : KHD_DEPREL_DEP;
        t->past = t->upos == KHD_UPOS_VERB;
        t->plural = t->upos == KHD_UPOS_NOUN && ends(t->lower, "s") && !ends(t->lower, "ss");
    }
}
