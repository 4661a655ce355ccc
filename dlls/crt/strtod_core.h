/* strtod's reading of text, included once for each width: CHAR, NAME(x). */

static int hex_value(unsigned c)
{
    return c - '0' < 10 ? (int)(c - '0') : (c | 32) - 'a' < 6 ? (int)((c | 32) - 'a' + 10) : 16;
}

static const CHAR *match_word(const CHAR *p, const char *word)
{
    for (; *word; p++, word++)
        if ((*p | 32) != *word)
            return NULL;
    return p;
}

/* An exponent behind e or p; p stays where it is when there are no digits. */
static const CHAR *read_exponent(const CHAR *p, int *exponent)
{
    const CHAR *q = p + 1;
    int negative = *q == '-', value = 0;

    if (*q == '-' || *q == '+')
        q++;
    if ((unsigned)(*q - '0') > 9)
        return p;
    for (; (unsigned)(*q - '0') <= 9; q++)
        if (value < 100000)
            value = value * 10 + (*q - '0');
    *exponent += negative ? -value : value;
    return q;
}

static const CHAR *read_hex(const CHAR *p, CHAR point, int mantissa_bits, double *value, int *range)
{
    uint64_t mantissa = 0;
    int exponent = 0, more = 0, any = 0, after = 0;

    for (;; p++) {
        int digit = hex_value(*p);
        if (digit > 15) {
            if (*p != point || after)
                break;
            after = 1;
            continue;
        }
        any = 1;
        if (mantissa >> 60) {
            more |= digit;
            exponent += after ? 0 : 4;
        } else {
            mantissa = mantissa << 4 | digit;
            exponent -= after ? 4 : 0;
        }
    }
    if (!any)
        return NULL;
    if ((*p | 32) == 'p')
        p = read_exponent(p, &exponent);
    if (exponent > 5000)
        exponent = 5000;
    if (exponent < -5000)
        exponent = -5000;
    *value = binary_to_double(mantissa, exponent, more != 0, mantissa_bits, range);
    return p;
}

/* Copies every significant digit: the nineteen that a word holds did not decide. */
static void gather_digits(const CHAR *p, CHAR point, struct scanned_number *n, char *digits,
                          int exponent)
{
    int after = 0, rest = 0;

    n->digits = digits;
    n->digit_count = 0;
    for (;; p++) {
        if (*p == point && !after) {
            after = 1;
            continue;
        }
        unsigned digit = (unsigned)*p - '0';
        if (digit > 9)
            break;
        exponent -= after;
        if (!digit && !n->digit_count)
            continue;
        if (n->digit_count < NUMBER_DIGITS - 1) {
            digits[n->digit_count++] = (char)*p;
        } else {
            rest |= digit;
            exponent++;
        }
    }
    if (rest) {
        digits[n->digit_count++] = '1';
        exponent--;
    }
    n->digits_exponent = exponent;
}

static const CHAR *read_decimal(const CHAR *p, CHAR point, int mantissa_bits, double *value,
                                int *range)
{
    struct scanned_number n = {0};
    const CHAR *start = p;
    char digits[NUMBER_DIGITS];
    int significant = 0, any = 0, after = 0, written = 0;

    for (;; p++) {
        unsigned digit = (unsigned)*p - '0';
        if (digit > 9) {
            if (*p != point || after)
                break;
            after = 1;
            continue;
        }
        any = 1;
        if (significant < 19) {
            n.mantissa = n.mantissa * 10 + digit;
            significant += n.mantissa != 0;
            n.exponent -= after;
        } else {
            n.more |= digit != 0;
            n.exponent += !after;
        }
    }
    if (!any)
        return NULL;
    if ((*p | 32) == 'e')
        p = read_exponent(p, &written);
    n.exponent += written;
    if (n.more)
        gather_digits(start, point, &n, digits, written);
    *value = mantissa_bits == 53 ? number_to_double(&n, range) : number_to_float(&n, range);
    return p;
}

static const CHAR *read_special(const CHAR *p, double *value)
{
    const CHAR *after = match_word(p, "infinity");

    if (!after)
        after = match_word(p, "inf");
    if (after) {
        *value = __builtin_inf();
        return after;
    }
    after = match_word(p, "nan");
    if (!after)
        return NULL;
    *value = __builtin_nan("");
    if (*after == '(') {
        const CHAR *q = after + 1;
        while (hex_value(*q) < 16 || ((*q | 32) >= 'a' && (*q | 32) <= 'z') || *q == '_')
            q++;
        if (*q == ')')
            return q + 1;
    }
    return after;
}

static double NAME(read_number)(const CHAR *text, CHAR **end, CHAR point, int mantissa_bits,
                                int *range)
{
    const CHAR *p = text, *after = NULL;
    double value = 0;
    int negative;

    while (*p == ' ' || (unsigned)(*p - '\t') < 5)
        p++;
    negative = *p == '-';
    if (*p == '-' || *p == '+')
        p++;
    if (is_ucrt && *p == '0' && (p[1] | 32) == 'x') {
        after = read_hex(p + 2, point, mantissa_bits, &value, range);
        if (!after)
            after = p + 1;
    } else if ((unsigned)(*p - '0') <= 9 || *p == point) {
        after = read_decimal(p, point, mantissa_bits, &value, range);
    } else if (is_ucrt && ((*p | 32) == 'i' || (*p | 32) == 'n')) {
        after = read_special(p, &value);
    }
    if (end)
        *end = (CHAR *)(after ? after : text);
    return after && negative ? -value : after ? value : 0;
}
