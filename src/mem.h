/* mem: memory by lifetime.
 *
 * An arena owns everything of one lifetime (one document, one scratch space);
 * freeing the arena frees it all. Pushing never returns NULL: when memory or
 * the arena's ceiling runs out, the arena leaves by its one way out, a longjmp
 * to the `khd_arena_exit` set by the public call (the idea is Lua's). Stages
 * between bytes and accounts therefore need no status for memory; they must
 * hold no other resource (malloc, FILE, json-c) while they push.
 */
#ifndef KHD_MEM_H
#define KHD_MEM_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

typedef struct khd_arena khd_arena;

/* A place in an arena to rewind to. */
typedef struct {
    void *chunk;
    size_t used;
} khd_mark;

/* New arena that may grow to `ceiling` bytes; NULL when there is no memory. */
khd_arena *khd_arena_new(size_t ceiling);
/* Frees the arena and all that was pushed; NULL is accepted. */
void khd_arena_free(khd_arena *arena);
/* Where to go when memory runs out; must be set before the first push. */
void khd_arena_exit(khd_arena *arena, jmp_buf *out);
/* `count` zeroed items of `size` bytes, aligned to 16. Never NULL. */
void *khd_arena_push(khd_arena *arena, size_t count, size_t size);
/* Copy of `n` bytes with a closing NUL. */
char *khd_arena_text(khd_arena *arena, const char *bytes, size_t n);
khd_mark khd_arena_mark(const khd_arena *arena);
/* Gives back everything pushed since the mark. */
void khd_arena_rewind(khd_arena *arena, khd_mark mark);

/* A growing list in an arena: declare with KHD_LIST(type) name. Items move when
 * the list grows: keep indexes, not pointers. */
#define KHD_LIST(type)                                                                            \
    struct {                                                                                      \
        type *v;                                                                                  \
        uint32_t n, cap;                                                                          \
    }

/* Makes room for one more item. Not called directly. */
void *khd_list_grow(khd_arena *arena, void *items, uint32_t n, uint32_t *cap, size_t size);

/* Pointer to a new item at the end of the list: zeroed, unless the list was made
 * shorter by hand before. */
#define KHD_PUSH(arena, list)                                                                     \
    ((list)->v = khd_list_grow((arena), (list)->v, (list)->n, &(list)->cap, sizeof *(list)->v),   \
     &(list)->v[(list)->n++])

/* Test aid: the n-th allocation from now fails (0: never): a new arena or a push,
 * whether or not it needs a new chunk. Counts in all arenas; tests only. */
void khd_mem_fail_at(uint64_t n);

#endif
