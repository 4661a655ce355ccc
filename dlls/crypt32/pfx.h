#ifndef CRYPT32_PFX_H
#define CRYPT32_PFX_H

#include "store.h"

/* The password in the forms that the schemes want. */
struct pfx_password {
    const BYTE *wide; /* big-endian UTF-16 with its terminator (RFC 7292, B.1) */
    DWORD wide_size;
    const BYTE *utf8; /* without one */
    DWORD utf8_size;
};

/* Decrypts by an AlgorithmIdentifier (PKCS #12's own schemes and PBES2). The result is on the heap,
 * *size set; NULL with the last error set: the scheme is unknown, or the password is wrong. */
BYTE *pfx_decrypt(struct der *algorithm, const struct der *data,
                  const struct pfx_password *password, DWORD *size);
/* RFC 7292, appendix B.2; purpose 1 a key, 2 a vector, 3 a MAC key. */
BOOL pfx_derive(const WCHAR *hash, BYTE purpose, const struct pfx_password *password,
                const struct der *salt, DWORD iterations, BYTE *result, DWORD size);
/* HMAC over data by the key. */
BOOL pfx_mac(const WCHAR *hash, const BYTE *key, DWORD key_size, const struct der *data,
             BYTE *result, DWORD size);
/* A small non-negative INTEGER. */
BOOL pfx_number(struct der *der, DWORD *number);

/* What is in a safe. */
struct pfx_item {
    struct pfx_item *next;
    BYTE *encoded; /* a certificate, or a PrivateKeyInfo; on the heap */
    DWORD size;
    BOOL is_key;
    struct der friendly_name, key_id; /* contents of the attributes, or empty */
};

struct pfx {
    const struct pfx_password *password;
    struct pfx_item *items;
    BYTE *safes[16]; /* decrypted ones, which the items' attributes point into */
    DWORD safe_count;
};

/* Reads a whole PFX, its MAC checked. FALSE with the last error set. */
BOOL pfx_read(struct pfx *pfx, const BYTE *encoded, DWORD size);
void pfx_free(struct pfx *pfx);

/* Gives the certificate its private key: in a container, or with PKCS12_NO_PERSIST_KEY in memory.
 */
BOOL pfx_attach_key(PCCERT_CONTEXT certificate, const struct pfx_item *key, DWORD flags);

#endif
