/* walk: see walk.h. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "walk.h"

#include "fetch.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MOST = 64 };

/* The folder that was asked for, as the system knows it. */
typedef struct {
    walk *w;
    char *root;
} walking;

static bool push_file(walk *w, char *path, const struct stat *about)
{
    if (!path)
        return false;
    if (w->count == w->room) {
        size_t room = w->room ? w->room * 2 : 64;
        const char **files = realloc(w->files, room * sizeof *files);
        if (!files) {
            free(path);
            return false;
        }
        w->files = files;
        w->room = room;
    }
    w->files[w->count++] = path;
    if (about && S_ISREG(about->st_mode) && about->st_size > 0)
        w->bytes += (uint64_t)about->st_size;
    return true;
}

static char *join(const char *folder, const char *name)
{
    size_t n = strlen(folder), m = strlen(name);
    char *path = malloc(n + m + 2);
    if (!path)
        return NULL;
    memcpy(path, folder, n);
    if (n && path[n - 1] != '/')
        path[n++] = '/';
    memcpy(path + n, name, m + 1);
    return path;
}

static void tell_link(const walking *g, const char *path)
{
    char *target = realpath(path, NULL);
    size_t n = strlen(g->root);
    bool inside = target && !strncmp(target, g->root, n) && (target[n] == '/' || !target[n]);
    if (!inside)
        fprintf(stderr, "khaldun: %s: a link %s: not followed\n", path,
                target ? "out of the folder" : "to nothing");
    free(target);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int seen(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool walk_folder(const walking *g, const char *folder, int depth);

/* One name of a folder; the path is taken. */
static bool walk_entry(const walking *g, char *path, int depth)
{
    struct stat about;
    if (!path)
        return false;
    bool good = true;
    if (lstat(path, &about)) {
        fprintf(stderr, "khaldun: %s: %s\n", path, strerror(errno));
        g->w->failed++;
    } else if (S_ISREG(about.st_mode)) {
        return push_file(g->w, path, &about);
    } else if (S_ISLNK(about.st_mode)) {
        tell_link(g, path);
    } else if (S_ISDIR(about.st_mode)) {
        good = walk_folder(g, path, depth + 1);
    }
    free(path);
    return good;
}

static bool walk_folder(const walking *g, const char *folder, int depth)
{
    struct dirent **names = NULL;
    int n = depth > DEPTH_MOST ? -1 : scandir(folder, &names, seen, by_name);
    if (n < 0) {
        fprintf(stderr, "khaldun: %s: %s\n", folder,
                depth > DEPTH_MOST ? "folders are nested too deep" : strerror(errno));
        g->w->failed++;
        return true;
    }
    bool good = true;
    for (int i = 0; i < n; i++) {
        good = good && walk_entry(g, join(folder, names[i]->d_name), depth);
        free(names[i]);
    }
    free(names);
    return good;
}

bool walk_add(walk *w, const char *path)
{
    struct stat about;
    if (!strcmp(path, "-")) {
        w->endless = true;
        return push_file(w, strdup(path), NULL);
    }
    if (fetch_is_address(path)) {
        w->endless = true;
        return push_file(w, strdup(path), NULL);
    }
    /* what is not there is told when it is opened */
    if (stat(path, &about) || !S_ISDIR(about.st_mode)) {
        bool regular = !stat(path, &about) && S_ISREG(about.st_mode);
        return push_file(w, strdup(path), regular ? &about : NULL);
    }
    walking g = {.w = w, .root = realpath(path, NULL)};
    bool good = g.root && walk_folder(&g, path, 0);
    free(g.root);
    return good;
}

void walk_free(walk *w)
{
    for (size_t i = 0; i < w->count; i++)
        free((void *)(uintptr_t)w->files[i]);
    free(w->files);
    *w = (walk){0};
}
