/* bcrypt.h: a key from an agreed secret: its hash, its HMAC, or itself. */
#include "objects.h"

/* What a derivation is told; of each kind the parts follow in order of the list. */
struct recipe {
    const struct algorithm_kind *hash;
    const BCryptBuffer *key;
    const BCryptBufferDesc *list;
};

static void add_parts(gcry_md_hd_t digest, const struct recipe *recipe, ULONG type)
{
    for (ULONG i = 0; recipe->list && i < recipe->list->cBuffers; i++) {
        const BCryptBuffer *part = &recipe->list->pBuffers[i];

        if (part->BufferType == type)
            gcry_md_write(digest, part->pvBuffer, part->cbBuffer);
    }
}

static NTSTATUS read_recipe(struct recipe *recipe, const BCryptBufferDesc *list)
{
    recipe->list = list;
    recipe->hash = kind_find(L"SHA1");
    for (ULONG i = 0; list && i < list->cBuffers; i++) {
        const BCryptBuffer *part = &list->pBuffers[i];

        if (part->BufferType == KDF_HASH_ALGORITHM)
            recipe->hash = kind_find(part->pvBuffer);
        else if (part->BufferType == KDF_HMAC_KEY)
            recipe->key = part;
    }
    return recipe->hash && recipe->hash->kind == KIND_HASH ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}

static NTSTATUS derive_hash(const struct secret *secret, const struct recipe *recipe, BOOL keyed,
                            ULONG flags, BYTE *result)
{
    gcry_md_hd_t digest = NULL;
    gcry_error_t error =
        gcry_md_open(&digest, recipe->hash->library, keyed ? GCRY_MD_FLAG_HMAC : 0);

    if (!error && keyed && flags & KDF_USE_SECRET_AS_HMAC_KEY_FLAG)
        error = gcry_md_setkey(digest, secret->bytes, secret->size);
    else if (!error && keyed)
        error = gcry_md_setkey(digest, recipe->key ? recipe->key->pvBuffer : "",
                               recipe->key ? recipe->key->cbBuffer : 0);
    if (!error) {
        add_parts(digest, recipe, KDF_SECRET_PREPEND);
        gcry_md_write(digest, secret->bytes, secret->size);
        add_parts(digest, recipe, KDF_SECRET_APPEND);
        memcpy(result, gcry_md_read(digest, 0), recipe->hash->size);
    }
    gcry_md_close(digest);
    return status_of(error);
}

/* BCRYPT_KDF_RAW_SECRET gives the least significant byte first. */
NTSTATUS WINAPI BCryptDeriveKey(BCRYPT_SECRET_HANDLE handle, LPCWSTR function,
                                BCryptBufferDesc *parameters, PUCHAR derived, ULONG room,
                                ULONG *done, ULONG flags)
{
    struct secret *secret = handle;
    struct recipe recipe = {0};
    BYTE result[COORDINATE_MAX];
    BOOL keyed;
    ULONG size;
    NTSTATUS status;

    if (!secret || secret->magic != SECRET_MAGIC)
        return STATUS_INVALID_HANDLE;
    if (!function || !done)
        return STATUS_INVALID_PARAMETER;
    keyed = !lstrcmpW(function, BCRYPT_KDF_HMAC);
    if (!lstrcmpW(function, L"TRUNCATE")) {
        size = secret->size;
        for (ULONG i = 0; i < size; i++)
            result[i] = secret->bytes[size - 1 - i];
    } else if (keyed || !lstrcmpW(function, BCRYPT_KDF_HASH)) {
        status = read_recipe(&recipe, parameters);
        if (status >= 0)
            status = derive_hash(secret, &recipe, keyed, flags, result);
        if (status < 0)
            return status;
        size = recipe.hash->size;
    } else {
        return STATUS_NOT_SUPPORTED;
    }
    *done = derived ? min(size, room) : size;
    if (derived)
        memcpy(derived, result, *done);
    SecureZeroMemory(result, sizeof(result));
    return STATUS_SUCCESS;
}
