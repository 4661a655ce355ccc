/* records.c - see records.h. */
#include "records.h"
#include "runs.h"

struct SORTING sorting = {.column = 1};

static RECORD *records;
static size_t count, room, used;

RECORD make_record(const char *bytes, size_t size)
{
    UINT page = GetConsoleOutputCP() ? GetConsoleOutputCP() : CP_OEMCP;
    RECORD record = {
        .bytes = need(size + 1), .size = size, .key = need((size + 1) * sizeof(WCHAR))};
    memcpy(record.bytes, bytes, size);
    int units = size ? MultiByteToWideChar(page, 0, bytes, (int)size, record.key, (int)size) : 0;
    int skipped = sorting.column - 1 < units ? (int)sorting.column - 1 : units;
    record.key_size = units - skipped;
    wmemmove(record.key, record.key + skipped, (size_t)record.key_size);
    record.key[record.key_size] = 0;
    return record;
}

void free_record(RECORD *record)
{
    free(record->bytes);
    free(record->key);
    *record = (RECORD){0};
}

static int order(const RECORD *a, const RECORD *b)
{
    int shorter = a->key_size < b->key_size ? a->key_size : b->key_size;
    DWORD flags = SORT_STRINGSORT | (sorting.match_case ? 0 : NORM_IGNORECASE);
    int result = sorting.binary ? 0
                                : CompareStringW(LOCALE_USER_DEFAULT, flags, a->key, a->key_size,
                                                 b->key, b->key_size);
    if (result)
        return result - CSTR_EQUAL;
    for (int i = 0; !result && i < shorter; i++)
        result = a->key[i] - b->key[i];
    return result ? result : a->key_size - b->key_size;
}

BOOL same_record(const RECORD *a, const RECORD *b)
{
    return order(a, b) == 0;
}

int compare_records(const RECORD *a, const RECORD *b)
{
    return sorting.reverse ? order(b, a) : order(a, b);
}

/* Merges neighbours, so that what is equal stays in its order. */
static void sort_records(RECORD *first, RECORD *spare, size_t size)
{
    size_t half = size / 2, left = 0, right = half;
    if (size < 2)
        return;
    sort_records(first, spare, half);
    sort_records(first + half, spare, size - half);
    memcpy(spare, first, half * sizeof *first);
    for (size_t i = 0; left < half; i++)
        if (right < size && compare_records(&first[right], &spare[left]) < 0)
            first[i] = first[right++];
        else
            first[i] = spare[left++];
}

static void sort_all(void)
{
    RECORD *spare = need((count / 2 + 1) * sizeof *spare);
    sort_records(records, spare, count);
    free(spare);
}

static size_t memory_limit(void)
{
    MEMORYSTATUSEX state = {.dwLength = sizeof state};
    if (!sorting.memory)
        sorting.memory = GlobalMemoryStatusEx(&state) ? (size_t)state.ullAvailPhys / 4 : 64 << 20;
    return sorting.memory;
}

static void forget_all(void)
{
    while (count)
        free_record(&records[--count]);
    used = 0;
}

static BOOL spill(void)
{
    RUN run;
    sort_all();
    if (!run_create(&run))
        return FALSE;
    for (size_t i = 0; i < count; i++)
        if (!run_write(&run, &records[i]))
            return FALSE;
    forget_all();
    return runs_add(&run);
}

BOOL add_record(const char *bytes, size_t size)
{
    if (count == room) {
        room = room ? room * 2 : 1024;
        records = more(records, room * sizeof *records);
    }
    records[count++] = make_record(bytes, size);
    used += 3 * size + sizeof *records + 64;
    return used < memory_limit() || spill();
}

BOOL give_records(void (*take)(const RECORD *record))
{
    if (runs_count())
        return spill() && runs_merge(take);
    sort_all();
    for (size_t i = 0; i < count; i++)
        take(&records[i]);
    return TRUE;
}
