/* label: texts of the closed sets. See label.h. */
#include "label.h"

#include <string.h>

#define TEXT(n, t) t,

#define DEFINE(name, NAME)                                                                        \
    static const char *const name##_texts[] = {KHD_##NAME##_LIST(TEXT)};                          \
    const char *khd_##name##_text(unsigned value)                                                 \
    {                                                                                             \
        return value < KHD_##NAME##_COUNT ? name##_texts[value] : "";                             \
    }                                                                                             \
    int khd_##name##_find(const char *text)                                                       \
    {                                                                                             \
        for (int i = 0; i < KHD_##NAME##_COUNT; i++)                                              \
            if (!strcmp(name##_texts[i], text))                                                   \
                return i;                                                                         \
        return -1;                                                                                \
    }

KHD_LABEL_SETS(DEFINE)
