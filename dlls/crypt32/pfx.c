/* wincrypt.h: certificates with their keys from a PFX (PKCS #12). */
#include "pfx.h"

struct forms {
    struct pfx_password password;
    BYTE *memory;
};

static BOOL make_forms(struct forms *forms, const WCHAR *text)
{
    DWORD count = (DWORD)lstrlenW(text);
    BYTE *memory = HeapAlloc(GetProcessHeap(), 0, (count + 1) * (sizeof(WCHAR) + 3));
    int utf8;

    if (!memory)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    for (DWORD i = 0; i <= count; i++) {
        memory[2 * i] = (BYTE)(text[i] >> 8);
        memory[2 * i + 1] = (BYTE)text[i];
    }
    utf8 = WideCharToMultiByte(CP_UTF8, 0, text, (int)count, (char *)memory + 2 * (count + 1),
                               (int)count * 3, NULL, NULL);
    forms->memory = memory;
    forms->password = (struct pfx_password){memory, 2 * (count + 1), memory + 2 * (count + 1),
                                            count ? (DWORD)utf8 : 0};
    return TRUE;
}

/* No password and an empty one are two things to the format and one to people. */
static BOOL read_with(struct pfx *pfx, const CRYPT_DATA_BLOB *blob, const WCHAR *text,
                      struct forms *forms)
{
    if (!make_forms(forms, text ? text : L""))
        return FALSE;
    pfx->password = &forms->password;
    if (pfx_read(pfx, blob->pbData, blob->cbData))
        return TRUE;
    if ((text && *text) || GetLastError() != ERROR_INVALID_PASSWORD)
        return FALSE;
    pfx_free(pfx);
    forms->password.wide_size = 0;
    return pfx_read(pfx, blob->pbData, blob->cbData);
}

static void free_forms(struct forms *forms)
{
    if (!forms->memory)
        return;
    SecureZeroMemory(forms->memory, forms->password.wide_size + forms->password.utf8_size);
    HeapFree(GetProcessHeap(), 0, forms->memory);
}

static BOOL same(const struct der *a, const struct der *b)
{
    return der_left(a) && der_left(a) == der_left(b) && !memcmp(a->at, b->at, der_left(a));
}

static void set_name(PCCERT_CONTEXT context, const struct der *name)
{
    WCHAR text[256];
    DWORD count = min((DWORD)der_left(name) / 2, ARRAYSIZE(text) - 1);
    CRYPT_DATA_BLOB blob = {(count + 1) * sizeof(WCHAR), (BYTE *)text};

    if (!count)
        return;
    for (DWORD i = 0; i < count; i++)
        text[i] = (WCHAR)(name->at[2 * i] << 8 | name->at[2 * i + 1]);
    text[count] = 0;
    CertSetCertificateContextProperty(context, CERT_FRIENDLY_NAME_PROP_ID, 0, &blob);
}

static void set_key_id(PCCERT_CONTEXT context, const struct der *id)
{
    CRYPT_DATA_BLOB blob = blob_of(id);

    if (blob.cbData)
        CertSetCertificateContextProperty(context, CERT_KEY_IDENTIFIER_PROP_ID, 0, &blob);
}

/* A certificate's key has its identifier. */
static BOOL add_certificate(const struct pfx *pfx, const struct pfx_item *item, HCERTSTORE store,
                            DWORD flags)
{
    PCCERT_CONTEXT context;
    BOOL done = TRUE;

    if (!CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, item->encoded, item->size,
                                          CERT_STORE_ADD_REPLACE_EXISTING, &context))
        return FALSE;
    set_name(context, &item->friendly_name);
    for (const struct pfx_item *key = pfx->items; key && done; key = key->next) {
        if (!key->is_key || !same(&key->key_id, &item->key_id))
            continue;
        set_key_id(context, &item->key_id);
        done = pfx_attach_key(context, key, flags);
    }
    CertFreeCertificateContext(context);
    return done;
}

HCERTSTORE WINAPI PFXImportCertStore(CRYPT_DATA_BLOB *blob, LPCWSTR text, DWORD flags)
{
    struct pfx pfx = {0};
    struct forms forms = {0};
    HCERTSTORE store = NULL;
    BOOL done;
    DWORD error;

    if (!blob || !blob->pbData || !blob->cbData) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    done = read_with(&pfx, blob, text, &forms);
    if (done)
        store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, CERT_STORE_CREATE_NEW_FLAG, NULL);
    done = done && store;
    for (const struct pfx_item *item = pfx.items; done && item; item = item->next)
        if (!item->is_key)
            done = add_certificate(&pfx, item, store, flags);
    error = GetLastError();
    if (!done && store) {
        CertCloseStore(store, 0);
        store = NULL;
    }
    pfx_free(&pfx);
    free_forms(&forms);
    SetLastError(error);
    return store;
}

BOOL WINAPI PFXIsPFXBlob(CRYPT_DATA_BLOB *blob)
{
    struct der der, body, info, oid;
    DWORD version;
    char text[64];

    if (!blob || !blob->pbData)
        return FALSE;
    der = der_of(blob->pbData, blob->cbData);
    return der_take(&der, DER_SEQUENCE, &body) && pfx_number(&body, &version) && version == 3 &&
           der_take(&body, DER_SEQUENCE, &info) && der_take(&info, DER_OID, &oid) &&
           der_oid_text(&oid, text, sizeof(text)) &&
           (!lstrcmpA(text, szOID_RSA_data) || !lstrcmpA(text, szOID_RSA_signedData));
}

BOOL WINAPI PFXVerifyPassword(CRYPT_DATA_BLOB *blob, LPCWSTR text, DWORD flags)
{
    struct pfx pfx = {0};
    struct forms forms = {0};
    BOOL done = blob && read_with(&pfx, blob, text, &forms);

    pfx_free(&pfx);
    free_forms(&forms);
    return done;
}
