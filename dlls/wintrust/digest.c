/* The digest of a program. */
#include "verify.h"
#include <bcrypt.h>

static const struct {
    const char *oid;
    const WCHAR *name;
    DWORD size;
} hashes[] = {
    {"1.2.840.113549.2.5", L"MD5", 16},        {"1.3.14.3.2.26", L"SHA1", 20},
    {"2.16.840.1.101.3.4.2.1", L"SHA256", 32}, {"2.16.840.1.101.3.4.2.2", L"SHA384", 48},
    {"2.16.840.1.101.3.4.2.3", L"SHA512", 64},
};

/* The places that are left out, in file offsets. */
struct holes {
    DWORD checksum, entry, signature, signature_size;
};

static BOOL find_holes(const struct subject *subject, struct holes *holes)
{
    const IMAGE_DOS_HEADER *dos = (const void *)subject->bytes;
    const IMAGE_NT_HEADERS64 *head;
    const IMAGE_DATA_DIRECTORY *directory;

    if (subject->size < sizeof(*dos) + sizeof(*head) || dos->e_magic != IMAGE_DOS_SIGNATURE ||
        (DWORD)dos->e_lfanew > subject->size - sizeof(*head))
        return FALSE;
    head = (const void *)(subject->bytes + dos->e_lfanew);
    if (head->Signature != IMAGE_NT_SIGNATURE)
        return FALSE;
    directory = head->OptionalHeader.Magic == IMAGE_NT_OPTIONAL_HDR64_MAGIC
                    ? head->OptionalHeader.DataDirectory
                    : ((const IMAGE_NT_HEADERS32 *)head)->OptionalHeader.DataDirectory;
    directory += IMAGE_DIRECTORY_ENTRY_SECURITY;
    holes->checksum = (DWORD)((BYTE *)&head->OptionalHeader.CheckSum - subject->bytes);
    holes->entry = (DWORD)((BYTE *)directory - subject->bytes);
    holes->signature = directory->VirtualAddress;
    holes->signature_size = directory->Size;
    return holes->signature > holes->entry + 8 && holes->signature <= subject->size &&
           holes->signature_size <= subject->size - holes->signature;
}

static NTSTATUS hash_parts(const struct subject *subject, const struct holes *holes,
                           BCRYPT_HASH_HANDLE hash)
{
    DWORD after_checksum = holes->checksum + 4, after_entry = holes->entry + 8;
    DWORD rest = holes->signature + holes->signature_size;
    NTSTATUS status = BCryptHashData(hash, subject->bytes, holes->checksum, 0);

    if (status >= 0)
        status =
            BCryptHashData(hash, subject->bytes + after_checksum, holes->entry - after_checksum, 0);
    if (status >= 0)
        status =
            BCryptHashData(hash, subject->bytes + after_entry, holes->signature - after_entry, 0);
    if (status >= 0)
        status = BCryptHashData(hash, subject->bytes + rest, subject->size - rest, 0);
    return status;
}

LONG program_digest(const struct subject *subject, const char *oid, BYTE result[64], DWORD *size)
{
    BCRYPT_ALG_HANDLE provider;
    BCRYPT_HASH_HANDLE hash;
    struct holes holes;
    NTSTATUS status;
    unsigned i = 0;

    while (i < ARRAYSIZE(hashes) && lstrcmpA(hashes[i].oid, oid))
        i++;
    if (i == ARRAYSIZE(hashes))
        return NTE_BAD_ALGID;
    if (!find_holes(subject, &holes))
        return TRUST_E_SUBJECT_FORM_UNKNOWN;
    *size = hashes[i].size;
    status = BCryptOpenAlgorithmProvider(&provider, hashes[i].name, NULL, 0);
    if (status < 0)
        return NTE_FAIL;
    status = BCryptCreateHash(provider, &hash, NULL, 0, NULL, 0, 0);
    if (status >= 0) {
        status = hash_parts(subject, &holes, hash);
        if (status >= 0)
            status = BCryptFinishHash(hash, result, *size, 0);
        BCryptDestroyHash(hash);
    }
    BCryptCloseAlgorithmProvider(provider, 0);
    return status < 0 ? NTE_FAIL : ERROR_SUCCESS;
}
