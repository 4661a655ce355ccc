/* The members of type_info that msvcrt.dll exports. */
#include "crt.h"

/* As the compiler lays it out: the undecorated name is made at the first call of name(). */
struct type_info {
    void *vftable;
    char *name;
    char decorated[];
};

const char *__std_type_info_name(void *data, SLIST_HEADER *list);

/* The names that were made; they live as long as the process. */
static SLIST_HEADER names;

const char *crt_type_info_name(struct type_info *type)
{
    return __std_type_info_name(&type->name, &names);
}

void crt_type_info_destroy(struct type_info *type)
{
}

int crt_type_info_equal(const struct type_info *a, const struct type_info *b)
{
    return !strcmp(a->decorated + 1, b->decorated + 1);
}

int crt_type_info_unequal(const struct type_info *a, const struct type_info *b)
{
    return !crt_type_info_equal(a, b);
}

int crt_type_info_before(const struct type_info *a, const struct type_info *b)
{
    return strcmp(b->decorated + 1, a->decorated + 1) > 0;
}

const char *crt_type_info_raw_name(const struct type_info *type)
{
    return type->decorated;
}
