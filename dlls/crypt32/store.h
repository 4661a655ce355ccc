#ifndef CRYPT32_STORE_H
#define CRYPT32_STORE_H

#include "decode.h"
#include "nt_error.h"

/*
 * A certificate context is the head of a certificate. A store holds one reference to each of its
 * certificates, and every certificate that was made for a store pins the store's memory, so a
 * context's hCertStore stays good after the store was closed.
 */
struct property {
    struct property *next;
    DWORD id, size;
    BOOL owns_handle; /* CERT_KEY_CONTEXT: the provider's */
    BYTE data[] __attribute__((aligned(8)));
};

struct certificate {
    CERT_CONTEXT context;
    LONG references;
    struct certificate *next, *previous; /* in the store; under store_lock */
    BOOL linked;
    struct property *properties; /* set by the program; under store_lock */
};

#define STORE_MAGIC 0x45524f54

struct store {
    ULONG magic;
    LONG handles, pins;
    struct certificate *first, *last;
    struct store **members; /* of a collection; each with a handle of ours */
    DWORD member_count;
    BOOL collection;
};

extern SRWLOCK store_lock;

struct store *get_store(HCERTSTORE handle);
struct store *store_make(void);
void store_unpin(struct store *store);
/* The certificate after one (NULL: the first), with a reference; does not release the one. */
struct certificate *store_next(struct store *store, struct certificate *after);
/* A certificate of an encoding, with one reference; NULL with the last error set. */
struct certificate *certificate_make(DWORD encoding_type, const BYTE *encoded, DWORD size,
                                     struct store *store);
struct certificate *certificate_of(PCCERT_CONTEXT context);
/* Puts a certificate made for the store into it; takes the caller's reference. */
void store_link(struct store *store, struct certificate *certificate);
/* Fills a store with the certificates of a file of PEM blocks; what is none is passed over. */
BOOL store_add_pem(struct store *store, const char *text, SIZE_T size);
/* The system store of a name: ROOT holds what the host trusts, all others are empty. */
BOOL store_fill_system(struct store *store, const WCHAR *name);

/* Copies out a result of the usual size protocol: ERROR_MORE_DATA if there is no room. */
BOOL give_bytes(const void *value, DWORD size, void *buffer, DWORD *room);
/* Hashes with one of bcrypt's algorithms. */
BOOL hash_bytes(const WCHAR *algorithm, const void *data, DWORD size, BYTE *result,
                DWORD result_size);

#endif
