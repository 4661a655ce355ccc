/* Compiled into both programs with -fno-builtin, so that the C library does the work. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

volatile double bench_sink;
int (*bench_sprintf_call)(char *text, const char *format, ...) = sprintf;
double (*bench_strtod_call)(const char *text, char **end) = strtod;

void bench_sprintf(unsigned rounds)
{
    char text[128];

    for (unsigned i = 0; i < rounds; i++)
        bench_sink +=
            bench_sprintf_call(text, "%d %s %08x %.3f %c", i, "text", i * 7, i / 3.0, 'x');
}

void bench_strtod(unsigned rounds)
{
    static const char *const numbers[] = {"3.14159", "-1e10", "12345.678", "0.1", "2.5e-8"};

    for (unsigned i = 0; i < rounds; i++)
        bench_sink += bench_strtod_call(numbers[i % 5], NULL);
}

static int compare(const void *a, const void *b)
{
    unsigned left = *(const unsigned *)a, right = *(const unsigned *)b;

    return (left > right) - (left < right);
}

void bench_qsort(unsigned rounds)
{
    static unsigned numbers[1000];

    for (unsigned i = 0; i < rounds; i++) {
        for (unsigned j = 0, seed = i; j < 1000; j++)
            numbers[j] = (seed = seed * 1103515245 + 12345) >> 8;
        qsort(numbers, 1000, sizeof(*numbers), compare);
    }
}

void bench_memcpy(unsigned rounds)
{
    static char from[65536], to[65536];
    static const unsigned sizes[] = {8, 24, 100, 700, 4096, 65536};

    for (unsigned i = 0; i < rounds; i++) {
        memcpy(to, from, sizes[i % 6]);
        bench_sink += to[i % 8];
    }
}

void bench_strlen(unsigned rounds)
{
    static char text[1024];
    static const unsigned sizes[] = {3, 10, 30, 100, 1000};

    memset(text, 'x', sizeof(text) - 1);
    for (unsigned i = 0; i < rounds; i++)
        bench_sink += strlen(text + sizeof(text) - 1 - sizes[i % 5]);
}

static double measure(const struct bench *bench, unsigned rounds)
{
    double start = bench_clock();

    bench->work(rounds);
    return bench_clock() - start;
}

int bench_main(int argc, char **argv, const struct bench *table, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        unsigned rounds = 1;
        double time;

        if (argc < 2) {
            puts(table[i].name);
            continue;
        }
        if (strcmp(argv[1], table[i].name))
            continue;
        if (table[i].prepare)
            table[i].prepare();
        while ((time = measure(&table[i], rounds)) < 20e6 && rounds < 1u << 30)
            rounds *= 2;
        for (unsigned repeat = 0; repeat < 7; repeat++) {
            double again = measure(&table[i], rounds);

            if (again < time)
                time = again;
        }
        printf("%.3f\n", time / rounds);
        return 0;
    }
    return argc < 2 ? 0 : 2;
}
