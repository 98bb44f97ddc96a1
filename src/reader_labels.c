/* reader_labels: see reader_labels.h. */
#include "reader_labels.h"

#include "label.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

static khd_status strings_init(khd_strings *strings, const khd_model *model, const char *name,
                               khd_error *error)
{
    khd_lines lines;
    khd_status status = khd_model_lines(model, name, &lines, error);
    if (status != KHD_OK)
        return status;
    strings->count = lines.lines;
    strings->bytes = malloc(lines.length);
    strings->text = calloc(lines.lines, sizeof *strings->text);
    if (!strings->bytes || !strings->text)
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for labels");
    memcpy(strings->bytes, lines.bytes, lines.length);
    for (uint32_t i = 0, at = 0, length; i < lines.lines; i++) {
        strings->text[i] = strings->bytes + at;
        khd_lines_next(&lines, &at, &length);
        strings->bytes[at - 1] = 0;
    }
    return KHD_OK;
}

static void strings_free(khd_strings *strings)
{
    free(strings->bytes);
    free(strings->text);
    *strings = (khd_strings){0};
}

static khd_status map_init(khd_label_map *map, const khd_model *model, const char *name,
                           int (*find)(const char *), khd_error *error)
{
    khd_strings strings = {0};
    khd_status status = strings_init(&strings, model, name, error);
    if (status == KHD_OK && strings.count > KHD_LABELS_MAX)
        status = khd_error_set(error, KHD_DATA, 0, "weights file: too many labels in %s", name);
    for (uint32_t i = 0; i < strings.count && status == KHD_OK; i++) {
        int value = find(strings.text[i]);
        if (value < 0)
            status = khd_error_set(error, KHD_DATA, 0, "weights file: unknown label %.40s in %s",
                                   strings.text[i], name);
        else
            map->value[map->count++] = (uint8_t)value;
    }
    strings_free(&strings);
    return status;
}

/* "L|2|y": lower or keep Case | characters to cut | text to add */
static bool script_read(const char *text, khd_lemma_script *script)
{
    if ((text[0] != 'L' && text[0] != 'C') || text[1] != '|')
        return false;
    script->keep_case = text[0] == 'C';
    uint32_t cut = 0;
    const char *p = text + 2;
    for (; *p >= '0' && *p <= '9' && cut < 256; p++)
        cut = cut * 10 + (uint32_t)(*p - '0');
    if (*p != '|' || p == text + 2 || cut > 255)
        return false;
    script->cut = (uint8_t)cut;
    script->add = p + 1;
    return true;
}

static khd_status scripts_init(khd_labels *labels, khd_error *error)
{
    labels->scripts = calloc(labels->lemma.count, sizeof *labels->scripts);
    if (!labels->scripts)
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for labels");
    for (uint32_t i = 0; i < labels->lemma.count; i++)
        if (!script_read(labels->lemma.text[i], &labels->scripts[i]))
            return khd_error_set(error, KHD_DATA, 0, "weights file: bad lemma script %.40s",
                                 labels->lemma.text[i]);
    return KHD_OK;
}

/* Names of the Groningen Meaning Bank; its gpe is a people or its adjective, geo a place.
 * Times are no names here. */
static int gmb_find(const char *text)
{
    static const struct {
        const char *text;
        int entity;
    } rows[] = {{"per", KHD_ENTITY_PER},  {"org", KHD_ENTITY_ORG},  {"geo", KHD_ENTITY_GPE},
                {"gpe", KHD_ENTITY_NORP}, {"tim", KHD_ENTITY_NONE}, {"art", KHD_ENTITY_MISC},
                {"eve", KHD_ENTITY_MISC}, {"nat", KHD_ENTITY_MISC}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(rows[i].text, text))
            return rows[i].entity;
    return -1;
}

static int trigger_find(const char *text)
{
    return strcmp(text, "T") ? -1 : 0;
}

static khd_status bios_init(khd_labels *l, const khd_model *model, khd_error *error)
{
    khd_status status = khd_bio_init(&l->ner, model, "text.ner", khd_entity_find, error);
    if (status == KHD_OK)
        status = khd_bio_init(&l->gmb, model, "text.gmb", gmb_find, error);
    if (status == KHD_OK)
        status = khd_bio_init(&l->trigger, model, "text.trigger", trigger_find, error);
    if (status == KHD_OK)
        status = khd_bio_init(&l->argument, model, "text.argument", khd_argument_find, error);
    return status;
}

khd_status khd_labels_init(khd_labels *labels, const khd_model *model, khd_error *error)
{
    *labels = (khd_labels){0};
    const struct {
        khd_label_map *map;
        const char *name;
        int (*find)(const char *);
    } maps[] = {{&labels->upos, "text.upos", khd_upos_find},
                {&labels->deprel, "text.rel", khd_deprel_find},
                {&labels->role, "text.role", khd_role_find},
                {&labels->class_, "text.class", khd_class_find},
                {&labels->outcome, "text.status", khd_outcome_find},
                {&labels->harm, "text.harm", khd_harm_find},
                {&labels->group, "text.group", khd_group_find}};
    khd_status status = KHD_OK;
    for (size_t i = 0; i < sizeof maps / sizeof *maps && status == KHD_OK; i++)
        status = map_init(maps[i].map, model, maps[i].name, maps[i].find, error);
    if (status == KHD_OK)
        status = bios_init(labels, model, error);
    if (status == KHD_OK)
        status = strings_init(&labels->xpos, model, "text.xpos", error);
    if (status == KHD_OK)
        status = strings_init(&labels->feats, model, "text.feats", error);
    if (status == KHD_OK)
        status = strings_init(&labels->lemma, model, "text.lem", error);
    if (status == KHD_OK)
        status = scripts_init(labels, error);
    return status;
}

void khd_labels_free(khd_labels *labels)
{
    strings_free(&labels->xpos);
    strings_free(&labels->feats);
    strings_free(&labels->lemma);
    free(labels->scripts);
    labels->scripts = NULL;
}
