#ifndef CRYPT32_DECODE_H
#define CRYPT32_DECODE_H

#include "der.h"

/*
 * Decoders of one structure each: they fill *to, which may be NULL while a size is being measured,
 * and take memory of it from the block. Blobs point into the encoding. FALSE: malformed.
 */
BOOL decode_certificate(struct der *der, struct block *block, CERT_INFO *to);
BOOL decode_algorithm(struct der *der, struct block *block, CRYPT_ALGORITHM_IDENTIFIER *to);
BOOL decode_public_key(struct der *der, struct block *block, CERT_PUBLIC_KEY_INFO *to);
BOOL decode_extensions(struct der *der, struct block *block, DWORD *count, CERT_EXTENSION **to);
BOOL decode_signed(struct der *der, struct block *block, CERT_SIGNED_CONTENT_INFO *to);
/* The to-be-signed part of a signed structure, or the structure itself where it is that already. */
struct der to_be_signed(struct der whole);
/* An INTEGER, least significant byte first as the API wants it. */
BOOL decode_integer(struct der *der, struct block *block, CRYPT_INTEGER_BLOB *to);
BOOL decode_bits(struct der *der, CRYPT_BIT_BLOB *to);

/* wintrust's and crypt32's structure numbers and the OIDs of extensions: decodes into a block whose
 * start is the structure. FALSE with the last error set. */
BOOL decode_structure(LPCSTR type, const BYTE *encoded, DWORD size, struct block *block);

#endif
