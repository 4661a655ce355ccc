/* crt_sort.c - qsort, as a heap sort that needs no memory and no luck, and bsearch. */
#define _CRTIMP
#include "nt.h"

typedef int(__cdecl *compare_fn)(const void *, const void *);
typedef int(__cdecl *compare_context_fn)(void *, const void *, const void *);

struct order {
    compare_context_fn compare;
    void *context;
    size_t size;
};

static void swap(char *a, char *b, size_t size)
{
    while (size--) {
        char c = *a;

        *a++ = *b;
        *b++ = c;
    }
}

static void sift(char *base, size_t root, size_t count, const struct order *order)
{
    size_t child;

    for (; (child = 2 * root + 1) < count; root = child) {
        char *c = base + child * order->size;

        if (child + 1 < count && order->compare(order->context, c, c + order->size) < 0) {
            child++;
            c += order->size;
        }
        if (order->compare(order->context, base + root * order->size, c) >= 0)
            return;
        swap(base + root * order->size, c, order->size);
    }
}

void qsort_s(void *base, size_t count, size_t size, compare_context_fn compare, void *context)
{
    struct order order = {compare, context, size};

    for (size_t root = count / 2; root-- > 0;)
        sift(base, root, count, &order);
    while (count > 1) {
        count--;
        swap(base, (char *)base + count * size, size);
        sift(base, 0, count, &order);
    }
}

static int plain(void *context, const void *a, const void *b)
{
    return (*(compare_fn *)context)(a, b);
}

void qsort(void *base, size_t count, size_t size, compare_fn compare)
{
    qsort_s(base, count, size, plain, &compare);
}

void *bsearch(const void *key, const void *base, size_t count, size_t size, compare_fn compare)
{
    const char *low = base;

    while (count) {
        const char *middle = low + count / 2 * size;
        int order = compare(key, middle);

        if (!order)
            return (void *)middle;
        if (order > 0) {
            low = middle + size;
            count--;
        }
        count /= 2;
    }
    return NULL;
}
