/* mem: chunked arenas with one way out of an error. See mem.h. */
#include "mem.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_FIRST = 64 * 1024, ALIGN = 16 };

typedef struct chunk {
    struct chunk *before;
    size_t size;
    size_t used;
    size_t pad; /* keeps the bytes after the head aligned to 16 */
} chunk;

struct khd_arena {
    chunk *last;
    size_t total; /* bytes in all chunks */
    size_t ceiling;
    jmp_buf *out;
};

static _Atomic uint64_t fail_at;

void khd_mem_fail_at(uint64_t n)
{
    atomic_store(&fail_at, n);
}

/* True when a test wants this allocation to fail. */
static bool fails(void)
{
    uint64_t left = atomic_load_explicit(&fail_at, memory_order_relaxed);
    if (left)
        atomic_store(&fail_at, left - 1);
    return left == 1;
}

khd_arena *khd_arena_new(size_t ceiling)
{
    khd_arena *arena = fails() ? NULL : malloc(sizeof *arena);
    if (!arena)
        return NULL;
    *arena = (khd_arena){.ceiling = ceiling};
    return arena;
}

static void drop_after(khd_arena *arena, const chunk *keep)
{
    while (arena->last != keep) {
        chunk *c = arena->last;
        arena->last = c->before;
        arena->total -= c->size;
        free(c);
    }
}

void khd_arena_free(khd_arena *arena)
{
    if (!arena)
        return;
    drop_after(arena, NULL);
    free(arena);
}

void khd_arena_exit(khd_arena *arena, jmp_buf *out)
{
    arena->out = out;
}

static _Noreturn void leave(khd_arena *arena)
{
    assert(arena->out);
    longjmp(*arena->out, 1);
}

static void add_chunk(khd_arena *arena, size_t need)
{
    size_t size = arena->last ? arena->last->size * 2 : CHUNK_FIRST;
    if (size < need)
        size = need;
    if (size > arena->ceiling - arena->total)
        size = need;
    if (size > arena->ceiling - arena->total)
        leave(arena);
    chunk *c = malloc(sizeof *c + size);
    if (!c)
        leave(arena);
    *c = (chunk){.before = arena->last, .size = size};
    arena->last = c;
    arena->total += size;
}

void *khd_arena_push(khd_arena *arena, size_t count, size_t size)
{
    if (fails() || (size && count > (SIZE_MAX / 2) / size))
        leave(arena);
    size_t need = (count * size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (!arena->last || arena->last->size - arena->last->used < need)
        add_chunk(arena, need);
    chunk *c = arena->last;
    char *p = (char *)(c + 1) + c->used;
    c->used += need;
    memset(p, 0, need);
    return p;
}

char *khd_arena_text(khd_arena *arena, const char *bytes, size_t n)
{
    char *p = khd_arena_push(arena, n + 1, 1);
    if (n)
        memcpy(p, bytes, n);
    return p;
}

khd_mark khd_arena_mark(const khd_arena *arena)
{
    return (khd_mark){arena->last, arena->last ? arena->last->used : 0};
}

void khd_arena_rewind(khd_arena *arena, khd_mark mark)
{
    drop_after(arena, mark.chunk);
    if (arena->last)
        arena->last->used = mark.used;
}

void *khd_list_grow(khd_arena *arena, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    uint32_t more = *cap ? *cap : 8;
    if (*cap > UINT32_MAX / 2)
        leave(arena);
    void *grown = khd_arena_push(arena, (size_t)*cap + more, size);
    if (n)
        memcpy(grown, items, n * size);
    *cap += more;
    return grown;
}
