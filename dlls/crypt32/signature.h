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

#endif
