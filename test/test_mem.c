/* mem: arenas, marks, lists, the ceiling, and the one way out of an error. */
#include "mem.h"

#include <stdarg.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

static void pushes_are_zeroed_and_aligned(void **state)
{
    (void)state;
    khd_arena *arena = khd_arena_new(1 << 20);
    jmp_buf out;
    if (setjmp(out))
        fail_msg("left the arena within its ceiling");
    khd_arena_exit(arena, &out);
    for (size_t size = 1; size < 5000; size += 37) {
        unsigned char *p = khd_arena_push(arena, size, 1);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
    }
    khd_arena_free(arena);
}

static void text_is_closed(void **state)
{
    (void)state;
    khd_arena *arena = khd_arena_new(1 << 20);
    jmp_buf out;
    if (setjmp(out))
        fail_msg("left the arena within its ceiling");
    khd_arena_exit(arena, &out);
    assert_string_equal(khd_arena_text(arena, "Sirte!", 5), "Sirte");
    assert_string_equal(khd_arena_text(arena, "", 0), "");
    assert_string_equal(khd_arena_text(arena, NULL, 0), "");
    khd_arena_free(arena);
}

static void rewinding_gives_memory_back(void **state)
{
    (void)state;
    khd_arena *arena = khd_arena_new(1 << 20);
    jmp_buf out;
    if (setjmp(out))
        fail_msg("memory was not given back");
    khd_arena_exit(arena, &out);
    char *kept = khd_arena_text(arena, "kept", 4);
    khd_mark mark = khd_arena_mark(arena);
    for (int i = 0; i < 100; i++) { /* 40 MB in all, through a ceiling of 1 MB */
        memset(khd_arena_push(arena, 400000, 1), 0x55, 400000);
        khd_arena_rewind(arena, mark);
    }
    unsigned char *fresh = khd_arena_push(arena, 1000, 1);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(fresh[i], 0);
    assert_string_equal(kept, "kept");
    khd_arena_free(arena);
}

static void rewinding_to_an_empty_arena(void **state)
{
    (void)state;
    khd_arena *arena = khd_arena_new(1 << 20);
    jmp_buf out;
    if (setjmp(out))
        fail_msg("memory was not given back");
    khd_arena_exit(arena, &out);
    khd_mark mark = khd_arena_mark(arena);
    for (int i = 0; i < 10; i++) {
        khd_arena_push(arena, 900000, 1);
        khd_arena_rewind(arena, mark);
    }
    khd_arena_free(arena);
}

/* Pushes until the arena leaves; gives the pushes that held. */
static int pushes_until_out(khd_arena *arena, size_t count, size_t size)
{
    volatile int held = 0;
    jmp_buf out;
    khd_arena_exit(arena, &out);
    if (setjmp(out))
        return held;
    for (;;) {
        khd_arena_push(arena, count, size);
        held++;
        assert_true(held < 1000000);
    }
}

static void the_ceiling_holds(void **state)
{
    (void)state;
    khd_arena *arena = khd_arena_new(1 << 20);
    int held = pushes_until_out(arena, 1000, 1);
    assert_in_range(held, 900, 1048); /* most of the megabyte, never more */
    khd_arena_free(arena);
}

static void sizes_that_overflow_leave(void **state)
{
    (void)state;
    khd_arena *arena = khd_arena_new(SIZE_MAX / 4);
    assert_int_equal(pushes_until_out(arena, SIZE_MAX / 2, 4), 0);
    assert_int_equal(pushes_until_out(arena, SIZE_MAX, 1), 0);
    assert_int_equal(pushes_until_out(arena, SIZE_MAX - 20, 1), 0);
    khd_arena_free(arena);
}

static void allocations_can_be_made_to_fail(void **state)
{
    (void)state;
    khd_mem_fail_at(1);
    assert_null(khd_arena_new(1 << 20));
    khd_mem_fail_at(2); /* the arena, then its first push */
    khd_arena *arena = khd_arena_new(1 << 20);
    assert_non_null(arena);
    assert_int_equal(pushes_until_out(arena, 1, 1), 0);
    khd_mem_fail_at(0);
    assert_true(pushes_until_out(arena, 1000, 1) > 900);
    khd_arena_free(arena);
    khd_arena_free(NULL);
}

static void lists_grow_and_keep(void **state)
{
    (void)state;
    khd_arena *arena = khd_arena_new(1 << 24);
    jmp_buf out;
    if (setjmp(out))
        fail_msg("left the arena within its ceiling");
    khd_arena_exit(arena, &out);
    KHD_LIST(uint64_t) list = {0};
    for (uint64_t i = 0; i < 100000; i++) {
        uint64_t *item = KHD_PUSH(arena, &list);
        assert_int_equal(*item, 0);
        *item = i * i;
    }
    assert_int_equal(list.n, 100000);
    for (uint64_t i = 0; i < list.n; i++)
        assert_int_equal(list.v[i], i * i);
    khd_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pushes_are_zeroed_and_aligned),
        cmocka_unit_test(text_is_closed),
        cmocka_unit_test(rewinding_gives_memory_back),
        cmocka_unit_test(rewinding_to_an_empty_arena),
        cmocka_unit_test(the_ceiling_holds),
        cmocka_unit_test(sizes_that_overflow_leave),
        cmocka_unit_test(allocations_can_be_made_to_fail),
        cmocka_unit_test(lists_grow_and_keep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
