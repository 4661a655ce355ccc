/* What a program's start-up code asks for: arguments, environment, and the exported variables. */
#include "startup.h"

char *_acmdln;
wchar_t *_wcmdln;
char *_pgmptr;
wchar_t *_wpgmptr;
int __argc;
char **__argv;
wchar_t **__wargv;
int _fmode;
int _commode;
unsigned _osver = 19045, _winver = 0x0a00, _winmajor = 10, _winminor = 0, _osplatform = 2;
int _adjust_fdiv;
char **__initenv;
wchar_t **__winitenv;
void *_aexit_rtn = (void *)_exit;

void crt_startup_attach(void)
{
    _wcmdln = GetCommandLineW();
    if (!is_ucrt)
        _acmdln = GetCommandLineA();
}

static char **narrow_args(wchar_t **wide, int count)
{
    char **list = malloc((count + 1) * sizeof(*list));

    for (int i = 0; list && i < count; i++) {
        int size = WideCharToMultiByte(CP_ACP, 0, wide[i], -1, NULL, 0, NULL, NULL);
        list[i] = malloc(size);
        if (!list[i])
            return NULL;
        WideCharToMultiByte(CP_ACP, 0, wide[i], -1, list[i], size, NULL, NULL);
    }
    if (list)
        list[count] = NULL;
    return list;
}

static void free_words(wchar_t **words)
{
    for (wchar_t **word = words; word && *word; word++)
        free(*word);
    free(words);
}

static int configure_wide(int expand)
{
    if (__wargv)
        return 0;
    __wargv = crt_parse_command_line(GetCommandLineW(), expand, &__argc);
    return __wargv ? 0 : ENOMEM;
}

static int configure_narrow(int expand)
{
    if (__argv)
        return 0;
    wchar_t **wide = crt_parse_command_line(GetCommandLineW(), expand, &__argc);
    __argv = wide ? narrow_args(wide, __argc) : NULL;
    free_words(wide);
    return __argv ? 0 : ENOMEM;
}

/* The modes of the public corecrt_startup.h: none, unexpanded, expanded. */
int _configure_narrow_argv(int mode)
{
    return mode == 0 ? 0 : configure_narrow(mode == 2);
}

int _configure_wide_argv(int mode)
{
    return mode == 0 ? 0 : configure_wide(mode == 2);
}

struct startup_info {
    int new_mode;
};
int _set_new_mode(int mode);

int __getmainargs(int *count, char ***args, char ***env, int expand, struct startup_info *info)
{
    if (configure_narrow(expand) || !crt_narrow_environment())
        return -1;
    __initenv = crt_narrow_environment();
    *count = __argc;
    *args = __argv;
    *env = __initenv;
    if (info)
        _set_new_mode(info->new_mode);
    return 0;
}

int __wgetmainargs(int *count, wchar_t ***args, wchar_t ***env, int expand,
                   struct startup_info *info)
{
    if (configure_wide(expand) || !crt_wide_environment())
        return -1;
    __winitenv = crt_wide_environment();
    *count = __argc;
    *args = __wargv;
    *env = __winitenv;
    if (info)
        _set_new_mode(info->new_mode);
    return 0;
}

static wchar_t *program_path(void)
{
    if (!_wpgmptr) {
        wchar_t *path = malloc(CRT_PATH * 4 * sizeof(*path));
        if (!path)
            return NULL;
        DWORD length = GetModuleFileNameW(NULL, path, CRT_PATH * 4);
        path[length < CRT_PATH * 4 ? length : 0] = 0;
        _wpgmptr = path;
    }
    return _wpgmptr;
}

errno_t _get_wpgmptr(wchar_t **value)
{
    CRT_REQUIRE(value, EINVAL, EINVAL);
    *value = program_path();
    return *value ? 0 : ENOMEM;
}

errno_t _get_pgmptr(char **value)
{
    CRT_REQUIRE(value, EINVAL, EINVAL);
    if (!_pgmptr && program_path())
        _pgmptr = crt_narrow(_wpgmptr);
    *value = _pgmptr;
    return *value ? 0 : ENOMEM;
}

#define ACCESSOR(type, name, variable) \
    type *name(void);                  \
    type *name(void)                   \
    {                                  \
        return &variable;              \
    }

ACCESSOR(int, __p___argc, __argc)
ACCESSOR(char **, __p___argv, __argv)
ACCESSOR(wchar_t **, __p___wargv, __wargv)
ACCESSOR(wchar_t *, __p__wcmdln, _wcmdln)
ACCESSOR(int, __p__fmode, _fmode)
ACCESSOR(int, __p__commode, _commode)
ACCESSOR(char **, __p___initenv, __initenv)
ACCESSOR(wchar_t **, __p___winitenv, __winitenv)
ACCESSOR(unsigned, __p__osver, _osver)
ACCESSOR(unsigned, __p__winver, _winver)
ACCESSOR(unsigned, __p__winmajor, _winmajor)
ACCESSOR(unsigned, __p__winminor, _winminor)

char **__p__acmdln(void)
{
    if (!_acmdln)
        _acmdln = GetCommandLineA();
    return &_acmdln;
}

char **__p__pgmptr(void)
{
    char *ignored;

    _get_pgmptr(&ignored);
    return &_pgmptr;
}

wchar_t **__p__wpgmptr(void)
{
    program_path();
    return &_wpgmptr;
}

errno_t _get_fmode(int *value)
{
    CRT_REQUIRE(value, EINVAL, EINVAL);
    *value = _fmode;
    return 0;
}

errno_t _set_fmode(int value)
{
    CRT_REQUIRE(value == 0x4000 || value == 0x8000 || value == 0x10000, EINVAL, EINVAL);
    _fmode = value;
    return 0;
}

/* What WinMain is given: the command line after the program's name. */
wchar_t *_get_wide_winmain_command_line(void)
{
    wchar_t *line = GetCommandLineW();
    int quoted = 0;

    for (; *line > ' ' || (*line && quoted); line++)
        if (*line == '"')
            quoted = !quoted;
    while (*line && *line <= ' ')
        line++;
    return line;
}

char *_get_narrow_winmain_command_line(void)
{
    char *line = GetCommandLineA();
    int quoted = 0;

    for (; (unsigned char)*line > ' ' || (*line && quoted); line++)
        if (*line == '"')
            quoted = !quoted;
    while (*line && (unsigned char)*line <= ' ')
        line++;
    return line;
}
