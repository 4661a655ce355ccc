/* The entry points of scanf, behind scan_core.h. */
static int scan_stream(FILE *f, uint64_t options, const CHAR *format, void *locale, va_list args)
{
    SOURCE s = {NULL, NULL, f, 0};

    CRT_REQUIRE(f && format, EINVAL, EOF);
    stream_lock(f);
    int result = NAME(scan)(&s, options, format, locale, args);
    stream_unlock(f);
    return result;
}

static int scan_text_from(const CHAR *text, size_t count, uint64_t options, const CHAR *format,
                          void *locale, va_list args)
{
    CRT_REQUIRE(text && format, EINVAL, EOF);
    SOURCE s = {text, (const CHAR *)UINTPTR_MAX, NULL, 0};
    if (count < (size_t)INT_MAX) {
        size_t length = 0;
        while (length < count && text[length])
            length++;
        s.end = text + length;
    }
    return NAME(scan)(&s, options, format, locale, args);
}

#define WITH_ARGS(last, expression) \
    {                               \
        va_list args;               \
        va_start(args, last);       \
        int result = (expression);  \
        va_end(args);               \
        return result;              \
    }

#define SCAN_STREAM(scan, vscan, fscan, vfscan, options)                                       \
    int vfscan(FILE *f, const CHAR *format, va_list args)                                      \
    {                                                                                          \
        return scan_stream(f, OPT_SCAN_DEFAULT | (options), format, NULL, args);               \
    }                                                                                          \
    int vscan(const CHAR *format, va_list args)                                                \
    {                                                                                          \
        return vfscan(__acrt_iob_func(0), format, args);                                       \
    }                                                                                          \
    int fscan(FILE *f, const CHAR *format, ...) WITH_ARGS(format, vfscan(f, format, args)) int \
    scan(const CHAR *format, ...) WITH_ARGS(format, vfscan(__acrt_iob_func(0), format, args))

#define SCAN_STREAM_L(scan, fscan, options)                                                       \
    int fscan(FILE *f, const CHAR *format, _locale_t locale, ...)                                 \
        WITH_ARGS(locale, scan_stream(f, OPT_SCAN_DEFAULT | (options), format, locale, args)) int \
        scan(const CHAR *format, _locale_t locale, ...)                                           \
            WITH_ARGS(locale, scan_stream(__acrt_iob_func(0), OPT_SCAN_DEFAULT | (options),       \
                                          format, locale, args))

#define SCAN_TEXT(scan, vscan, options)                                                            \
    int vscan(const CHAR *text, const CHAR *format, va_list args)                                  \
    {                                                                                              \
        return scan_text_from(text, (size_t)-1, OPT_SCAN_DEFAULT | (options), format, NULL, args); \
    }                                                                                              \
    int scan(const CHAR *text, const CHAR *format, ...) WITH_ARGS(format, vscan(text, format, args))

#define SCAN_TEXT_L(scan, options)                                                               \
    int scan(const CHAR *text, const CHAR *format, _locale_t locale, ...)                        \
        WITH_ARGS(locale, scan_text_from(text, (size_t)-1, OPT_SCAN_DEFAULT | (options), format, \
                                         locale, args))

#define SCAN_COUNTED(scan, options)                                              \
    int scan(const CHAR *text, size_t count, const CHAR *format, ...) WITH_ARGS( \
        format, scan_text_from(text, count, OPT_SCAN_DEFAULT | (options), format, NULL, args))

#define SCAN_COUNTED_L(scan, options)                                                              \
    int scan(const CHAR *text, size_t count, const CHAR *format, _locale_t locale, ...) WITH_ARGS( \
        locale, scan_text_from(text, count, OPT_SCAN_DEFAULT | (options), format, locale, args))
