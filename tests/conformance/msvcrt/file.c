/*
 * Streams of msvcrt.dll: modes, text translation, positions, wide text.
 * Links: crt
 */
#define __USE_MINGW_ANSI_STDIO 0
#include "../conformance.h"
#pragma GCC diagnostic ignored "-Wformat"
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <wchar.h>

static char bytes[8192];

static void put_file(const char *name, const void *data, DWORD size)
{
    DWORD done;
    HANDLE file = CreateFileA(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    WriteFile(file, data, size, &done, NULL);
    CloseHandle(file);
}

static DWORD get_file(const char *name)
{
    DWORD done = 0;
    HANDLE file = CreateFileA(name, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    memset(bytes, 0, sizeof(bytes));
    ReadFile(file, bytes, sizeof(bytes) - 1, &done, NULL);
    CloseHandle(file);
    return done;
}

CASE(text_mode_writes_crlf)
{
    FILE *f = fopen("t", "w");
    REQUIRE(f);
    fputs("a\nb\n", f);
    fclose(f);
    CHECK_EQ(get_file("t"), 6);
    CHECK_STR(bytes, "a\r\nb\r\n");
}

CASE(binary_mode_writes_as_is)
{
    FILE *f = fopen("t", "wb");
    REQUIRE(f);
    fputs("a\nb\n", f);
    fclose(f);
    CHECK_EQ(get_file("t"), 4);
}

CASE(text_mode_reads_lf)
{
    char line[32];
    put_file("t", "one\r\ntwo\r\n", 10);
    FILE *f = fopen("t", "r");
    REQUIRE(f);
    CHECK_STR(fgets(line, 32, f), "one\n");
    CHECK_STR(fgets(line, 32, f), "two\n");
    CHECK(!fgets(line, 32, f));
    CHECK(feof(f));
    fclose(f);
}

CASE(lone_cr_stays)
{
    put_file("t", "a\rb\r\r\nc", 7);
    FILE *f = fopen("t", "r");
    REQUIRE(f);
    CHECK_EQ(fread(bytes, 1, 100, f), 6);
    CHECK(!memcmp(bytes, "a\rb\r\nc", 6));
    fclose(f);
}

CASE(ctrl_z_ends_text)
{
    put_file("t",
             "ab\x1a"
             "cd",
             5);
    FILE *f = fopen("t", "r");
    REQUIRE(f);
    CHECK_EQ(fread(bytes, 1, 100, f), 2);
    CHECK(feof(f));
    fclose(f);
    f = fopen("t", "rb");
    CHECK_EQ(fread(bytes, 1, 100, f), 5);
    fclose(f);
}

CASE(ftell_in_text_mode_is_exact)
{
    char line[32];
    put_file("t", "one\r\ntwo\r\nthree\r\n", 17);
    FILE *f = fopen("t", "r");
    REQUIRE(f);
    fgets(line, 32, f);
    CHECK_EQ(ftell(f), 5);
    fgets(line, 32, f);
    CHECK_EQ(ftell(f), 10);
    CHECK_EQ(fseek(f, 5, SEEK_SET), 0);
    CHECK_STR(fgets(line, 32, f), "two\n");
    fclose(f);
}

CASE(ftell_after_text_write)
{
    FILE *f = fopen("t", "w");
    REQUIRE(f);
    fputs("a\nb", f);
    CHECK_EQ(ftell(f), 4);
    fclose(f);
}

CASE(seek_end_and_back)
{
    put_file("t", "0123456789", 10);
    FILE *f = fopen("t", "rb");
    REQUIRE(f);
    CHECK_EQ(fseek(f, -3, SEEK_END), 0);
    CHECK_EQ(fgetc(f), '7');
    CHECK_EQ(fseek(f, -2, SEEK_CUR), 0);
    CHECK_EQ(fgetc(f), '6');
    CHECK_EQ(ftell(f), 7);
    rewind(f);
    CHECK_EQ(fgetc(f), '0');
    fclose(f);
}

CASE(seek_clears_eof)
{
    put_file("t", "a", 1);
    FILE *f = fopen("t", "rb");
    REQUIRE(f);
    fgetc(f);
    CHECK_EQ(fgetc(f), EOF);
    CHECK(feof(f));
    fseek(f, 0, SEEK_SET);
    CHECK(!feof(f));
    fclose(f);
}

CASE(ungetc_is_read_again)
{
    put_file("t", "ab", 2);
    FILE *f = fopen("t", "rb");
    REQUIRE(f);
    int c = fgetc(f);
    CHECK_EQ(ungetc('X', f), 'X');
    CHECK_EQ(c, 'a');
    CHECK_EQ(fgetc(f), 'X');
    CHECK_EQ(fgetc(f), 'b');
    CHECK_EQ(ungetc(EOF, f), EOF);
    fclose(f);
}

CASE(append_goes_to_the_end)
{
    put_file("t", "abc", 3);
    FILE *f = fopen("t", "ab");
    REQUIRE(f);
    fputs("def", f);
    fclose(f);
    get_file("t");
    CHECK_STR(bytes, "abcdef");
}

CASE(update_reads_then_writes)
{
    put_file("t", "abcdef", 6);
    FILE *f = fopen("t", "r+b");
    REQUIRE(f);
    CHECK_EQ(fgetc(f), 'a');
    fseek(f, 0, SEEK_CUR);
    CHECK_EQ(fputc('X', f), 'X');
    fseek(f, 0, SEEK_CUR);
    CHECK_EQ(fgetc(f), 'c');
    fclose(f);
    get_file("t");
    CHECK_STR(bytes, "aXcdef");
}

CASE(missing_file)
{
    errno = 0;
    CHECK(!fopen("no such file", "r"));
    CHECK_EQ(errno, ENOENT);
}

CASE(write_to_a_reader_fails)
{
    put_file("t", "a", 1);
    FILE *f = fopen("t", "r");
    REQUIRE(f);
    CHECK_EQ(fputc('x', f), EOF);
    CHECK(ferror(f));
    clearerr(f);
    CHECK(!ferror(f));
    fclose(f);
}

CASE(large_block_round_trip)
{
    static char block[70000], back[70000];
    for (int i = 0; i < 70000; i++)
        block[i] = (char)(i * 7);
    FILE *f = fopen("t", "wb");
    REQUIRE(f);
    CHECK_EQ(fwrite(block, 1000, 70, f), 70);
    fclose(f);
    f = fopen("t", "rb");
    CHECK_EQ(fread(back, 1, 70001, f), 70000);
    CHECK(!memcmp(block, back, 70000));
    CHECK(feof(f));
    fclose(f);
}

CASE(fread_counts_whole_items)
{
    put_file("t", "1234567", 7);
    FILE *f = fopen("t", "rb");
    REQUIRE(f);
    CHECK_EQ(fread(bytes, 3, 5, f), 2);
    fclose(f);
}

CASE(unbuffered_is_seen_at_once)
{
    FILE *f = fopen("t", "wb");
    struct _stat64 st;
    REQUIRE(f);
    CHECK_EQ(setvbuf(f, NULL, _IONBF, 0), 0);
    fputc('x', f);
    CHECK_EQ(_stat64("t", &st), 0);
    CHECK_EQ(st.st_size, 1);
    fclose(f);
}

CASE(buffered_is_not_seen_before_flush)
{
    FILE *f = fopen("t", "wb");
    struct _stat64 st;
    REQUIRE(f);
    fputc('x', f);
    _stat64("t", &st);
    CHECK_EQ(st.st_size, 0);
    fflush(f);
    _stat64("t", &st);
    CHECK_EQ(st.st_size, 1);
    fclose(f);
}

CASE(wide_text_as_ansi)
{
    FILE *f = fopen("t", "w");
    REQUIRE(f);
    CHECK(fputws(L"ab\n", f) >= 0);
    CHECK_EQ(fwprintf(f, L"%d", 7), 1);
    fclose(f);
    CHECK_EQ(get_file("t"), 5);
    CHECK_STR(bytes, "ab\r\n7");
}

CASE(wide_binary_is_utf16)
{
    FILE *f = fopen("t", "wb");
    REQUIRE(f);
    fputws(L"ab\n", f);
    fclose(f);
    CHECK_EQ(get_file("t"), 6);
    CHECK(!memcmp(bytes, L"ab\n", 6));
}

CASE(ccs_utf8_writes_mark_and_text)
{
    FILE *f = _wfopen(L"t", L"w, ccs=UTF-8");
    REQUIRE(f);
    fputws(L"\x20ac\n", f);
    fclose(f);
    CHECK_EQ(get_file("t"), 8);
    CHECK(!memcmp(bytes, "\xef\xbb\xbf\xe2\x82\xac\r\n", 8));
}

CASE(ccs_utf8_reads)
{
    wchar_t line[16];
    put_file("t", "\xef\xbb\xbf\xe2\x82\xac\r\nb", 9);
    FILE *f = _wfopen(L"t", L"r, ccs=UTF-8");
    REQUIRE(f);
    CHECK_WSTR(fgetws(line, 16, f), L"\x20ac\n");
    CHECK_EQ(fgetwc(f), 'b');
    CHECK_EQ(fgetwc(f), WEOF);
    fclose(f);
}

CASE(ccs_utf16_round_trip)
{
    wchar_t line[16];
    FILE *f = _wfopen(L"t", L"w, ccs=UTF-16LE");
    REQUIRE(f);
    fputws(L"x\n", f);
    fclose(f);
    CHECK_EQ(get_file("t"), 8);
    CHECK(!memcmp(bytes, "\xff\xfex\0\r\0\n\0", 8));
    f = _wfopen(L"t", L"r, ccs=UTF-16LE");
    CHECK_WSTR(fgetws(line, 16, f), L"x\n");
    fclose(f);
}

CASE(fgetpos_and_fsetpos)
{
    fpos_t at;
    put_file("t", "abcdef", 6);
    FILE *f = fopen("t", "rb");
    REQUIRE(f);
    fgetc(f);
    fgetc(f);
    CHECK_EQ(fgetpos(f, &at), 0);
    CHECK_EQ(at, 2);
    fgetc(f);
    CHECK_EQ(fsetpos(f, &at), 0);
    CHECK_EQ(fgetc(f), 'c');
    fclose(f);
}

CASE(freopen_takes_the_stream)
{
    FILE *f = fopen("a", "w");
    REQUIRE(f);
    fputs("first", f);
    FILE *g = freopen("b", "w", f);
    CHECK_PTR(g, f);
    fputs("second", g);
    fclose(g);
    get_file("a");
    CHECK_STR(bytes, "first");
    get_file("b");
    CHECK_STR(bytes, "second");
}

CASE(tmpfile_works)
{
    FILE *f = tmpfile();
    REQUIRE(f);
    fputs("abc", f);
    rewind(f);
    CHECK_EQ(fgetc(f), 'a');
    fclose(f);
}

CASE(fgets_takes_size_minus_one)
{
    char line[4];
    put_file("t", "abcdef", 6);
    FILE *f = fopen("t", "rb");
    REQUIRE(f);
    CHECK_STR(fgets(line, 4, f), "abc");
    CHECK_STR(fgets(line, 4, f), "def");
    fclose(f);
}

CASE(fdopen_shares_the_descriptor)
{
    int fd = _open("t", _O_CREAT | _O_WRONLY | _O_BINARY, _S_IWRITE);
    REQUIRE(fd >= 0);
    FILE *f = _fdopen(fd, "wb");
    REQUIRE(f);
    CHECK_EQ(_fileno(f), fd);
    fputs("x\n", f);
    fclose(f);
    CHECK_EQ(get_file("t"), 2);
    CHECK_EQ(_write(1000, "x", 1), -1);
}

CASE(fscanf_leaves_the_rest)
{
    int value;
    put_file("t", "12 rest", 7);
    FILE *f = fopen("t", "r");
    REQUIRE(f);
    CHECK_EQ(fscanf(f, "%d", &value), 1);
    CHECK_EQ(value, 12);
    CHECK_EQ(fgetc(f), ' ');
    CHECK_EQ(fgetc(f), 'r');
    fclose(f);
}
