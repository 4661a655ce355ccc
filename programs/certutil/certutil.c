/* certutil.c - of the certificate tool, what scripts use it for: -hashfile, -encode, -decode. */
#include "program.h"
#include <bcrypt.h>

static int say_error(const WCHAR *command, DWORD error)
{
    static const struct {
        DWORD code;
        const WCHAR *name;
    } names[] = {{ERROR_FILE_NOT_FOUND, L" ERROR_FILE_NOT_FOUND"},
                 {ERROR_PATH_NOT_FOUND, L" ERROR_PATH_NOT_FOUND"},
                 {ERROR_ACCESS_DENIED, L" ERROR_ACCESS_DENIED"},
                 {ERROR_FILE_EXISTS, L" ERROR_FILE_EXISTS"},
                 {ERROR_INVALID_DATA, L" ERROR_INVALID_DATA"}};
    HRESULT code = HRESULT_FROM_WIN32(error);
    const WCHAR *name = L"";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].code == error)
            name = names[i].name;
    print(L"CertUtil: %ls command FAILED: 0x%08lx (WIN32: %lu%ls)\n", command, (ULONG)code, error,
          name);
    print(L"CertUtil: %ls\n", error_text(error));
    finish(code);
}

static int say_done(const WCHAR *command)
{
    print(L"CertUtil: %ls command completed successfully.\n", command);
    finish(0);
}

/* ---- -hashfile */

static BOOL hash_of(const WCHAR *algorithm, const char *bytes, size_t size, UCHAR *digest,
                    ULONG *digest_size)
{
    BCRYPT_ALG_HANDLE provider = NULL;
    BCRYPT_HASH_HANDLE hash = NULL;
    ULONG used;
    BOOL good = BCryptOpenAlgorithmProvider(&provider, algorithm, NULL, 0) >= 0 &&
                BCryptGetProperty(provider, BCRYPT_HASH_LENGTH, (PUCHAR)digest_size,
                                  sizeof *digest_size, &used, 0) >= 0 &&
                BCryptCreateHash(provider, &hash, NULL, 0, NULL, 0, 0) >= 0;
    for (size_t at = 0; good && at < size;) {
        ULONG part = size - at > 1u << 30 ? 1u << 30 : (ULONG)(size - at);
        good = BCryptHashData(hash, (PUCHAR)bytes + at, part, 0) >= 0;
        at += part;
    }
    good = good && BCryptFinishHash(hash, digest, *digest_size, 0) >= 0;
    if (hash)
        BCryptDestroyHash(hash);
    if (provider)
        BCryptCloseAlgorithmProvider(provider, 0);
    return good;
}

static int hash_file(const WCHAR *command, const WCHAR *path, const WCHAR *name)
{
    static const WCHAR *const known[] = {L"MD2",    L"MD4",    L"MD5",   L"SHA1",
                                         L"SHA256", L"SHA384", L"SHA512"};
    UCHAR digest[64];
    ULONG digest_size = 0;
    size_t size;
    const WCHAR *algorithm = NULL;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (_wcsicmp(name, known[i]) == 0)
            algorithm = known[i];
    if (!algorithm) {
        print(L"CertUtil: %ls command FAILED: 0x80090008 (-2146893816 NTE_BAD_ALGID)\n", command);
        print(L"CertUtil: Invalid algorithm specified.\n");
        finish((int)0x80090008);
    }
    char *bytes = read_file(path, &size);
    if (!bytes)
        return say_error(command, GetLastError());
    if (!hash_of(algorithm, bytes, size, digest, &digest_size))
        return say_error(command, ERROR_NOT_SUPPORTED);
    print(L"%ls hash of %ls:\n", algorithm, path);
    for (ULONG i = 0; i < digest_size; i++)
        print(L"%02x", digest[i]);
    print(L"\n");
    return say_done(command);
}

/* ---- -encode, -decode */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static size_t encode(const unsigned char *in, size_t size, char *to)
{
    static const char head[] = "-----BEGIN CERTIFICATE-----\r\n";
    static const char tail[] = "-----END CERTIFICATE-----\r\n";
    size_t used = sizeof head - 1, line = 0;
    memcpy(to, head, used);
    for (size_t i = 0; i < size; i += 3) {
        size_t rest = size - i;
        unsigned long bits = (unsigned long)in[i] << 16 |
                             (rest > 1 ? (unsigned long)in[i + 1] << 8 : 0) |
                             (rest > 2 ? in[i + 2] : 0);
        for (int n = 0; n < 4; n++)
            to[used++] = n > (int)rest ? '=' : digits[bits >> (18 - 6 * n) & 63];
        line += 4;
        if (line == 64 || i + 3 >= size) {
            to[used++] = '\r', to[used++] = '\n';
            line = 0;
        }
    }
    memcpy(to + used, tail, sizeof tail - 1);
    return used + sizeof tail - 1;
}

/* Between the lines of dashes, or all of it; -1: a sign that does not belong there. */
static ptrdiff_t decode(const char *in, size_t size, unsigned char *to)
{
    size_t used = 0;
    unsigned long bits = 0;
    int count = 0;
    const char *end = in + size, *head = strstr(in, "-----BEGIN ");
    if (head && (head = strchr(head, '\n')))
        in = head;
    const char *tail = strstr(in, "-----END ");
    for (end = tail ? tail : end; in < end && *in != '='; in++) {
        if (strchr("\r\n\t ", *in) && *in)
            continue;
        const char *digit = *in ? strchr(digits, *in) : NULL;
        if (!digit)
            return -1;
        bits = bits << 6 | (unsigned long)(digit - digits);
        int place = count++ % 4; /* the second digit of four completes a byte, and so on */
        if (place)
            to[used++] = (unsigned char)(bits >> (6 - 2 * place));
    }
    return (ptrdiff_t)used;
}

static int convert(const WCHAR *command, const WCHAR *from, const WCHAR *to, BOOL encoding)
{
    size_t size;
    DWORD done = 0;
    char *bytes = read_file(from, &size);
    if (!bytes)
        return say_error(command, GetLastError());
    char *result = need(size * 2 + 128);
    ptrdiff_t count = encoding ? (ptrdiff_t)encode((unsigned char *)bytes, size, result)
                               : decode(bytes, size, (unsigned char *)result);
    if (count < 0)
        return say_error(command, ERROR_INVALID_DATA);
    HANDLE file = CreateFileW(to, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return say_error(command, GetLastError());
    print(L"Input Length = %zu\nOutput Length = %td\n", size, count);
    if (!WriteFile(file, result, (DWORD)count, &done, NULL))
        return say_error(command, GetLastError());
    CloseHandle(file);
    return say_done(command);
}

int wmain(int count, WCHAR **words)
{
    WCHAR command[64];
    int first = 2, forced = 0;
    if (count > 1 && is_option(words[1], L"f") && count > 2)
        words++, count--, forced = 1;
    if (count < 2 || is_option(words[1], L"?")) {
        print(L"\nVerbs:\n  -decode           -- Decode Base64-encoded file\n"
              L"  -encode           -- Encode file to Base64\n"
              L"  -hashfile         -- Generate and display cryptographic hash over a file\n\n");
        finish(0);
    }
    set_text(command, 64, L"-%.60ls", words[1] + 1);
    if (first < count && is_option(words[first], L"f"))
        first++, forced = 1;
    if (is_option(words[1], L"hashfile") && count > first)
        return hash_file(command, words[first], count > first + 1 ? words[first + 1] : L"SHA1");
    BOOL encoding = is_option(words[1], L"encode");
    if ((encoding || is_option(words[1], L"decode")) && count > first + 1) {
        if (forced)
            DeleteFileW(words[first + 1]);
        return convert(command, words[first], words[first + 1], encoding);
    }
    print(L"CertUtil: Unknown arg: %ls\n", command);
    finish((int)0x80070057);
}
