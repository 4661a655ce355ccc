#ifndef BAILEY_CRT_H
#define BAILEY_CRT_H

/*
 * What the files of the C runtimes share. One source tree makes two DLLs: CRT_MSVCRT is defined for
 * msvcrt.dll, CRT_UCRT for ucrtbase.dll. Both are compiled against the public headers in their
 * msvcrt form; where the two differ in layout or behaviour, the difference is decided here or by an
 * `is_ucrt` test.
 *
 * Nothing is set up when the DLL is loaded but what a program can read without a call (the exported
 * variables); every other table is made on first use.
 */
#define _CRTIMP
#define _SECIMP
#define _CRT_PURE_CDECL
#define __CRT__NO_INLINE
#define __USE_MINGW_ANSI_STDIO 0
#define __MSVCRT_VERSION__     0x700
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include <locale.h>
#include <time.h>

#ifdef CRT_UCRT
enum { is_ucrt = 1 };
#else
enum { is_ucrt = 0 };
#endif

/* The headers make these macros; here they are defined. */
#undef errno
#undef _ctype
#undef _pctype
#undef _wctype
#undef _pwctype
#undef __pctype_func
#undef __pwctype_func
#undef __iswcsym
#undef __iswcsymf
#undef _acmdln
#undef _wcmdln
#undef _pgmptr
#undef _wpgmptr
#undef __argc
#undef __argv
#undef __wargv
#undef _fmode
#undef _commode
#undef _environ
#undef _wenviron
#undef _osplatform
#undef _osver
#undef _winver
#undef _winmajor
#undef _winminor
#undef __initenv
#undef __winitenv
#undef _iob
#undef _sys_errlist
#undef _sys_nerr
#undef _daylight
#undef _timezone
#undef _dstbias
#undef _tzname
#undef __mb_cur_max

#define errno        (*_errno())
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

struct crt_locdata;
struct crt_locale; /* _locale_t points to one */

/* One a thread, zero at first; the pointers own their blocks and are freed when the thread ends. */
struct crt_thread {
    int err;
    unsigned long doserr;
    unsigned rand_state;
    int rand_seeded;
    char *strtok_next;
    wchar_t *wcstok_next;
    unsigned char *mbstok_next;
    char *asctime_text;
    wchar_t *wasctime_text;
    struct tm *tm;
    char *strerror_text;
    wchar_t *wcserror_text;
    char *cvt_text;
    char *tmpnam_text;
    wchar_t *wtmpnam_text;
    struct crt_locale *locale; /* NULL: the process's */
    int own_locale;            /* what _configthreadlocale chose */
    void *invalid_handler;
    void *fault_pointers; /* __pxcptinfoptrs */
    int fp_code;          /* _fpecode */
    void *start;          /* _beginthread's parameter block */
    int mb_state;         /* for mbrlen and kin without a state of the caller's */
    int spawn_temp;
    void *eh[8]; /* for the exception code: terminate and unexpected handlers, current exception */
};

/* The calling thread's record. Keeps GetLastError. Never NULL: out of memory ends the process. */
struct crt_thread *crt_self(void);
void crt_thread_attach(void);
void crt_thread_detach(void);
void crt_release_thread_locale(struct crt_thread *self);

/* Turns a Win32 error into errno and _doserrno; returns -1 for the caller to return. */
int crt_set_error(DWORD win32_error);
int crt_last_error(void);
int crt_errno_from_win32(DWORD win32_error);

/* Calls the invalid parameter handler (the default one ends a UCRT process) after setting errno. */
void crt_invalid(int error);
#define CRT_REQUIRE(condition, error, result) \
    do {                                      \
        if (!(condition)) {                   \
            crt_invalid(error);               \
            return result;                    \
        }                                     \
    } while (0)

/* Locks by number, made on first use. 0 to 35 are those that _lock's callers may name. */
enum crt_lock_id {
    CRT_LOCK_EXIT = 8,
    CRT_LOCK_ENV = 7,
    CRT_LOCK_LOCALE = 12,
    CRT_LOCK_TIME = 6,
    CRT_LOCK_STREAMS = 1,
    CRT_LOCK_FDS = 11,
    CRT_LOCK_SIGNAL = 0,
    CRT_LOCK_POPEN = 9,
    CRT_LOCK_CONSOLE = 3,
    CRT_LOCK_ARGS = 2,
    CRT_LOCK_COUNT = 64
};
void crt_lock(int id);
void crt_unlock(int id);

/* Process exit in its parts (exit.c), and what it calls in others. */
void crt_run_exit_table(void);
void crt_flush_all_streams(void);
void crt_close_temp_files(void);
void crt_report(
    const char *text); /* a run-time error: stderr, or a message box for a GUI program */
extern int crt_app_type, crt_error_mode;
extern HINSTANCE crt_instance;
int crt_exiting(void);

/* Code page conversions with a malloc'd result; NULL with errno set on failure. The code page is
 * that of file names and the environment (CP_ACP, or UTF-8 when the locale is a UTF-8 one). */
unsigned crt_filename_cp(void);
wchar_t *crt_wide(const char *text);
char *crt_narrow(const wchar_t *text);
/* File names: crt_wide into a buffer of MAX_PATH where it fits; free with crt_wide_done. */
wchar_t *crt_wide_path(const char *text, wchar_t *buffer);
void crt_wide_done(wchar_t *text, const wchar_t *buffer);

/* The environment (environ.c) */
wchar_t **crt_wide_environment(void);

#define CRT_PATH 260

#endif
