/* coverage.c - reads the table that the build made from the .spec files. */
#include "coverage.h"
#include "install.h"
#include "message.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum level { FULL, PARTIAL, STUB, LEVELS };
static const char *const level_names[LEVELS] = {"full", "partial", "stub"};

struct row { /* a line of the table, cut at its tabs */
    char *dll, *name, *level, *missing;
};

static int read_row(FILE *table, char *line, int size, struct row *row)
{
    if (!fgets(line, size, table))
        return 0;
    line[strcspn(line, "\n")] = 0;
    row->dll = strsep(&line, "\t");
    row->name = strsep(&line, "\t");
    row->level = strsep(&line, "\t");
    row->missing = strsep(&line, "\t");
    return row->missing != NULL;
}

/* "kernel32" and "kernel32.dll" are the same, in any case. */
static int same_dll(const char *one, const char *other)
{
    size_t one_size = strlen(one), other_size = strlen(other);
    if (one_size > 4 && strcasecmp(one + one_size - 4, ".dll") == 0)
        one_size -= 4;
    if (other_size > 4 && strcasecmp(other + other_size - 4, ".dll") == 0)
        other_size -= 4;
    return one_size == other_size && strncasecmp(one, other, one_size) == 0;
}

static void print_sum(const char *dll, const unsigned counts[LEVELS])
{
    printf("%-24s %5u exports: %5u full, %3u partial, %4u stub\n", dll,
           counts[FULL] + counts[PARTIAL] + counts[STUB], counts[FULL], counts[PARTIAL],
           counts[STUB]);
}

static unsigned level_of(const char *name)
{
    unsigned level = 0;
    while (level < STUB && strcmp(name, level_names[level]) != 0)
        level++;
    return level;
}

static void print_sums(FILE *table)
{
    char line[1024], dll[256] = "";
    unsigned counts[LEVELS] = {0};
    struct row row;
    while (read_row(table, line, sizeof line, &row)) {
        if (strcmp(row.dll, dll) != 0) {
            if (*dll)
                print_sum(dll, counts);
            memset(counts, 0, sizeof counts);
            snprintf(dll, sizeof dll, "%s", row.dll);
        }
        counts[level_of(row.level)]++;
    }
    if (*dll)
        print_sum(dll, counts);
}

static unsigned print_exports(FILE *table, const char *dll)
{
    char line[1024];
    unsigned count = 0;
    struct row row;
    while (read_row(table, line, sizeof line, &row)) {
        if (!same_dll(row.dll, dll))
            continue;
        count++;
        printf("%-8s %s%s%s\n", row.level, row.name, *row.missing ? ": without " : "", row.missing);
    }
    return count;
}

void coverage_print(const char *dll)
{
    static struct install install;
    FILE *table = NULL;
    if (install_find_share(&install))
        table = fopen(strcat(install.share_path, "/coverage.tsv"), "r");
    if (!table)
        fail(EXIT_CANNOT_START, "there is no share/bailey/coverage.tsv beside the command");
    if (!dll)
        print_sums(table);
    else if (print_exports(table, dll) == 0)
        fail(EXIT_CANNOT_START, "%s: Bailey has no such DLL", dll);
    exit(fflush(stdout) == 0 ? 0 : EXIT_CANNOT_START);
}
