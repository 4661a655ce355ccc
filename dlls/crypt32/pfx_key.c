/* RSA keys of a PFX: from PrivateKeyInfo (RFC 5208) to CryptoAPI's blob, into a container. */
#include "pfx.h"
#include "random.h"

struct numbers {
    struct der n, e, d, p, q, dp, dq, inverse;
};

static BOOL take_number(struct der *der, struct der *number)
{
    if (!der_take(der, DER_INTEGER, number))
        return FALSE;
    while (der_left(number) && !*number->at)
        number->at++;
    return TRUE;
}

static BOOL read_numbers(const struct pfx_item *key, struct numbers *to)
{
    struct der der = der_of(key->encoded, key->size), info, algorithm, oid, octets, body;
    DWORD version;
    char text[64];

    return der_take(&der, DER_SEQUENCE, &info) && pfx_number(&info, &version) &&
           der_take(&info, DER_SEQUENCE, &algorithm) && der_take(&algorithm, DER_OID, &oid) &&
           der_oid_text(&oid, text, sizeof(text)) && !lstrcmpA(text, szOID_RSA_RSA) &&
           der_take(&info, DER_OCTET_STRING, &octets) && der_take(&octets, DER_SEQUENCE, &body) &&
           pfx_number(&body, &version) && take_number(&body, &to->n) &&
           take_number(&body, &to->e) && take_number(&body, &to->d) && take_number(&body, &to->p) &&
           take_number(&body, &to->q) && take_number(&body, &to->dp) &&
           take_number(&body, &to->dq) && take_number(&body, &to->inverse);
}

/* Least significant byte first; FALSE if it does not fit. */
static BOOL put(BYTE **at, const struct der *number, DWORD size)
{
    DWORD length = (DWORD)der_left(number);

    if (length > size)
        return FALSE;
    for (DWORD i = 0; i < length; i++)
        (*at)[i] = number->end[-1 - (ptrdiff_t)i];
    *at += size;
    return TRUE;
}

/* On the heap; NULL with the last error set. */
static BYTE *make_blob(const struct numbers *numbers, DWORD *size)
{
    DWORD whole = (DWORD)der_left(&numbers->n), half = (whole + 1) / 2;
    RSAPUBKEY head = {0x32415352, whole * 8, 0};
    BYTE *blob, *at;

    *size = sizeof(BLOBHEADER) + sizeof(head) + 2 * whole + 5 * half;
    blob = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, *size);
    if (!blob || der_left(&numbers->e) > 4) {
        HeapFree(GetProcessHeap(), 0, blob);
        fail_with(blob ? (DWORD)NTE_BAD_KEY : ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    for (DWORD i = 0; i < der_left(&numbers->e); i++)
        head.pubexp = head.pubexp << 8 | numbers->e.at[i];
    *(BLOBHEADER *)blob = (BLOBHEADER){PRIVATEKEYBLOB, CUR_BLOB_VERSION, 0, CALG_RSA_KEYX};
    memcpy(blob + sizeof(BLOBHEADER), &head, sizeof(head));
    at = blob + sizeof(BLOBHEADER) + sizeof(head);
    if (put(&at, &numbers->n, whole) && put(&at, &numbers->p, half) &&
        put(&at, &numbers->q, half) && put(&at, &numbers->dp, half) &&
        put(&at, &numbers->dq, half) && put(&at, &numbers->inverse, half) &&
        put(&at, &numbers->d, whole))
        return blob;
    HeapFree(GetProcessHeap(), 0, blob);
    fail_with(NTE_BAD_KEY);
    return NULL;
}

static BOOL import(HCRYPTPROV provider, const BYTE *blob, DWORD size, DWORD flags)
{
    HCRYPTKEY key;

    if (!CryptImportKey(provider, blob, size, 0, flags & CRYPT_EXPORTABLE, &key))
        return FALSE;
    return CryptDestroyKey(key);
}

static BOOL keep_in_memory(PCCERT_CONTEXT certificate, const BYTE *blob, DWORD size, DWORD flags)
{
    CERT_KEY_CONTEXT context = {.cbSize = sizeof(context), .dwKeySpec = AT_KEYEXCHANGE};

    if (!CryptAcquireContextW(&context.hCryptProv, NULL, MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES,
                              CRYPT_VERIFYCONTEXT))
        return FALSE;
    if (import(context.hCryptProv, blob, size, flags) &&
        CertSetCertificateContextProperty(certificate, CERT_KEY_CONTEXT_PROP_ID, 0, &context))
        return TRUE;
    CryptReleaseContext(context.hCryptProv, 0);
    return FALSE;
}

/* A name that nobody has: {GUID}. */
static BOOL make_name(WCHAR name[39])
{
    static const char form[] = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
    BYTE bytes[sizeof(form)];

    if (!nt_result(BaileyRandom(bytes, sizeof(bytes))))
        return FALSE;
    for (unsigned i = 0; i < sizeof(form); i++)
        name[i] = form[i] == 'x' ? L"0123456789ABCDEF"[bytes[i] & 15] : (WCHAR)form[i];
    return TRUE;
}

static BOOL keep_in_container(PCCERT_CONTEXT certificate, const BYTE *blob, DWORD size, DWORD flags)
{
    CRYPT_KEY_PROV_INFO info = {.pwszProvName = (WCHAR *)MS_ENHANCED_PROV_W,
                                .dwProvType = PROV_RSA_FULL,
                                .dwFlags = flags & CRYPT_MACHINE_KEYSET,
                                .dwKeySpec = AT_KEYEXCHANGE};
    HCRYPTPROV provider;
    WCHAR name[39];
    BOOL done;

    if (!make_name(name) || !CryptAcquireContextW(&provider, name, info.pwszProvName,
                                                  info.dwProvType, CRYPT_NEWKEYSET | info.dwFlags))
        return FALSE;
    info.pwszContainerName = name;
    done = import(provider, blob, size, flags) &&
           CertSetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, 0, &info);
    CryptReleaseContext(provider, 0);
    return done;
}

BOOL pfx_attach_key(PCCERT_CONTEXT certificate, const struct pfx_item *key, DWORD flags)
{
    struct numbers numbers;
    DWORD size;
    BYTE *blob;
    BOOL done;

    if (!read_numbers(key, &numbers))
        return fail_with(NTE_BAD_ALGID);
    blob = make_blob(&numbers, &size);
    if (!blob)
        return FALSE;
    done = flags & PKCS12_NO_PERSIST_KEY ? keep_in_memory(certificate, blob, size, flags)
                                         : keep_in_container(certificate, blob, size, flags);
    SecureZeroMemory(blob, size);
    HeapFree(GetProcessHeap(), 0, blob);
    return done;
}
