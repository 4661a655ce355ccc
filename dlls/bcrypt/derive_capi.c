/* bcrypt.h: keys from hashes, as CryptoAPI makes them. */
#include "objects.h"

/* Two hashes of the value mixed into pads, one after the other. */
static NTSTATUS stretch(const struct algorithm_kind *kind, const BYTE *value, BYTE *result)
{
    static const BYTE pads[2] = {0x36, 0x5c};
    BYTE block[64];

    library_start();
    for (unsigned i = 0; i < 2; i++) {
        memset(block, pads[i], sizeof(block));
        for (ULONG at = 0; at < kind->size; at++)
            block[at] ^= value[at];
        gcry_md_hash_buffer(kind->library, result + i * kind->size, block, sizeof(block));
    }
    SecureZeroMemory(block, sizeof(block));
    return STATUS_SUCCESS;
}

/* The hash itself, where it is long enough and the key is not for AES or 3DES. */
NTSTATUS WINAPI BCryptDeriveKeyCapi(BCRYPT_HASH_HANDLE handle, BCRYPT_ALG_HANDLE target,
                                    PUCHAR derived, ULONG size, ULONG flags)
{
    struct hash *hash = get_hash(handle);
    BYTE value[64], stretched[128];
    struct algorithm algorithm;
    BOOL padded, long_hash;
    NTSTATUS status;

    if (!hash)
        return STATUS_INVALID_HANDLE;
    if (!derived || !size || flags || size > 2 * hash->kind->size)
        return STATUS_INVALID_PARAMETER;
    if (target && !get_algorithm(target, &algorithm))
        return STATUS_INVALID_HANDLE;
    padded = target && (!lstrcmpiW(algorithm.kind->name, L"AES") ||
                        !lstrcmpiW(algorithm.kind->name, L"3DES"));
    long_hash = hash->kind->size > 20; /* SHA-2 */
    status = BCryptFinishHash(handle, value, hash->kind->size, 0);
    if (status < 0)
        return status;
    if (size > hash->kind->size || (padded && !long_hash)) {
        if (hash->kind->size > 64)
            return STATUS_INVALID_PARAMETER;
        stretch(hash->kind, value, stretched);
        memcpy(derived, stretched, size);
    } else {
        memcpy(derived, value, size);
    }
    SecureZeroMemory(value, sizeof(value));
    SecureZeroMemory(stretched, sizeof(stretched));
    return STATUS_SUCCESS;
}
