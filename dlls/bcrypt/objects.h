#ifndef BCRYPT_OBJECTS_H
#define BCRYPT_OBJECTS_H

#include "nt.h"
#include <bcrypt.h>
#include <gcrypt.h>

#ifndef STATUS_AUTH_TAG_MISMATCH
#    define STATUS_AUTH_TAG_MISMATCH ((NTSTATUS)0xC000A002)
#endif

/* What an algorithm is, and libgcrypt's number for it. */
enum kind { KIND_HASH, KIND_RANDOM, KIND_CIPHER, KIND_RSA, KIND_ECDSA, KIND_ECDH, KIND_DERIVE };

struct algorithm_kind {
    const WCHAR *name;
    enum kind kind;
    int library; /* GCRY_MD_*, GCRY_CIPHER_* */
    ULONG size;  /* bytes of a digest; bits of a curve (0: any) */
    ULONG block_size;
    ULONG key_min, key_max, key_step; /* bits */
    const char *curve;                /* libgcrypt's name */
};

enum chaining { CHAIN_CBC, CHAIN_ECB, CHAIN_CFB, CHAIN_CCM, CHAIN_GCM, CHAIN_COUNT };
extern const WCHAR *const chaining_names[CHAIN_COUNT];

#define ALGORITHM_MAGIC 0x414c4742
#define HASH_MAGIC      0x48534142
#define KEY_MAGIC       0x59454b42
#define SECRET_MAGIC    0x43455342

struct algorithm {
    ULONG magic;
    BOOL keyed, reusable;
    enum chaining chaining;
    const struct algorithm_kind *kind;
};

/* A digest in libgcrypt; its state is copied to start again where it is reusable. */
struct hash {
    ULONG magic;
    BOOL reusable, finished;
    const struct algorithm_kind *kind;
    gcry_md_hd_t digest, fresh;
};

/* The largest curve is P-521. */
#define COORDINATE_MAX 66

struct key {
    ULONG magic;
    const struct algorithm_kind *kind;
    BOOL has_public, has_private;
    union {
        struct {
            gcry_cipher_hd_t handle;
            SRWLOCK lock;
            enum chaining chaining;
            ULONG size; /* bytes */
            BYTE bytes[64];
            BOOL running; /* an authenticated message goes on */
        } cipher;
        struct {
            BYTE *bytes;
            ULONG size;
        } derive;
        struct {
            ULONG bits;
            gcry_mpi_t n, e, d, p, q;
        } rsa;
        struct {
            const struct algorithm_kind *curve;
            BYTE x[COORDINATE_MAX], y[COORDINATE_MAX], d[COORDINATE_MAX];
        } ecc;
    };
};

struct secret {
    ULONG magic;
    ULONG size;
    BYTE bytes[COORDINATE_MAX]; /* big-endian */
};

const struct algorithm_kind *kind_find(const WCHAR *name);
/* The curve of so many bits as an algorithm of a kind (KIND_ECDSA, KIND_ECDH). */
const struct algorithm_kind *kind_curve(enum kind kind, ULONG bits);
/* An algorithm of a handle or a pseudo handle, copied out. */
BOOL get_algorithm(BCRYPT_ALG_HANDLE handle, struct algorithm *result);
struct hash *get_hash(BCRYPT_HASH_HANDLE handle);
struct key *get_key(BCRYPT_KEY_HANDLE handle);
struct key *key_make(const struct algorithm_kind *kind);
/* Starts libgcrypt once; every function that uses it calls this first. */
void library_start(void);
/* Zeroes and frees. */
void object_free(void *object, SIZE_T size);
/* Copies out a value: *needed is its size; STATUS_BUFFER_TOO_SMALL if there is no room. */
NTSTATUS give(const void *value, ULONG size, PUCHAR buffer, ULONG room, ULONG *needed);
NTSTATUS status_of(gcry_error_t error);

/* A number as size bytes, big-endian, with leading zeros. */
void put_number(gcry_mpi_t number, BYTE *to, ULONG size);
gcry_mpi_t get_number(const BYTE *from, ULONG size);
ULONG curve_bytes(const struct algorithm_kind *curve);

/* The parts by key kind (key_cipher.c, key_rsa.c, key_ecc.c). */
NTSTATUS cipher_set_chaining(struct key *key, const WCHAR *name);
NTSTATUS cipher_make(const struct algorithm *algorithm, const BYTE *secret, ULONG size,
                     struct key **result);
/* A secret to derive keys from. */
NTSTATUS derive_make(const struct algorithm *algorithm, const BYTE *secret, ULONG size,
                     struct key **result);
/* Wraps (or unwraps) an AES key's bytes by another (RFC 3394). */
NTSTATUS cipher_wrap(const struct key *with, const BYTE *from, ULONG size, BYTE *to, ULONG room,
                     BOOL encrypt);
NTSTATUS rsa_import(struct key *key, LPCWSTR type, const BYTE *blob, ULONG size);
NTSTATUS rsa_export(const struct key *key, LPCWSTR type, BYTE *blob, ULONG room, ULONG *needed);
NTSTATUS rsa_generate(struct key *key);
BOOL rsa_is_legacy(LPCWSTR type, BOOL *secret);
NTSTATUS rsa_import_legacy(struct key *key, BOOL secret, const BYTE *blob, ULONG size);
NTSTATUS rsa_export_legacy(const struct key *key, BOOL secret, BYTE *blob, ULONG room,
                           ULONG *needed);
NTSTATUS ecc_import(struct key *key, LPCWSTR type, const BYTE *blob, ULONG size);
NTSTATUS ecc_export(const struct key *key, LPCWSTR type, BYTE *blob, ULONG room, ULONG *needed);
NTSTATUS ecc_generate(struct key *key);
NTSTATUS cipher_encrypt(struct key *key, const BYTE *input, ULONG size, void *padding, BYTE *iv,
                        ULONG iv_size, BYTE *output, ULONG room, ULONG *done, ULONG flags);
NTSTATUS cipher_decrypt(struct key *key, const BYTE *input, ULONG size, void *padding, BYTE *iv,
                        ULONG iv_size, BYTE *output, ULONG room, ULONG *done, ULONG flags);
/* The key as libgcrypt's S-expression, for signing (secret) or verification. */
gcry_sexp_t rsa_expression(const struct key *key, BOOL secret);
gcry_sexp_t ecc_expression(const struct key *key, BOOL secret);

#endif
