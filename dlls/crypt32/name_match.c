/* wincrypt.h: does a certificate speak for a host, and may it (RFC 6125; RFC 5280, 4.2.1.10)? */
#include "chain.h"

static WCHAR lower(WCHAR c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static BOOL same_text(const WCHAR *a, const WCHAR *b)
{
    while (*a && lower(*a) == lower(*b))
        a++, b++;
    return lower(*a) == lower(*b);
}

/* "*.example.org" is any one label before the rest, never a whole public suffix like "*.org". */
static BOOL matches_pattern(const WCHAR *pattern, const WCHAR *host)
{
    if (pattern[0] != '*' || pattern[1] != '.')
        return same_text(pattern, host);
    const WCHAR *rest = wcschr(host, '.');
    return rest && rest != host && wcschr(pattern + 2, '.') && same_text(pattern + 1, rest);
}

/* ---- addresses */

static const WCHAR *number(const WCHAR *text, ULONG base, ULONG limit, ULONG *value)
{
    const WCHAR *start = text;
    for (*value = 0; *value <= limit; text++) {
        WCHAR c = lower(*text);
        ULONG digit = c >= '0' && c <= '9'   ? (ULONG)(c - '0')
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10u
                                             : 16;
        if (digit >= base)
            return text == start ? NULL : text;
        *value = *value * base + digit;
    }
    return NULL;
}

static BOOL parse_v4(const WCHAR *text, BYTE *out)
{
    ULONG value;
    for (int i = 0; i < 4; i++) {
        text = number(text, 10, 255, &value);
        if (!text || *text != (i < 3 ? '.' : 0))
            return FALSE;
        out[i] = (BYTE)value;
        text++;
    }
    return TRUE;
}

static BOOL parse_v6(const WCHAR *text, BYTE *out)
{
    int at = 0, gap = -1;
    ULONG value;
    if (text[0] == ':' && text[1] == ':')
        gap = 0, text += 2;
    while (*text && at < 16) {
        const WCHAR *end = number(text, 16, 0xffff, &value);
        if (end && *end == '.') {
            if (at > 12 || !parse_v4(text, out + at))
                return FALSE;
            at += 4;
            text = L"";
            break;
        }
        if (!end || (*end && *end != ':'))
            return FALSE;
        out[at++] = (BYTE)(value >> 8);
        out[at++] = (BYTE)value;
        text = *end ? end + 1 : end;
        if (*end && *text == ':') {
            if (gap >= 0)
                return FALSE;
            gap = at, text++;
        }
    }
    if (*text || (gap < 0) != (at == 16))
        return FALSE;
    for (int i = 15; gap >= 0 && i >= gap; i--) { /* what follows the gap moves to the end */
        int from = i - (16 - at);
        out[i] = from >= gap ? out[from] : 0;
    }
    return TRUE;
}

static DWORD parse_address(const WCHAR *host, BYTE *address)
{
    return parse_v4(host, address) ? 4 : parse_v6(host, address) ? 16 : 0;
}

/* ---- the host */

static BOOL entry_matches(const CERT_ALT_NAME_ENTRY *entry, const WCHAR *host, const BYTE *address,
                          DWORD size)
{
    if (entry->dwAltNameChoice == CERT_ALT_NAME_IP_ADDRESS)
        return size && entry->IPAddress.cbData == size &&
               !memcmp(entry->IPAddress.pbData, address, size);
    return entry->dwAltNameChoice == CERT_ALT_NAME_DNS_NAME && !size &&
           matches_pattern(entry->pwszDNSName, host);
}

/* The common name counts only where there are no alternative names for hosts. */
static BOOL common_name_matches(PCCERT_CONTEXT context, const WCHAR *host)
{
    WCHAR name[256];
    DWORD length = CertGetNameStringW(context, CERT_NAME_ATTR_TYPE, 0, (void *)szOID_COMMON_NAME,
                                      name, ARRAYSIZE(name));
    return length > 1 && length < ARRAYSIZE(name) && matches_pattern(name, host);
}

BOOL matches_host(PCCERT_CONTEXT context, const WCHAR *host)
{
    BYTE address[16];
    DWORD size = parse_address(host, address);
    BOOL damaged, found = FALSE, for_hosts = FALSE;
    CERT_ALT_NAME_INFO *names = extension_value(context, szOID_SUBJECT_ALT_NAME2, &damaged);
    for (DWORD i = 0; names && !found && i < names->cAltEntry; i++) {
        for_hosts |= names->rgAltEntry[i].dwAltNameChoice == CERT_ALT_NAME_DNS_NAME ||
                     names->rgAltEntry[i].dwAltNameChoice == CERT_ALT_NAME_IP_ADDRESS;
        found = entry_matches(&names->rgAltEntry[i], host, address, size);
    }
    LocalFree(names);
    return found || (!damaged && !for_hosts && common_name_matches(context, host));
}

/* ---- name constraints */

enum { TAG_DNS = 0x82, TAG_ADDRESS = 0x87 };

/* Is the name in the subtree? "example.org" holds itself and all below it; ".example.org" only
 * what is below. */
static BOOL dns_within(const struct der *tree, const WCHAR *name)
{
    SIZE_T size = der_left(tree), length = wcslen(name);
    const BYTE *text = tree->at;
    if (!size)
        return TRUE;
    if (length < size)
        return FALSE;
    for (SIZE_T i = 0; i < size; i++)
        if (lower(text[i]) != lower(name[length - size + i]))
            return FALSE;
    return length == size || text[0] == '.' || name[length - size - 1] == '.';
}

static BOOL address_within(const struct der *tree, const CRYPT_DATA_BLOB *address)
{
    if (der_left(tree) != 2 * (SIZE_T)address->cbData)
        return FALSE;
    for (DWORD i = 0; i < address->cbData; i++)
        if ((tree->at[i] ^ address->pbData[i]) & tree->at[address->cbData + i])
            return FALSE;
    return TRUE;
}

struct verdict {
    BOOL listed; /* the list speaks of names of this kind */
    BOOL within; /* and one of them holds this name */
    BOOL unknown;
};

/* What a list of subtrees says of one name. */
static struct verdict ask(struct der list, const CERT_ALT_NAME_ENTRY *entry)
{
    struct verdict verdict = {0};
    struct der subtree, base;
    BYTE tag;
    while (der_take(&list, DER_SEQUENCE, &subtree) && der_any(&subtree, &tag, &base, NULL)) {
        BOOL dns = entry->dwAltNameChoice == CERT_ALT_NAME_DNS_NAME && tag == TAG_DNS;
        BOOL ip = entry->dwAltNameChoice == CERT_ALT_NAME_IP_ADDRESS && tag == TAG_ADDRESS;
        verdict.listed |= dns || ip;
        verdict.within |= (dns && dns_within(&base, entry->pwszDNSName)) ||
                          (ip && address_within(&base, &entry->IPAddress));
        verdict.unknown |= tag == (0x80 | (entry->dwAltNameChoice - 1)) && !dns && !ip;
    }
    return verdict;
}

static DWORD check_entry(struct der permitted, struct der excluded,
                         const CERT_ALT_NAME_ENTRY *entry)
{
    struct verdict yes = ask(permitted, entry), no = ask(excluded, entry);
    if (yes.unknown || no.unknown)
        return CERT_TRUST_HAS_NOT_SUPPORTED_NAME_CONSTRAINT;
    if (no.within)
        return CERT_TRUST_HAS_EXCLUDED_NAME_CONSTRAINT;
    return yes.listed && !yes.within ? CERT_TRUST_HAS_NOT_PERMITTED_NAME_CONSTRAINT : 0;
}

DWORD check_name_constraints(const CERT_EXTENSION *constraints, PCCERT_CONTEXT below)
{
    struct der der = der_of(constraints->Value.pbData, constraints->Value.cbData);
    struct der sequence, part, permitted = {0}, excluded = {0};
    DWORD errors = 0;
    BOOL damaged;
    BYTE tag;
    if (!der_take(&der, DER_SEQUENCE, &sequence))
        return CERT_TRUST_INVALID_NAME_CONSTRAINTS;
    while (der_any(&sequence, &tag, &part, NULL)) {
        if (tag == 0xa0)
            permitted = part;
        else if (tag == 0xa1)
            excluded = part;
    }
    CERT_ALT_NAME_INFO *names = extension_value(below, szOID_SUBJECT_ALT_NAME2, &damaged);
    for (DWORD i = 0; names && i < names->cAltEntry; i++)
        errors |= check_entry(permitted, excluded, &names->rgAltEntry[i]);
    LocalFree(names);
    return damaged ? errors | CERT_TRUST_INVALID_EXTENSION : errors;
}
