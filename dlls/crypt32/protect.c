/*
 * dpapi.h: data that only the user (or the machine) can read again: AES-GCM under a key made of a
 * secret of the profile, a salt, and what the caller adds. The secret is a value of the registry.
 * What it protects is safe from who has not the profile, not from who has.
 */
#include "nt_error.h"
#include "random.h"
#include <bcrypt.h>
#include <wincrypt.h>
#include <dpapi.h>

#define SECRET_SIZE 32
#define PLACE       L"Software\\Bailey\\Protection"

/* As Windows begins: a version, and the provider's identifier. */
static const BYTE magic[20] = {1,    0,    0,    0,    0xd0, 0x8c, 0x9d, 0xdf, 0x01, 0x15,
                               0xd1, 0x11, 0x8c, 0x7a, 0x00, 0xc0, 0x4f, 0xc2, 0x97, 0xeb};

struct head {
    BYTE magic[20];
    DWORD machine;
    BYTE salt[16], nonce[12], tag[16];
    DWORD description_size; /* bytes; it comes first of what is encrypted */
};

static BOOL get_secret(BOOL machine, BYTE secret[SECRET_SIZE])
{
    DWORD size = SECRET_SIZE, type;
    HKEY key;
    LSTATUS error = RegCreateKeyExW(machine ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER, PLACE, 0,
                                    NULL, 0, KEY_READ | KEY_WRITE, NULL, &key, NULL);

    if (error)
        return fail_with((DWORD)error);
    error = RegQueryValueExW(key, L"Secret", NULL, &type, secret, &size);
    if (error || size != SECRET_SIZE) {
        error = BaileyRandom(secret, SECRET_SIZE) < 0
                    ? ERROR_GEN_FAILURE
                    : RegSetValueExW(key, L"Secret", 0, REG_BINARY, secret, SECRET_SIZE);
        if (!error)
            error = RegFlushKey(key);
    }
    RegCloseKey(key);
    return error ? fail_with((DWORD)error) : TRUE;
}

/* HMAC-SHA256 of salt and the caller's part. */
static BOOL derive(BOOL machine, const BYTE *salt, DWORD salt_size, const DATA_BLOB *entropy,
                   BYTE key[32])
{
    BYTE secret[SECRET_SIZE];
    BCRYPT_ALG_HANDLE provider;
    BCRYPT_HASH_HANDLE hash;
    NTSTATUS status;

    if (!get_secret(machine, secret))
        return FALSE;
    status = BCryptOpenAlgorithmProvider(&provider, BCRYPT_SHA256_ALGORITHM, NULL,
                                         BCRYPT_ALG_HANDLE_HMAC_FLAG);
    if (status < 0)
        return nt_result(status);
    status = BCryptCreateHash(provider, &hash, NULL, 0, secret, sizeof(secret), 0);
    if (status >= 0) {
        BCryptHashData(hash, (BYTE *)salt, salt_size, 0);
        if (entropy && entropy->cbData)
            BCryptHashData(hash, entropy->pbData, entropy->cbData, 0);
        status = BCryptFinishHash(hash, key, 32, 0);
        BCryptDestroyHash(hash);
    }
    BCryptCloseAlgorithmProvider(provider, 0);
    SecureZeroMemory(secret, sizeof(secret));
    return nt_result(status);
}

static NTSTATUS open_key(const BYTE *bytes, const WCHAR *mode, BCRYPT_KEY_HANDLE *key)
{
    BCRYPT_ALG_HANDLE provider;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&provider, BCRYPT_AES_ALGORITHM, NULL, 0);

    if (status < 0)
        return status;
    status = BCryptGenerateSymmetricKey(provider, key, NULL, 0, (BYTE *)bytes, 32, 0);
    BCryptCloseAlgorithmProvider(provider, 0);
    if (status >= 0)
        status = BCryptSetProperty(*key, BCRYPT_CHAINING_MODE, (BYTE *)mode,
                                   (lstrlenW(mode) + 1) * sizeof(WCHAR), 0);
    return status;
}

/* The head up to the tag, and the size behind it, are authenticated with the data. */
static NTSTATUS crypt(struct head *head, BYTE *data, DWORD size, const BYTE *key_bytes,
                      BOOL encrypt)
{
    BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO info;
    BCRYPT_KEY_HANDLE key;
    DWORD done;
    NTSTATUS status = open_key(key_bytes, BCRYPT_CHAIN_MODE_GCM, &key);

    if (status < 0)
        return status;
    BCRYPT_INIT_AUTH_MODE_INFO(info);
    info.pbNonce = head->nonce;
    info.cbNonce = sizeof(head->nonce);
    info.pbTag = head->tag;
    info.cbTag = sizeof(head->tag);
    info.pbAuthData = (BYTE *)&head->description_size;
    info.cbAuthData = sizeof(head->description_size);
    status = encrypt ? BCryptEncrypt(key, data, size, &info, NULL, 0, data, size, &done, 0)
                     : BCryptDecrypt(key, data, size, &info, NULL, 0, data, size, &done, 0);
    BCryptDestroyKey(key);
    return status;
}

BOOL WINAPI CryptProtectData(DATA_BLOB *in, LPCWSTR description, DATA_BLOB *entropy, PVOID reserved,
                             CRYPTPROTECT_PROMPTSTRUCT *prompt, DWORD flags, DATA_BLOB *out)
{
    DWORD text_size = ((description ? lstrlenW(description) : 0) + 1) * sizeof(WCHAR);
    struct head *head;
    BYTE key[32], *data;
    NTSTATUS status;

    if (!in || !out || (in->cbData && !in->pbData))
        return fail_with(ERROR_INVALID_PARAMETER);
    if (in->cbData > MAXLONG - text_size)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    head = LocalAlloc(LPTR, sizeof(*head) + text_size + in->cbData);
    if (!head)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(head->magic, magic, sizeof(magic));
    head->machine = (flags & CRYPTPROTECT_LOCAL_MACHINE) != 0;
    head->description_size = text_size;
    data = (BYTE *)(head + 1);
    memcpy(data, description ? description : L"", text_size);
    memcpy(data + text_size, in->pbData, in->cbData);
    if (BaileyRandom(head->salt, sizeof(head->salt) + sizeof(head->nonce)) < 0 ||
        !derive((BOOL)head->machine, head->salt, sizeof(head->salt), entropy, key)) {
        LocalFree(head);
        return FALSE;
    }
    status = crypt(head, data, text_size + in->cbData, key, TRUE);
    SecureZeroMemory(key, sizeof(key));
    if (status < 0) {
        LocalFree(head);
        return nt_result(status);
    }
    *out = (DATA_BLOB){sizeof(*head) + text_size + in->cbData, (BYTE *)head};
    return TRUE;
}

static BOOL give(const BYTE *plain, DWORD text_size, DWORD size, LPWSTR *description,
                 DATA_BLOB *out)
{
    WCHAR *text = description ? LocalAlloc(0, text_size) : NULL;
    BYTE *data = LocalAlloc(0, size ? size : 1);

    if (!data || (description && !text)) {
        LocalFree(text);
        LocalFree(data);
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    }
    memcpy(data, plain + text_size, size);
    if (description) {
        memcpy(text, plain, text_size);
        *description = text;
    }
    *out = (DATA_BLOB){size, data};
    return TRUE;
}

BOOL WINAPI CryptUnprotectData(DATA_BLOB *in, LPWSTR *description, DATA_BLOB *entropy,
                               PVOID reserved, CRYPTPROTECT_PROMPTSTRUCT *prompt, DWORD flags,
                               DATA_BLOB *out)
{
    struct head head;
    BYTE key[32], *plain;
    DWORD size;
    BOOL done;

    if (!in || !out || !in->pbData)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (in->cbData < sizeof(head) || memcmp(in->pbData, magic, sizeof(magic)))
        return fail_with(ERROR_INVALID_DATA);
    memcpy(&head, in->pbData, sizeof(head));
    size = in->cbData - sizeof(head);
    if (head.description_size > size || head.description_size < sizeof(WCHAR))
        return fail_with(ERROR_INVALID_DATA);
    if (!derive(head.machine != 0, head.salt, sizeof(head.salt), entropy, key))
        return FALSE;
    plain = HeapAlloc(GetProcessHeap(), 0, size);
    if (!plain)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(plain, in->pbData + sizeof(head), size);
    done = crypt(&head, plain, size, key, FALSE) >= 0
               ? give(plain, head.description_size, size - head.description_size, description, out)
               : fail_with(ERROR_INVALID_DATA);
    SecureZeroMemory(key, sizeof(key));
    SecureZeroMemory(plain, size);
    HeapFree(GetProcessHeap(), 0, plain);
    return done;
}

/* Within a process by a key of its own, else by one of the user's. */
static BOOL memory_key(DWORD flags, BYTE key[32])
{
    static SRWLOCK lock = SRWLOCK_INIT;
    static BYTE own[32];
    static BOOL made;

    if (flags)
        return derive(FALSE, (const BYTE *)&flags, sizeof(flags), NULL, key);
    AcquireSRWLockExclusive(&lock);
    if (!made)
        made = BaileyRandom(own, sizeof(own)) >= 0;
    memcpy(key, own, sizeof(own));
    ReleaseSRWLockExclusive(&lock);
    return made ? TRUE : fail_with(ERROR_GEN_FAILURE);
}

static BOOL crypt_memory(BYTE *data, DWORD size, DWORD flags, BOOL encrypt)
{
    BYTE bytes[32], iv[16] = {0};
    BCRYPT_KEY_HANDLE key;
    NTSTATUS status;
    DWORD done;

    if (!data || !size || size % CRYPTPROTECTMEMORY_BLOCK_SIZE || flags > 2)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!memory_key(flags, bytes))
        return FALSE;
    status = open_key(bytes, BCRYPT_CHAIN_MODE_CBC, &key);
    SecureZeroMemory(bytes, sizeof(bytes));
    if (status < 0)
        return nt_result(status);
    status = encrypt ? BCryptEncrypt(key, data, size, NULL, iv, sizeof(iv), data, size, &done, 0)
                     : BCryptDecrypt(key, data, size, NULL, iv, sizeof(iv), data, size, &done, 0);
    BCryptDestroyKey(key);
    return nt_result(status);
}

BOOL WINAPI CryptProtectMemory(LPVOID data, DWORD size, DWORD flags)
{
    return crypt_memory(data, size, flags, TRUE);
}

BOOL WINAPI CryptUnprotectMemory(LPVOID data, DWORD size, DWORD flags)
{
    return crypt_memory(data, size, flags, FALSE);
}
