/* nn_isa: finding the instruction set. See nn_isa.h. */
#include "nn_isa.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>

static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
}

/* CPUID leaf 7, sub-leaf 1, EAX bit 4; gcc 12 has no name for it. */
static bool has_avxvnni(void)
{
    unsigned a, b, c, d;
    return __builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &a, &b, &c, &d) &&
           (a >> 4 & 1);
}

const khd_nn_ops *khd_nn_find(const char *name)
{
    bool any = !name || !*name;
    if ((any || !strcmp(name, "vnni") || !strcmp(name, "avx512-vnni")) && has_avx512())
        return &khd_nn_avx512;
    if ((any || !strcmp(name, "vnni") || !strcmp(name, "avx-vnni")) && has_avxvnni())
        return &khd_nn_avxvnni;
    if ((any || !strcmp(name, "avx2")) && __builtin_cpu_supports("avx2"))
        return &khd_nn_avx2;
    return any || !strcmp(name, "portable") ? &khd_nn_portable : NULL;
}
#else
const khd_nn_ops *khd_nn_find(const char *name)
{
    return !name || !*name || !strcmp(name, "portable") ? &khd_nn_portable : NULL;
}
#endif

size_t khd_nn_attention_scratch(uint32_t width, uint32_t heads)
{
    return (size_t)(width / heads + 4) * KHD_NN_ROWS_MAX;
}
