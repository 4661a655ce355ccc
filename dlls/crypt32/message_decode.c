/* Reading messages: ContentInfo, SignedData, SignerInfo, attributes. Definite lengths alone. */
#include "message.h"

#define OID_DATA   "1.2.840.113549.1.7.1"
#define OID_SIGNED "1.2.840.113549.1.7.2"

BOOL decode_attribute(struct der *der, struct block *block, CRYPT_ATTRIBUTE *to)
{
    struct der body, oid, values, at, whole;
    CRYPT_ATTRIBUTE attribute = {0};

    if (!der_take(der, DER_SEQUENCE, &body) || !der_take(&body, DER_OID, &oid) ||
        !der_oid_text(&oid, NULL, 0) || !der_take(&body, DER_SET, &values))
        return FALSE;
    for (at = values; der_left(&at); attribute.cValue++)
        if (!der_any(&at, NULL, NULL, NULL))
            return FALSE;
    attribute.pszObjId = block_oid(block, &oid);
    attribute.rgValue = block_take(block, attribute.cValue * sizeof(*attribute.rgValue));
    for (DWORD i = 0; attribute.rgValue && i < attribute.cValue; i++) {
        der_any(&values, NULL, NULL, &whole);
        attribute.rgValue[i] = blob_of(&whole);
    }
    if (to)
        *to = attribute;
    return TRUE;
}

BOOL decode_attributes(struct der list, struct block *block, CRYPT_ATTRIBUTES *to)
{
    CRYPT_ATTRIBUTES attributes = {message_count(list), NULL};

    attributes.rgAttr = block_take(block, attributes.cAttr * sizeof(*attributes.rgAttr));
    for (DWORD i = 0; i < attributes.cAttr; i++)
        if (!decode_attribute(&list, block, attributes.rgAttr ? &attributes.rgAttr[i] : NULL))
            return FALSE;
    if (to)
        *to = attributes;
    return TRUE;
}

BOOL decode_signer(struct der *der, struct block *block, struct signer *to)
{
    struct der body, version, id, part, signature;
    struct signer signer = {0};

    if (!der_take(der, DER_SEQUENCE, &body) || !der_take(&body, DER_INTEGER, &version) ||
        der_left(&version) != 1)
        return FALSE;
    signer.info.dwVersion = *version.at;
    if (!der_take(&body, DER_SEQUENCE, &id) || !der_take_whole(&id, DER_SEQUENCE, &part))
        return FALSE; /* a signer named by its key identifier has no place in CMSG_SIGNER_INFO */
    signer.info.Issuer = blob_of(&part);
    if (!decode_integer(&id, block, &signer.info.SerialNumber) ||
        !decode_algorithm(&body, block, &signer.info.HashAlgorithm))
        return FALSE;
    if (der_peek(&body) == 0xa0) {
        der_any(&body, NULL, &part, &signer.attributes);
        if (!decode_attributes(part, block, &signer.info.AuthAttrs))
            return FALSE;
    }
    if (!decode_algorithm(&body, block, &signer.info.HashEncryptionAlgorithm) ||
        !der_take(&body, DER_OCTET_STRING, &signature))
        return FALSE;
    signer.info.EncryptedHash = blob_of(&signature);
    if (der_peek(&body) == 0xa1 && (!der_any(&body, NULL, &part, NULL) ||
                                    !decode_attributes(part, block, &signer.info.UnauthAttrs)))
        return FALSE;
    if (to)
        *to = signer;
    return TRUE;
}

DWORD message_count(struct der list)
{
    DWORD count = 0;

    while (der_any(&list, NULL, NULL, NULL))
        count++;
    return count;
}

BOOL message_element(struct der list, DWORD index, struct der *whole)
{
    do
        if (!der_any(&list, NULL, NULL, whole))
            return FALSE;
    while (index--);
    return TRUE;
}

/* What is signed: an OCTET STRING's contents, or any other element with its header (PKCS #7). */
static BOOL read_encapsulated(struct message *message, struct der *body)
{
    struct der info, outer;

    if (!der_take(body, DER_SEQUENCE, &info) || !der_take(&info, DER_OID, &message->inner_type))
        return FALSE;
    if (!der_take(&info, 0xa0, &outer))
        return TRUE;
    if (der_peek(&outer) == DER_OCTET_STRING) {
        if (!der_take(&outer, DER_OCTET_STRING, &message->content))
            return FALSE;
        message->hashed = message->content;
        return TRUE;
    }
    return der_any(&outer, NULL, &message->hashed, &message->content);
}

static BOOL read_signed(struct message *message, struct der *der)
{
    struct der body, version, part;

    message->type = CMSG_SIGNED;
    if (!der_take_whole(der, DER_SEQUENCE, &message->bare))
        return FALSE;
    part = message->bare;
    if (!der_take(&part, DER_SEQUENCE, &body) || !der_take(&body, DER_INTEGER, &version) ||
        der_left(&version) != 1 || !der_take(&body, DER_SET, NULL) ||
        !read_encapsulated(message, &body))
        return FALSE;
    message->version = *version.at;
    der_take(&body, 0xa0, &message->certificates);
    der_take(&body, 0xa1, &message->lists);
    return der_take(&body, DER_SET, &message->signers);
}

static BOOL read_data(struct message *message, struct der *der)
{
    message->type = CMSG_DATA;
    if (!der_take_whole(der, DER_OCTET_STRING, &message->bare))
        return FALSE;
    der = &(struct der){message->bare.at, message->bare.end};
    return der_take(der, DER_OCTET_STRING, &message->content);
}

static BOOL read_info(struct message *message, struct der *der)
{
    struct der body, oid, outer;
    char text[64];

    if (!der_take(der, DER_SEQUENCE, &body) || !der_take(&body, DER_OID, &oid) ||
        !der_oid_text(&oid, text, sizeof(text)) || !der_take(&body, 0xa0, &outer))
        return fail_with(CRYPT_E_ASN1_BADTAG);
    if (!lstrcmpA(text, OID_SIGNED))
        return read_signed(message, &outer) || fail_with(CRYPT_E_ASN1_BADTAG);
    if (!lstrcmpA(text, OID_DATA))
        return read_data(message, &outer) || fail_with(CRYPT_E_ASN1_BADTAG);
    return fail_with(CRYPT_E_INVALID_MSG_TYPE);
}

BOOL message_read(struct message *message)
{
    struct der der = der_of(message->bytes, message->size);

    message->whole = der;
    switch (message->type) {
    case 0:
        return read_info(message, &der);
    case CMSG_SIGNED:
        return read_signed(message, &der) || fail_with(CRYPT_E_ASN1_BADTAG);
    case CMSG_DATA:
        return read_data(message, &der) || fail_with(CRYPT_E_ASN1_BADTAG);
    default:
        return fail_with(CRYPT_E_INVALID_MSG_TYPE);
    }
}

/* Attribute certificates and the like ([0] to [3]) are passed over. */
BOOL store_add_message(struct store *store, const struct message *message)
{
    struct der whole;

    for (DWORD i = 0; message_element(message->certificates, i, &whole); i++) {
        struct certificate *certificate =
            *whole.at == DER_SEQUENCE
                ? certificate_make(X509_ASN_ENCODING, whole.at, (DWORD)der_left(&whole), store)
                : NULL;

        if (certificate)
            store_link(store, certificate);
    }
    return TRUE;
}
