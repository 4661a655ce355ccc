/*
 * The signature of a program (Authenticode): its digest is what the message says, the message is
 * what its signer signed, the signer's certificate leads to a root that is trusted for code. Time
 * stamps are not looked at.
 */
#include "verify.h"

#define PROGRAM_MAX (1u << 30)

static LONG read_file(const WCHAR *path, struct subject *subject)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
    LARGE_INTEGER size;
    DWORD done;

    if (file == INVALID_HANDLE_VALUE)
        return CRYPT_E_FILE_ERROR;
    if (GetFileSizeEx(file, &size) && size.QuadPart < PROGRAM_MAX) {
        subject->size = (DWORD)size.QuadPart;
        subject->bytes = HeapAlloc(GetProcessHeap(), 0, subject->size + 1);
    }
    if (subject->bytes &&
        (!ReadFile(file, subject->bytes, subject->size, &done, NULL) || done != subject->size)) {
        HeapFree(GetProcessHeap(), 0, subject->bytes);
        subject->bytes = NULL;
    }
    CloseHandle(file);
    return subject->bytes ? ERROR_SUCCESS : CRYPT_E_FILE_ERROR;
}

static void *decode(LPCSTR type, const CRYPT_DATA_BLOB *blob)
{
    void *result = NULL;
    DWORD size;

    CryptDecodeObjectEx(X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, type, blob->pbData, blob->cbData,
                        CRYPT_DECODE_ALLOC_FLAG, NULL, &result, &size);
    return result;
}

static LONG compare(const struct subject *subject, const CRYPT_SEQUENCE_OF_ANY *info)
{
    CRYPT_ALGORITHM_IDENTIFIER *algorithm = NULL;
    CRYPT_DATA_BLOB *digest = NULL;
    BYTE hash[64];
    DWORD size;
    LONG error = TRUST_E_BAD_DIGEST;

    if (info->cValue == 2) {
        algorithm = decode(X509_ALGORITHM_IDENTIFIER, &info->rgValue[0]);
        digest = decode(X509_OCTET_STRING, &info->rgValue[1]);
    }
    if (algorithm && digest)
        error = program_digest(subject, algorithm->pszObjId, hash, &size);
    if (!error && (digest->cbData != size || memcmp(digest->pbData, hash, size)))
        error = TRUST_E_BAD_DIGEST;
    LocalFree(algorithm);
    LocalFree(digest);
    return error;
}

/* SpcIndirectDataContent: what is signed, and its DigestInfo. */
static LONG check_digest(const struct subject *subject, HCRYPTMSG message)
{
    CRYPT_SEQUENCE_OF_ANY *content, *info = NULL;
    CRYPT_DATA_BLOB blob = {0, NULL};
    LONG error = TRUST_E_BAD_DIGEST;

    if (!CryptMsgGetParam(message, CMSG_CONTENT_PARAM, 0, NULL, &blob.cbData))
        return TRUST_E_NOSIGNATURE;
    blob.pbData = HeapAlloc(GetProcessHeap(), 0, blob.cbData + 1);
    if (!blob.pbData ||
        !CryptMsgGetParam(message, CMSG_CONTENT_PARAM, 0, blob.pbData, &blob.cbData)) {
        HeapFree(GetProcessHeap(), 0, blob.pbData);
        return TRUST_E_SYSTEM_ERROR;
    }
    content = decode(X509_SEQUENCE_OF_ANY, &blob);
    if (content && content->cValue == 2)
        info = decode(X509_SEQUENCE_OF_ANY, &content->rgValue[1]);
    if (info)
        error = compare(subject, info);
    LocalFree(info);
    LocalFree(content);
    HeapFree(GetProcessHeap(), 0, blob.pbData);
    return error;
}

static LONG chain_error(DWORD status)
{
    static const struct {
        DWORD status;
        LONG error;
    } errors[] = {
        {CERT_TRUST_IS_NOT_SIGNATURE_VALID, TRUST_E_CERT_SIGNATURE},
        {CERT_TRUST_IS_PARTIAL_CHAIN, CERT_E_CHAINING},
        {CERT_TRUST_IS_UNTRUSTED_ROOT, CERT_E_UNTRUSTEDROOT},
        {CERT_TRUST_IS_REVOKED, CERT_E_REVOKED},
        {CERT_TRUST_IS_NOT_TIME_VALID, CERT_E_EXPIRED},
        {CERT_TRUST_IS_NOT_VALID_FOR_USAGE, CERT_E_WRONG_USAGE},
        {CERT_TRUST_INVALID_BASIC_CONSTRAINTS, TRUST_E_BASIC_CONSTRAINTS},
    };

    for (unsigned i = 0; i < ARRAYSIZE(errors); i++)
        if (status & errors[i].status)
            return errors[i].error;
    return ERROR_SUCCESS;
}

static LONG check_chain(struct state *state)
{
    LPSTR use = (LPSTR)szOID_PKIX_KP_CODE_SIGNING;
    CERT_CHAIN_PARA parameters = {
        .cbSize = sizeof(parameters),
        .RequestedUsage = {USAGE_MATCH_TYPE_AND, {1, &use}},
    };

    if (!CertGetCertificateChain(NULL, state->certificate, NULL, state->store, &parameters, 0, NULL,
                                 &state->chain))
        return CERT_E_CHAINING;
    return chain_error(state->chain->TrustStatus.dwErrorStatus);
}

static LONG check_message(const struct subject *subject, struct state *state)
{
    LONG error = check_digest(subject, state->message);

    if (error)
        return error;
    if (CryptMsgGetAndVerifySigner(state->message, 1, &state->store, 0, &state->certificate, NULL))
        return check_chain(state);
    return GetLastError() == (DWORD)CRYPT_E_NO_TRUSTED_SIGNER ? TRUST_E_NO_SIGNER_CERT
                                                              : TRUST_E_CERT_SIGNATURE;
}

/* The parts of the state that programs look at by way of the helpers. */
static void describe(struct state *state, LONG error)
{
    const CERT_SIMPLE_CHAIN *simple =
        state->chain && state->chain->cChain ? state->chain->rgpChain[0] : NULL;

    state->data.cbStruct = sizeof(state->data);
    state->data.dwError = state->data.dwFinalError = (DWORD)error;
    state->data.hMsg = state->message;
    if (!state->certificate)
        return;
    state->signer.cbStruct = sizeof(state->signer);
    state->signer.pChainContext = state->chain;
    state->signer.pasCertChain = state->certificates;
    for (DWORD i = 0; simple && i < simple->cElement && i < ARRAYSIZE(state->certificates); i++) {
        state->certificates[i].cbStruct = sizeof(state->certificates[i]);
        state->certificates[i].pCert = simple->rgpElement[i]->pCertContext;
        state->signer.csCertChain = i + 1;
    }
    state->data.csSigners = 1;
    state->data.pasSigners = &state->signer;
}

LONG verify_program(const WCHAR *path, struct state *state)
{
    struct subject subject = {NULL, 0};
    LONG error = read_file(path, &subject);

    if (error)
        return error;
    if (subject.size < 2 || subject.bytes[0] != 'M' || subject.bytes[1] != 'Z')
        error = TRUST_E_SUBJECT_FORM_UNKNOWN;
    else if (!CryptQueryObject(CERT_QUERY_OBJECT_FILE, path,
                               CERT_QUERY_CONTENT_FLAG_PKCS7_SIGNED_EMBED,
                               CERT_QUERY_FORMAT_FLAG_BINARY, 0, NULL, NULL, NULL, &state->store,
                               &state->message, NULL))
        error = TRUST_E_NOSIGNATURE;
    else
        error = check_message(&subject, state);
    HeapFree(GetProcessHeap(), 0, subject.bytes);
    describe(state, error);
    return error;
}

void state_clear(struct state *state)
{
    if (state->chain)
        CertFreeCertificateChain(state->chain);
    if (state->certificate)
        CertFreeCertificateContext(state->certificate);
    if (state->store)
        CertCloseStore(state->store, 0);
    if (state->message)
        CryptMsgClose(state->message);
    memset(state, 0, sizeof(*state));
}
