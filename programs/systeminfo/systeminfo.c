/* systeminfo.c - what is known of the machine: [/fo table|list|csv] [/nh]. */
#include "table.h"
#include <winternl.h>

static WCHAR texts[16][128];
static COLUMN columns[16];
static int column_count;

static void add(const WCHAR *title, const WCHAR *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    _vsnwprintf(texts[column_count], 127, format, arguments);
    va_end(arguments);
    columns[column_count++] = (COLUMN){title, 0, FALSE};
}

static void gather(void)
{
    WCHAR name[256] = L"", path[MAX_PATH] = L"", zone[64] = L"";
    DWORD size = 256;
    SYSTEM_INFO info;
    MEMORYSTATUSEX memory = {.dwLength = sizeof memory};
    TIME_ZONE_INFORMATION time_zone;
    GetComputerNameW(name, &size);
    GetNativeSystemInfo(&info);
    GlobalMemoryStatusEx(&memory);
    if (GetTimeZoneInformation(&time_zone) != TIME_ZONE_ID_INVALID)
        wcsncpy(zone, time_zone.StandardName, 32);
    add(L"Host Name", L"%ls", name);
    add(L"OS Name", L"Microsoft Windows 10 Pro");
    add(L"OS Version", L"10.0.19045 N/A Build 19045");
    add(L"System Type", L"x64-based PC");
    add(L"Processor(s)", L"%lu Processor(s) Installed.", info.dwNumberOfProcessors);
    GetWindowsDirectoryW(path, MAX_PATH);
    add(L"Windows Directory", L"%ls", path);
    GetSystemDirectoryW(path, MAX_PATH);
    add(L"System Directory", L"%ls", path);
    GetUserDefaultLocaleName(path, MAX_PATH);
    add(L"System Locale", L"%ls", path);
    add(L"Time Zone", L"%ls", zone);
    add(L"Total Physical Memory", L"%ls MB", with_commas(memory.ullTotalPhys >> 20));
    add(L"Available Physical Memory", L"%ls MB", with_commas(memory.ullAvailPhys >> 20));
    add(L"Virtual Memory: Max Size", L"%ls MB", with_commas(memory.ullTotalPageFile >> 20));
}

int wmain(int count, WCHAR **words)
{
    enum table_format format = FORMAT_LIST;
    BOOL header = TRUE;
    const WCHAR *cells[16];
    for (int i = 1; i < count; i++)
        if (is_option(words[i], L"nh"))
            header = FALSE;
        else if (!is_option(words[i], L"fo") || i + 1 == count ||
                 !table_format_of(words[++i], &format)) {
            complain(L"ERROR: Invalid argument/option.\nType \"SYSTEMINFO /?\" for usage.\n");
            finish(1);
        }
    gather();
    TABLE table = {columns, column_count, NULL, 0};
    for (int i = 0; i < column_count; i++)
        cells[i] = texts[i];
    table_add(&table, cells);
    if (format != FORMAT_CSV)
        print(L"\n");
    table_print(&table, format, header);
    finish(0);
}
