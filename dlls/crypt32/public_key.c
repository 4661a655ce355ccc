/* wincrypt.h: public keys of certificates in CryptoAPI, and their hashes. */
#include "signature.h"

/* A header with its length behind what is there already. */
static DWORD put_head(BYTE *to, BYTE tag, DWORD size)
{
    DWORD count = size < 0x80 ? 0 : size < 0x100 ? 1 : size < 0x10000 ? 2 : 3;

    if (to) {
        to[0] = tag;
        to[1] = (BYTE)(count ? 0x80 | count : size);
        for (DWORD i = 0; i < count; i++)
            to[2 + i] = (BYTE)(size >> 8 * (count - 1 - i));
    }
    return 2 + count;
}

/* An arc in base 128, most significant group first. */
static DWORD put_arc(BYTE *to, ULONGLONG arc)
{
    DWORD count = 1;

    for (ULONGLONG rest = arc >> 7; rest; rest >>= 7)
        count++;
    for (DWORD i = 0; to && i < count; i++)
        to[i] = (BYTE)((arc >> 7 * (count - 1 - i) & 0x7f) | (i + 1 < count ? 0x80 : 0));
    return count;
}

/* The contents of an OID; 0: the text is none. */
static DWORD put_oid(BYTE *to, const char *text)
{
    ULONGLONG arc = 0, first = 0;
    DWORD size = 0, index = 0;

    for (;; text++) {
        if (*text >= '0' && *text <= '9') {
            arc = arc * 10 + (DWORD)(*text - '0');
            continue;
        }
        if (*text && *text != '.')
            return 0;
        if (index++ == 0)
            first = arc * 40;
        else
            size += put_arc(to ? to + size : NULL, index == 2 ? first + arc : arc);
        arc = 0;
        if (!*text)
            return size;
    }
}

/* SubjectPublicKeyInfo; returns its size, writes where there is room. */
static DWORD encode(const CERT_PUBLIC_KEY_INFO *info, BYTE *to)
{
    DWORD oid = put_oid(NULL, info->Algorithm.pszObjId);
    DWORD algorithm = put_head(NULL, DER_OID, oid) + oid + info->Algorithm.Parameters.cbData;
    DWORD key = info->PublicKey.cbData + 1;
    DWORD body = put_head(NULL, DER_SEQUENCE, algorithm) + algorithm +
                 put_head(NULL, DER_BIT_STRING, key) + key;

    if (to) {
        to += put_head(to, DER_SEQUENCE, body);
        to += put_head(to, DER_SEQUENCE, algorithm);
        to += put_head(to, DER_OID, oid);
        to += put_oid(to, info->Algorithm.pszObjId);
        memcpy(to, info->Algorithm.Parameters.pbData, info->Algorithm.Parameters.cbData);
        to += info->Algorithm.Parameters.cbData;
        to += put_head(to, DER_BIT_STRING, key);
        *to++ = (BYTE)info->PublicKey.cUnusedBits;
        memcpy(to, info->PublicKey.pbData, info->PublicKey.cbData);
    }
    return put_head(NULL, DER_SEQUENCE, body) + body;
}

BOOL WINAPI CryptHashPublicKeyInfo(HCRYPTPROV_LEGACY provider, ALG_ID algorithm, DWORD flags,
                                   DWORD encoding, PCERT_PUBLIC_KEY_INFO info, BYTE *hash,
                                   DWORD *room)
{
    DWORD size;
    BYTE *encoded;
    BOOL done;

    if (!info || !room || !info->Algorithm.pszObjId)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (GET_CERT_ENCODING_TYPE(encoding) != X509_ASN_ENCODING)
        return fail_with(ERROR_FILE_NOT_FOUND);
    size = encode(info, NULL);
    encoded = HeapAlloc(GetProcessHeap(), 0, size);
    if (!encoded)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    encode(info, encoded);
    done = CryptHashCertificate(provider, algorithm ? algorithm : CALG_MD5, flags, encoded, size,
                                hash, room);
    HeapFree(GetProcessHeap(), 0, encoded);
    return done;
}

BOOL WINAPI CryptImportPublicKeyInfoEx(HCRYPTPROV provider, DWORD encoding,
                                       PCERT_PUBLIC_KEY_INFO info, ALG_ID id, DWORD flags,
                                       void *extra, HCRYPTKEY *key)
{
    BYTE *blob = NULL;
    DWORD size = 0;
    BOOL done;

    if (!info || !key || !info->Algorithm.pszObjId)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (lstrcmpA(info->Algorithm.pszObjId, szOID_RSA_RSA))
        return fail_with(ERROR_FILE_NOT_FOUND);
    if (!CryptDecodeObjectEx(encoding, RSA_CSP_PUBLICKEYBLOB, info->PublicKey.pbData,
                             info->PublicKey.cbData, CRYPT_DECODE_ALLOC_FLAG, NULL, &blob, &size))
        return FALSE;
    if (id)
        ((BLOBHEADER *)blob)->aiKeyAlg = id;
    done = CryptImportKey(provider, blob, size, 0, 0, key);
    LocalFree(blob);
    return done;
}

BOOL WINAPI CryptImportPublicKeyInfo(HCRYPTPROV provider, DWORD encoding,
                                     PCERT_PUBLIC_KEY_INFO info, HCRYPTKEY *key)
{
    return CryptImportPublicKeyInfoEx(provider, encoding, info, 0, 0, NULL, key);
}
