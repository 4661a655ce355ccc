/*
 * Strings, memory, characters and sorting in msvcrt.dll.
 * Links: crt
 */
#define __USE_MINGW_ANSI_STDIO 0
#include "../conformance.h"
#pragma GCC diagnostic ignored "-Wformat"
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include <mbstring.h>

/* Every length and offset around the vector sizes, beside a page that must not be touched. */
static char *edge(void)
{
    DWORD old;
    char *pages = VirtualAlloc(NULL, 8192, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    VirtualProtect(pages + 4096, 4096, PAGE_NOACCESS, &old);
    return pages + 4096;
}

CASE(strlen_at_a_page_end)
{
    char *end = edge();
    for (int n = 0; n < 200; n++) {
        memset(end - n - 1, 'x', n);
        end[-1] = 0;
        CHECK_EQ(strlen(end - n - 1), n);
    }
}

CASE(wcslen_at_a_page_end)
{
    wchar_t *end = (wchar_t *)edge();
    for (int n = 0; n < 100; n++) {
        for (int i = 0; i < n; i++)
            end[i - n - 1] = 'x';
        end[-1] = 0;
        CHECK_EQ(wcslen(end - n - 1), n);
    }
}

CASE(memcpy_every_size)
{
    static char from[700], to[700];
    for (int i = 0; i < 700; i++)
        from[i] = (char)(i * 31 + 1);
    for (int n = 0; n < 600; n += n < 140 ? 1 : 37) {
        memset(to, 0, sizeof(to));
        CHECK_PTR(memcpy(to + 3, from + 5, n), to + 3);
        CHECK(!memcmp(to + 3, from + 5, n));
        CHECK_EQ(to[2], 0);
        CHECK_EQ(to[3 + n], 0);
    }
}

CASE(memmove_overlaps_both_ways)
{
    static unsigned char block[9000];
    for (int n = 1; n < 8000; n = n * 3 + 1) {
        for (int i = 0; i < 9000; i++)
            block[i] = (unsigned char)(i * 7 + (i >> 8));
        memmove(block + 10, block + 3, n);
        for (int i = 0; i < n; i++)
            if (block[10 + i] != (unsigned char)((i + 3) * 7 + ((i + 3) >> 8))) {
                CHECK_EQ(i, -1);
                break;
            }
        for (int i = 0; i < 9000; i++)
            block[i] = (unsigned char)(i * 7 + (i >> 8));
        memmove(block + 3, block + 10, n);
        for (int i = 0; i < n; i++)
            if (block[3 + i] != (unsigned char)((i + 10) * 7 + ((i + 10) >> 8))) {
                CHECK_EQ(i, -2);
                break;
            }
    }
}

CASE(memset_every_size)
{
    static char to[700];
    for (int n = 0; n < 600; n += n < 140 ? 1 : 37) {
        memset(to, 'a', sizeof(to));
        memset(to + 1, 'b', n);
        CHECK_EQ(to[0], 'a');
        CHECK_EQ(to[n + 1], 'a');
        for (int i = 1; i <= n; i++)
            if (to[i] != 'b') {
                CHECK_EQ(i, 0);
                break;
            }
    }
}

CASE(memcmp_signs)
{
    CHECK(memcmp("abc", "abd", 3) < 0);
    CHECK(memcmp("ab\xff", "ab\x01", 3) > 0);
    CHECK_EQ(memcmp("abc", "abd", 2), 0);
    char a[40], b[40];
    memset(a, 'x', 40);
    memset(b, 'x', 40);
    b[33] = 'y';
    CHECK(memcmp(a, b, 40) < 0);
    CHECK_EQ(memcmp(a, b, 33), 0);
}

CASE(memchr_stops_at_the_count)
{
    char *end = edge();
    memset(end - 50, 'x', 50);
    end[-1] = 'y';
    CHECK_PTR(memchr(end - 50, 'y', 50), end - 1);
    CHECK_PTR(memchr(end - 50, 'y', 49), NULL);
    CHECK_PTR(memchr(end - 50, 'z', 50), NULL);
}

CASE(strcmp_is_unsigned)
{
    CHECK(strcmp("a\xff", "a\x01") > 0);
    CHECK_EQ(strcmp("same", "same"), 0);
    CHECK(strcmp("", "a") < 0);
    CHECK_EQ(strncmp("abcX", "abcY", 3), 0);
}

CASE(strchr_and_strrchr)
{
    const char *text = "a,b,c";
    CHECK_PTR(strchr(text, ','), text + 1);
    CHECK_PTR(strrchr(text, ','), text + 3);
    CHECK_PTR(strchr(text, 0), text + 5);
    CHECK_PTR(strchr(text, 'z'), NULL);
}

CASE(strncpy_pads)
{
    char to[8] = "#######";
    strncpy(to, "ab", 5);
    CHECK(!memcmp(to, "ab\0\0\0##", 7));
}

CASE(strtok_words)
{
    char text[] = ",,a,b;;c";
    CHECK_STR(strtok(text, ",;"), "a");
    CHECK_STR(strtok(NULL, ",;"), "b");
    CHECK_STR(strtok(NULL, ",;"), "c");
    CHECK_PTR(strtok(NULL, ",;"), NULL);
}

CASE(spans)
{
    CHECK_EQ(strspn("aabbc", "ab"), 4);
    CHECK_EQ(strcspn("hello, world", ", "), 5);
    CHECK_STR(strpbrk("hello", "xyzl"), "llo");
    CHECK_STR(strstr("needle in hay", "in"), "in hay");
}

CASE(stricmp_ignores_case)
{
    CHECK_EQ(_stricmp("HeLLo", "hEllO"), 0);
    CHECK(_stricmp("a", "B") < 0);
    CHECK(_stricmp("_", "A") < 0);
    CHECK_EQ(_strnicmp("ABCx", "abcY", 3), 0);
    CHECK_EQ(_wcsicmp(L"ABC", L"abc"), 0);
}

CASE(case_and_reverse)
{
    char text[] = "MiXed1";
    CHECK_STR(_strlwr(text), "mixed1");
    CHECK_STR(_strupr(text), "MIXED1");
    CHECK_STR(_strrev(text), "1DEXIM");
    CHECK_STR(_strset(text, '*'), "******");
}

CASE(ctype_of_c_locale)
{
    CHECK(isalpha('a') && isalpha('Z') && !isalpha('1') && !isalpha(0xe9));
    CHECK(isspace('\t') && isspace('\v') && !isspace('x'));
    CHECK(isprint(' ') && !isprint('\t') && !isprint(0x7f));
    CHECK(ispunct('!') && !ispunct(' '));
    CHECK(iscntrl(0x1f) && iscntrl(0x7f) && !isalpha(EOF));
    CHECK_EQ(tolower('A'), 'a');
    CHECK_EQ(toupper('1'), '1');
}

CASE(wide_ctype)
{
    CHECK(iswalpha(L'a') && iswalpha(0x3b1));
    CHECK(iswdigit(L'5') && !iswdigit(L'a'));
    CHECK(iswspace(L' ') && !iswalpha(WEOF));
    CHECK_EQ(towupper(L'a'), L'A');
}

static int order(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

CASE(qsort_sorts)
{
    static int values[2000];
    unsigned seed = 1;
    for (int i = 0; i < 2000; i++)
        values[i] = (int)((seed = seed * 1103515245 + 12345) >> 16 & 1023);
    qsort(values, 2000, sizeof(int), order);
    for (int i = 1; i < 2000; i++)
        if (values[i - 1] > values[i]) {
            CHECK_EQ(i, 0);
            break;
        }
}

CASE(qsort_sorted_and_equal_input)
{
    static int values[3000];
    for (int i = 0; i < 3000; i++)
        values[i] = i < 1500 ? i : 7;
    qsort(values, 3000, sizeof(int), order);
    for (int i = 1; i < 3000; i++)
        if (values[i - 1] > values[i]) {
            CHECK_EQ(i, 0);
            break;
        }
}

CASE(bsearch_finds)
{
    int values[] = {1, 3, 5, 7, 9}, key = 7, none = 4;
    CHECK_PTR(bsearch(&key, values, 5, sizeof(int), order), values + 3);
    CHECK_PTR(bsearch(&none, values, 5, sizeof(int), order), NULL);
}

CASE(multibyte_in_c_locale)
{
    wchar_t wide[8];
    char narrow[8];
    CHECK_EQ(mbstowcs(wide, "a\xe9", 8), 2);
    CHECK_EQ(wide[1], 0xe9);
    CHECK_EQ(wcstombs(narrow, L"ab", 8), 2);
    errno = 0;
    CHECK_EQ((int)wcstombs(narrow, L"\x20ac", 8), -1);
    CHECK_EQ(errno, EILSEQ);
    CHECK_EQ(mblen("", 1), 0);
}

CASE(locale_names)
{
    CHECK_STR(setlocale(LC_ALL, NULL), "C");
    CHECK(setlocale(LC_ALL, "nonsense") == NULL);
    CHECK_STR(setlocale(LC_ALL, "C"), "C");
    CHECK_STR(localeconv()->decimal_point, ".");
}

CASE(mbs_in_a_single_byte_page)
{
    CHECK_EQ(_mbslen((unsigned char *)"abc"), 3);
    CHECK_STR((char *)_mbsrchr((unsigned char *)"a\\b\\c", '\\'), "\\c");
    CHECK_EQ(_mbscmp((unsigned char *)"a", (unsigned char *)"b"), -1);
}
