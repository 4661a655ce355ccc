/*
 * windows.h - as much of the Windows headers as the batch parser's files need to be compiled for
 * the host, where a fuzzer can watch their memory. Nothing outside the process is touched: there
 * are a few variables and no files.
 */
#ifndef FUZZ_WINDOWS_H
#define FUZZ_WINDOWS_H

#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

typedef wchar_t WCHAR;
typedef int BOOL;
typedef uint16_t WORD, USHORT;
typedef uint32_t DWORD, ULONG;
typedef int32_t LONG;
typedef void *HANDLE;
typedef struct {
    DWORD dwLowDateTime, dwHighDateTime;
} FILETIME;
typedef struct {
    WORD wYear, wMonth, wDayOfWeek, wDay, wHour, wMinute, wSecond, wMilliseconds;
} SYSTEMTIME;
typedef struct {
    DWORD dwFileAttributes;
    FILETIME ftCreationTime, ftLastAccessTime, ftLastWriteTime;
    DWORD nFileSizeHigh, nFileSizeLow;
} WIN32_FILE_ATTRIBUTE_DATA;
typedef struct {
    DWORD cb;
} STARTUPINFOW;

#define MAX_PATH                     260
#define FILE_ATTRIBUTE_READONLY      0x1
#define FILE_ATTRIBUTE_HIDDEN        0x2
#define FILE_ATTRIBUTE_SYSTEM        0x4
#define FILE_ATTRIBUTE_DIRECTORY     0x10
#define FILE_ATTRIBUTE_ARCHIVE       0x20
#define FILE_ATTRIBUTE_TEMPORARY     0x100
#define FILE_ATTRIBUTE_REPARSE_POINT 0x400
#define FILE_ATTRIBUTE_COMPRESSED    0x800
#define FILE_ATTRIBUTE_OFFLINE       0x1000
#define GetFileExInfoStandard        0
#define LOCALE_USER_DEFAULT          0x400
#define _wcsicmp                     wcscasecmp
#define _wcsnicmp                    wcsncasecmp

int wcscasecmp(const wchar_t *a, const wchar_t *b);
int wcsncasecmp(const wchar_t *a, const wchar_t *b, size_t count);
#define _vsnwprintf vswprintf
void _wsplitpath(const WCHAR *path, WCHAR *drive, WCHAR *folder, WCHAR *base, WCHAR *end);
DWORD GetEnvironmentVariableW(const WCHAR *name, WCHAR *value, DWORD room);
BOOL SetEnvironmentVariableW(const WCHAR *name, const WCHAR *value);
BOOL GetFileAttributesExW(const WCHAR *path, int level, void *facts);
DWORD GetFullPathNameW(const WCHAR *name, DWORD room, WCHAR *path, WCHAR **last);
DWORD SearchPathW(const WCHAR *list, const WCHAR *name, const WCHAR *end, DWORD room, WCHAR *path,
                  WCHAR **last);
DWORD GetCurrentDirectoryW(DWORD room, WCHAR *path);
const WCHAR *GetCommandLineW(void);
int GetDateFormatW(DWORD locale, DWORD flags, const SYSTEMTIME *time, const WCHAR *format,
                   WCHAR *text, int room);
void GetLocalTime(SYSTEMTIME *time);
BOOL FileTimeToLocalFileTime(const FILETIME *time, FILETIME *local);
BOOL FileTimeToSystemTime(const FILETIME *time, SYSTEMTIME *system);

#endif
