#ifndef CRYPT32_SIGNATURE_H
#define CRYPT32_SIGNATURE_H

#include "store.h"
#include <bcrypt.h>

/* A certificate's public key in bcrypt; to be destroyed. FALSE with the last error set: no key that
 * bcrypt knows. */
BOOL import_public_key(const CERT_PUBLIC_KEY_INFO *info, BCRYPT_KEY_HANDLE *key);
/* Did the owner of the key sign that structure (a certificate, a request, a list)? FALSE with the
 * last error set: NTE_BAD_SIGNATURE if not, NTE_BAD_ALGID if the algorithm is not known. */
BOOL verify_signed(const BYTE *encoded, DWORD size, const CERT_PUBLIC_KEY_INFO *issuer);
/* bcrypt's name of a digest algorithm, or NULL; the bytes that it makes. */
const WCHAR *hash_name_of(const char *oid);
DWORD hash_size_of(const WCHAR *name);
/* Did the owner of the key sign these bytes? The signature's algorithm may leave the digest's to
 * digest (an OID). Errors as above. */
BOOL verify_data(const BYTE *data, DWORD size, const char *digest,
                 const CRYPT_ALGORITHM_IDENTIFIER *algorithm, const CRYPT_DATA_BLOB *signature,
                 const CERT_PUBLIC_KEY_INFO *key);

#endif
