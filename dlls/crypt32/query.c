/*
 * wincrypt.h: what kind of object a file or blob is: a certificate, a message of signed data, the
 * signature in a program, a PFX; plain, in Base64 (PEM), or in hexadecimal digits.
 */
#include "message.h"

#define PROGRAM_MAX (1u << 30)

struct query {
    DWORD contents, formats; /* flags that are wanted */
    DWORD content, format;   /* found */
    HCERTSTORE store;
    HCRYPTMSG message;
    const void *context;
};

static BYTE *read_file(const WCHAR *name, DWORD *size)
{
    HANDLE file = CreateFileW(name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
    LARGE_INTEGER length;
    BYTE *bytes = NULL;
    DWORD done = 0;

    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    if (GetFileSizeEx(file, &length) && length.QuadPart < PROGRAM_MAX)
        bytes = HeapAlloc(GetProcessHeap(), 0, (SIZE_T)length.QuadPart + 1);
    else
        fail_with(ERROR_FILE_TOO_LARGE);
    *size = (DWORD)length.QuadPart;
    if (bytes && (!ReadFile(file, bytes, *size, &done, NULL) || done != *size)) {
        HeapFree(GetProcessHeap(), 0, bytes);
        bytes = NULL;
    }
    CloseHandle(file);
    return bytes;
}

static BOOL wants(const struct query *query, DWORD content)
{
    return (query->contents & 1u << content) != 0;
}

static BOOL is_certificate(struct query *query, const BYTE *bytes, DWORD size)
{
    PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, bytes, size);

    if (!context)
        return FALSE;
    query->store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, CERT_STORE_CREATE_NEW_FLAG, NULL);
    CertAddCertificateContextToStore(query->store, context, CERT_STORE_ADD_ALWAYS, NULL);
    query->content = CERT_QUERY_CONTENT_CERT;
    query->context = context;
    return TRUE;
}

static BOOL is_message(struct query *query, const BYTE *bytes, DWORD size, DWORD content)
{
    HCRYPTMSG message = CryptMsgOpenToDecode(PKCS_7_ASN_ENCODING, 0, 0, 0, NULL, NULL);
    DWORD type = 0, room = sizeof(type);

    if (!message)
        return FALSE;
    if (!CryptMsgUpdate(message, bytes, size, TRUE) ||
        !CryptMsgGetParam(message, CMSG_TYPE_PARAM, 0, &type, &room) ||
        (type == CMSG_SIGNED) != (content != CERT_QUERY_CONTENT_PKCS7_UNSIGNED)) {
        CryptMsgClose(message);
        return FALSE;
    }
    query->content = content;
    query->message = message;
    query->store = CertOpenStore(CERT_STORE_PROV_MSG, PKCS_7_ASN_ENCODING, 0, 0, message);
    return TRUE;
}

BOOL program_signature(const BYTE *bytes, DWORD size, const BYTE **signature, DWORD *room)
{
    const IMAGE_DOS_HEADER *dos = (const void *)bytes;
    const IMAGE_NT_HEADERS64 *head;
    const IMAGE_DATA_DIRECTORY *directory;
    const struct {
        DWORD length;
        WORD revision, type;
    } * entry;

    if (size < sizeof(*dos) || dos->e_magic != IMAGE_DOS_SIGNATURE ||
        (DWORD)dos->e_lfanew > size - sizeof(*head) || size < sizeof(*dos) + sizeof(*head))
        return FALSE;
    head = (const void *)(bytes + dos->e_lfanew);
    if (head->Signature != IMAGE_NT_SIGNATURE)
        return FALSE;
    directory = head->OptionalHeader.Magic == IMAGE_NT_OPTIONAL_HDR64_MAGIC
                    ? head->OptionalHeader.DataDirectory
                    : ((const IMAGE_NT_HEADERS32 *)head)->OptionalHeader.DataDirectory;
    directory += IMAGE_DIRECTORY_ENTRY_SECURITY;
    if (!directory->VirtualAddress || directory->VirtualAddress > size ||
        size - directory->VirtualAddress < directory->Size || directory->Size < sizeof(*entry))
        return FALSE;
    entry = (const void *)(bytes + directory->VirtualAddress);
    if (entry->type != 2 /* signed data */ || entry->length < sizeof(*entry) ||
        entry->length > directory->Size)
        return FALSE;
    *signature = (const BYTE *)(entry + 1);
    *room = entry->length - sizeof(*entry);
    return TRUE;
}

static BOOL is_signed_program(struct query *query, const BYTE *bytes, DWORD size)
{
    const BYTE *signature;
    DWORD length;

    return program_signature(bytes, size, &signature, &length) &&
           is_message(query, signature, length, CERT_QUERY_CONTENT_PKCS7_SIGNED_EMBED);
}

/* Binary contents, in the order in which they are tried. */
static BOOL examine(struct query *query, const BYTE *bytes, DWORD size, DWORD format)
{
    BOOL found = (wants(query, CERT_QUERY_CONTENT_CERT) && is_certificate(query, bytes, size)) ||
                 (wants(query, CERT_QUERY_CONTENT_PKCS7_SIGNED) &&
                  is_message(query, bytes, size, CERT_QUERY_CONTENT_PKCS7_SIGNED)) ||
                 (wants(query, CERT_QUERY_CONTENT_PKCS7_UNSIGNED) &&
                  is_message(query, bytes, size, CERT_QUERY_CONTENT_PKCS7_UNSIGNED)) ||
                 (wants(query, CERT_QUERY_CONTENT_PKCS7_SIGNED_EMBED) &&
                  is_signed_program(query, bytes, size));

    query->format = format;
    return found;
}

/* Text is Base64, with or without PEM's lines, or hexadecimal. */
static BOOL examine_text(struct query *query, const BYTE *bytes, DWORD size, DWORD how,
                         DWORD format)
{
    DWORD room = size;
    BYTE *plain = HeapAlloc(GetProcessHeap(), 0, size + 1);
    BOOL found = plain &&
                 CryptStringToBinaryA((const char *)bytes, size, how, plain, &room, NULL, NULL) &&
                 examine(query, plain, room, format);

    HeapFree(GetProcessHeap(), 0, plain);
    return found;
}

static BOOL find(struct query *query, const BYTE *bytes, DWORD size)
{
    return (query->formats & CERT_QUERY_FORMAT_FLAG_BINARY &&
            examine(query, bytes, size, CERT_QUERY_FORMAT_BINARY)) ||
           (query->formats & CERT_QUERY_FORMAT_FLAG_BASE64_ENCODED &&
            examine_text(query, bytes, size, CRYPT_STRING_BASE64_ANY,
                         CERT_QUERY_FORMAT_BASE64_ENCODED)) ||
           (query->formats & CERT_QUERY_FORMAT_FLAG_ASN_ASCII_HEX_ENCODED &&
            examine_text(query, bytes, size, CRYPT_STRING_HEX_ANY,
                         CERT_QUERY_FORMAT_ASN_ASCII_HEX_ENCODED));
}

static void give(const struct query *query, DWORD *encoding, DWORD *content, DWORD *format,
                 HCERTSTORE *store, HCRYPTMSG *message, const void **context)
{
    if (encoding)
        *encoding = X509_ASN_ENCODING | (query->message ? PKCS_7_ASN_ENCODING : 0);
    if (content)
        *content = query->content;
    if (format)
        *format = query->format;
    if (store)
        *store = query->store;
    else
        CertCloseStore(query->store, 0);
    if (message)
        *message = query->message;
    else
        CryptMsgClose(query->message);
    if (context)
        *context = query->context;
    else if (query->context)
        CertFreeCertificateContext(query->context);
}

BOOL WINAPI CryptQueryObject(DWORD object_type, const void *object, DWORD contents, DWORD formats,
                             DWORD flags, DWORD *encoding, DWORD *content, DWORD *format,
                             HCERTSTORE *store, HCRYPTMSG *message, const void **context)
{
    struct query query = {.contents = contents, .formats = formats};
    const CRYPT_DATA_BLOB *blob = object;
    BYTE *bytes = NULL;
    DWORD size;
    BOOL found;

    if (!object || (object_type != CERT_QUERY_OBJECT_FILE && object_type != CERT_QUERY_OBJECT_BLOB))
        return fail_with(E_INVALIDARG);
    if (store)
        *store = NULL;
    if (message)
        *message = NULL;
    if (context)
        *context = NULL;
    if (object_type == CERT_QUERY_OBJECT_FILE) {
        bytes = read_file(object, &size);
        if (!bytes)
            return FALSE;
        found = find(&query, bytes, size);
    } else {
        found = find(&query, blob->pbData, blob->cbData);
    }
    HeapFree(GetProcessHeap(), 0, bytes);
    if (!found)
        return fail_with(CRYPT_E_NO_MATCH);
    give(&query, encoding, content, format, store, message, context);
    return TRUE;
}
