/* wincrypt.h: messages: opened to be read, fed, asked. */
#include "message.h"

#define MESSAGE_MAGIC 0x4753454d

struct message *get_message(HCRYPTMSG handle)
{
    struct message *message = handle;

    return message && message->magic == MESSAGE_MAGIC ? message : NULL;
}

HCRYPTMSG WINAPI CryptMsgOpenToDecode(DWORD encoding, DWORD flags, DWORD type,
                                      HCRYPTPROV_LEGACY provider, PCERT_INFO recipient,
                                      PCMSG_STREAM_INFO stream)
{
    struct message *message;

    if (GET_CMSG_ENCODING_TYPE(encoding) != PKCS_7_ASN_ENCODING || stream) {
        fail_with(stream ? (DWORD)E_NOTIMPL : (DWORD)E_INVALIDARG);
        return NULL;
    }
    message = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*message));
    if (!message) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    message->magic = MESSAGE_MAGIC;
    message->references = 1;
    message->type = type;
    message->flags = flags;
    return message;
}

HCRYPTMSG WINAPI CryptMsgDuplicate(HCRYPTMSG handle)
{
    struct message *message = get_message(handle);

    if (message)
        InterlockedIncrement(&message->references);
    return handle;
}

BOOL WINAPI CryptMsgClose(HCRYPTMSG handle)
{
    struct message *message = get_message(handle);
    DWORD error = GetLastError();

    if (message && !InterlockedDecrement(&message->references)) {
        message->magic = 0;
        HeapFree(GetProcessHeap(), 0, message->bytes);
        HeapFree(GetProcessHeap(), 0, message->detached);
        HeapFree(GetProcessHeap(), 0, message);
    }
    SetLastError(error);
    return TRUE;
}

static BOOL append(BYTE **bytes, DWORD *size, const BYTE *more, DWORD count)
{
    BYTE *larger;

    if (count > MAXDWORD - *size - 1)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    larger = *bytes ? HeapReAlloc(GetProcessHeap(), 0, *bytes, *size + count + 1)
                    : HeapAlloc(GetProcessHeap(), 0, *size + count + 1);
    if (!larger)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(larger + *size, more, count);
    *bytes = larger;
    *size += count;
    return TRUE;
}

/* With CMSG_DETACHED_FLAG the content follows the message. */
BOOL WINAPI CryptMsgUpdate(HCRYPTMSG handle, const BYTE *data, DWORD size, BOOL final)
{
    struct message *message = get_message(handle);

    if (!message)
        return fail_with(E_INVALIDARG);
    if (message->complete) {
        if (!(message->flags & CMSG_DETACHED_FLAG))
            return fail_with(CRYPT_E_MSG_ERROR);
        return append(&message->detached, &message->detached_size, data, size);
    }
    if (!append(&message->bytes, &message->size, data, size))
        return FALSE;
    if (!final)
        return TRUE;
    message->complete = TRUE;
    return message_read(message);
}

static BOOL give_number(DWORD number, void *buffer, DWORD *room)
{
    return give_bytes(&number, sizeof(number), buffer, room);
}

static BOOL give_range(const struct der *range, void *buffer, DWORD *room)
{
    return give_bytes(range->at, (DWORD)der_left(range), buffer, room);
}

static BOOL give_inner_type(const struct message *message, void *buffer, DWORD *room)
{
    char text[128] = "1.2.840.113549.1.7.1";

    if (message->type == CMSG_SIGNED && !der_oid_text(&message->inner_type, text, sizeof(text)))
        return fail_with(CRYPT_E_INVALID_MSG_TYPE);
    return give_bytes(text, (DWORD)lstrlenA(text) + 1, buffer, room);
}

/* What a parameter takes of a signer, put at the start of the block. */
static BOOL fill_from_signer(DWORD what, const struct signer *signer, struct block *block)
{
    const CMSG_SIGNER_INFO *info = &signer->info;

    switch (what) {
    case CMSG_SIGNER_INFO_PARAM:
        memcpy(block->base, info, sizeof(*info));
        return TRUE;
    case CMSG_SIGNER_CERT_INFO_PARAM:
        *(CERT_INFO *)block->base =
            (CERT_INFO){.SerialNumber = info->SerialNumber, .Issuer = info->Issuer};
        return TRUE;
    case CMSG_SIGNER_HASH_ALGORITHM_PARAM:
        memcpy(block->base, &info->HashAlgorithm, sizeof(info->HashAlgorithm));
        return TRUE;
    case CMSG_SIGNER_AUTH_ATTR_PARAM:
        memcpy(block->base, &info->AuthAttrs, sizeof(info->AuthAttrs));
        return info->AuthAttrs.cAttr ? TRUE : fail_with(CRYPT_E_ATTRIBUTES_MISSING);
    default:
        memcpy(block->base, &info->UnauthAttrs, sizeof(info->UnauthAttrs));
        return info->UnauthAttrs.cAttr ? TRUE : fail_with(CRYPT_E_ATTRIBUTES_MISSING);
    }
}

static SIZE_T signer_part_size(DWORD what)
{
    switch (what) {
    case CMSG_SIGNER_INFO_PARAM:
        return sizeof(CMSG_SIGNER_INFO);
    case CMSG_SIGNER_CERT_INFO_PARAM:
        return sizeof(CERT_INFO);
    case CMSG_SIGNER_HASH_ALGORITHM_PARAM:
        return sizeof(CRYPT_ALGORITHM_IDENTIFIER);
    default:
        return sizeof(CRYPT_ATTRIBUTES);
    }
}

/* Blobs of the result point into the message, text and lists are in the caller's buffer. */
static BOOL give_signer_part(const struct message *message, DWORD what, DWORD index, void *buffer,
                             DWORD *room)
{
    SIZE_T head = signer_part_size(what);
    struct block block = {.used = head};
    struct der whole, at;
    struct signer signer;
    BYTE fixed[sizeof(CERT_INFO)];
    DWORD had = *room;

    if (!message_element(message->signers, index, &whole))
        return fail_with(CRYPT_E_INVALID_INDEX);
    at = whole;
    if (!decode_signer(&at, &block, &signer))
        return fail_with(CRYPT_E_ASN1_BADTAG);
    if (!fill_from_signer(what, &signer, &(struct block){.base = fixed}))
        return FALSE;
    *room = (DWORD)block.used;
    if (!buffer)
        return TRUE;
    if (had < block.used)
        return fail_with(ERROR_MORE_DATA);
    block = (struct block){buffer, block.used, head};
    at = whole;
    decode_signer(&at, &block, &signer);
    return fill_from_signer(what, &signer, &block);
}

static BOOL give_signature(const struct message *message, DWORD index, void *buffer, DWORD *room)
{
    struct block block = {0};
    struct der whole;
    struct signer signer;

    if (!message_element(message->signers, index, &whole))
        return fail_with(CRYPT_E_INVALID_INDEX);
    if (!decode_signer(&whole, &block, &signer))
        return fail_with(CRYPT_E_ASN1_BADTAG);
    return give_bytes(signer.info.EncryptedHash.pbData, signer.info.EncryptedHash.cbData, buffer,
                      room);
}

static BOOL give_computed_hash(const struct message *message, DWORD index, void *buffer,
                               DWORD *room)
{
    BYTE memory[1024], hash[64];
    DWORD had = sizeof(memory), size;

    if (!give_signer_part(message, CMSG_SIGNER_HASH_ALGORITHM_PARAM, index, NULL, &had))
        return FALSE;
    if (had > sizeof(memory) ||
        !give_signer_part(message, CMSG_SIGNER_HASH_ALGORITHM_PARAM, index, memory, &had))
        return FALSE;
    size = message_hash(message, (CRYPT_ALGORITHM_IDENTIFIER *)memory, hash);
    return size && give_bytes(hash, size, buffer, room);
}

static BOOL give_element(struct der list, DWORD index, void *buffer, DWORD *room)
{
    struct der whole;

    return message_element(list, index, &whole) ? give_range(&whole, buffer, room)
                                                : fail_with(CRYPT_E_INVALID_INDEX);
}

static BOOL give_signed(const struct message *message, DWORD what, DWORD index, void *buffer,
                        DWORD *room)
{
    switch (what) {
    case CMSG_VERSION_PARAM:
        return give_number(message->version, buffer, room);
    case CMSG_SIGNER_COUNT_PARAM:
        return give_number(message_count(message->signers), buffer, room);
    case CMSG_CERT_COUNT_PARAM:
        return give_number(message_count(message->certificates), buffer, room);
    case CMSG_CERT_PARAM:
        return give_element(message->certificates, index, buffer, room);
    case CMSG_CRL_COUNT_PARAM:
        return give_number(message_count(message->lists), buffer, room);
    case CMSG_CRL_PARAM:
        return give_element(message->lists, index, buffer, room);
    case CMSG_ENCODED_SIGNER:
        return give_element(message->signers, index, buffer, room);
    case CMSG_ENCRYPTED_DIGEST:
        return give_signature(message, index, buffer, room);
    case CMSG_COMPUTED_HASH_PARAM:
        return give_computed_hash(message, index, buffer, room);
    case CMSG_SIGNER_INFO_PARAM:
    case CMSG_SIGNER_CERT_INFO_PARAM:
    case CMSG_SIGNER_HASH_ALGORITHM_PARAM:
    case CMSG_SIGNER_AUTH_ATTR_PARAM:
    case CMSG_SIGNER_UNAUTH_ATTR_PARAM:
        return give_signer_part(message, what, index, buffer, room);
    default:
        return fail_with(CRYPT_E_INVALID_MSG_TYPE);
    }
}

BOOL WINAPI CryptMsgGetParam(HCRYPTMSG handle, DWORD what, DWORD index, void *buffer, DWORD *room)
{
    struct message *message = get_message(handle);

    if (!message || !room)
        return fail_with(E_INVALIDARG);
    if (what == CMSG_TYPE_PARAM)
        return give_number(message->type, buffer, room);
    if (!message->complete)
        return fail_with(CRYPT_E_INVALID_MSG_TYPE);
    switch (what) {
    case CMSG_CONTENT_PARAM:
        if (message->detached)
            return give_bytes(message->detached, message->detached_size, buffer, room);
        return give_range(&message->content, buffer, room);
    case CMSG_BARE_CONTENT_PARAM:
        return give_range(&message->bare, buffer, room);
    case CMSG_ENCODED_MESSAGE:
        return give_range(&message->whole, buffer, room);
    case CMSG_INNER_CONTENT_TYPE_PARAM:
        return give_inner_type(message, buffer, room);
    default:
        return message->type == CMSG_SIGNED ? give_signed(message, what, index, buffer, room)
                                            : fail_with(CRYPT_E_INVALID_MSG_TYPE);
    }
}
