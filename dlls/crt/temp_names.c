/* Names for temporary files, and tmpfile. */
#include "crt.h"

#include <fcntl.h>
#include <io.h>
#include <process.h>
#include <share.h>
#include <sys/stat.h>

#include "fd.h"
#include "stream.h"

static volatile LONG counter;

/* The directory for temporary files: TMP's, as _tempnam documents, or what the caller says. */
static void choose_directory(wchar_t *to, const wchar_t *suggested)
{
    const wchar_t *tmp = _wgetenv(L"TMP");

    if (tmp && *tmp && !_waccess(tmp, 0) && wcslen(tmp) < CRT_PATH)
        wcscpy(to, tmp);
    else if (suggested && !_waccess(suggested, 0) && wcslen(suggested) < CRT_PATH)
        wcscpy(to, suggested);
    else if (!GetTempPathW(CRT_PATH, to))
        wcscpy(to, L".");
}

static void unused_name(wchar_t *to, size_t count, const wchar_t *directory, const wchar_t *prefix)
{
    size_t length = wcslen(directory);
    const wchar_t *slash = length && wcschr(L"/\\", directory[length - 1]) ? L"" : L"\\";

    do
        _snwprintf_s(to, count, _TRUNCATE, L"%ls%ls%ls%x%x", directory, slash, prefix, _getpid(),
                     (unsigned)InterlockedIncrement(&counter));
    while (!_waccess(to, 0));
}

wchar_t *_wtempnam(const wchar_t *directory, const wchar_t *prefix)
{
    wchar_t chosen[CRT_PATH], *name = malloc(CRT_PATH * 2 * sizeof(*name));

    if (!name)
        return NULL;
    choose_directory(chosen, directory);
    unused_name(name, CRT_PATH * 2, chosen, prefix ? prefix : L"");
    return name;
}

char *_tempnam(const char *directory, const char *prefix)
{
    wchar_t *wide_directory = directory ? crt_wide(directory) : NULL;
    wchar_t *wide_prefix = prefix ? crt_wide(prefix) : NULL;
    wchar_t *name = _wtempnam(wide_directory, wide_prefix);
    char *narrow = name ? crt_narrow(name) : NULL;

    free(wide_directory);
    free(wide_prefix);
    free(name);
    return narrow;
}

/* tmpnam's names: in the root of the current drive for msvcrt, in the temporary directory now. */
static void make_tmpnam(wchar_t *to, size_t count)
{
    wchar_t directory[CRT_PATH];

    if (!is_ucrt)
        wcscpy(directory, L"");
    else if (!GetTempPathW(CRT_PATH, directory))
        wcscpy(directory, L".");
    unused_name(to, count, directory, L"s");
}

wchar_t *_wtmpnam(wchar_t *to)
{
    struct crt_thread *self = crt_self();

    if (!to) {
        if (!self->wtmpnam_text)
            self->wtmpnam_text = malloc(CRT_PATH * sizeof(*to));
        to = self->wtmpnam_text;
    }
    if (to)
        make_tmpnam(to, CRT_PATH);
    return to;
}

char *tmpnam(char *to)
{
    struct crt_thread *self = crt_self();
    wchar_t name[CRT_PATH];

    if (!to) {
        if (!self->tmpnam_text)
            self->tmpnam_text = malloc(CRT_PATH);
        to = self->tmpnam_text;
    }
    if (!to)
        return NULL;
    make_tmpnam(name, CRT_PATH);
    WideCharToMultiByte(crt_filename_cp(), 0, name, -1, to, CRT_PATH, NULL, NULL);
    return to;
}

errno_t _wtmpnam_s(wchar_t *to, size_t count)
{
    wchar_t name[CRT_PATH];

    CRT_REQUIRE(to && count, EINVAL, EINVAL);
    make_tmpnam(name, CRT_PATH);
    return wcscpy_s(to, count, name);
}

errno_t tmpnam_s(char *to, size_t size)
{
    char name[CRT_PATH];

    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    tmpnam(name);
    return strcpy_s(to, size, name);
}

FILE *tmpfile(void)
{
    wchar_t directory[CRT_PATH], name[CRT_PATH * 2];
    int number, flags = _O_CREAT | _O_EXCL | _O_RDWR | _O_BINARY | _O_TEMPORARY | _O_NOINHERIT;

    if (!GetTempPathW(CRT_PATH, directory))
        wcscpy(directory, L".");
    for (int tries = 0; tries < 100; tries++) {
        unused_name(name, ARRAY_LEN(name), directory, L"t");
        if (!crt_wsopen(&number, name, flags, _SH_DENYNO, _S_IREAD | _S_IWRITE)) {
            FILE *f = stream_allocate();
            if (!f) {
                _close(number);
                return NULL;
            }
            f->_file = number;
            f->_flag = _IORW;
            f->_tmpfname = crt_narrow(name);
            stream_unlock(f);
            return f;
        }
        if (errno != EEXIST)
            break;
    }
    return NULL;
}

errno_t tmpfile_s(FILE **result)
{
    CRT_REQUIRE(result, EINVAL, EINVAL);
    *result = tmpfile();
    return *result ? 0 : errno;
}

static int fill_template(char *digits, wchar_t *wide_digits, int letter)
{
    unsigned id = _getpid() % 100000;

    for (int i = 5; i > 0; i--, id /= 10) {
        if (digits)
            digits[i] = (char)('0' + id % 10);
        else
            wide_digits[i] = (wchar_t)('0' + id % 10);
    }
    if (digits)
        digits[0] = (char)letter;
    else
        wide_digits[0] = (wchar_t)letter;
    return 1;
}

errno_t _mktemp_s(char *name, size_t size)
{
    CRT_REQUIRE(name && size, EINVAL, EINVAL);
    size_t length = strnlen(name, size);
    if (length == size || length < 6 || strcmp(name + length - 6, "XXXXXX")) {
        *name = 0;
        crt_invalid(EINVAL);
        return EINVAL;
    }
    for (int letter = 'a'; letter <= 'z'; letter++)
        if (fill_template(name + length - 6, NULL, letter) && _access(name, 0))
            return 0;
    *name = 0;
    errno = EEXIST;
    return EEXIST;
}

char *_mktemp(char *name)
{
    return name && !_mktemp_s(name, strlen(name) + 1) ? name : NULL;
}

errno_t _wmktemp_s(wchar_t *name, size_t count)
{
    CRT_REQUIRE(name && count, EINVAL, EINVAL);
    size_t length = wcsnlen(name, count);
    if (length == count || length < 6 || wcscmp(name + length - 6, L"XXXXXX")) {
        *name = 0;
        crt_invalid(EINVAL);
        return EINVAL;
    }
    for (int letter = 'a'; letter <= 'z'; letter++)
        if (fill_template(NULL, name + length - 6, letter) && _waccess(name, 0))
            return 0;
    *name = 0;
    errno = EEXIST;
    return EEXIST;
}

wchar_t *_wmktemp(wchar_t *name)
{
    return name && !_wmktemp_s(name, wcslen(name) + 1) ? name : NULL;
}
