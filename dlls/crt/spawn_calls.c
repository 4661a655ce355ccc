/* The sixteen _spawn and _exec functions of each width. */
#include "spawn.h"

#include <process.h>

enum { MAX_ARGUMENTS = 1024 };

/* The v forms. */
#define WIDE_V(spawn, exec, search)                                           \
    intptr_t spawn(int mode, const wchar_t *path, const wchar_t *const *args) \
    {                                                                         \
        return crt_spawn(mode, path, args, NULL, search);                     \
    }                                                                         \
    intptr_t exec(const wchar_t *path, const wchar_t *const *args)            \
    {                                                                         \
        return crt_spawn(_P_OVERLAY, path, args, NULL, search);               \
    }
#define WIDE_VE(spawn, exec, search)                                                          \
    intptr_t spawn(int mode, const wchar_t *path, const wchar_t *const *args,                 \
                   const wchar_t *const *env)                                                 \
    {                                                                                         \
        return crt_spawn(mode, path, args, env, search);                                      \
    }                                                                                         \
    intptr_t exec(const wchar_t *path, const wchar_t *const *args, const wchar_t *const *env) \
    {                                                                                         \
        return crt_spawn(_P_OVERLAY, path, args, env, search);                                \
    }

WIDE_V(_wspawnv, _wexecv, 0)
WIDE_V(_wspawnvp, _wexecvp, 1)
WIDE_VE(_wspawnve, _wexecve, 0)
WIDE_VE(_wspawnvpe, _wexecvpe, 1)

static intptr_t spawn_narrow(int mode, const char *path, const char *const *args,
                             const char *const *env, int search)
{
    CRT_REQUIRE(path && args && args[0], EINVAL, -1);
    wchar_t *wide = crt_wide(path), **wide_args = crt_wide_list(args);
    wchar_t **wide_env = env ? crt_wide_list(env) : NULL;
    intptr_t result = -1;
    if (wide && wide_args && (wide_env || !env))
        result = crt_spawn(mode, wide, (const wchar_t *const *)wide_args,
                           (const wchar_t *const *)wide_env, search);
    int saved = errno;
    free(wide);
    crt_free_wide_list(wide_args);
    crt_free_wide_list(wide_env);
    errno = saved;
    return result;
}

#define NARROW_V(spawn, exec, search)                                   \
    intptr_t spawn(int mode, const char *path, const char *const *args) \
    {                                                                   \
        return spawn_narrow(mode, path, args, NULL, search);            \
    }                                                                   \
    intptr_t exec(const char *path, const char *const *args)            \
    {                                                                   \
        return spawn_narrow(_P_OVERLAY, path, args, NULL, search);      \
    }
#define NARROW_VE(spawn, exec, search)                                                          \
    intptr_t spawn(int mode, const char *path, const char *const *args, const char *const *env) \
    {                                                                                           \
        return spawn_narrow(mode, path, args, env, search);                                     \
    }                                                                                           \
    intptr_t exec(const char *path, const char *const *args, const char *const *env)            \
    {                                                                                           \
        return spawn_narrow(_P_OVERLAY, path, args, env, search);                               \
    }

NARROW_V(_spawnv, _execv, 0)
NARROW_V(_spawnvp, _execvp, 1)
NARROW_VE(_spawnve, _execve, 0)
NARROW_VE(_spawnvpe, _execvpe, 1)

/* The l forms: arguments up to NULL, and behind it the environment in the e forms. */
#define COLLECT(type, first)                             \
    const type *list[MAX_ARGUMENTS];                     \
    int count = 0;                                       \
    va_list args;                                        \
    list[count++] = first;                               \
    va_start(args, first);                               \
    while (list[count - 1] && count < MAX_ARGUMENTS - 1) \
        list[count++] = va_arg(args, const type *);      \
    list[count] = NULL

#define L_FORMS(type, spawnl, execl, spawnv, execv)                     \
    intptr_t spawnl(int mode, const type *path, const type *first, ...) \
    {                                                                   \
        COLLECT(type, first);                                           \
        va_end(args);                                                   \
        return spawnv(mode, path, list);                                \
    }                                                                   \
    intptr_t execl(const type *path, const type *first, ...)            \
    {                                                                   \
        COLLECT(type, first);                                           \
        va_end(args);                                                   \
        return execv(path, list);                                       \
    }
#define LE_FORMS(type, spawnle, execle, spawnve, execve)                 \
    intptr_t spawnle(int mode, const type *path, const type *first, ...) \
    {                                                                    \
        COLLECT(type, first);                                            \
        const type *const *env = va_arg(args, const type *const *);      \
        va_end(args);                                                    \
        return spawnve(mode, path, list, env);                           \
    }                                                                    \
    intptr_t execle(const type *path, const type *first, ...)            \
    {                                                                    \
        COLLECT(type, first);                                            \
        const type *const *env = va_arg(args, const type *const *);      \
        va_end(args);                                                    \
        return execve(path, list, env);                                  \
    }

L_FORMS(char, _spawnl, _execl, _spawnv, _execv)
L_FORMS(char, _spawnlp, _execlp, _spawnvp, _execvp)
LE_FORMS(char, _spawnle, _execle, _spawnve, _execve)
LE_FORMS(char, _spawnlpe, _execlpe, _spawnvpe, _execvpe)
L_FORMS(wchar_t, _wspawnl, _wexecl, _wspawnv, _wexecv)
L_FORMS(wchar_t, _wspawnlp, _wexeclp, _wspawnvp, _wexecvp)
LE_FORMS(wchar_t, _wspawnle, _wexecle, _wspawnve, _wexecve)
LE_FORMS(wchar_t, _wspawnlpe, _wexeclpe, _wspawnvpe, _wexecvpe)
