/*
 * Start-up, environment, heap, threads, jumps and signals in msvcrt.dll.
 * Links: crt
 */
#define __USE_MINGW_ANSI_STDIO 0
#include "../conformance.h"
#pragma GCC diagnostic ignored "-Wformat"
#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <process.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _UCRT
#    define CRT_DLL "ucrtbase.dll"
#else
#    define CRT_DLL "msvcrt.dll"
#endif

CASE(putenv_and_getenv)
{
    char text[32];
    CHECK_EQ(_putenv("CRT_TEST=one"), 0);
    CHECK_STR(getenv("CRT_TEST"), "one");
    CHECK_STR(getenv("crt_test"), "one");
    CHECK_EQ(GetEnvironmentVariableA("CRT_TEST", text, 32), 3);
    CHECK_EQ(_putenv("CRT_TEST=two"), 0);
    CHECK_STR(getenv("CRT_TEST"), "two");
    CHECK_EQ(_putenv("CRT_TEST="), 0);
    CHECK_PTR(getenv("CRT_TEST"), NULL);
}

CASE(wide_environment_follows)
{
    CHECK(_wgetenv(L"PATH") != NULL);
    _putenv("CRT_WIDE=x");
    CHECK_WSTR(_wgetenv(L"CRT_WIDE"), L"x");
}

CASE(malloc_sizes)
{
    void *block = malloc(100);
    REQUIRE(block);
    CHECK_EQ((uintptr_t)block % 16, 0);
    CHECK_EQ(_msize(block), 100);
    block = realloc(block, 1000);
    CHECK_EQ(_msize(block), 1000);
    free(block);
    CHECK(malloc(0) != NULL);
    CHECK_PTR(realloc(malloc(10), 0), NULL);
}

CASE(calloc_is_zero_and_checks)
{
    char *block = calloc(100, 10);
    for (int i = 0; i < 1000; i++)
        if (block[i]) {
            CHECK_EQ(i, -1);
            break;
        }
    free(block);
    errno = 0;
    CHECK_PTR(calloc((size_t)-1 / 2, 4), NULL);
    CHECK_EQ(errno, ENOMEM);
}

CASE(aligned_blocks)
{
    char *block = _aligned_malloc(100, 256);
    REQUIRE(block);
    CHECK_EQ((uintptr_t)block % 256, 0);
    memset(block, 7, 100);
    block = _aligned_realloc(block, 5000, 256);
    CHECK_EQ((uintptr_t)block % 256, 0);
    CHECK_EQ(block[99], 7);
    _aligned_free(block);
}

static jmp_buf place;

static void leap(int value)
{
    longjmp(place, value);
}

CASE(longjmp_returns_the_value)
{
    volatile int passes = 0;
    int value = setjmp(place);
    passes++;
    if (value == 0)
        leap(42);
    CHECK_EQ(value, 42);
    CHECK_EQ(passes, 2);
}

CASE(longjmp_of_zero_is_one)
{
    volatile int value = setjmp(place);
    if (value == 0)
        leap(0);
    CHECK_EQ(value, 1);
}

static int leaping_order(const void *a, const void *b)
{
    longjmp(place, 5);
}

CASE(longjmp_out_of_qsort)
{
    int values[] = {3, 1, 2};
    volatile int value = setjmp(place);
    if (value == 0)
        qsort(values, 3, sizeof(int), leaping_order);
    CHECK_EQ(value, 5);
}

static unsigned __stdcall thread_body(void *argument)
{
    errno = 99;
    *(int *)argument = 1;
    return 7;
}

CASE(thread_has_its_errno)
{
    int ran = 0;
    DWORD code;
    errno = 5;
    HANDLE thread = (HANDLE)_beginthreadex(NULL, 0, thread_body, &ran, 0, NULL);
    REQUIRE(thread);
    WaitForSingleObject(thread, 10000);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 7);
    CHECK_EQ(ran, 1);
    CHECK_EQ(errno, 5);
    CloseHandle(thread);
}

static volatile int caught;

static void catch_signal(int number)
{
    caught = number;
}

CASE(raise_calls_once)
{
    WINE_DIFFERS("Wine 8 refuses unknown signals without EINVAL");
    CHECK_PTR(signal(SIGTERM, catch_signal), SIG_DFL);
    CHECK_EQ(raise(SIGTERM), 0);
    CHECK_EQ(caught, SIGTERM);
    CHECK_PTR(signal(SIGTERM, SIG_IGN), SIG_DFL);
    CHECK_EQ(raise(SIGTERM), 0);
    errno = 0;
    CHECK_PTR(signal(1234, SIG_DFL), SIG_ERR);
    CHECK_EQ(errno, EINVAL);
}

CASE(strerror_texts)
{
    WINE_DIFFERS("Wine 8 says Success for 0, where Windows says No error");
    CHECK_STR(strerror(ENOENT), "No such file or directory");
    CHECK_STR(strerror(0), "No error");
    CHECK_STR(strerror(12345), "Unknown error");
}

CHILD(exits_with_three)
{
    exit(3);
}

CHILD(flushes_at_exit)
{
    FILE *f = fopen("out", "w");
    fputs("flushed", f);
    exit(0);
}

CASE(exit_flushes)
{
    CHECK_EQ(end_child(start_child("flushes_at_exit")), 0);
    FILE *f = fopen("out", "r");
    char text[32] = "";
    REQUIRE(f);
    fgets(text, 32, f);
    CHECK_STR(text, "flushed");
    fclose(f);
    CHECK_EQ(end_child(start_child("exits_with_three")), 3);
}

static double call(const char *name, double x)
{
    double (*function)(double) = (void *)GetProcAddress(GetModuleHandleA(CRT_DLL), name);
    return function(x);
}

CASE(math_is_right)
{
    CHECK(call("sin", 1.0) == 0x1.aed548f090ceep-1);
    CHECK(call("cos", 1e22) == 0.52321478539513899);
    CHECK(call("exp", 1.0) == 0x1.5bf0a8b145769p+1);
    CHECK(call("log", 10.0) == 0x1.26bb1bbb55516p+1);
    CHECK(call("sqrt", 2.0) == 0x1.6a09e667f3bcdp+0);
    CHECK(call("floor", -1.5) == -2);
    CHECK(call("ceil", -1.5) == -1);
}

CASE(math_domain_sets_errno)
{
    errno = 0;
    double value = call("log", -1.0);
    CHECK(value != value);
    CHECK_EQ(errno, EDOM);
}

CASE(standard_streams_are_known)
{
    CHECK_EQ(_fileno(stdin), 0);
    CHECK_EQ(_fileno(stdout), 1);
    CHECK_EQ(_fileno(stderr), 2);
}
