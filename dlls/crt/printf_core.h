/* The entry points of printf, included once for each width (CHAR, WIDE, and NAME as format_core.h).
 */

/* How _vsnprintf and kin end: termination and result, by the options. */
static int finish(CHAR *to, size_t count, uint64_t total, int result, uint64_t options)
{
    if (!to || !count)
        return result < 0 ? -1 : to && !(options & OPT_STANDARD_SNPRINTF) && total ? -1 : result;
    if (result < 0) {
        to[0] = 0;
        return -1;
    }
    if (total < count) {
        to[total] = 0;
        return result;
    }
    if (options & OPT_STANDARD_SNPRINTF) {
        to[count - 1] = 0;
        return result;
    }
    if (options & OPT_LEGACY_NULL)
        return total == count ? result : -1;
    to[count - 1] = 0;
    return -1;
}

static int print_to(CHAR *to, size_t count, uint64_t options, const CHAR *format, void *locale,
                    va_list args)
{
    uint64_t total;

    CRT_REQUIRE(format && (to || !count), EINVAL, -1);
    int result = NAME(format_to_buffer)(to, count, &total, options, format, locale, args);
    return finish(to, count, total, result, options);
}

static int print_checked(CHAR *to, size_t count, uint64_t options, const CHAR *format, void *locale,
                         va_list args)
{
    uint64_t total;

    CRT_REQUIRE(format && to && count, EINVAL, -1);
    int result = NAME(format_to_buffer)(to, count, &total, options, format, locale, args);
    if (result >= 0 && total < count) {
        to[total] = 0;
        return result;
    }
    to[0] = 0;
    if (result >= 0)
        crt_invalid(ERANGE);
    return -1;
}

static int print_truncated(CHAR *to, size_t size, size_t limit, uint64_t options,
                           const CHAR *format, void *locale, va_list args)
{
    uint64_t total;

    if (!to && !size && !limit)
        return 0;
    CRT_REQUIRE(format && to && size, EINVAL, -1);
    int result = NAME(format_to_buffer)(to, size, &total, options, format, locale, args);
    if (result < 0) {
        to[0] = 0;
        return -1;
    }
    if (limit != _TRUNCATE && total > limit && limit < size) {
        to[limit] = 0;
        return -1;
    }
    if (total < size) {
        to[total] = 0;
        return result;
    }
    if (limit == _TRUNCATE) {
        to[size - 1] = 0;
        return -1;
    }
    to[0] = 0;
    crt_invalid(ERANGE);
    return -1;
}

#define WITH_ARGS(last, expression) \
    {                               \
        va_list args;               \
        va_start(args, last);       \
        int result = (expression);  \
        va_end(args);               \
        return result;              \
    }

#define TO_STREAM(f, options, locale) \
    NAME(format_to_stream)(f, (options) | OPT_DEFAULT, format, locale, args)

/* printf, vprintf, fprintf, vfprintf of one flavour */
#define STREAM_FUNCTIONS(print, vprint, fprint, vfprint, options) \
    int vfprint(FILE *f, const CHAR *format, va_list args)        \
    {                                                             \
        return TO_STREAM(f, options, NULL);                       \
    }                                                             \
    int vprint(const CHAR *format, va_list args)                  \
    {                                                             \
        return TO_STREAM(__acrt_iob_func(1), options, NULL);      \
    }                                                             \
    int fprint(FILE *f, const CHAR *format, ...)                  \
        WITH_ARGS(format, TO_STREAM(f, options, NULL)) int        \
        print(const CHAR *format, ...)                            \
            WITH_ARGS(format, TO_STREAM(__acrt_iob_func(1), options, NULL))

#define STREAM_FUNCTIONS_L(print, vprint, fprint, vfprint, options)          \
    int vfprint(FILE *f, const CHAR *format, _locale_t locale, va_list args) \
    {                                                                        \
        return TO_STREAM(f, options, locale);                                \
    }                                                                        \
    int vprint(const CHAR *format, _locale_t locale, va_list args)           \
    {                                                                        \
        return TO_STREAM(__acrt_iob_func(1), options, locale);               \
    }                                                                        \
    int fprint(FILE *f, const CHAR *format, _locale_t locale, ...)           \
        WITH_ARGS(locale, TO_STREAM(f, options, locale)) int                 \
        print(const CHAR *format, _locale_t locale, ...)                     \
            WITH_ARGS(locale, TO_STREAM(__acrt_iob_func(1), options, locale))

/* sprintf-like with a size: `how` is print_to or print_checked */
#define BUFFER_FUNCTIONS(print, vprint, how, options)                       \
    int vprint(CHAR *to, size_t count, const CHAR *format, va_list args)    \
    {                                                                       \
        return how(to, count, (options) | OPT_DEFAULT, format, NULL, args); \
    }                                                                       \
    int print(CHAR *to, size_t count, const CHAR *format, ...)              \
        WITH_ARGS(format, how(to, count, (options) | OPT_DEFAULT, format, NULL, args))

#define BUFFER_FUNCTIONS_L(print, vprint, how, options)                                    \
    int vprint(CHAR *to, size_t count, const CHAR *format, _locale_t locale, va_list args) \
    {                                                                                      \
        return how(to, count, (options) | OPT_DEFAULT, format, locale, args);              \
    }                                                                                      \
    int print(CHAR *to, size_t count, const CHAR *format, _locale_t locale, ...)           \
        WITH_ARGS(locale, how(to, count, (options) | OPT_DEFAULT, format, locale, args))

/* without a size */
#define UNSIZED_FUNCTIONS(print, vprint)                               \
    int vprint(CHAR *to, const CHAR *format, va_list args)             \
    {                                                                  \
        return print_to(to, INT_MAX, OPT_DEFAULT, format, NULL, args); \
    }                                                                  \
    int print(CHAR *to, const CHAR *format, ...)                       \
        WITH_ARGS(format, print_to(to, INT_MAX, OPT_DEFAULT, format, NULL, args))

#define UNSIZED_FUNCTIONS_L(print, vprint)                                   \
    int vprint(CHAR *to, const CHAR *format, _locale_t locale, va_list args) \
    {                                                                        \
        return print_to(to, INT_MAX, OPT_DEFAULT, format, locale, args);     \
    }                                                                        \
    int print(CHAR *to, const CHAR *format, _locale_t locale, ...)           \
        WITH_ARGS(locale, print_to(to, INT_MAX, OPT_DEFAULT, format, locale, args))

#define TRUNCATE_FUNCTIONS(print, vprint)                                                       \
    int vprint(CHAR *to, size_t size, size_t limit, const CHAR *format, va_list args)           \
    {                                                                                           \
        return print_truncated(to, size, limit, OPT_DEFAULT | OPT_CHECKED, format, NULL, args); \
    }                                                                                           \
    int print(CHAR *to, size_t size, size_t limit, const CHAR *format, ...) WITH_ARGS(          \
        format, print_truncated(to, size, limit, OPT_DEFAULT | OPT_CHECKED, format, NULL, args))

#define TRUNCATE_FUNCTIONS_L(print, vprint)                                                       \
    int vprint(CHAR *to, size_t size, size_t limit, const CHAR *format, _locale_t locale,         \
               va_list args)                                                                      \
    {                                                                                             \
        return print_truncated(to, size, limit, OPT_DEFAULT | OPT_CHECKED, format, locale, args); \
    }                                                                                             \
    int print(CHAR *to, size_t size, size_t limit, const CHAR *format, _locale_t locale, ...)     \
        WITH_ARGS(locale, print_truncated(to, size, limit, OPT_DEFAULT | OPT_CHECKED, format,     \
                                          locale, args))

/* only the length */
#define COUNT_FUNCTIONS(print, vprint)                             \
    int vprint(const CHAR *format, va_list args)                   \
    {                                                              \
        return print_to(NULL, 0, OPT_DEFAULT, format, NULL, args); \
    }                                                              \
    int print(const CHAR *format, ...)                             \
        WITH_ARGS(format, print_to(NULL, 0, OPT_DEFAULT, format, NULL, args))

#define COUNT_FUNCTIONS_L(print, vprint, options)                                \
    int vprint(const CHAR *format, _locale_t locale, va_list args)               \
    {                                                                            \
        return print_to(NULL, 0, OPT_DEFAULT | (options), format, locale, args); \
    }                                                                            \
    int print(const CHAR *format, _locale_t locale, ...)                         \
        WITH_ARGS(locale, print_to(NULL, 0, OPT_DEFAULT | (options), format, locale, args))

#define POSITIONAL (OPT_POSITIONAL | OPT_CHECKED)
