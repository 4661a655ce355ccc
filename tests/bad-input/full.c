/*
 * full.c - a program on a disk of 256 KiB, which is its current directory: exit status 0 if each
 * failure is told as Windows tells it and what was written before is there, else the step's number.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>

static char block[4096];

static void require(int step, int holds)
{
    if (holds)
        return;
    fprintf(stderr, "step %d: error %lu, errno %d\n", step, GetLastError(), errno);
    ExitProcess((UINT)step);
}

/* Fills the disk with one file; its size. */
static LONGLONG fill(const char *name)
{
    LARGE_INTEGER size;
    LONGLONG sum = 0;
    DWORD done;
    HANDLE file = CreateFileA(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    require(1, file != INVALID_HANDLE_VALUE);
    while (WriteFile(file, block, sizeof block, &done, NULL))
        sum += done;
    require(2, GetLastError() == ERROR_DISK_FULL);
    require(3, GetFileSizeEx(file, &size) && size.QuadPart == sum && sum > 50000);
    require(4, CloseHandle(file));
    return sum;
}

static void copies(LONGLONG size)
{
    require(10, !CopyFileA("big", "copy", TRUE) && GetLastError() == ERROR_DISK_FULL);
    require(11, GetFileAttributesA("copy") == INVALID_FILE_ATTRIBUTES); /* nothing half is left */
    WIN32_FILE_ATTRIBUTE_DATA facts;
    require(12, GetFileAttributesExA("big", GetFileExInfoStandard, &facts) &&
                    facts.nFileSizeLow == size);
}

static void streams(void)
{
    FILE *file = fopen("stream", "wb");
    require(20, file != NULL);
    require(21, fwrite(block, 1, 100, file) == 100); /* in the buffer */
    errno = 0;
    require(22, fflush(file) == EOF && errno == ENOSPC && ferror(file));
    clearerr(file);
    require(23, fwrite(block, 1, 100, file) == 100 && fclose(file) == EOF);
}

/* Storing into a view cannot fail, so the room is taken when the mapping is made. */
static void mappings(void)
{
    HANDLE file =
        CreateFileA("mapped", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    require(30, file != INVALID_HANDLE_VALUE);
    require(31, CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 1 << 20, NULL) == NULL &&
                    GetLastError() == ERROR_DISK_FULL);
    require(32, GetFileSize(file, NULL) == 0);
    CloseHandle(file);
}

/* Room comes back, and all goes on. */
static void recovers(void)
{
    DWORD done = 0;
    require(40, DeleteFileA("big"));
    HANDLE file = CreateFileA("after", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    require(41, WriteFile(file, block, sizeof block, &done, NULL) && done == sizeof block);
    CloseHandle(file);
}

int main(void)
{
    memset(block, 'x', sizeof block);
    LONGLONG size = fill("big");
    copies(size);
    streams();
    mappings();
    recovers();
    return 0;
}
