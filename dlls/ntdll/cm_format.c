/* cm_format.c - see cm_format.h. */
#include "cm_format.h"
#include <stddef.h>

enum found { INTACT, TORN, BAD };

uint32_t cm_check(uint32_t check, const void *data, uint64_t size)
{
    static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                       0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                       0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                       0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    const uint8_t *p = data;
    check = ~check;
    while (size--) {
        check ^= *p++;
        check = check >> 4 ^ table[check & 15];
        check = check >> 4 ^ table[check & 15];
    }
    return ~check;
}

static uint32_t head_check(const CM_RECORD *record, uint64_t offset)
{
    uint32_t check = cm_check(0, record, offsetof(CM_RECORD, head_check));
    return cm_check(check, &offset, sizeof offset);
}

void cm_make_head(CM_FILE_HEAD *head, uint64_t generation)
{
    head->magic = CM_FILE_MAGIC;
    head->generation = generation;
    head->version = 1;
    head->check = cm_check(0, head, offsetof(CM_FILE_HEAD, check));
}

uint32_t cm_record_size(const CM_ENTRY *entry)
{
    uint64_t size = sizeof(CM_RECORD) + (uint64_t)entry->path_size + entry->name_size;
    size = (size + entry->data_size + 7) & ~7ull;
    return entry->path_size > 0xfffe || entry->name_size > 0xfffe || size > CM_RECORD_MAX
               ? 0
               : (uint32_t)size;
}

void cm_make_record(CM_RECORD *record, const CM_ENTRY *entry, uint64_t generation, uint64_t offset)
{
    uint32_t check = cm_check(0, entry->path, entry->path_size);
    check = cm_check(check, entry->name, entry->name_size);
    record->magic = CM_RECORD_MAGIC;
    record->size = cm_record_size(entry);
    record->generation = generation;
    record->time = entry->time;
    record->kind = (uint16_t)entry->kind;
    record->path_size = (uint16_t)entry->path_size;
    record->name_size = (uint16_t)entry->name_size;
    record->reserved = 0;
    record->type = entry->type;
    record->data_size = entry->data_size;
    record->body_check = cm_check(check, entry->data, entry->data_size);
    record->head_check = head_check(record, offset);
}

/* What stands at data, which is `offset` of the file; generation 0: any. */
static enum found look_at(const uint8_t *data, uint64_t size, uint64_t offset, uint64_t generation,
                          CM_RECORD *record)
{
    if (size < sizeof *record)
        return TORN;
    __builtin_memcpy(record, data, sizeof *record);
    if (record->magic != CM_RECORD_MAGIC || (generation && record->generation != generation) ||
        record->head_check != head_check(record, offset))
        return BAD;
    uint64_t used = sizeof *record + (uint64_t)record->path_size + record->name_size;
    used += record->data_size;
    if (record->size % 8 || record->size < used || record->size > CM_RECORD_MAX ||
        record->path_size % 2 || record->name_size % 2)
        return BAD;
    if (record->size > size)
        return TORN;
    return cm_check(0, data + sizeof *record, used - sizeof *record) == record->body_check ? INTACT
                                                                                           : BAD;
}

/* The head: its generation, or that of the first record that is whole. */
static uint64_t read_head(const uint8_t *data, uint64_t size, CM_SCAN *scan)
{
    CM_FILE_HEAD head;
    CM_RECORD record;
    if (size < sizeof head) {
        scan->torn = size != 0;
        return size;
    }
    __builtin_memcpy(&head, data, sizeof head);
    if (head.magic == CM_FILE_MAGIC && head.version == 1 &&
        head.check == cm_check(0, &head, offsetof(CM_FILE_HEAD, check))) {
        scan->generation = head.generation;
        return sizeof head;
    }
    scan->damages++;
    scan->lost += sizeof head;
    for (uint64_t at = sizeof head; at < size; at += 8)
        if (look_at(data + at, size - at, at, 0, &record) == INTACT) {
            scan->generation = record.generation;
            break;
        }
    return sizeof head;
}

static void give(const CM_RECORD *record, const uint8_t *body,
                 void (*visit)(void *, const CM_ENTRY *), void *context)
{
    CM_ENTRY entry = {.kind = record->kind,
                      .type = record->type,
                      .path_size = record->path_size,
                      .name_size = record->name_size,
                      .data_size = record->data_size,
                      .time = record->time,
                      .path = (const uint16_t *)(const void *)body,
                      .name = (const uint16_t *)(const void *)(body + record->path_size),
                      .data = body + record->path_size + record->name_size};
    visit(context, &entry);
}

/* The next intact record from `at` on; size: there is none. */
static uint64_t next_intact(const uint8_t *data, uint64_t size, uint64_t base, uint64_t at,
                            uint64_t generation, CM_RECORD *record)
{
    for (at += 8; at < size; at += 8)
        if (look_at(data + at, size - at, base + at, generation, record) == INTACT)
            return at;
    return size;
}

void cm_scan(const void *file, uint64_t size, uint64_t base, CM_SCAN *scan,
             void (*visit)(void *context, const CM_ENTRY *entry), void *context)
{
    const uint8_t *data = file;
    CM_RECORD record;
    uint64_t at = base ? 0 : read_head(data, size, scan);
    while (at < size) {
        enum found found = look_at(data + at, size - at, base + at, scan->generation, &record);
        if (found != INTACT) {
            uint64_t next = next_intact(data, size, base, at, scan->generation, &record);
            if (next >= size && found == TORN) {
                scan->torn = 1;
                break;
            }
            scan->damages++;
            scan->lost += (next < size ? next : size) - at;
            if (next >= size)
                break;
            at = next;
        }
        give(&record, data + at + sizeof record, visit, context);
        scan->records++;
        at += record.size;
    }
    scan->end = base == 0 && size < sizeof(CM_FILE_HEAD) ? 0 : base + at;
}
