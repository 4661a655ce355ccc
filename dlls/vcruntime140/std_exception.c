/* The data of std::exception: its text is copied where the exception owns it. */
#include "rtti.h"
#include <stdlib.h>
#include <string.h>

struct std_exception_data {
    const char *what;
    BOOLEAN free_what;
};

void __std_exception_copy(const struct std_exception_data *from, struct std_exception_data *to)
{
    char *copy;
    size_t size;

    if (!from->free_what || !from->what) {
        to->what = from->what;
        to->free_what = FALSE;
        return;
    }
    size = strlen(from->what) + 1;
    copy = malloc(size);
    if (!copy)
        return;
    memcpy(copy, from->what, size);
    to->what = copy;
    to->free_what = TRUE;
}

void __std_exception_destroy(struct std_exception_data *data)
{
    if (data->free_what)
        free((void *)data->what);
    data->what = NULL;
    data->free_what = FALSE;
}

/* What std_exceptions.S refers to: the members of the exceptions thrown here. */
void std_exception_copy_construct(struct std_exception *to, const struct std_exception *from)
{
    to->vftable = from->vftable;
    __std_exception_copy((const struct std_exception_data *)&from->what,
                         (struct std_exception_data *)&to->what);
}

void std_exception_destruct(struct std_exception *exception)
{
    __std_exception_destroy((struct std_exception_data *)&exception->what);
}

struct std_exception *std_exception_delete(struct std_exception *exception, unsigned flags)
{
    std_exception_destruct(exception);
    if (flags & 1)
        free(exception);
    return exception;
}

const char *std_exception_what(const struct std_exception *exception)
{
    return exception->what ? exception->what : "Unknown exception";
}
