/*
 * Sorting and searching. The callbacks may leave by an exception or longjmp; nothing is held that
 * would be lost then.
 */
#include "crt.h"

#include <search.h>

typedef int (*compare_fn)(const void *, const void *);
typedef int (*compare_context_fn)(void *, const void *, const void *);

struct order {
    compare_fn plain;
    compare_context_fn with_context;
    void *context;
    size_t size;
};

static inline int compare(const struct order *o, const char *a, const char *b)
{
    return o->plain ? o->plain(a, b) : o->with_context(o->context, a, b);
}

static inline void swap(char *a, char *b, size_t size)
{
    if (size == 8) {
        uint64_t x, y;
        memcpy(&x, a, 8);
        memcpy(&y, b, 8);
        memcpy(a, &y, 8);
        memcpy(b, &x, 8);
        return;
    }
    if (size == 4) {
        uint32_t x, y;
        memcpy(&x, a, 4);
        memcpy(&y, b, 4);
        memcpy(a, &y, 4);
        memcpy(b, &x, 4);
        return;
    }
    char saved[64];
    while (size) {
        size_t part = size < sizeof(saved) ? size : sizeof(saved);
        memcpy(saved, a, part);
        memcpy(a, b, part);
        memcpy(b, saved, part);
        a += part;
        b += part;
        size -= part;
    }
}

/* Of that few elements insertion makes the fewest calls. */
enum { INSERTION_MOST = 7 };

static void insertion_sort(char *low, char *high, const struct order *o)
{
    size_t size = o->size;

    for (char *p = low + size; p <= high; p += size)
        for (char *q = p; q > low && compare(o, q - size, q) > 0; q -= size)
            swap(q - size, q, size);
}

static void sift_down(char *base, size_t root, size_t count, const struct order *o)
{
    size_t size = o->size;

    for (;;) {
        size_t child = 2 * root + 1;
        if (child >= count)
            return;
        if (child + 1 < count && compare(o, base + child * size, base + (child + 1) * size) < 0)
            child++;
        if (compare(o, base + root * size, base + child * size) >= 0)
            return;
        swap(base + root * size, base + child * size, size);
        root = child;
    }
}

/* Where quicksort degenerates. */
static void heap_sort(char *base, size_t count, const struct order *o)
{
    for (size_t i = count / 2; i-- > 0;)
        sift_down(base, i, count, o);
    for (size_t i = count; i-- > 1;) {
        swap(base, base + i * o->size, o->size);
        sift_down(base, 0, i, o);
    }
}

static char *median(char *a, char *b, char *c, const struct order *o)
{
    if (compare(o, a, b) < 0)
        return compare(o, b, c) < 0 ? b : compare(o, a, c) < 0 ? c : a;
    return compare(o, a, c) < 0 ? a : compare(o, b, c) < 0 ? c : b;
}

/* Hoare's partition around the median of three, put first. Returns where it ended up. */
static char *partition(char *low, char *high, const struct order *o)
{
    size_t size = o->size, count = (high - low) / size + 1;
    char *left = low, *right = high + size;

    swap(low, median(low, low + count / 2 * size, high, o), size);
    for (;;) {
        do
            left += size;
        while (left <= high && compare(o, left, low) < 0);
        do
            right -= size;
        while (right > low && compare(o, low, right) < 0);
        if (left >= right)
            break;
        swap(left, right, size);
    }
    swap(low, right, size);
    return right;
}

static void sort(char *base, size_t count, const struct order *o)
{
    struct {
        char *low, *high;
        int depth;
    } stack[64];
    int top = 0, depth = 2;
    size_t size = o->size;
    char *low = base, *high = base + (count - 1) * size;

    for (size_t n = count; n > 1; n >>= 1)
        depth += 2;
    for (;;) {
        size_t n = high >= low ? (high - low) / size + 1 : 0;
        if (n <= INSERTION_MOST || depth == 0) {
            if (n > INSERTION_MOST)
                heap_sort(low, n, o);
            else if (n > 1)
                insertion_sort(low, high, o);
            if (!top)
                return;
            top--;
            low = stack[top].low;
            high = stack[top].high;
            depth = stack[top].depth;
            continue;
        }
        char *middle = partition(low, high, o);
        depth--;
        /* the larger part waits: the stack stays small */
        int left_larger = middle - low > high - middle;
        stack[top].low = left_larger ? low : middle + size;
        stack[top].high = left_larger ? middle - size : high;
        stack[top++].depth = depth;
        if (left_larger)
            low = middle + size;
        else
            high = middle - size;
    }
}

void qsort(void *base, size_t count, size_t size, compare_fn function)
{
    struct order o = {function, NULL, NULL, size};

    CRT_REQUIRE((base || !count) && size && function, EINVAL, );
    if (count > 1)
        sort(base, count, &o);
}

void qsort_s(void *base, rsize_t count, rsize_t size, compare_context_fn function, void *context)
{
    struct order o = {NULL, function, context, size};

    CRT_REQUIRE((base || !count) && size && function, EINVAL, );
    if (count > 1)
        sort(base, count, &o);
}

static void *find(const char *key, const char *base, size_t count, const struct order *o)
{
    while (count) {
        const char *middle = base + count / 2 * o->size;
        int result = compare(o, key, middle);
        if (!result)
            return (void *)middle;
        if (result > 0) {
            base = middle + o->size;
            count = (count - 1) / 2;
        } else {
            count /= 2;
        }
    }
    return NULL;
}

void *bsearch(const void *key, const void *base, size_t count, size_t size, compare_fn function)
{
    struct order o = {function, NULL, NULL, size};

    CRT_REQUIRE((base || !count) && size && function, EINVAL, NULL);
    return find(key, base, count, &o);
}

void *bsearch_s(const void *key, const void *base, rsize_t count, rsize_t size,
                compare_context_fn function, void *context)
{
    struct order o = {NULL, function, context, size};

    CRT_REQUIRE((base || !count) && size && function, EINVAL, NULL);
    return find(key, base, count, &o);
}

static void *find_linear(const char *key, const char *base, unsigned count, const struct order *o)
{
    for (; count; count--, base += o->size)
        if (!compare(o, key, base))
            return (void *)base;
    return NULL;
}

void *_lfind(const void *key, const void *base, unsigned *count, unsigned size, compare_fn function)
{
    struct order o = {function, NULL, NULL, size};

    CRT_REQUIRE(key && count && (base || !*count) && size && function, EINVAL, NULL);
    return find_linear(key, base, *count, &o);
}

void *_lfind_s(const void *key, const void *base, unsigned *count, size_t size,
               compare_context_fn function, void *context)
{
    struct order o = {NULL, function, context, size};

    CRT_REQUIRE(key && count && (base || !*count) && size && function, EINVAL, NULL);
    return find_linear(key, base, *count, &o);
}

void *_lsearch(const void *key, void *base, unsigned *count, unsigned size, compare_fn function)
{
    void *found = _lfind(key, base, count, size, function);

    return found ? found : memcpy((char *)base + (*count)++ * (size_t)size, key, size);
}

void *_lsearch_s(const void *key, void *base, unsigned *count, size_t size,
                 compare_context_fn function, void *context)
{
    void *found = _lfind_s(key, base, count, size, function, context);

    return found ? found : memcpy((char *)base + (*count)++ * size, key, size);
}
