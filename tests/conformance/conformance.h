/*
 * The harness of the conformance programs: plain Windows programs that check themselves.
 *
 *     PROGRAM --list      prints its cases, one a line: NAME, or NAME todo REASON
 *     PROGRAM NAME        runs one; status 0 it passed, 1 a check failed, 77 it was skipped
 *
 * The runner gives each case a process and an empty current directory of its own. A program links
 * to kernel32 and ntdll alone, without a C runtime, unless a comment line `Links: ...` says
 * otherwise (see tests/conformance/compile). Checks may be made on any thread.
 */
#ifndef CONFORMANCE_H
#define CONFORMANCE_H

#include <windows.h>

struct conformance_case {
    const char *name;
    void (*run)(void);
    const char *todo; /* why Bailey fails it; NULL where it passes */
    int hidden;       /* a child's body, not listed */
};

#define CONFORMANCE_REGISTER(name, todo, hidden)                                    \
    static void name(void);                                                         \
    static const struct conformance_case case_##name = {#name, name, todo, hidden}; \
    static const struct conformance_case *const case_pointer_##name                 \
        __attribute__((used, section(".cases$m"))) = &case_##name;                  \
    static void name(void)

/* One case. */
#define CASE(name) CONFORMANCE_REGISTER(name, NULL, 0)
/* A case that is right but that Bailey fails so far: counted as skipped, and as failed as soon as
 * it passes. Under Wine it is an ordinary case. */
#define TODO_CASE(name, reason) CONFORMANCE_REGISTER(name, reason, 0)
/* What another process of a case does; start it with start_child("name"). */
#define CHILD(name) CONFORMANCE_REGISTER(name, NULL, 1)

/* Ends the case as skipped. */
#define SKIP(reason) conformance_skip(reason)
/* Says that Wine is known to be wrong about what this case checks: its failure there is no news. */
#define WINE_DIFFERS(reason) conformance_wine_differs(reason)

/* A check that fails is printed with its values; the case goes on. */
#define CHECK(expression) conformance_true(!!(expression), __FILE__, __LINE__, #expression)
#define CHECK_EQ(actual, expected)                                                             \
    conformance_equal((long long)(actual), (long long)(expected), __FILE__, __LINE__, #actual, \
                      #expected)
#define CHECK_STR(actual, expected) \
    conformance_string(actual, expected, __FILE__, __LINE__, #actual)
#define CHECK_WSTR(actual, expected) \
    conformance_wide_string(actual, expected, __FILE__, __LINE__, #actual)
#define CHECK_PTR(actual, expected)    CHECK_EQ((ULONG_PTR)(actual), (ULONG_PTR)(expected))
#define CHECK_STATUS(actual, expected) CHECK_EQ((ULONG)(actual), (ULONG)(expected))
#define CHECK_LAST_ERROR(expected) \
    conformance_equal(GetLastError(), expected, __FILE__, __LINE__, "GetLastError()", #expected)
/* A call that has to return zero and set the last error. */
#define CHECK_FAILS(call, error)                                                                   \
    conformance_fails((SetLastError(0xdeadbeef), (ULONG_PTR)(call)), 0, error, __FILE__, __LINE__, \
                      #call)
/* The same for a call that returns INVALID_HANDLE_VALUE, or (DWORD)-1. */
#define CHECK_NO_FILE(call, error)                                                                 \
    conformance_fails((SetLastError(0xdeadbeef), (ULONG_PTR)(call)), 1, error, __FILE__, __LINE__, \
                      #call)
/* A check without which the rest makes no sense: if it fails, the case ends. */
#define REQUIRE(expression)     \
    do {                        \
        if (!CHECK(expression)) \
            conformance_end();  \
    } while (0)

/* Each returns whether the check held. */
int conformance_true(int held, const char *file, int line, const char *text);
int conformance_equal(long long actual, long long expected, const char *file, int line,
                      const char *actual_text, const char *expected_text);
int conformance_string(const char *actual, const char *expected, const char *file, int line,
                       const char *text);
int conformance_wide_string(const WCHAR *actual, const WCHAR *expected, const char *file, int line,
                            const char *text);
int conformance_fails(ULONG_PTR result, int minus_one, DWORD error, const char *file, int line,
                      const char *text);
void conformance_skip(const char *reason) __attribute__((noreturn));
void conformance_wine_differs(const char *reason);
void conformance_end(void) __attribute__((noreturn));

int on_wine(void);

/* Prints a line; for the rare case that has something to tell. */
void note(const char *text, long long value);

/* Starts this program again to run a CHILD, or NAME followed by more arguments. The caller closes
 * the handle. NULL, and a failed check, if that does not work. */
HANDLE start_child(const char *arguments);
/* Waits for a child, closes its handle, and gives its exit code (0xbad if it does not end). */
DWORD end_child(HANDLE process);

/* Touches memory and gives the code of the exception that this raised, or 0. The exception's
 * parameters, if there are any, are in probe_information. */
DWORD probe_read(const volatile void *address);
DWORD probe_write(volatile void *address);
DWORD probe_execute(const volatile void *address);
extern ULONG_PTR probe_information[2];

#endif
