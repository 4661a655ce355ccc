/* Reading a PFX (RFC 7292, section 4): safes of bags with certificates and keys. */
#include "pfx.h"
#include "signature.h"

#define OID_DATA      "1.2.840.113549.1.7.1"
#define OID_ENCRYPTED "1.2.840.113549.1.7.6"
#define BAGS          "1.2.840.113549.1.12.10.1."

static BOOL take_oid(struct der *der, char text[64])
{
    struct der oid;

    return der_take(der, DER_OID, &oid) && der_oid_text(&oid, NULL, 0) <= 64 &&
           der_oid_text(&oid, text, 64);
}

static void read_attributes(struct der *body, struct pfx_item *item)
{
    struct der set, attribute, values;
    char oid[64];

    if (!der_take(body, DER_SET, &set))
        return;
    while (der_take(&set, DER_SEQUENCE, &attribute)) {
        if (!take_oid(&attribute, oid) || !der_take(&attribute, DER_SET, &values))
            continue;
        if (!lstrcmpA(oid, "1.2.840.113549.1.9.20"))
            der_take(&values, DER_BMP, &item->friendly_name);
        else if (!lstrcmpA(oid, "1.2.840.113549.1.9.21"))
            der_take(&values, DER_OCTET_STRING, &item->key_id);
    }
}

static BYTE *copy(const struct der *range, DWORD *size)
{
    BYTE *bytes = HeapAlloc(GetProcessHeap(), 0, der_left(range) + 1);

    *size = (DWORD)der_left(range);
    if (bytes)
        memcpy(bytes, range->at, *size);
    else
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
    return bytes;
}

/* What is in a bag: *encoded stays NULL for kinds that are passed over. */
static BOOL open_bag(struct pfx *pfx, const char *kind, struct der value, struct pfx_item *item)
{
    struct der body, algorithm, data, outer;
    char oid[64];

    if (!lstrcmpA(kind, BAGS "1")) {
        item->is_key = TRUE;
        item->encoded = copy(&value, &item->size);
        return item->encoded != NULL;
    }
    if (!lstrcmpA(kind, BAGS "2")) {
        item->is_key = TRUE;
        if (!der_take(&value, DER_SEQUENCE, &body) ||
            !der_take_whole(&body, DER_SEQUENCE, &algorithm) ||
            !der_take(&body, DER_OCTET_STRING, &data))
            return fail_with(CRYPT_E_BAD_ENCODE);
        item->encoded = pfx_decrypt(&algorithm, &data, pfx->password, &item->size);
        return item->encoded != NULL;
    }
    if (lstrcmpA(kind, BAGS "3"))
        return TRUE;
    if (!der_take(&value, DER_SEQUENCE, &body) || !take_oid(&body, oid) ||
        !der_take(&body, 0xa0, &outer) || !der_take(&outer, DER_OCTET_STRING, &data))
        return fail_with(CRYPT_E_BAD_ENCODE);
    if (!lstrcmpA(oid, "1.2.840.113549.1.9.22.1"))
        item->encoded = copy(&data, &item->size);
    return TRUE;
}

static BOOL read_bag(struct pfx *pfx, struct der *safe)
{
    struct pfx_item *item, **last = &pfx->items;
    struct der bag, value;
    char kind[64];
    BOOL done;

    if (!der_take(safe, DER_SEQUENCE, &bag) || !take_oid(&bag, kind) ||
        !der_take(&bag, 0xa0, &value))
        return fail_with(CRYPT_E_BAD_ENCODE);
    item = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*item));
    if (!item)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    done = open_bag(pfx, kind, value, item);
    if (!done || !item->encoded) {
        HeapFree(GetProcessHeap(), 0, item);
        return done;
    }
    read_attributes(&bag, item);
    while (*last)
        last = &(*last)->next;
    *last = item;
    return TRUE;
}

static BOOL read_safe(struct pfx *pfx, struct der contents)
{
    struct der list;

    if (!der_take(&contents, DER_SEQUENCE, &list))
        return fail_with(CRYPT_E_BAD_ENCODE);
    while (der_left(&list))
        if (!read_bag(pfx, &list))
            return FALSE;
    return TRUE;
}

static BOOL open_encrypted(struct pfx *pfx, struct der outer)
{
    struct der body, info, algorithm, data;
    char oid[64];
    DWORD version, size;
    BYTE *plain;

    if (!der_take(&outer, DER_SEQUENCE, &body) || !pfx_number(&body, &version) ||
        !der_take(&body, DER_SEQUENCE, &info) || !take_oid(&info, oid) ||
        !der_take_whole(&info, DER_SEQUENCE, &algorithm) || !der_take(&info, 0x80, &data) ||
        pfx->safe_count == ARRAYSIZE(pfx->safes))
        return fail_with(CRYPT_E_BAD_ENCODE);
    plain = pfx_decrypt(&algorithm, &data, pfx->password, &size);
    if (!plain)
        return FALSE;
    pfx->safes[pfx->safe_count++] = plain;
    return read_safe(pfx, der_of(plain, size));
}

static BOOL read_contents(struct pfx *pfx, struct der list)
{
    struct der info, outer, data;
    char oid[64];

    while (der_left(&list)) {
        if (!der_take(&list, DER_SEQUENCE, &info) || !take_oid(&info, oid) ||
            !der_take(&info, 0xa0, &outer))
            return fail_with(CRYPT_E_BAD_ENCODE);
        if (!lstrcmpA(oid, OID_ENCRYPTED)) {
            if (!open_encrypted(pfx, outer))
                return FALSE;
        } else if (!lstrcmpA(oid, OID_DATA)) {
            if (!der_take(&outer, DER_OCTET_STRING, &data))
                return fail_with(CRYPT_E_BAD_ENCODE);
            if (!read_safe(pfx, data))
                return FALSE;
        }
    }
    return TRUE;
}

static BOOL check_mac(const struct pfx *pfx, struct der mac, const struct der *data)
{
    struct der info, algorithm, digest, salt;
    DWORD iterations = 1, size;
    BYTE key[64], value[64];
    const WCHAR *hash;
    char oid[64];

    if (!der_take(&mac, DER_SEQUENCE, &info) || !der_take(&info, DER_SEQUENCE, &algorithm) ||
        !take_oid(&algorithm, oid) || !der_take(&info, DER_OCTET_STRING, &digest) ||
        !der_take(&mac, DER_OCTET_STRING, &salt))
        return fail_with(CRYPT_E_BAD_ENCODE);
    if (der_left(&mac) && !pfx_number(&mac, &iterations))
        return fail_with(CRYPT_E_BAD_ENCODE);
    hash = hash_name_of(oid);
    size = hash ? hash_size_of(hash) : 0;
    if (!size || der_left(&digest) != size)
        return fail_with(NTE_BAD_ALGID);
    if (!pfx_derive(hash, 3, pfx->password, &salt, iterations, key, size) ||
        !pfx_mac(hash, key, size, data, value, size))
        return FALSE;
    return memcmp(value, digest.at, size) ? fail_with(ERROR_INVALID_PASSWORD) : TRUE;
}

BOOL pfx_read(struct pfx *pfx, const BYTE *encoded, DWORD size)
{
    struct der der = der_of(encoded, size), body, info, outer, data, list, mac;
    DWORD version;
    char oid[64];

    if (!der_take(&der, DER_SEQUENCE, &body) || !pfx_number(&body, &version) || version != 3 ||
        !der_take(&body, DER_SEQUENCE, &info) || !take_oid(&info, oid) || lstrcmpA(oid, OID_DATA) ||
        !der_take(&info, 0xa0, &outer) || !der_take(&outer, DER_OCTET_STRING, &data))
        return fail_with(CRYPT_E_BAD_ENCODE);
    if (der_take(&body, DER_SEQUENCE, &mac) && !check_mac(pfx, mac, &data))
        return FALSE;
    if (!der_take(&data, DER_SEQUENCE, &list))
        return fail_with(CRYPT_E_BAD_ENCODE);
    return read_contents(pfx, list);
}

void pfx_free(struct pfx *pfx)
{
    while (pfx->items) {
        struct pfx_item *item = pfx->items;

        pfx->items = item->next;
        SecureZeroMemory(item->encoded, item->size);
        HeapFree(GetProcessHeap(), 0, item->encoded);
        HeapFree(GetProcessHeap(), 0, item);
    }
    for (DWORD i = 0; i < pfx->safe_count; i++)
        HeapFree(GetProcessHeap(), 0, pfx->safes[i]);
    pfx->safe_count = 0;
}
