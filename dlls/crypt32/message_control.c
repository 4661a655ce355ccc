/* wincrypt.h: signers of messages: found, and their signatures checked. */
#include "message.h"

/* The signer that a certificate names: its index, or MAXDWORD. */
static DWORD find_signer(HCRYPTMSG handle, const CERT_INFO *certificate)
{
    BYTE memory[4096] __attribute__((aligned(8)));
    const CERT_INFO *info = (CERT_INFO *)memory;

    for (DWORD i = 0;; i++) {
        DWORD room = sizeof(memory);

        if (!CryptMsgGetParam(handle, CMSG_SIGNER_CERT_INFO_PARAM, i, memory, &room))
            return MAXDWORD;
        if (CertCompareCertificate(X509_ASN_ENCODING, (CERT_INFO *)info, (CERT_INFO *)certificate))
            return i;
    }
}

static const CERT_PUBLIC_KEY_INFO *key_of(const CMSG_CTRL_VERIFY_SIGNATURE_EX_PARA *parameters)
{
    switch (parameters->dwSignerType) {
    case CMSG_VERIFY_SIGNER_PUBKEY:
        return parameters->pvSigner;
    case CMSG_VERIFY_SIGNER_CERT:
        return &((PCCERT_CONTEXT)parameters->pvSigner)->pCertInfo->SubjectPublicKeyInfo;
    case CMSG_VERIFY_SIGNER_CHAIN:
        return &((PCCERT_CHAIN_CONTEXT)parameters->pvSigner)
                    ->rgpChain[0]
                    ->rgpElement[0]
                    ->pCertContext->pCertInfo->SubjectPublicKeyInfo;
    default:
        return NULL;
    }
}

BOOL WINAPI CryptMsgControl(HCRYPTMSG handle, DWORD flags, DWORD what, const void *parameter)
{
    struct message *message = get_message(handle);
    const CERT_PUBLIC_KEY_INFO *key;
    DWORD index;

    if (!message || !parameter)
        return fail_with(E_INVALIDARG);
    if (!message->complete || message->type != CMSG_SIGNED)
        return fail_with(CRYPT_E_INVALID_MSG_TYPE);
    if (what == CMSG_CTRL_VERIFY_SIGNATURE) {
        index = find_signer(handle, parameter);
        if (index == MAXDWORD)
            return fail_with(CRYPT_E_SIGNER_NOT_FOUND);
        return message_verify(message, index,
                              &((const CERT_INFO *)parameter)->SubjectPublicKeyInfo);
    }
    if (what != CMSG_CTRL_VERIFY_SIGNATURE_EX)
        return fail_with(CRYPT_E_CONTROL_TYPE);
    key = key_of(parameter);
    if (!key)
        return fail_with(E_INVALIDARG);
    return message_verify(
        message, ((const CMSG_CTRL_VERIFY_SIGNATURE_EX_PARA *)parameter)->dwSignerIndex, key);
}

/* In the message itself (unless only trusted stores count), then in the stores. */
static PCCERT_CONTEXT find_certificate(HCRYPTMSG handle, DWORD signer, DWORD store_count,
                                       HCERTSTORE *stores, DWORD flags)
{
    BYTE memory[4096] __attribute__((aligned(8)));
    DWORD room = sizeof(memory);
    PCCERT_CONTEXT found = NULL;

    if (!CryptMsgGetParam(handle, CMSG_SIGNER_CERT_INFO_PARAM, signer, memory, &room))
        return NULL;
    if (!(flags & CMSG_TRUSTED_SIGNER_FLAG)) {
        HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MSG,
                                         X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0, 0, handle);

        if (store)
            found =
                CertGetSubjectCertificateFromStore(store, X509_ASN_ENCODING, (CERT_INFO *)memory);
        CertCloseStore(store, 0);
    }
    for (DWORD i = 0; !found && i < store_count; i++)
        found =
            CertGetSubjectCertificateFromStore(stores[i], X509_ASN_ENCODING, (CERT_INFO *)memory);
    return found;
}

BOOL WINAPI CryptMsgGetAndVerifySigner(HCRYPTMSG handle, DWORD store_count, HCERTSTORE *stores,
                                       DWORD flags, PCCERT_CONTEXT *signer, DWORD *index)
{
    struct message *message = get_message(handle);
    DWORD first = flags & CMSG_USE_SIGNER_INDEX_FLAG ? *index : 0;
    DWORD last = flags & CMSG_USE_SIGNER_INDEX_FLAG ? first + 1
                 : message                          ? message_count(message->signers)
                                                    : 0;

    if (signer)
        *signer = NULL;
    if (!message)
        return fail_with(E_INVALIDARG);
    for (DWORD i = first; i < last; i++) {
        PCCERT_CONTEXT found = find_certificate(handle, i, store_count, stores, flags);

        if (!found)
            continue;
        if (!(flags & CMSG_SIGNER_ONLY_FLAG) &&
            !message_verify(message, i, &found->pCertInfo->SubjectPublicKeyInfo)) {
            CertFreeCertificateContext(found);
            return FALSE;
        }
        if (index)
            *index = i;
        if (signer)
            *signer = found;
        else
            CertFreeCertificateContext(found);
        return TRUE;
    }
    return fail_with(CRYPT_E_NO_TRUSTED_SIGNER);
}
