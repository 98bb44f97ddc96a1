/* command: what main.c runs. Each returns the exit status. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "khaldun.h"
#include "options.h"

int command_read(const options *o); /* read and annotate */
int command_add(const options *o);
int command_recode(const options *o);
int command_query(const options *o);
int command_explain(const options *o);
int command_join(const options *o);
int command_decide(const options *o);
int command_export(const options *o);
int command_score(const options *o);
int command_lexicon(const options *o);
int command_gazetteer(const options *o);

/* Opens the data packs that the options name; NULL after having said why. */
khd_engine *command_open_engine(const options *o);

#endif
