/* bcrypt.h: RSA keys as CryptoAPI writes them: little-endian numbers behind a BLOBHEADER. */
#include "objects.h"
#include <wincrypt.h>

struct legacy_header {
    BLOBHEADER blob;
    RSAPUBKEY key;
};

#define MAGIC_PUBLIC  0x31415352 /* RSA1 */
#define MAGIC_PRIVATE 0x32415352 /* RSA2 */

static gcry_mpi_t get_reversed(const BYTE *from, ULONG size)
{
    BYTE buffer[2048];

    for (ULONG i = 0; i < size; i++)
        buffer[i] = from[size - 1 - i];
    gcry_mpi_t number = get_number(buffer, size);
    SecureZeroMemory(buffer, size);
    return number;
}

static BYTE *put_reversed(gcry_mpi_t number, BYTE *to, ULONG size)
{
    put_number(number, to, size);
    for (ULONG i = 0; i < size / 2; i++) {
        BYTE byte = to[i];

        to[i] = to[size - 1 - i];
        to[size - 1 - i] = byte;
    }
    return to + size;
}

BOOL rsa_is_legacy(LPCWSTR type, BOOL *secret)
{
    *secret = !lstrcmpW(type, LEGACY_RSAPRIVATE_BLOB);
    return *secret || !lstrcmpW(type, LEGACY_RSAPUBLIC_BLOB);
}

NTSTATUS rsa_import_legacy(struct key *key, BOOL secret, const BYTE *blob, ULONG size)
{
    const struct legacy_header *header = (const void *)blob;
    const BYTE *at = blob + sizeof(*header);
    BYTE exponent[4];
    ULONG whole, half;

    if (size < sizeof(*header) || header->blob.bType != (secret ? PRIVATEKEYBLOB : PUBLICKEYBLOB) ||
        header->key.magic != (secret ? MAGIC_PRIVATE : MAGIC_PUBLIC) || header->key.bitlen < 512 ||
        header->key.bitlen > 16384 || header->key.bitlen % 8)
        return STATUS_INVALID_PARAMETER;
    whole = header->key.bitlen / 8;
    half = (header->key.bitlen + 15) / 16;
    if (size - sizeof(*header) < (secret ? 2 * whole + 5 * half : whole))
        return STATUS_INVALID_PARAMETER;
    for (ULONG i = 0; i < 4; i++)
        exponent[3 - i] = (BYTE)(header->key.pubexp >> 8 * i);
    key->rsa.e = get_number(exponent, 4);
    key->rsa.n = get_reversed(at, whole);
    key->rsa.bits = header->key.bitlen;
    key->has_public = TRUE;
    if (gcry_mpi_get_nbits(key->rsa.n) != key->rsa.bits)
        return STATUS_INVALID_PARAMETER;
    if (!secret)
        return STATUS_SUCCESS;
    key->rsa.p = get_reversed(at + whole, half);
    key->rsa.q = get_reversed(at + whole + half, half);
    key->rsa.d = get_reversed(at + whole + 5 * half, whole);
    key->has_private = TRUE;
    return STATUS_SUCCESS;
}

static void put_secret(const struct key *key, BYTE *at, ULONG half, ULONG whole)
{
    gcry_mpi_t number = gcry_mpi_new(0), rest = gcry_mpi_new(0);

    at = put_reversed(key->rsa.p, at, half);
    at = put_reversed(key->rsa.q, at, half);
    gcry_mpi_sub_ui(number, key->rsa.p, 1);
    gcry_mpi_mod(rest, key->rsa.d, number);
    at = put_reversed(rest, at, half);
    gcry_mpi_sub_ui(number, key->rsa.q, 1);
    gcry_mpi_mod(rest, key->rsa.d, number);
    at = put_reversed(rest, at, half);
    gcry_mpi_invm(rest, key->rsa.q, key->rsa.p);
    at = put_reversed(rest, at, half);
    put_reversed(key->rsa.d, at, whole);
    gcry_mpi_release(number);
    gcry_mpi_release(rest);
}

NTSTATUS rsa_export_legacy(const struct key *key, BOOL secret, BYTE *blob, ULONG room,
                           ULONG *needed)
{
    struct legacy_header header = {
        {secret ? PRIVATEKEYBLOB : PUBLICKEYBLOB, CUR_BLOB_VERSION, 0, CALG_RSA_KEYX},
        {secret ? MAGIC_PRIVATE : MAGIC_PUBLIC, key->rsa.bits, 0}};
    ULONG whole = (key->rsa.bits + 7) / 8, half = (whole + 1) / 2;
    BYTE exponent[4], *at = blob + sizeof(header);

    if (secret && !key->has_private)
        return STATUS_INVALID_PARAMETER;
    if (gcry_mpi_get_nbits(key->rsa.e) > 32)
        return STATUS_NOT_SUPPORTED;
    *needed = sizeof(header) + whole + (secret ? 5 * half + whole : 0);
    if (!blob)
        return STATUS_SUCCESS;
    if (room < *needed)
        return STATUS_BUFFER_TOO_SMALL;
    put_number(key->rsa.e, exponent, 4);
    for (ULONG i = 0; i < 4; i++)
        header.key.pubexp |= (DWORD)exponent[3 - i] << 8 * i;
    memcpy(blob, &header, sizeof(header));
    put_reversed(key->rsa.n, at, whole);
    if (secret)
        put_secret(key, at + whole, half, whole);
    return STATUS_SUCCESS;
}
