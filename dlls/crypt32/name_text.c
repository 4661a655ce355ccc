/* wincrypt.h: a distinguished name as one line of text. */
#include "store.h"

static const struct {
    const char *oid;
    const WCHAR *key;
} keys[] = {
    {szOID_COMMON_NAME, L"CN"},
    {szOID_COUNTRY_NAME, L"C"},
    {szOID_ORGANIZATION_NAME, L"O"},
    {szOID_ORGANIZATIONAL_UNIT_NAME, L"OU"},
    {szOID_LOCALITY_NAME, L"L"},
    {szOID_STATE_OR_PROVINCE_NAME, L"S"},
    {szOID_STREET_ADDRESS, L"STREET"},
    {szOID_TITLE, L"T"},
    {szOID_GIVEN_NAME, L"G"},
    {szOID_SUR_NAME, L"SN"},
    {szOID_INITIALS, L"I"},
    {szOID_DOMAIN_COMPONENT, L"DC"},
    {szOID_RSA_emailAddr, L"E"},
    {szOID_DEVICE_SERIAL_NUMBER, L"SERIALNUMBER"},
};

/* Text as it grows: written while there is room, counted always. */
struct line {
    WCHAR *text;
    DWORD room, count;
};

static void put(struct line *line, WCHAR c)
{
    if (line->count < line->room)
        line->text[line->count] = c;
    line->count++;
}

static void put_text(struct line *line, const WCHAR *text)
{
    while (*text)
        put(line, *text++);
}

static void put_key(struct line *line, const char *oid, DWORD form)
{
    if (form == CERT_SIMPLE_NAME_STR)
        return;
    if (form == CERT_X500_NAME_STR) {
        for (unsigned i = 0; i < ARRAYSIZE(keys); i++) {
            if (!strcmp(keys[i].oid, oid)) {
                put_text(line, keys[i].key);
                put(line, '=');
                return;
            }
        }
        put_text(line, L"OID.");
    }
    while (*oid)
        put(line, (BYTE)*oid++);
    put(line, '=');
}

static BOOL needs_quotes(const WCHAR *text)
{
    if (!*text || *text == ' ' || text[lstrlenW(text) - 1] == ' ')
        return TRUE;
    for (; *text; text++) {
        for (const WCHAR *special = L",+=\"\n<>#;"; *special; special++) {
            if (*text == *special)
                return TRUE;
        }
    }
    return FALSE;
}

static void put_value(struct line *line, CERT_RDN_ATTR *attribute, DWORD flags)
{
    DWORD count = CertRDNValueToStrW(attribute->dwValueType, &attribute->Value, NULL, 0);
    WCHAR *text = LocalAlloc(0, count * sizeof(WCHAR));
    BOOL quoted;

    if (!text)
        return;
    CertRDNValueToStrW(attribute->dwValueType, &attribute->Value, text, count);
    quoted = !(flags & CERT_NAME_STR_NO_QUOTING_FLAG) && needs_quotes(text);
    if (quoted)
        put(line, '"');
    for (const WCHAR *at = text; *at; at++) {
        if (quoted && *at == '"')
            put(line, '"');
        put(line, *at);
    }
    if (quoted)
        put(line, '"');
    LocalFree(text);
}

DWORD WINAPI CertRDNValueToStrW(DWORD type, PCERT_RDN_VALUE_BLOB value, LPWSTR text, DWORD room)
{
    DWORD size = value->cbData, count = 0;
    BOOL utf8 = type == CERT_RDN_UTF8_STRING, wide = type == CERT_RDN_BMP_STRING;

    count = utf8 ? (DWORD)MultiByteToWideChar(CP_UTF8, 0, (char *)value->pbData, (int)size, NULL, 0)
            : wide ? size / 2
                   : size;
    if (!text || !room)
        return count + 1;
    count = min(count, room - 1);
    if (utf8)
        MultiByteToWideChar(CP_UTF8, 0, (char *)value->pbData, (int)size, text, (int)count);
    for (DWORD i = 0; !utf8 && i < count; i++)
        text[i] =
            wide ? (WCHAR)(value->pbData[2 * i] << 8 | value->pbData[2 * i + 1]) : value->pbData[i];
    text[count] = 0;
    return count + 1;
}

static void put_name(struct line *line, const CERT_NAME_INFO *name, DWORD flags)
{
    const WCHAR *between = flags & CERT_NAME_STR_SEMICOLON_FLAG ? L"; "
                           : flags & CERT_NAME_STR_CRLF_FLAG    ? L"\r\n"
                                                                : L", ";
    DWORD form = flags & 0xffff;

    for (DWORD i = 0; i < name->cRDN; i++) {
        CERT_RDN *rdn = &name->rgRDN[flags & CERT_NAME_STR_REVERSE_FLAG ? name->cRDN - 1 - i : i];

        if (i)
            put_text(line, between);
        for (DWORD j = 0; j < rdn->cRDNAttr; j++) {
            if (j)
                put_text(line, flags & CERT_NAME_STR_NO_PLUS_FLAG ? L" " : L" + ");
            put_key(line, rdn->rgRDNAttr[j].pszObjId, form);
            put_value(line, &rdn->rgRDNAttr[j], flags);
        }
    }
}

DWORD WINAPI CertNameToStrW(DWORD encoding_type, PCERT_NAME_BLOB blob, DWORD form, LPWSTR text,
                            DWORD room)
{
    struct line line = {text, text && room ? room - 1 : 0, 0};
    CERT_NAME_INFO *name;
    DWORD size;

    if (!(form & 0xffff))
        form |= CERT_SIMPLE_NAME_STR;
    if (CryptDecodeObjectEx(X509_ASN_ENCODING, X509_NAME, blob->pbData, blob->cbData,
                            CRYPT_DECODE_ALLOC_FLAG, NULL, &name, &size)) {
        put_name(&line, name, form);
        LocalFree(name);
    }
    if (!text || !room)
        return line.count + 1;
    text[min(line.count, line.room)] = 0;
    return min(line.count, line.room) + 1;
}

DWORD WINAPI CertNameToStrA(DWORD encoding_type, PCERT_NAME_BLOB blob, DWORD form, LPSTR text,
                            DWORD room)
{
    DWORD count = CertNameToStrW(encoding_type, blob, form, NULL, 0), size = 1;
    WCHAR *wide = LocalAlloc(0, count * sizeof(WCHAR));

    if (wide) {
        CertNameToStrW(encoding_type, blob, form, wide, count);
        size = (DWORD)WideCharToMultiByte(CP_ACP, 0, wide, -1, NULL, 0, NULL, NULL);
        if (text && room)
            WideCharToMultiByte(CP_ACP, 0, wide, (int)min(count, room), text, (int)room, NULL,
                                NULL);
        if (text && room && size > room)
            text[(size = room) - 1] = 0;
    }
    LocalFree(wide);
    return size;
}
