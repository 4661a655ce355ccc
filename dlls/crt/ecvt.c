/* _ecvt, _fcvt and _gcvt. */
#include "crt.h"

#include "decimal.h"
#include "format.h"

enum { CVT_SIZE = 400 };

static char *own_buffer(void)
{
    struct crt_thread *self = crt_self();

    if (!self->cvt_text)
        self->cvt_text = malloc(CVT_SIZE);
    return self->cvt_text;
}

static errno_t put_digits(char *to, size_t size, double value, int count, int fixed, int *point,
                          int *sign)
{
    struct decimal d;

    CRT_REQUIRE(to && size && point && sign, EINVAL, EINVAL);
    if (fixed)
        decimal_fixed(&d, value, count < 1000 ? count : 1000);
    else
        decimal_significant(&d, value, count < 1000 ? count : 1000);
    if (!d.count)
        d.point = 0;
    int wanted = fixed ? d.point + count : count;
    if (wanted < 0)
        wanted = 0;
    if ((size_t)wanted >= size) {
        *to = 0;
        crt_invalid(ERANGE);
        return ERANGE;
    }
    int real = d.count < wanted ? d.count : wanted;
    memcpy(to, d.digits, real);
    memset(to + real, '0', wanted - real);
    to[wanted] = 0;
    *point = d.point;
    *sign = d.negative;
    return 0;
}

errno_t _ecvt_s(char *to, size_t size, double value, int count, int *point, int *sign)
{
    return put_digits(to, size, value, count < 0 ? 0 : count, 0, point, sign);
}

errno_t _fcvt_s(char *to, size_t size, double value, int count, int *point, int *sign)
{
    return put_digits(to, size, value, count, 1, point, sign);
}

char *_ecvt(double value, int count, int *point, int *sign)
{
    char *to = own_buffer();

    if (count > CVT_SIZE - 1)
        count = CVT_SIZE - 1;
    return to && !_ecvt_s(to, CVT_SIZE, value, count, point, sign) ? to : NULL;
}

char *_fcvt(double value, int count, int *point, int *sign)
{
    char *to = own_buffer();

    return to && !_fcvt_s(to, CVT_SIZE, value, count, point, sign) ? to : NULL;
}

errno_t _gcvt_s(char *to, size_t size, double value, int count)
{
    struct float_text text;
    struct float_format how = {'g', count, 0, is_ucrt ? 2 : 3, !is_ucrt, '.'};

    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    *to = 0;
    format_float(&text, value, &how);
    if ((size_t)text.length + text.negative + 2 > size) {
        errno = ERANGE;
        return ERANGE;
    }
    char *p = to;
    if (text.negative)
        *p++ = '-';
    /* A number without an exponent keeps its point: "3." */
    char *exponent = memchr(text.text, 'e', text.length);
    int mantissa = exponent ? (int)(exponent - text.text) : text.length;
    memcpy(p, text.text, mantissa);
    p += mantissa;
    if (!memchr(text.text, '.', mantissa) && !text.special)
        *p++ = '.';
    memcpy(p, text.text + mantissa, text.length - mantissa);
    p[text.length - mantissa] = 0;
    return 0;
}

char *_gcvt(double value, int count, char *to)
{
    _gcvt_s(to, CVT_SIZE, value, count);
    return to;
}
