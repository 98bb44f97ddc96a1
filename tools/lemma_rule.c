/* lemma_rule: reads lines "form TAB Penn tag", prints the regular lemma of each
 * (src/lemma.c), an empty line where no rule fits. tools/lemmas.py asks it which
 * forms the rules get wrong.
 */
#include "lemma.h"

#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[4096], out[KHD_LEMMA_SIZE];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        char *tag = strchr(line, '\t');
        if (tag)
            *tag++ = 0;
        khd_lemma_rule(line, tag ? tag : "", out);
        puts(out);
    }
    return 0;
}
