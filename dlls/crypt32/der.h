#ifndef CRYPT32_DER_H
#define CRYPT32_DER_H

#include "nt.h"
#include <wincrypt.h>

/* What is left of an encoding (X.690). Every reader checks lengths; none reads past end. */
struct der {
    const BYTE *at, *end;
};

enum {
    DER_BOOLEAN = 1,
    DER_INTEGER = 2,
    DER_BIT_STRING = 3,
    DER_OCTET_STRING = 4,
    DER_NULL = 5,
    DER_OID = 6,
    DER_UTF8 = 12,
    DER_PRINTABLE = 19,
    DER_T61 = 20,
    DER_IA5 = 22,
    DER_UTC_TIME = 23,
    DER_TIME = 24,
    DER_BMP = 30,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
};

struct der der_of(const void *bytes, SIZE_T size);
SIZE_T der_left(const struct der *der);
/* The tag of the next element, or 0 at the end. */
BYTE der_peek(const struct der *der);
/* Takes the next element, of any tag: its contents, and the whole with its header. Both may be
 * NULL. FALSE if there is none that is well formed. */
BOOL der_any(struct der *der, BYTE *tag, struct der *contents, struct der *whole);
/* The same for an element that must have a tag. */
BOOL der_take(struct der *der, BYTE tag, struct der *contents);
BOOL der_take_whole(struct der *der, BYTE tag, struct der *whole);
/* UTCTime or GeneralizedTime, as RFC 5280 restricts them. */
BOOL der_time(struct der *der, FILETIME *time);
/* The dotted form with its zero; room in bytes. The size needed, or 0 if it is malformed. */
SIZE_T der_oid_text(const struct der *contents, char *text, SIZE_T room);

/* Memory of a structure that is made piece by piece in one block. With no base, or too little
 * room, only used grows and what is asked for comes from nowhere: NULL. */
struct block {
    BYTE *base;
    SIZE_T room, used;
};

void *block_take(struct block *block, SIZE_T size);
/* Copies text or bytes; NULL as above. */
void *block_copy(struct block *block, const void *from, SIZE_T size);
LPSTR block_oid(struct block *block, const struct der *contents);
/* An encoded range as a blob that points into the encoding. */
CRYPT_DATA_BLOB blob_of(const struct der *range);

#endif
