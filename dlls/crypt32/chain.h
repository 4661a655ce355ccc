#ifndef CRYPT32_CHAIN_H
#define CRYPT32_CHAIN_H

#include "signature.h"

/* More certificates than any honest chain has. */
#define CHAIN_MAX 16

/* What a chain is looked for in, and checked against. */
struct chain_question {
    PCCERT_CONTEXT subject;
    struct store *additional, *own, *authorities, *roots; /* some NULL */
    FILETIME time;
    const CERT_CHAIN_PARA *parameters;
    DWORD flags;
};

/* A path from the subject upwards, with a reference to each certificate. */
struct path {
    DWORD count;
    PCCERT_CONTEXT certificates[CHAIN_MAX];
    CERT_TRUST_STATUS status[CHAIN_MAX];
};

/* chain_check.c: fills in the errors of every element; gives all of them together. The info status
 * and whether a signature holds are the builder's. */
DWORD check_path(const struct chain_question *question, struct path *path);
/* Is the certificate among those of the store? */
BOOL store_has(struct store *store, PCCERT_CONTEXT context);

/* name_match.c: does the certificate speak for the host, by name or address (RFC 6125)? */
BOOL matches_host(PCCERT_CONTEXT context, const WCHAR *host);
/* The errors by name constraints that an authority puts on a certificate below it. */
DWORD check_name_constraints(const CERT_EXTENSION *constraints, PCCERT_CONTEXT below);
/* The decoded value of an extension, to be freed by LocalFree; NULL: the certificate has none, or
 * it is damaged (*damaged then). */
void *extension_value(PCCERT_CONTEXT context, LPCSTR oid, BOOL *damaged);

#endif
