/* wincrypt.h: distinguished names (RFC 5280, 4.1.2.4) and alternative names, and their text. */
#include "store.h"

BOOL decode_name(struct der *der, struct block *block, void *to);
BOOL decode_alternate_name(struct der *der, struct block *block, void *to);

static const struct {
    BYTE tag;
    DWORD kind;
} strings[] = {
    {DER_UTF8, CERT_RDN_UTF8_STRING}, {DER_PRINTABLE, CERT_RDN_PRINTABLE_STRING},
    {DER_T61, CERT_RDN_T61_STRING},   {DER_IA5, CERT_RDN_IA5_STRING},
    {DER_BMP, CERT_RDN_BMP_STRING},
};

static BOOL decode_attribute(struct der *der, struct block *block, CERT_RDN_ATTR *to)
{
    struct der body, oid, value;
    BYTE tag;

    if (!der_take(der, DER_SEQUENCE, &body) || !der_take(&body, DER_OID, &oid) ||
        !der_oid_text(&oid, NULL, 0) || !der_any(&body, &tag, &value, NULL))
        return FALSE;
    to->dwValueType = CERT_RDN_ENCODED_BLOB;
    for (unsigned i = 0; i < ARRAYSIZE(strings); i++) {
        if (strings[i].tag == tag)
            to->dwValueType = strings[i].kind;
    }
    to->pszObjId = block_oid(block, &oid);
    to->Value = blob_of(&value);
    return TRUE;
}

static DWORD count_elements(struct der list)
{
    DWORD count = 0;

    while (der_any(&list, NULL, NULL, NULL))
        count++;
    return der_left(&list) ? 0 : count;
}

static BOOL decode_rdn(struct der *der, struct block *block, CERT_RDN *to)
{
    struct der set;

    if (!der_take(der, DER_SET, &set))
        return FALSE;
    to->cRDNAttr = count_elements(set);
    to->rgRDNAttr = block_take(block, to->cRDNAttr * sizeof(CERT_RDN_ATTR));
    for (DWORD i = 0; i < to->cRDNAttr; i++) {
        CERT_RDN_ATTR attribute;

        if (!decode_attribute(&set, block, &attribute))
            return FALSE;
        if (to->rgRDNAttr)
            to->rgRDNAttr[i] = attribute;
    }
    return to->cRDNAttr > 0;
}

BOOL decode_name(struct der *der, struct block *block, void *to)
{
    CERT_NAME_INFO name;
    struct der list;

    if (!der_take(der, DER_SEQUENCE, &list))
        return FALSE;
    name.cRDN = count_elements(list);
    name.rgRDN = block_take(block, name.cRDN * sizeof(CERT_RDN));
    for (DWORD i = 0; i < name.cRDN; i++) {
        CERT_RDN rdn;

        if (!decode_rdn(&list, block, &rdn))
            return FALSE;
        if (name.rgRDN)
            name.rgRDN[i] = rdn;
    }
    if (to)
        *(CERT_NAME_INFO *)to = name;
    return TRUE;
}

static LPWSTR block_ascii(struct block *block, const struct der *text)
{
    SIZE_T count = der_left(text);
    WCHAR *wide = block_take(block, (count + 1) * sizeof(WCHAR));

    if (wide) {
        for (SIZE_T i = 0; i < count; i++)
            wide[i] = text->at[i];
        wide[count] = 0;
    }
    return wide;
}

static BOOL decode_alternative(struct der *list, struct block *block, CERT_ALT_NAME_ENTRY *to)
{
    struct der value;
    BYTE tag;

    if (!der_any(list, &tag, &value, NULL) || (tag & 0xc0) != 0x80)
        return FALSE;
    memset(to, 0, sizeof(*to));
    to->dwAltNameChoice = (DWORD)(tag & 0x1f) + 1;
    switch (to->dwAltNameChoice) {
    case CERT_ALT_NAME_RFC822_NAME:
    case CERT_ALT_NAME_DNS_NAME:
    case CERT_ALT_NAME_URL:
        to->pwszDNSName = block_ascii(block, &value);
        return TRUE;
    case CERT_ALT_NAME_REGISTERED_ID:
        to->pszRegisteredID = block_oid(block, &value);
        return TRUE;
    default:
        to->IPAddress = blob_of(&value);
        return TRUE;
    }
}

BOOL decode_alternate_name(struct der *der, struct block *block, void *to)
{
    CERT_ALT_NAME_INFO info;
    struct der list;

    if (!der_take(der, DER_SEQUENCE, &list))
        return FALSE;
    info.cAltEntry = count_elements(list);
    info.rgAltEntry = block_take(block, info.cAltEntry * sizeof(CERT_ALT_NAME_ENTRY));
    for (DWORD i = 0; i < info.cAltEntry; i++) {
        CERT_ALT_NAME_ENTRY entry;

        if (!decode_alternative(&list, block, &entry))
            return FALSE;
        if (info.rgAltEntry)
            info.rgAltEntry[i] = entry;
    }
    if (to)
        *(CERT_ALT_NAME_INFO *)to = info;
    return TRUE;
}

/* Converts the value of an attribute; the count without a zero. */
static DWORD value_text(const CERT_RDN_ATTR *attribute, WCHAR *text, DWORD room)
{
    const BYTE *data = attribute->Value.pbData;
    DWORD size = attribute->Value.cbData;

    if (attribute->dwValueType == CERT_RDN_UTF8_STRING)
        return (DWORD)MultiByteToWideChar(CP_UTF8, 0, (const char *)data, (int)size, text,
                                          text ? (int)room : 0);
    if (attribute->dwValueType == CERT_RDN_BMP_STRING) {
        for (DWORD i = 0; text && i < size / 2 && i < room; i++)
            text[i] = (WCHAR)(data[2 * i] << 8 | data[2 * i + 1]);
        return size / 2;
    }
    for (DWORD i = 0; text && i < size && i < room; i++)
        text[i] = data[i];
    return size;
}

static CERT_NAME_INFO *name_of(const CERT_NAME_BLOB *blob)
{
    CERT_NAME_INFO *name = NULL;
    DWORD size;

    return CryptDecodeObjectEx(X509_ASN_ENCODING, X509_NAME, blob->pbData, blob->cbData,
                               CRYPT_DECODE_ALLOC_FLAG, NULL, &name, &size)
               ? name
               : NULL;
}

/* Copies out text of a certificate: the count with the zero; nothing found is one zero. */
static DWORD give_text(const WCHAR *text, DWORD count, LPWSTR to, DWORD room)
{
    if (!to || !room)
        return count + 1;
    count = min(count, room - 1);
    memcpy(to, text, count * sizeof(WCHAR));
    to[count] = 0;
    return count + 1;
}

static const CERT_RDN_ATTR *find_attribute(const CERT_NAME_INFO *name, const char *oid)
{
    for (DWORD i = name->cRDN; i--;) {
        for (DWORD j = 0; j < name->rgRDN[i].cRDNAttr; j++) {
            if (!strcmp(name->rgRDN[i].rgRDNAttr[j].pszObjId, oid))
                return &name->rgRDN[i].rgRDNAttr[j];
        }
    }
    return NULL;
}

static DWORD attribute_text(const CERT_NAME_BLOB *blob, const char *const *oids, unsigned count,
                            LPWSTR to, DWORD room)
{
    CERT_NAME_INFO *name = name_of(blob);
    const CERT_RDN_ATTR *found = NULL;
    DWORD result = 0;

    for (unsigned i = 0; name && !found && i < count; i++)
        found = find_attribute(name, oids[i]);
    if (found) {
        DWORD size = value_text(found, NULL, 0);
        WCHAR *text = LocalAlloc(0, (size + 1) * sizeof(WCHAR));

        if (text)
            result = give_text(text, value_text(found, text, size), to, room);
        LocalFree(text);
    }
    LocalFree(name);
    return result;
}

static DWORD alternative_text(PCCERT_CONTEXT context, BOOL issuer, DWORD choice, LPWSTR to,
                              DWORD room)
{
    const CERT_INFO *info = context->pCertInfo;
    const CERT_EXTENSION *extension =
        CertFindExtension(issuer ? szOID_ISSUER_ALT_NAME2 : szOID_SUBJECT_ALT_NAME2,
                          info->cExtension, info->rgExtension);
    CERT_ALT_NAME_INFO *names;
    DWORD size, result = 0;

    if (!extension ||
        !CryptDecodeObjectEx(X509_ASN_ENCODING, X509_ALTERNATE_NAME, extension->Value.pbData,
                             extension->Value.cbData, CRYPT_DECODE_ALLOC_FLAG, NULL, &names, &size))
        return 0;
    for (DWORD i = 0; !result && i < names->cAltEntry; i++) {
        const WCHAR *text = names->rgAltEntry[i].pwszDNSName;

        if (names->rgAltEntry[i].dwAltNameChoice == choice)
            result = give_text(text, (DWORD)lstrlenW(text), to, room);
    }
    LocalFree(names);
    return result;
}

static DWORD simple_name(const CERT_NAME_BLOB *blob, LPWSTR to, DWORD room)
{
    static const char *const order[] = {szOID_COMMON_NAME, szOID_ORGANIZATIONAL_UNIT_NAME,
                                        szOID_ORGANIZATION_NAME, szOID_RSA_emailAddr};

    return attribute_text(blob, order, ARRAYSIZE(order), to, room);
}

static DWORD name_by_type(PCCERT_CONTEXT context, DWORD type, DWORD flags, const void *parameter,
                          LPWSTR to, DWORD room)
{
    static const char *const mail[] = {szOID_RSA_emailAddr};
    static const char *const common[] = {szOID_COMMON_NAME};
    BOOL issuer = (flags & CERT_NAME_ISSUER_FLAG) != 0;
    const CERT_INFO *info = context->pCertInfo;
    const CERT_NAME_BLOB *blob = issuer ? &info->Issuer : &info->Subject;
    const char *oid = parameter;
    DWORD form = parameter ? *(const DWORD *)parameter : 0, result = 0;

    switch (type) {
    case CERT_NAME_EMAIL_TYPE:
        result = alternative_text(context, issuer, CERT_ALT_NAME_RFC822_NAME, to, room);
        return result ? result : attribute_text(blob, mail, 1, to, room);
    case CERT_NAME_DNS_TYPE:
        result = alternative_text(context, issuer, CERT_ALT_NAME_DNS_NAME, to, room);
        return result ? result : attribute_text(blob, common, 1, to, room);
    case CERT_NAME_URL_TYPE:
        return alternative_text(context, issuer, CERT_ALT_NAME_URL, to, room);
    case CERT_NAME_RDN_TYPE:
        return CertNameToStrW(X509_ASN_ENCODING, (CERT_NAME_BLOB *)blob, form, to, to ? room : 0);
    case CERT_NAME_ATTR_TYPE:
        return oid ? attribute_text(blob, &oid, 1, to, room) : 0;
    case CERT_NAME_SIMPLE_DISPLAY_TYPE:
    case CERT_NAME_FRIENDLY_DISPLAY_TYPE:
        result = simple_name(blob, to, room);
        return result ? result
                      : alternative_text(context, issuer, CERT_ALT_NAME_RFC822_NAME, to, room);
    default:
        return 0;
    }
}

DWORD WINAPI CertGetNameStringW(PCCERT_CONTEXT context, DWORD type, DWORD flags, void *parameter,
                                LPWSTR to, DWORD room)
{
    DWORD result = context ? name_by_type(context, type, flags, parameter, to, room) : 0;

    return result ? result : give_text(L"", 0, to, room);
}

DWORD WINAPI CertGetNameStringA(PCCERT_CONTEXT context, DWORD type, DWORD flags, void *parameter,
                                LPSTR to, DWORD room)
{
    DWORD count = CertGetNameStringW(context, type, flags, parameter, NULL, 0);
    WCHAR *wide = LocalAlloc(0, count * sizeof(WCHAR));
    DWORD size = 1;

    if (wide) {
        CertGetNameStringW(context, type, flags, parameter, wide, count);
        size = (DWORD)WideCharToMultiByte(CP_ACP, 0, wide, -1, NULL, 0, NULL, NULL);
        if (to && room && size <= room)
            WideCharToMultiByte(CP_ACP, 0, wide, -1, to, (int)room, NULL, NULL);
        else if (to && room)
            *to = 0;
    }
    LocalFree(wide);
    return to && room && size > room ? 1 : size;
}
