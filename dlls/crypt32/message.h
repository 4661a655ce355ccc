#ifndef CRYPT32_MESSAGE_H
#define CRYPT32_MESSAGE_H

#include "store.h"

/*
 * A cryptographic message (PKCS #7, RFC 2315; CMS, RFC 5652) that was read: plain data, or signed.
 * Ranges point into bytes.
 */
struct message {
    ULONG magic;
    LONG references;
    DWORD type, flags; /* CMSG_DATA, CMSG_SIGNED; 0 before it is known */
    BYTE *bytes;
    DWORD size;
    BOOL complete;  /* the message itself is */
    BYTE *detached; /* what was signed elsewhere */
    DWORD detached_size;
    DWORD version;
    struct der whole;        /* with the ContentInfo around it, if there is one */
    struct der bare;         /* without */
    struct der inner_type;   /* OID */
    struct der content;      /* as CMSG_CONTENT_PARAM gives it */
    struct der hashed;       /* of it what the digest is of */
    struct der certificates; /* [0] of the signed data */
    struct der lists;        /* [1] */
    struct der signers;
};

struct message *get_message(HCRYPTMSG handle);
/* Reads what is complete; FALSE with the last error set. */
BOOL message_read(struct message *message);
/* The element of a list by index, with its header. */
BOOL message_element(struct der list, DWORD index, struct der *whole);
DWORD message_count(struct der list);
/* Adds its certificates to a store. */
BOOL store_add_message(struct store *store, const struct message *message);

/* A SignerInfo; the parts that the structure of the API does not have as they stand. */
struct signer {
    CMSG_SIGNER_INFO info;
    struct der attributes; /* the whole [0]; empty: there are none */
};
BOOL decode_signer(struct der *der, struct block *block, struct signer *to);
BOOL decode_attributes(struct der list, struct block *block, CRYPT_ATTRIBUTES *to);
BOOL decode_attribute(struct der *der, struct block *block, CRYPT_ATTRIBUTE *to);

/* Is the message what that signer signed? */
BOOL message_verify(const struct message *message, DWORD signer, const CERT_PUBLIC_KEY_INFO *key);
/* The digest of the content by the signer's algorithm; its size, 0 with the last error set. */
DWORD message_hash(const struct message *message, const CRYPT_ALGORITHM_IDENTIFIER *algorithm,
                   BYTE hash[64]);

#endif
