/* command: what main.c runs. Each returns the exit status. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "khaldun.h"
#include "options.h"

int command_read(const options *o); /* read and annotate */
int command_score(const options *o);

/* Opens the data packs that the options name; NULL after having said why. */
khd_engine *command_open_engine(const options *o);

#endif
