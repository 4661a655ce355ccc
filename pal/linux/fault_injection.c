/* fault_injection.c - counts operations and fails the chosen ones; empty in ordinary builds. */
#include "fault_injection.h"

#ifdef PAL_FAULT_INJECTION
#    include <errno.h>
#    include <stdint.h>
#    include <stdlib.h>
#    include <string.h>

static const char *const kind_names[PAL_INJECT_KINDS] = {
    [PAL_INJECT_MAP] = "map",           [PAL_INJECT_OPEN] = "open",
    [PAL_INJECT_READ] = "read",         [PAL_INJECT_WRITE] = "write",
    [PAL_INJECT_ALLOCATE] = "allocate", [PAL_INJECT_THREAD] = "thread",
};

static const int kind_errors[PAL_INJECT_KINDS] = {
    [PAL_INJECT_MAP] = ENOMEM,   [PAL_INJECT_OPEN] = EMFILE,     [PAL_INJECT_READ] = EIO,
    [PAL_INJECT_WRITE] = ENOSPC, [PAL_INJECT_ALLOCATE] = ENOMEM, [PAL_INJECT_THREAD] = EAGAIN,
};

static const struct {
    const char *name;
    int value;
} error_names[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"ENOMEM", ENOMEM}, {"EMFILE", EMFILE},
                   {"ENFILE", ENFILE}, {"EACCES", EACCES}, {"EDQUOT", EDQUOT}, {"EINTR", EINTR},
                   {"EAGAIN", EAGAIN}, {"EROFS", EROFS},   {"EPIPE", EPIPE},   {"ENOENT", ENOENT}};

static struct {
    uint64_t count, at;
    int error;
    int onwards;
} plan[PAL_INJECT_KINDS];

static int starts_with(const char **text, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(*text, word, size) != 0)
        return 0;
    *text += size;
    return 1;
}

static int parse_one(const char **text)
{
    unsigned kind = 0;
    while (kind < PAL_INJECT_KINDS && !starts_with(text, kind_names[kind]))
        kind++;
    if (kind == PAL_INJECT_KINDS || *(*text)++ != ':')
        return 0;
    plan[kind].error = kind_errors[kind];
    for (unsigned i = 0; i < sizeof error_names / sizeof *error_names; i++)
        if (starts_with(text, error_names[i].name)) {
            plan[kind].error = error_names[i].value;
            if (*(*text)++ != '@')
                return 0;
        }
    char *end;
    plan[kind].at = strtoull(*text, &end, 10);
    if (end == *text || plan[kind].at == 0)
        return 0;
    plan[kind].onwards = *end == '+';
    *text = end + plan[kind].onwards;
    return 1;
}

int pal_inject_configure(const char *text)
{
    memset(plan, 0, sizeof plan);
    while (text && *text) {
        if (!parse_one(&text) || (*text && *text++ != ','))
            return 0;
    }
    return 1;
}

long pal_inject(enum pal_fault_kind kind)
{
    if (plan[kind].at == 0)
        return 0;
    uint64_t count = __atomic_add_fetch(&plan[kind].count, 1, __ATOMIC_RELAXED);
    int hit = count == plan[kind].at || (plan[kind].onwards && count > plan[kind].at);
    return hit ? -plan[kind].error : 0;
}
#else
typedef int fault_injection_is_off; /* a translation unit must not be empty */
#endif
