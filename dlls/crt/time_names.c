/* The names and pictures of a locale's dates, for strftime and for C++'s time_get. */
#include "locale_data.h"

#define DAYS(T)                                                                                  \
    {                                                                                            \
        T("Sun"), T("Mon"), T("Tue"), T("Wed"), T("Thu"), T("Fri"), T("Sat"), T("Sunday"),       \
            T("Monday"), T("Tuesday"), T("Wednesday"), T("Thursday"), T("Friday"), T("Saturday") \
    }
#define MONTHS(T)                                                                                 \
    {                                                                                             \
        T("Jan"), T("Feb"), T("Mar"), T("Apr"), T("May"), T("Jun"), T("Jul"), T("Aug"), T("Sep"), \
            T("Oct"), T("Nov"), T("Dec"), T("January"), T("February"), T("March"), T("April"),    \
            T("May"), T("June"), T("July"), T("August"), T("September"), T("October"),            \
            T("November"), T("December")                                                          \
    }
#define A(text) text
#define W(text) L##text

static struct crt_time_names c_names = {
    .days = DAYS(A),
    .months = MONTHS(A),
    .am_pm = {"AM", "PM"},
    .short_date = "MM/dd/yy",
    .long_date = "dddd, MMMM dd, yyyy",
    .time = "HH:mm:ss",
    .wdays = DAYS(W),
    .wmonths = MONTHS(W),
    .wam_pm = {L"AM", L"PM"},
    .wshort_date = L"MM/dd/yy",
    .wlong_date = L"dddd, MMMM dd, yyyy",
    .wtime = L"HH:mm:ss",
};

static void get(const struct crt_locdata *data, LCTYPE type, char **narrow, wchar_t **wide)
{
    const wchar_t *locale = data->wnames[LC_TIME];
    wchar_t text[128];
    char bytes[256];

    if (!GetLocaleInfoEx(locale, type, text, ARRAY_LEN(text)))
        text[0] = 0;
    if (!WideCharToMultiByte(data->codepage, 0, text, -1, bytes, sizeof(bytes), NULL, NULL))
        bytes[0] = 0;
    *narrow = _strdup(bytes);
    *wide = _wcsdup(text);
}

static struct crt_time_names *make(const struct crt_locdata *data)
{
    struct crt_time_names *n = calloc(1, sizeof(*n));

    if (!n)
        return NULL;
    n->owned = 1;
    for (int i = 0; i < 7; i++) {
        int day = i ? i - 1 : 6; /* the system's weeks begin on Monday */
        get(data, LOCALE_SABBREVDAYNAME1 + day, &n->days[i], &n->wdays[i]);
        get(data, LOCALE_SDAYNAME1 + day, &n->days[i + 7], &n->wdays[i + 7]);
    }
    for (int i = 0; i < 12; i++) {
        get(data, LOCALE_SABBREVMONTHNAME1 + i, &n->months[i], &n->wmonths[i]);
        get(data, LOCALE_SMONTHNAME1 + i, &n->months[i + 12], &n->wmonths[i + 12]);
    }
    get(data, LOCALE_S1159, &n->am_pm[0], &n->wam_pm[0]);
    get(data, LOCALE_S2359, &n->am_pm[1], &n->wam_pm[1]);
    get(data, LOCALE_SSHORTDATE, &n->short_date, &n->wshort_date);
    get(data, LOCALE_SLONGDATE, &n->long_date, &n->wlong_date);
    get(data, LOCALE_STIMEFORMAT, &n->time, &n->wtime);
    return n;
}

struct crt_time_names *crt_time_names(struct crt_locdata *data)
{
    if (crt_is_c(data, LC_TIME))
        return &c_names;
    if (!data->time) {
        struct crt_time_names *made = make(data);
        if (made && InterlockedCompareExchangePointer((void **)&data->time, made, NULL))
            crt_free_time_names(made);
    }
    return data->time ? data->time : &c_names;
}

void crt_free_time_names(struct crt_time_names *n)
{
    if (!n || !n->owned)
        return;
    for (int i = 0; i < 14; i++) {
        free(n->days[i]);
        free(n->wdays[i]);
    }
    for (int i = 0; i < 24; i++) {
        free(n->months[i]);
        free(n->wmonths[i]);
    }
    void *rest[] = {n->am_pm[0],  n->am_pm[1], n->wam_pm[0],   n->wam_pm[1],  n->short_date,
                    n->long_date, n->time,     n->wshort_date, n->wlong_date, n->wtime};
    for (unsigned i = 0; i < ARRAY_LEN(rest); i++)
        free(rest[i]);
    free(n);
}

/* ":Sun:Sunday:Mon:Monday...", malloc'd */
static char *list(char *const *names, int count)
{
    size_t size = 1;

    for (int i = 0; i < count * 2; i++)
        size += strlen(names[i]) + 1;
    char *text = malloc(size), *p = text;
    for (int i = 0; text && i < count * 2; i++) {
        const char *name = names[i / 2 + (i & 1 ? count : 0)];
        *p++ = ':';
        strcpy(p, name);
        p += strlen(name);
    }
    if (text)
        *p = 0;
    return text;
}

static wchar_t *wide_list(wchar_t *const *names, int count)
{
    size_t size = 1;

    for (int i = 0; i < count * 2; i++)
        size += wcslen(names[i]) + 1;
    wchar_t *text = malloc(size * sizeof(*text)), *p = text;
    for (int i = 0; text && i < count * 2; i++) {
        const wchar_t *name = names[i / 2 + (i & 1 ? count : 0)];
        *p++ = ':';
        wcscpy(p, name);
        p += wcslen(name);
    }
    if (text)
        *p = 0;
    return text;
}

char *_Getdays(void)
{
    return list(crt_time_names(crt_loc())->days, 7);
}

char *_Getmonths(void)
{
    return list(crt_time_names(crt_loc())->months, 12);
}

wchar_t *_W_Getdays(void)
{
    return wide_list(crt_time_names(crt_loc())->wdays, 7);
}

wchar_t *_W_Getmonths(void)
{
    return wide_list(crt_time_names(crt_loc())->wmonths, 12);
}
