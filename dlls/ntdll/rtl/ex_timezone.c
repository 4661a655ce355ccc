/*
 * ex_timezone.c - reads the POSIX rule at the end of a TZif file ("CET-1CEST,M3.5.0,M10.5.0/3"),
 * which is in force from its last transition on, as Windows' rule: the nth weekday of a month.
 */
#include "ex_timezone.h"
#include "io_proto.h"

enum { FILE_ROOM = 16384, NAME_ROOM = 32 };

struct rule {
    char standard[NAME_ROOM], daylight[NAME_ROOM];
    LONG standard_west, daylight_west; /* seconds west of Greenwich */
    TIME_FIELDS start, end;            /* of daylight time; month 0 where there is none */
};

static RTL_DYNAMIC_TIME_ZONE zone;
static LONG zone_state; /* 0 not read, 1 being read, 2 there */

static BOOLEAN read_file(PCWSTR path, char *to, ULONG room, ULONG *size)
{
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK io;
    LARGE_INTEGER offset = {.QuadPart = 0};
    HANDLE file;
    NTSTATUS status;

    RtlInitUnicodeString(&name, path);
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    status =
        NtOpenFile(&file, FILE_GENERIC_READ, &attributes, &io, FILE_SHARE_READ | FILE_SHARE_WRITE,
                   FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE);
    if (!NT_SUCCESS(status))
        return FALSE;
    status = NtReadFile(file, NULL, NULL, NULL, &io, to, room, &offset, NULL);
    *size = NT_SUCCESS(status) ? (ULONG)io.Information : 0;
    NtClose(file);
    return *size != 0;
}

/* A name: letters, or anything between angle brackets. */
static const char *parse_name(const char *p, char *to)
{
    int n = 0, quoted = *p == '<';

    p += quoted;
    while (*p && n < NAME_ROOM - 1 && (quoted ? *p != '>' : isalpha((unsigned char)*p)))
        to[n++] = *p++;
    to[n] = 0;
    return p + (quoted && *p == '>');
}

/* [+-]hh[:mm[:ss]] in seconds. */
static const char *parse_offset(const char *p, LONG *seconds)
{
    int sign = *p == '-' ? -1 : 1;
    LONG part = 3600;

    p += *p == '-' || *p == '+';
    for (*seconds = 0; part; part /= 60) {
        LONG value = 0;

        while (*p >= '0' && *p <= '9')
            value = value * 10 + (*p++ - '0');
        *seconds += value * part;
        if (*p != ':')
            break;
        p++;
    }
    *seconds *= sign;
    return p;
}

/* Mm.w.d[/time]. The forms by day of year have no counterpart, and end the parse. */
static const char *parse_date(const char *p, TIME_FIELDS *date)
{
    LONG numbers[3] = {0}, time = 7200;

    if (*p != 'M')
        return NULL;
    for (int i = 0; i < 3; i++) {
        p++;
        while (*p >= '0' && *p <= '9')
            numbers[i] = numbers[i] * 10 + (*p++ - '0');
        if (i < 2 && *p != '.')
            return NULL;
    }
    if (*p == '/')
        p = parse_offset(p + 1, &time);
    if (time < 0 || time >= 86400)
        time = time < 0 ? 0 : 86399;
    memset(date, 0, sizeof *date);
    date->Month = (SHORT)numbers[0];
    date->Day = (SHORT)numbers[1];
    date->Weekday = (SHORT)numbers[2];
    date->Hour = (SHORT)(time / 3600);
    date->Minute = (SHORT)(time / 60 % 60);
    date->Second = (SHORT)(time % 60);
    return numbers[0] >= 1 && numbers[0] <= 12 ? p : NULL;
}

static BOOLEAN parse_rule(const char *p, struct rule *r)
{
    memset(r, 0, sizeof *r);
    p = parse_name(p, r->standard);
    if (!r->standard[0])
        return FALSE;
    p = parse_offset(p, &r->standard_west);
    r->daylight_west = r->standard_west - 3600;
    if (!*p)
        return TRUE;
    p = parse_name(p, r->daylight);
    if (*p && *p != ',')
        p = parse_offset(p, &r->daylight_west);
    if (*p == ',')
        p = parse_date(p + 1, &r->start);
    if (p && *p == ',')
        p = parse_date(p + 1, &r->end);
    if (!p || !r->end.Month)
        r->start.Month = r->end.Month = 0;
    return TRUE;
}

/* The line between the last two line feeds of the file. */
static BOOLEAN find_rule(char *file, ULONG size, struct rule *r)
{
    ULONG start = size - 1;

    if (size < 46 || memcmp(file, "TZif", 4) || file[size - 1] != '\n')
        return FALSE;
    while (start && file[start - 1] != '\n')
        start--;
    file[size - 1] = 0;
    return parse_rule(file + start, r);
}

/* Zones that have a well-known name on Windows, by the host's abbreviation and offset (minutes
 * west). */
static const struct {
    const char *standard, *daylight;
    LONG west;
    PCWSTR name, daylight_name;
} known[] = {
    {"UTC", "", 0, L"Coordinated Universal Time", L"Coordinated Universal Time"},
    {"GMT", "BST", 0, L"GMT Standard Time", L"GMT Daylight Time"},
    {"GMT", "", 0, L"Greenwich Standard Time", L"Greenwich Daylight Time"},
    {"WET", "WEST", 0, L"GMT Standard Time", L"GMT Daylight Time"},
    {"CET", "CEST", -60, L"W. Europe Standard Time", L"W. Europe Daylight Time"},
    {"EET", "EEST", -120, L"FLE Standard Time", L"FLE Daylight Time"},
    {"MSK", "", -180, L"Russian Standard Time", L"Russian Daylight Time"},
    {"IST", "", -330, L"India Standard Time", L"India Daylight Time"},
    {"CST", "", -480, L"China Standard Time", L"China Daylight Time"},
    {"JST", "", -540, L"Tokyo Standard Time", L"Tokyo Daylight Time"},
    {"KST", "", -540, L"Korea Standard Time", L"Korea Daylight Time"},
    {"AEST", "AEDT", -600, L"AUS Eastern Standard Time", L"AUS Eastern Daylight Time"},
    {"NZST", "NZDT", -720, L"New Zealand Standard Time", L"New Zealand Daylight Time"},
    {"AST", "ADT", 240, L"Atlantic Standard Time", L"Atlantic Daylight Time"},
    {"EST", "EDT", 300, L"Eastern Standard Time", L"Eastern Daylight Time"},
    {"CST", "CDT", 360, L"Central Standard Time", L"Central Daylight Time"},
    {"MST", "MDT", 420, L"Mountain Standard Time", L"Mountain Daylight Time"},
    {"MST", "", 420, L"US Mountain Standard Time", L"US Mountain Daylight Time"},
    {"PST", "PDT", 480, L"Pacific Standard Time", L"Pacific Daylight Time"},
    {"AKST", "AKDT", 540, L"Alaskan Standard Time", L"Alaskan Daylight Time"},
    {"HST", "", 600, L"Hawaiian Standard Time", L"Hawaiian Daylight Time"},
};

static VOID copy_ascii(WCHAR *to, const char *from)
{
    while ((*to++ = (unsigned char)*from++))
        ;
}

static VOID set_names(const struct rule *r)
{
    for (SIZE_T i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].standard, r->standard) || strcmp(known[i].daylight, r->daylight) ||
            known[i].west != zone.Bias)
            continue;
        wcscpy(zone.StandardName, known[i].name);
        wcscpy(zone.DaylightName, known[i].daylight_name);
        wcscpy(zone.TimeZoneKeyName, i ? known[i].name : L"UTC");
        return;
    }
    copy_ascii(zone.StandardName, r->standard);
    copy_ascii(zone.DaylightName, r->daylight[0] ? r->daylight : r->standard);
    copy_ascii(zone.TimeZoneKeyName, r->standard);
}

static VOID read_zone(VOID)
{
    struct rule r;
    ULONG size;
    char *file = RtlAllocateHeap(peb_self()->ProcessHeap, 0, FILE_ROOM);

    if (!file || !read_file(L"\\??\\Z:\\etc\\localtime", file, FILE_ROOM, &size) ||
        !find_rule(file, size, &r))
        parse_rule("UTC0", &r);
    zone.Bias = r.standard_west / 60;
    set_names(&r);
    if (r.start.Month) {
        zone.DaylightBias = (r.daylight_west - r.standard_west) / 60;
        zone.DaylightDate = r.start;
        zone.StandardDate = r.end;
    }
    if (file)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, file);
}

const RTL_DYNAMIC_TIME_ZONE *ex_time_zone(void)
{
    if (zone_state != 2) {
        if (InterlockedCompareExchange(&zone_state, 1, 0) == 0) {
            read_zone();
            InterlockedExchange(&zone_state, 2);
        }
        while (*(volatile LONG *)&zone_state != 2)
            YieldProcessor();
    }
    return &zone;
}

/* When a rule's date comes in a year, in local time. */
static LONGLONG date_in_year(const TIME_FIELDS *rule, SHORT year)
{
    TIME_FIELDS day = *rule;
    LARGE_INTEGER time;
    SHORT first;

    day.Year = year;
    day.Day = 1;
    RtlTimeFieldsToTime(&day, &time);
    RtlTimeToTimeFields(&time, &day);
    first = (SHORT)(1 + (rule->Weekday - day.Weekday + 7) % 7);
    for (day.Day = (SHORT)(first + 7 * (rule->Day - 1)); !RtlTimeFieldsToTime(&day, &time);)
        day.Day -= 7;
    return time.QuadPart;
}

LONGLONG ex_time_bias(LONGLONG utc)
{
    const RTL_DYNAMIC_TIME_ZONE *z = ex_time_zone();
    LONGLONG minute = 600000000, standard = z->Bias * minute;
    LONGLONG daylight = (z->Bias + z->DaylightBias) * minute, start, end;
    LARGE_INTEGER local = {.QuadPart = utc - standard};
    TIME_FIELDS now;
    BOOLEAN inside;

    if (!z->DaylightDate.Month)
        return standard;
    RtlTimeToTimeFields(&local, &now);
    start = date_in_year(&z->DaylightDate, now.Year) + standard;
    end = date_in_year(&z->StandardDate, now.Year) + daylight;
    inside = start < end ? utc >= start && utc < end : utc >= start || utc < end;
    return inside ? daylight : standard;
}

static LONGLONG system_time(VOID)
{
    LARGE_INTEGER now;

    NtQuerySystemTime(&now);
    return now.QuadPart;
}

NTSTATUS NTAPI RtlSystemTimeToLocalTime(const LARGE_INTEGER *system, PLARGE_INTEGER local)
{
    local->QuadPart = system->QuadPart - ex_time_bias(system_time());
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlLocalTimeToSystemTime(PLARGE_INTEGER local, PLARGE_INTEGER system)
{
    system->QuadPart = local->QuadPart + ex_time_bias(system_time());
    return STATUS_SUCCESS;
}
