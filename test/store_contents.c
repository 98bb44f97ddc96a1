/* store_contents [--check] DATABASE: prints every row of every table of a database in
 * an order of its own, for comparing two of them; checks that the file is whole, that
 * foreign keys hold, and that the indexes over texts and places fit what they index.
 * With --check it only checks. */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int faults;

static void fault(const char *what, const char *why)
{
    printf("FAULT: %s: %s\n", what, why);
    faults++;
}

/* Every row of an answer, NULL, numbers, texts and bytes told apart. */
static void print_rows(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *row;
    if (sqlite3_prepare_v2(database, sql, -1, &row, NULL) != SQLITE_OK) {
        fault(sql, sqlite3_errmsg(database));
        return;
    }
    int code;
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(row); i++) {
            const unsigned char *bytes = sqlite3_column_blob(row, i);
            int n = sqlite3_column_bytes(row, i), type = sqlite3_column_type(row, i);
            printf("%s%d:", i ? "\t" : "", type);
            if (type == SQLITE_BLOB)
                for (int b = 0; b < n; b++)
                    printf("%02x", bytes[b]);
            else if (type != SQLITE_NULL)
                printf("%s", (const char *)sqlite3_column_text(row, i));
        }
        putchar('\n');
    }
    if (code != SQLITE_DONE)
        fault(sql, sqlite3_errmsg(database));
    sqlite3_finalize(row);
}

static void expect(sqlite3 *database, const char *sql, const char *wanted)
{
    sqlite3_stmt *row;
    if (sqlite3_prepare_v2(database, sql, -1, &row, NULL) != SQLITE_OK) {
        fault(sql, sqlite3_errmsg(database));
        return;
    }
    int code = sqlite3_step(row);
    const char *text = code == SQLITE_ROW ? (const char *)sqlite3_column_text(row, 0) : NULL;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        fault(sql, sqlite3_errmsg(database));
    else if (wanted ? !text || strcmp(text, wanted) != 0 : text != NULL)
        fault(sql, text ? text : "no answer");
    sqlite3_finalize(row);
}

static void check(sqlite3 *database)
{
    expect(database, "PRAGMA integrity_check", "ok");
    expect(database, "PRAGMA foreign_key_check", NULL);
    expect(database, "SELECT rtreecheck('main', 'place_box')", "ok");
    expect(database, "SELECT id FROM report WHERE number NOT IN (SELECT report FROM original)",
           NULL);
    expect(database, "SELECT id FROM account WHERE position < 0", NULL);
    if (sqlite3_exec(database, "INSERT INTO report_search(report_search) VALUES('integrity-check')",
                     NULL, NULL, NULL) != SQLITE_OK)
        fault("report_search", sqlite3_errmsg(database));
}

/* Tables but for what SQLite keeps behind a virtual one: how it lies depends on how the
 * rows came in, what it says does not. */
static void print_tables(sqlite3 *database)
{
    sqlite3_stmt *name;
    if (sqlite3_prepare_v2(database,
                           "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE"
                           " 'report_search%' AND name NOT LIKE 'place_box_%' AND name NOT LIKE"
                           " 'sqlite_%' ORDER BY name",
                           -1, &name, NULL) != SQLITE_OK) {
        fault("sqlite_master", sqlite3_errmsg(database));
        return;
    }
    while (sqlite3_step(name) == SQLITE_ROW) {
        char sql[200];
        const char *table = (const char *)sqlite3_column_text(name, 0);
        printf("== %s\n", table);
        snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1, 2", table);
        print_rows(database, sql);
    }
    sqlite3_finalize(name);
}

int main(int argc, char **argv)
{
    bool only_check = argc == 3 && !strcmp(argv[1], "--check");
    sqlite3 *database;
    if ((argc != 2 && !only_check) ||
        sqlite3_open_v2(argv[argc - 1], &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        fputs("usage: store_contents [--check] DATABASE\n", stderr);
        return 2;
    }
    sqlite3_busy_timeout(database, 5000);
    check(database);
    if (!only_check)
        print_tables(database);
    sqlite3_close(database);
    return faults ? 1 : 0;
}
