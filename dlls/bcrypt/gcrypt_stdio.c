/*
 * gcrypt_stdio.c - the C library's and libgpg-error's files and messages, as libgcrypt sees them:
 * no file opens, and what it would print goes nowhere.
 */
#include "gcrypt_import.h"
#include <stdarg.h>
#include <stddef.h>

int _vsnprintf(char *text, size_t room, const char *format, va_list arguments);
int _stricmp(const char *a, const char *b);

int stricmp(const char *a, const char *b)
{
    return _stricmp(a, b);
}

char *stpcpy(char *to, const char *from)
{
    while ((*to = *from++))
        to++;
    return to;
}

int __mingw_vsnprintf(char *text, size_t room, const char *format, va_list arguments)
{
    int count = _vsnprintf(text, room, format, arguments);

    if (room && (count < 0 || (size_t)count >= room))
        text[room - 1] = 0;
    return count;
}

static void *no_stream(unsigned index)
{
    return NULL;
}

void *(*GCRYPT_IMPORT(__acrt_iob_func))(unsigned) = no_stream;

char *getenv(const char *name)
{
    return NULL;
}

int getpid(void)
{
    return 1;
}

/* Each fails as its original does for a file that is not there. */
#define NO_FILE(name, value)   \
    __INTPTR_TYPE__ name(void) \
    {                          \
        return value;          \
    }

NO_FILE(fopen, 0)
NO_FILE(fclose, -1)
NO_FILE(fgets, 0)
NO_FILE(feof, 1)
NO_FILE(fflush, 0)
NO_FILE(fputs, -1)
NO_FILE(fwrite, 0)
NO_FILE(write, -1)
NO_FILE(access, -1)
NO_FILE(__mingw_vfprintf, -1)
NO_FILE(gpgrt_fopenmem, 0)
NO_FILE(gpgrt_fclose, -1)
NO_FILE(gpgrt_fclose_snatch, -1)
NO_FILE(gpgrt_ferror, 1)
NO_FILE(gpgrt_fprintf, -1)
NO_FILE(gpgrt_fwrite, 0)
NO_FILE(gpgrt_rewind, 0)
/* GPG_ERR_NOT_IMPLEMENTED with no source: base64 inside S-expressions is not used. */
NO_FILE(gpgrt_b64dec_start, 0)
NO_FILE(gpgrt_b64dec_proc, 69)
NO_FILE(gpgrt_b64dec_finish, 69)
