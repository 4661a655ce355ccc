/*
 * verify.c - the signatures of programs.
 * Links: -lwintrust -lcrypt32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <wincrypt.h>
#include <wintrust.h>
#include "signed_program.h"

static BYTE bytes[16384];
static DWORD size;

static void read_program(void)
{
    size = sizeof(bytes);
    REQUIRE(CryptStringToBinaryA(signed_program, 0, CRYPT_STRING_BASE64, bytes, &size, NULL, NULL));
}

static void write_file(const WCHAR *name)
{
    HANDLE file = CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    DWORD done;

    REQUIRE(file != INVALID_HANDLE_VALUE);
    REQUIRE(WriteFile(file, bytes, size, &done, NULL));
    CloseHandle(file);
}

static GUID action = {0xaac56b, 0xcd44, 0x11d0, {0x8c, 0xc2, 0x00, 0xc0, 0x4f, 0xc2, 0x95, 0xee}};
static WINTRUST_FILE_INFO file_info;
static WINTRUST_DATA data;

static LONG verify(const WCHAR *name, DWORD state_action)
{
    file_info.cbStruct = sizeof(file_info);
    file_info.pcwszFilePath = name;
    data.cbStruct = sizeof(data);
    data.dwUIChoice = WTD_UI_NONE;
    data.fdwRevocationChecks = WTD_REVOKE_NONE;
    data.dwUnionChoice = WTD_CHOICE_FILE;
    data.pFile = &file_info;
    data.dwStateAction = state_action;
    return WinVerifyTrust(NULL, &action, &data);
}

CASE(a_root_that_nobody_trusts_is_told)
{
    WINE_DIFFERS("it trusts any root");
    read_program();
    write_file(L"a.exe");
    CHECK_STATUS(verify(L"a.exe", WTD_STATEACTION_IGNORE), CERT_E_UNTRUSTEDROOT);
}

CASE(a_changed_program_is_found_out)
{
    read_program();
    bytes[0x210] ^= 1;
    write_file(L"a.exe");
    CHECK_STATUS(verify(L"a.exe", WTD_STATEACTION_IGNORE), TRUST_E_BAD_DIGEST);
}

CASE(the_checksum_is_not_signed)
{
    WINE_DIFFERS("it trusts any root");
    read_program();
    bytes[*(DWORD *)(bytes + 0x3c) + 24 + 64] ^= 1;
    write_file(L"a.exe");
    CHECK_STATUS(verify(L"a.exe", WTD_STATEACTION_IGNORE), CERT_E_UNTRUSTEDROOT);
}

CASE(a_program_without_signature_has_none)
{
    DWORD *directory;

    read_program();
    directory = (DWORD *)(bytes + *(DWORD *)(bytes + 0x3c) + 24 + 112 + 8 * 4);
    size = directory[0];
    directory[0] = directory[1] = 0;
    write_file(L"a.exe");
    CHECK_STATUS(verify(L"a.exe", WTD_STATEACTION_IGNORE), TRUST_E_NOSIGNATURE);
}

CASE(what_is_no_program_is_unknown)
{
    memcpy(bytes, "just a text", 11);
    size = 11;
    write_file(L"a.txt");
    CHECK_STATUS(verify(L"a.txt", WTD_STATEACTION_IGNORE), TRUST_E_SUBJECT_FORM_UNKNOWN);
}

CASE(a_missing_file_is_a_file_error)
{
    WINE_DIFFERS("it gives the error of the file system");
    CHECK_STATUS(verify(L"none.exe", WTD_STATEACTION_IGNORE), CRYPT_E_FILE_ERROR);
}

CASE(the_signer_is_told_until_the_state_is_closed)
{
    WINE_DIFFERS("it trusts any root");
    CRYPT_PROVIDER_SGNR *signer;
    CRYPT_PROVIDER_CERT *certificate;
    WCHAR name[64];

    read_program();
    write_file(L"a.exe");
    CHECK_STATUS(verify(L"a.exe", WTD_STATEACTION_VERIFY), CERT_E_UNTRUSTEDROOT);
    REQUIRE(data.hWVTStateData);
    signer = WTHelperGetProvSignerFromChain(WTHelperProvDataFromStateData(data.hWVTStateData), 0,
                                            FALSE, 0);
    REQUIRE(signer);
    certificate = WTHelperGetProvCertFromChain(signer, 0);
    REQUIRE(certificate);
    CHECK(CertGetNameStringW(certificate->pCert, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, name, 64));
    CHECK_WSTR(name, L"Bailey Code");
    CHECK(!WTHelperGetProvCertFromChain(signer, 9));
    CHECK_STATUS(verify(L"a.exe", WTD_STATEACTION_CLOSE), 0);
    CHECK(!data.hWVTStateData);
}

CASE(another_action_has_no_provider)
{
    GUID other = {1, 2, 3, {4}};

    WINE_DIFFERS("it takes any action");
    CHECK_STATUS(WinVerifyTrust(NULL, &other, &data), TRUST_E_PROVIDER_UNKNOWN);
}
