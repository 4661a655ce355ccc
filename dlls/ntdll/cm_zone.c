/*
 * cm_zone.c - the time zones of HKEY_LOCAL_MACHINE, with today's rules. TZI has the form of
 * REG_TZI_FORMAT, documented with TIME_ZONE_INFORMATION.
 */
#include "cm_default.h"

typedef struct ZONE_TIME {
    USHORT year, month, weekday, day, hour, minute, second, millisecond;
} ZONE_TIME;

struct tzi {
    LONG bias, standard_bias, daylight_bias;
    ZONE_TIME standard, daylight;
};

enum rule { NONE, USA, EU, EU_WEST, EU_EAST, AUSTRALIA, NEW_ZEALAND, CHILE, CUBA, EGYPT, ISRAEL };

#define TIME(month, weekday, day, hour)       \
    {                                         \
        0, month, weekday, day, hour, 0, 0, 0 \
    }
/* To standard time and to daylight time, in local time. */
static const ZONE_TIME rules[][2] = {
    [USA] = {TIME(11, 0, 1, 2), TIME(3, 0, 2, 2)},
    [EU] = {TIME(10, 0, 5, 3), TIME(3, 0, 5, 2)},
    [EU_WEST] = {TIME(10, 0, 5, 2), TIME(3, 0, 5, 1)},
    [EU_EAST] = {TIME(10, 0, 5, 4), TIME(3, 0, 5, 3)},
    [AUSTRALIA] = {TIME(4, 0, 1, 3), TIME(10, 0, 1, 2)},
    [NEW_ZEALAND] = {TIME(4, 0, 1, 3), TIME(9, 0, 5, 2)},
    [CHILE] = {TIME(4, 0, 1, 0), TIME(9, 0, 2, 0)},
    [CUBA] = {TIME(11, 0, 1, 1), TIME(3, 0, 2, 0)},
    [EGYPT] = {TIME(10, 4, 5, 24), TIME(4, 5, 5, 0)},
    [ISRAEL] = {TIME(10, 0, 5, 2), TIME(3, 5, 4, 2)},
};

/* name without " Standard Time", which its daylight name replaces; minutes west of Greenwich. */
static const struct zone {
    const WCHAR *name;
    const WCHAR *cities;
    SHORT bias;
    UCHAR rule;
} zones[] = {
    {L"Dateline", L"International Date Line West", 720, NONE},
    {L"Aleutian", L"Aleutian Islands", 600, USA},
    {L"Hawaiian", L"Hawaii", 600, NONE},
    {L"Marquesas", L"Marquesas Islands", 570, NONE},
    {L"Alaskan", L"Alaska", 540, USA},
    {L"Pacific", L"Pacific Time (US & Canada)", 480, USA},
    {L"US Mountain", L"Arizona", 420, NONE},
    {L"Mountain", L"Mountain Time (US & Canada)", 420, USA},
    {L"Mountain Standard Time (Mexico)", L"La Paz, Mazatlan", 420, NONE},
    {L"Central America", L"Central America", 360, NONE},
    {L"Central", L"Central Time (US & Canada)", 360, USA},
    {L"Canada Central", L"Saskatchewan", 360, NONE},
    {L"Central Standard Time (Mexico)", L"Guadalajara, Mexico City, Monterrey", 360, NONE},
    {L"SA Pacific", L"Bogota, Lima, Quito, Rio Branco", 300, NONE},
    {L"Eastern", L"Eastern Time (US & Canada)", 300, USA},
    {L"US Eastern", L"Indiana (East)", 300, USA},
    {L"Cuba", L"Havana", 300, CUBA},
    {L"Atlantic", L"Atlantic Time (Canada)", 240, USA},
    {L"Venezuela", L"Caracas", 240, NONE},
    {L"Pacific SA", L"Santiago", 240, CHILE},
    {L"SA Western", L"Georgetown, La Paz, Manaus, San Juan", 240, NONE},
    {L"Newfoundland", L"Newfoundland", 210, USA},
    {L"E. South America", L"Brasilia", 180, NONE},
    {L"Argentina", L"City of Buenos Aires", 180, NONE},
    {L"SA Eastern", L"Cayenne, Fortaleza", 180, NONE},
    {L"Montevideo", L"Montevideo", 180, NONE},
    {L"UTC-02", L"Coordinated Universal Time-02", 120, NONE},
    {L"Azores", L"Azores", 60, EU_WEST},
    {L"Cape Verde", L"Cabo Verde Is.", 60, NONE},
    {L"UTC", L"Coordinated Universal Time", 0, NONE},
    {L"GMT", L"Dublin, Edinburgh, Lisbon, London", 0, EU_WEST},
    {L"Greenwich", L"Monrovia, Reykjavik", 0, NONE},
    {L"W. Europe", L"Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", -60, EU},
    {L"Central Europe", L"Belgrade, Bratislava, Budapest, Ljubljana, Prague", -60, EU},
    {L"Romance", L"Brussels, Copenhagen, Madrid, Paris", -60, EU},
    {L"Central European", L"Sarajevo, Skopje, Warsaw, Zagreb", -60, EU},
    {L"W. Central Africa", L"West Central Africa", -60, NONE},
    {L"GTB", L"Athens, Bucharest", -120, EU_EAST},
    {L"Egypt", L"Cairo", -120, EGYPT},
    {L"South Africa", L"Harare, Pretoria", -120, NONE},
    {L"FLE", L"Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", -120, EU_EAST},
    {L"Israel", L"Jerusalem", -120, ISRAEL},
    {L"Kaliningrad", L"Kaliningrad", -120, NONE},
    {L"Jordan", L"Amman", -180, NONE},
    {L"Arabic", L"Baghdad", -180, NONE},
    {L"Turkey", L"Istanbul", -180, NONE},
    {L"Arab", L"Kuwait, Riyadh", -180, NONE},
    {L"Belarus", L"Minsk", -180, NONE},
    {L"Russian", L"Moscow, St. Petersburg", -180, NONE},
    {L"E. Africa", L"Nairobi", -180, NONE},
    {L"Iran", L"Tehran", -210, NONE},
    {L"Arabian", L"Abu Dhabi, Muscat", -240, NONE},
    {L"Azerbaijan", L"Baku", -240, NONE},
    {L"Georgian", L"Tbilisi", -240, NONE},
    {L"Caucasus", L"Yerevan", -240, NONE},
    {L"Afghanistan", L"Kabul", -270, NONE},
    {L"West Asia", L"Ashgabat, Tashkent", -300, NONE},
    {L"Ekaterinburg", L"Ekaterinburg", -300, NONE},
    {L"Pakistan", L"Islamabad, Karachi", -300, NONE},
    {L"India", L"Chennai, Kolkata, Mumbai, New Delhi", -330, NONE},
    {L"Sri Lanka", L"Sri Jayawardenepura", -330, NONE},
    {L"Nepal", L"Kathmandu", -345, NONE},
    {L"Bangladesh", L"Dhaka", -360, NONE},
    {L"Omsk", L"Omsk", -360, NONE},
    {L"Myanmar", L"Yangon (Rangoon)", -390, NONE},
    {L"SE Asia", L"Bangkok, Hanoi, Jakarta", -420, NONE},
    {L"N. Central Asia", L"Novosibirsk", -420, NONE},
    {L"North Asia", L"Krasnoyarsk", -420, NONE},
    {L"China", L"Beijing, Chongqing, Hong Kong, Urumqi", -480, NONE},
    {L"North Asia East", L"Irkutsk", -480, NONE},
    {L"Singapore", L"Kuala Lumpur, Singapore", -480, NONE},
    {L"W. Australia", L"Perth", -480, NONE},
    {L"Taipei", L"Taipei", -480, NONE},
    {L"Tokyo", L"Osaka, Sapporo, Tokyo", -540, NONE},
    {L"Korea", L"Seoul", -540, NONE},
    {L"Yakutsk", L"Yakutsk", -540, NONE},
    {L"Cen. Australia", L"Adelaide", -570, AUSTRALIA},
    {L"AUS Central", L"Darwin", -570, NONE},
    {L"E. Australia", L"Brisbane", -600, NONE},
    {L"AUS Eastern", L"Canberra, Melbourne, Sydney", -600, AUSTRALIA},
    {L"West Pacific", L"Guam, Port Moresby", -600, NONE},
    {L"Tasmania", L"Hobart", -600, AUSTRALIA},
    {L"Vladivostok", L"Vladivostok", -600, NONE},
    {L"Central Pacific", L"Solomon Is., New Caledonia", -660, NONE},
    {L"Magadan", L"Magadan", -660, NONE},
    {L"New Zealand", L"Auckland, Wellington", -720, NEW_ZEALAND},
    {L"Fiji", L"Fiji", -720, NONE},
    {L"Tonga", L"Nuku'alofa", -780, NONE},
    {L"Samoa", L"Samoa", -780, NONE},
    {L"Line Islands", L"Kiritimati Island", -840, NONE},
};

static WCHAR *add(WCHAR *to, const WCHAR *text)
{
    while (*text)
        *to++ = *text++;
    *to = 0;
    return to;
}

static BOOLEAN is_whole(const WCHAR *name)
{
    for (const WCHAR *p = name; *p; p++)
        if (*p == '(')
            return TRUE;
    return name[0] == 'U' && name[1] == 'T' && name[2] == 'C';
}

/* "(UTC+01:00) Amsterdam, ..." */
static void display_name(WCHAR *to, const struct zone *zone)
{
    ULONG minutes = (ULONG)(zone->bias < 0 ? -zone->bias : zone->bias);
    WCHAR offset[] = {zone->bias < 0 ? '+' : '-',
                      (WCHAR)('0' + minutes / 600),
                      (WCHAR)('0' + minutes / 60 % 10),
                      ':',
                      (WCHAR)('0' + minutes % 60 / 10),
                      (WCHAR)('0' + minutes % 10),
                      0};
    to = add(to, L"(UTC");
    to = add(to, minutes ? offset : L"");
    to = add(to, L") ");
    add(to, zone->cities);
}

static void make_zone(CM_KEY_NODE *parent, const struct zone *zone)
{
    WCHAR standard[64], daylight[64], display[128];
    struct tzi tzi = {.bias = zone->bias, .daylight_bias = -60};
    BOOLEAN whole = is_whole(zone->name);
    if (zone->rule != NONE) {
        tzi.standard = rules[zone->rule][0];
        tzi.daylight = rules[zone->rule][1];
        if (tzi.standard.hour == 24)
            tzi.standard.hour = 23, tzi.standard.minute = tzi.standard.second = 59,
            tzi.standard.millisecond = 999;
    }
    add(add(standard, zone->name), whole ? L"" : L" Standard Time");
    add(add(daylight, zone->name), whole ? L"" : L" Daylight Time");
    display_name(display, zone);
    CM_KEY_NODE *key = cm_default_key(parent, standard);
    if (!zone->bias && zone->name[0] == 'U') {
        add(standard, zone->cities);
        add(daylight, zone->cities);
    }
    cm_default_text(key, L"Display", REG_SZ, display);
    cm_default_text(key, L"Dlt", REG_SZ, daylight);
    cm_default_text(key, L"Std", REG_SZ, standard);
    /* Texts themselves, not references into a DLL's resources. */
    cm_default_text(key, L"MUI_Display", REG_SZ, display);
    cm_default_text(key, L"MUI_Dlt", REG_SZ, daylight);
    cm_default_text(key, L"MUI_Std", REG_SZ, standard);
    if (key)
        cm_put_value(key, L"TZI", 6, REG_BINARY, &tzi, sizeof tzi, CM_IS_DEFAULT);
}

void cm_make_zones(CM_KEY_NODE *machine)
{
    CM_KEY_NODE *parent = cm_default_key(machine, CM_NT_VERSION L"\\Time Zones");
    _Static_assert(sizeof(struct tzi) == 44, "REG_TZI_FORMAT");
    for (ULONG i = 0; parent && i < sizeof zones / sizeof *zones; i++)
        make_zone(parent, zones + i);
}
