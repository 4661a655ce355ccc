/*
 * crypt.h - the objects of CryptoAPI. Cryptography is bcrypt's: here are handles, blobs, key
 * containers, and the state that a key carries from call to call.
 */
#ifndef BAILEY_ADVAPI32_CRYPT_H
#define BAILEY_ADVAPI32_CRYPT_H

#include "nt_error.h"
#include <bcrypt.h>
#include <wincrypt.h>

#ifndef BCRYPT_RSA_ALG_HANDLE
#    define BCRYPT_RSA_ALG_HANDLE ((BCRYPT_ALG_HANDLE)0xe1)
#endif
#ifndef CALG_3DES_112
#    define CALG_3DES_112 0x6609
#endif

/* What a provider offers of an algorithm. */
struct crypt_algorithm {
    ALG_ID id;
    const WCHAR *name; /* bcrypt's; NULL: none of its own */
    DWORD size;        /* hashes: bytes; keys: bits by default */
    DWORD min, max;    /* keys: bits */
    DWORD block;       /* ciphers: bytes; 1: a stream */
    const char *short_name, *long_name;
    DWORD types; /* a mask of 1 << provider type that have it */
};

const struct crypt_algorithm *crypt_algorithm(ALG_ID id);
/* By index, over all; NULL at the end. */
const struct crypt_algorithm *crypt_algorithm_at(DWORD index);

enum { SLOT_EXCHANGE, SLOT_SIGNATURE, SLOT_COUNT };

struct crypt_provider {
    ULONG magic;
    LONG references;
    DWORD type, flags;
    const WCHAR *name;
    BOOL weak;        /* the base provider: short keys by default */
    WCHAR *container; /* NULL: keys vanish with the handle */
    struct crypt_key *slots[SLOT_COUNT];
    DWORD next_algorithm, next_container; /* enumerations */
};

struct crypt_key {
    ULONG magic;
    LONG references; /* a provider's slot and every handle */
    struct crypt_provider *provider;
    const struct crypt_algorithm *algorithm;
    ALG_ID id;
    DWORD permissions;     /* CRYPT_EXPORT and so on */
    BCRYPT_KEY_HANDLE key; /* symmetric: made when first used */
    /* Symmetric: */
    BYTE *bytes, salt[16], iv[16], chain[16];
    DWORD size, salt_size, effective; /* bytes, bytes, bits (RC2; 0: all) */
    DWORD mode, mode_bits;
    BOOL running; /* in the middle of a message */
};

struct crypt_hash {
    ULONG magic;
    struct crypt_provider *provider;
    const struct crypt_algorithm *algorithm; /* of the digest */
    ALG_ID id;
    BCRYPT_HASH_HANDLE hash;
    struct crypt_key *key; /* CALG_HMAC */
    DWORD size;
    BOOL finished;
    BYTE value[64];
};

/* Each NULL with the last error set where the handle is none. */
struct crypt_provider *crypt_provider(HCRYPTPROV handle);
struct crypt_key *crypt_key(HCRYPTKEY handle);
struct crypt_hash *crypt_hash(HCRYPTHASH handle);

/* Copies out: *room is the size needed; ERROR_MORE_DATA. */
BOOL crypt_give(const void *value, DWORD size, BYTE *buffer, DWORD *room);
/* Errors of bcrypt as those of CryptoAPI. */
BOOL crypt_result(NTSTATUS status);
void crypt_reverse(BYTE *bytes, DWORD size);

/* A new key of the provider, referenced once; NULL: no memory. */
struct crypt_key *crypt_key_make(struct crypt_provider *provider,
                                 const struct crypt_algorithm *algorithm, ALG_ID id);
void crypt_key_release(struct crypt_key *key);
BOOL crypt_key_set_bytes(struct crypt_key *key, const BYTE *bytes, DWORD size);
/* The symmetric key in bcrypt, with its mode. */
BOOL crypt_key_open(struct crypt_key *key);
static inline BOOL crypt_is_rsa(ALG_ID id)
{
    return id == CALG_RSA_KEYX || id == CALG_RSA_SIGN;
}
BOOL crypt_rsa_import(struct crypt_key *key, BOOL secret, const BYTE *blob, DWORD size);
/* The blob, allocated on the heap; NULL with the last error set. */
BYTE *crypt_rsa_export(const struct crypt_key *key, BOOL secret, DWORD *size);
DWORD crypt_rsa_bits(const struct crypt_key *key);

/* Ends a hash; its value is in it then. */
BOOL crypt_hash_finish(struct crypt_hash *hash);

/* Containers: a key of the registry for each, with a value for each key pair. */
BOOL container_exists(const WCHAR *name, BOOL machine);
BOOL container_create(const WCHAR *name, BOOL machine);
BOOL container_delete(const WCHAR *name, BOOL machine);
BOOL container_save(const struct crypt_provider *provider, int slot);
void container_load(struct crypt_provider *provider);
/* By index; FALSE at the end. */
BOOL container_name(DWORD index, BOOL machine, WCHAR *name, DWORD room);

#endif
