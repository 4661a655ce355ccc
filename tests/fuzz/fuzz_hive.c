/*
 * fuzz_hive.c - a libFuzzer target for the reader of the registry's file.
 *
 * The first byte says whether the checks of the input's records are made right, so that what lies
 * behind them is reached too. Whatever is visited has to lie inside of the input.
 */
#include "cm_format.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct input {
    const uint8_t *data;
    size_t size;
    unsigned visits;
};

static void demand(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "the reader broke a rule: %s\n", what);
        abort();
    }
}

static int is_inside(const struct input *input, const void *at, size_t size)
{
    const uint8_t *start = at;
    return start >= input->data && size <= input->size && start <= input->data + input->size - size;
}

static void visit(void *context, const CM_ENTRY *entry)
{
    struct input *input = context;
    demand(is_inside(input, entry->path, entry->path_size), "path");
    demand(is_inside(input, entry->name, entry->name_size), "name");
    demand(is_inside(input, entry->data, entry->data_size), "data");
    demand(entry->path_size % 2 == 0 && entry->name_size % 2 == 0, "half a character");
    input->visits++;
}

/* Makes of the input a file whose records have good checks. */
static void mend(uint8_t *data, size_t size)
{
    CM_RECORD record;
    if (size < sizeof(CM_FILE_HEAD))
        return;
    cm_make_head((CM_FILE_HEAD *)data, 1);
    for (size_t at = sizeof(CM_FILE_HEAD); size - at >= sizeof record; at += record.size) {
        memcpy(&record, data + at, sizeof record);
        size_t room = size - at - sizeof record;
        CM_ENTRY entry = {.kind = record.kind,
                          .type = record.type,
                          .path_size = record.path_size & 62,
                          .name_size = record.name_size & 62,
                          .data_size = record.data_size & 255,
                          .time = record.time};
        if (entry.path_size + entry.name_size + entry.data_size + 8 > room)
            return;
        entry.path = (const uint16_t *)(data + at + sizeof record);
        entry.name = (const uint16_t *)(data + at + sizeof record + entry.path_size);
        entry.data = data + at + sizeof record + entry.path_size + entry.name_size;
        cm_make_record(&record, &entry, 1, at);
        memcpy(data + at, &record, sizeof record);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CM_SCAN scan = {0};
    if (size < 1)
        return 0;
    uint8_t *copy = malloc(size);
    memcpy(copy, data + 1, size - 1);
    if (data[0] & 1)
        mend(copy, size - 1);
    struct input input = {copy, size - 1, 0};
    cm_scan(copy, size - 1, 0, &scan, visit, &input);
    demand(scan.end <= size - 1, "the end lies outside");
    demand(scan.records == input.visits, "the count of records");
    demand(scan.lost <= size - 1 + sizeof(CM_FILE_HEAD), "more is lost than there was");
    free(copy);
    return 0;
}
