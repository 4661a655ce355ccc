#ifndef WINTRUST_VERIFY_H
#define WINTRUST_VERIFY_H

#include "nt_error.h"
#include <wincrypt.h>
#include <wintrust.h>

/* A file in memory. */
struct subject {
    BYTE *bytes;
    DWORD size;
};

/* The digest of a program as Authenticode takes it (Windows Authenticode Portable Executable
 * Signature Format, "Calculating the PE Image Hash"): all but the checksum, the directory entry of
 * the signature, and the signature. TRUST_E_* where the file is no program. */
LONG program_digest(const struct subject *subject, const char *oid, BYTE hash[64], DWORD *size);

/* What a verification found, until the caller closes it. */
struct state {
    CRYPT_PROVIDER_DATA data;
    CRYPT_PROVIDER_SGNR signer;
    HCERTSTORE store;
    HCRYPTMSG message;
    PCCERT_CONTEXT certificate;
    PCCERT_CHAIN_CONTEXT chain;
    CRYPT_PROVIDER_CERT certificates[16];
};

LONG verify_program(const WCHAR *path, struct state *state);
void state_clear(struct state *state);

#endif
