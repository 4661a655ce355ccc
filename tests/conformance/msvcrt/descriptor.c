/*
 * Low-level input and output of msvcrt.dll, and file names.
 * Links: crt
 */
#define __USE_MINGW_ANSI_STDIO 0
#include "../conformance.h"
#pragma GCC diagnostic ignored "-Wformat"
#include <direct.h>
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utime.h>

static char bytes[64];

static int make(const char *name, const char *text)
{
    int fd = _open(name, _O_CREAT | _O_TRUNC | _O_RDWR | _O_BINARY, _S_IREAD | _S_IWRITE);
    if (fd >= 0)
        _write(fd, text, (unsigned)strlen(text));
    return fd;
}

CASE(open_exclusive)
{
    _close(make("t", "x"));
    errno = 0;
    CHECK_EQ(_open("t", _O_CREAT | _O_EXCL | _O_WRONLY, _S_IWRITE), -1);
    CHECK_EQ(errno, EEXIST);
}

CASE(open_missing)
{
    errno = 0;
    CHECK_EQ(_open("none", _O_RDONLY), -1);
    CHECK_EQ(errno, ENOENT);
}

CASE(open_directory)
{
    _mkdir("d");
    errno = 0;
    CHECK_EQ(_open("d", _O_RDONLY), -1);
    CHECK_EQ(errno, EACCES);
}

CASE(lseek_and_read)
{
    int fd = make("t", "0123456789");
    CHECK_EQ(_lseeki64(fd, 4, SEEK_SET), 4);
    CHECK_EQ(_read(fd, bytes, 3), 3);
    CHECK(!memcmp(bytes, "456", 3));
    CHECK_EQ(_telli64(fd), 7);
    CHECK_EQ(_filelengthi64(fd), 10);
    CHECK_EQ(_lseek(fd, 0, SEEK_END), 10);
    CHECK_EQ(_eof(fd), 1);
    _close(fd);
}

CASE(setmode_changes_translation)
{
    int fd = make("t", "");
    CHECK_EQ(_setmode(fd, _O_TEXT), _O_BINARY);
    CHECK_EQ(_write(fd, "a\n", 2), 2);
    CHECK_EQ(_setmode(fd, _O_BINARY), _O_TEXT);
    CHECK_EQ(_filelength(fd), 3);
    _close(fd);
}

CASE(dup_shares_the_position)
{
    int fd = make("t", "abc"), copy = _dup(fd);
    REQUIRE(copy >= 0);
    _lseek(fd, 1, SEEK_SET);
    CHECK_EQ(_read(copy, bytes, 1), 1);
    CHECK_EQ(bytes[0], 'b');
    _close(fd);
    CHECK_EQ(_read(copy, bytes, 1), 1);
    _close(copy);
}

CASE(dup2_replaces)
{
    int a = make("a", "A"), b = make("b", "B");
    CHECK_EQ(_dup2(a, b), 0);
    CHECK_EQ(_write(b, "x", 1), 1);
    _close(a);
    _close(b);
    struct _stat64 st;
    _stat64("a", &st);
    CHECK_EQ(st.st_size, 2);
}

CASE(pipe_carries_bytes)
{
    int ends[2];
    CHECK_EQ(_pipe(ends, 256, _O_BINARY), 0);
    CHECK_EQ(_write(ends[1], "hello", 5), 5);
    _close(ends[1]);
    CHECK_EQ(_read(ends[0], bytes, 64), 5);
    CHECK_EQ(_read(ends[0], bytes, 64), 0);
    _close(ends[0]);
}

CASE(append_descriptor)
{
    _close(make("t", "abc"));
    int fd = _open("t", _O_WRONLY | _O_APPEND | _O_BINARY);
    CHECK_EQ(_write(fd, "d", 1), 1);
    CHECK_EQ(_filelength(fd), 4);
    _close(fd);
}

CASE(chsize_grows_and_cuts)
{
    int fd = make("t", "abcdef");
    CHECK_EQ(_chsize(fd, 3), 0);
    CHECK_EQ(_filelength(fd), 3);
    CHECK_EQ(_chsize(fd, 100), 0);
    CHECK_EQ(_filelength(fd), 100);
    _close(fd);
}

CASE(stat_of_file_and_directory)
{
    struct _stat64 st;
    WINE_DIFFERS("Wine 8 does not tell programs by their names");
    _close(make("t.exe", "12345"));
    _mkdir("d");
    CHECK_EQ(_stat64("t.exe", &st), 0);
    CHECK_EQ(st.st_size, 5);
    CHECK_EQ(st.st_mode & _S_IFMT, _S_IFREG);
    CHECK(st.st_mode & _S_IEXEC);
    CHECK(st.st_mode & _S_IWRITE);
    CHECK_EQ(_stat64("d", &st), 0);
    CHECK_EQ(st.st_mode & _S_IFMT, _S_IFDIR);
    errno = 0;
    CHECK_EQ(_stat64("none", &st), -1);
    CHECK_EQ(errno, ENOENT);
}

CASE(access_and_chmod)
{
    _close(make("t", "x"));
    CHECK_EQ(_access("t", 6), 0);
    CHECK_EQ(_chmod("t", _S_IREAD), 0);
    CHECK_EQ(_access("t", 4), 0);
    errno = 0;
    CHECK_EQ(_access("t", 2), -1);
    CHECK_EQ(errno, EACCES);
    _chmod("t", _S_IWRITE);
    CHECK_EQ(remove("t"), 0);
    CHECK_EQ(_access("t", 0), -1);
}

CASE(rename_refuses_existing)
{
    _close(make("a", "A"));
    _close(make("b", "B"));
    CHECK_EQ(rename("a", "c"), 0);
    errno = 0;
    CHECK_EQ(rename("b", "c"), -1);
    CHECK_EQ(errno, EEXIST);
}

CASE(rmdir_refuses_what_is_not_empty)
{
    _mkdir("d");
    _close(make("d\\f", "x"));
    errno = 0;
    CHECK_EQ(_rmdir("d"), -1);
    CHECK_EQ(errno, ENOTEMPTY);
    remove("d\\f");
    CHECK_EQ(_rmdir("d"), 0);
    errno = 0;
    CHECK_EQ(_rmdir("d"), -1);
    CHECK_EQ(errno, ENOENT);
}

CASE(find_lists_files)
{
    struct __finddata64_t data;
    int count = 0;
    _close(make("x1.txt", "1"));
    _close(make("x2.txt", "22"));
    _close(make("y.dat", "3"));
    intptr_t search = _findfirst64("x*.txt", &data);
    REQUIRE(search != -1);
    do {
        count++;
        CHECK(!strncmp(data.name, "x", 1));
        CHECK_EQ(data.size, data.name[1] - '0');
    } while (_findnext64(search, &data) == 0);
    CHECK_EQ(errno, ENOENT);
    CHECK_EQ(_findclose(search), 0);
    CHECK_EQ(count, 2);
}

CASE(utime_sets_the_time)
{
    struct __utimbuf64 times = {1000000000, 1000000000};
    struct _stat64 st;
    _close(make("t", "x"));
    CHECK_EQ(_utime64("t", &times), 0);
    CHECK_EQ(_stat64("t", &st), 0);
    CHECK_EQ(st.st_mtime, 1000000000);
}

CASE(getcwd_and_chdir)
{
    char before[MAX_PATH], after[MAX_PATH];
    CHECK(_getcwd(before, MAX_PATH) != NULL);
    _mkdir("d");
    CHECK_EQ(_chdir("d"), 0);
    CHECK(_getcwd(after, MAX_PATH) != NULL);
    CHECK_EQ(strlen(after), strlen(before) + 2);
    errno = 0;
    CHECK_EQ(_chdir("none"), -1);
    CHECK_EQ(errno, ENOENT);
    _chdir(before);
}

CASE(splitpath_parts)
{
    char drive[8], dir[64], name[64], ext[64];
    _splitpath("C:\\dir.x\\sub/file.tar.gz", drive, dir, name, ext);
    CHECK_STR(drive, "C:");
    CHECK_STR(dir, "\\dir.x\\sub/");
    CHECK_STR(name, "file.tar");
    CHECK_STR(ext, ".gz");
}

CASE(makepath_adds_what_is_missing)
{
    char path[MAX_PATH];
    _makepath(path, "c", "dir", "name", "ext");
    CHECK_STR(path, "c:dir\\name.ext");
}

CASE(fullpath_resolves_dots)
{
    char path[MAX_PATH];
    CHECK(_fullpath(path, "C:\\a\\.\\b\\..\\c", MAX_PATH) != NULL);
    CHECK_STR(path, "C:\\a\\c");
}

CASE(closed_descriptor_is_bad)
{
    int fd = make("t", "x");
    CHECK_EQ(_close(fd), 0);
    errno = 0;
    CHECK_EQ(_close(fd), -1);
    CHECK_EQ(errno, EBADF);
}

CASE(osfhandle_round_trip)
{
    HANDLE file = CreateFileA("t", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    int fd = _open_osfhandle((intptr_t)file, _O_BINARY);
    REQUIRE(fd >= 0);
    CHECK_EQ(_get_osfhandle(fd), (intptr_t)file);
    CHECK_EQ(_write(fd, "abc", 3), 3);
    CHECK_EQ(_close(fd), 0);
}
