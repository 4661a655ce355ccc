/* rights.c - see rights.h. */
#include "rights.h"

struct name {
    const WCHAR *text;
    DWORD bits;
};

/* In the order in which they are tried; each is a whole set. */
static const struct name simple[] = {{L"F", 0x1f01ff}, {L"M", 0x1301bf}, {L"RX", 0x1200a9},
                                     {L"R", 0x120089}, {L"W", 0x100116}, {L"D", 0x110000}};
static const struct name special[] = {{L"DE", DELETE},        {L"RC", READ_CONTROL},
                                      {L"WDAC", WRITE_DAC},   {L"WO", WRITE_OWNER},
                                      {L"S", SYNCHRONIZE},    {L"AS", 0x1000000},
                                      {L"MA", 0x2000000},     {L"GR", GENERIC_READ},
                                      {L"GW", GENERIC_WRITE}, {L"GE", GENERIC_EXECUTE},
                                      {L"GA", GENERIC_ALL},   {L"RD", 0x1},
                                      {L"WD", 0x2},           {L"AD", 0x4},
                                      {L"REA", 0x8},          {L"WEA", 0x10},
                                      {L"X", 0x20},           {L"DC", 0x40},
                                      {L"RA", 0x80},          {L"WA", 0x100}};
static const struct name inheritance[] = {{L"I", INHERITED_ACE},
                                          {L"OI", OBJECT_INHERIT_ACE},
                                          {L"CI", CONTAINER_INHERIT_ACE},
                                          {L"IO", INHERIT_ONLY_ACE},
                                          {L"NP", NO_PROPAGATE_INHERIT_ACE}};
#define COUNT(table) (sizeof table / sizeof *table)

static DWORD find(const struct name *table, size_t count, const WCHAR *text, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (wcslen(table[i].text) == size && _wcsnicmp(table[i].text, text, size) == 0)
            return table[i].bits;
    return 0;
}

static void append(WCHAR *text, const WCHAR *piece)
{
    if (wcslen(text) + wcslen(piece) < RIGHTS_ROOM)
        wcscat(text, piece);
}

static void append_mask(WCHAR *text, DWORD mask)
{
    DWORD left = mask;
    const WCHAR *comma = L"";
    for (size_t i = 0; i < COUNT(simple); i++)
        if ((mask & simple[i].bits) == simple[i].bits && left & simple[i].bits & ~SYNCHRONIZE) {
            append(text, comma);
            append(text, simple[i].text);
            left &= ~simple[i].bits;
            comma = L",";
        }
    for (size_t i = 0; i < COUNT(special); i++)
        if (left & special[i].bits) {
            append(text, comma);
            append(text, special[i].text);
            comma = L",";
        }
    if (!mask)
        append(text, L"N");
}

void show_rights(DWORD flags, DWORD mask, BOOL deny, WCHAR *text)
{
    text[0] = 0;
    for (size_t i = 0; i < COUNT(inheritance); i++)
        if (flags & inheritance[i].bits) {
            append(text, L"(");
            append(text, inheritance[i].text);
            append(text, L")");
        }
    append(text, deny ? L"(DENY)(" : L"(");
    append_mask(text, mask);
    append(text, L")");
}

/* Names parted by commas, up to `end`. */
static BOOL read_mask(const WCHAR *text, const WCHAR *end, DWORD *mask)
{
    for (*mask = 0; text < end;) {
        const WCHAR *comma = text;
        while (comma < end && *comma != ',')
            comma++;
        size_t size = (size_t)(comma - text);
        DWORD bits = find(simple, COUNT(simple), text, size);
        if (!bits)
            bits = find(special, COUNT(special), text, size);
        if (!bits && !(size == 1 && towlower(*text) == 'n'))
            return FALSE;
        *mask |= bits;
        text = comma + (comma < end);
    }
    return TRUE;
}

BOOL read_rights(const WCHAR *text, DWORD *flags, DWORD *mask)
{
    for (*flags = 0; *text == '(';) {
        const WCHAR *end = wcschr(text, ')');
        if (!end)
            return FALSE;
        DWORD bits =
            find(inheritance + 1, COUNT(inheritance) - 1, text + 1, (size_t)(end - text - 1));
        if (!bits)
            return !end[1] && read_mask(text + 1, end, mask);
        *flags |= bits;
        text = end + 1;
    }
    return *text && read_mask(text, text + wcslen(text), mask);
}
