/*
 * actctx.c - activation contexts: made, made active in turn, and left.
 */
#include "conformance.h"

static const char manifest[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"
    "<assembly xmlns=\"urn:schemas-microsoft-com:asm.v1\" manifestVersion=\"1.0\">\r\n"
    "<assemblyIdentity version=\"1.0.0.0\" processorArchitecture=\"amd64\" name=\"Test\" "
    "type=\"win32\"/>\r\n</assembly>\r\n";

static HANDLE make_context(void)
{
    ACTCTXW wish = {.cbSize = sizeof wish, .lpSource = L"test.manifest"};
    DWORD done;
    HANDLE file = CreateFileW(L"test.manifest", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, manifest, sizeof manifest - 1, &done, NULL));
    CloseHandle(file);
    HANDLE context = CreateActCtxW(&wish);
    REQUIRE(context != INVALID_HANDLE_VALUE);
    return context;
}

CASE(contexts_are_active_in_turn)
{
    HANDLE one = make_context(), two = make_context(), current;
    ULONG_PTR first, second;
    CHECK(GetCurrentActCtx(&current));
    CHECK_PTR(current, NULL);
    CHECK(ActivateActCtx(one, &first));
    CHECK(ActivateActCtx(two, &second));
    CHECK(first != second);
    CHECK(GetCurrentActCtx(&current));
    CHECK_PTR(current, two);
    ReleaseActCtx(current);
    CHECK(DeactivateActCtx(0, second));
    CHECK(GetCurrentActCtx(&current));
    CHECK_PTR(current, one);
    ReleaseActCtx(current);
    CHECK(DeactivateActCtx(0, first));
    ReleaseActCtx(one);
    ReleaseActCtx(two);
}

CASE(a_manifest_that_is_missing)
{
    ACTCTXW wish = {.cbSize = sizeof wish, .lpSource = L"missing.manifest"};
    SetLastError(0);
    CHECK_PTR(CreateActCtxW(&wish), INVALID_HANDLE_VALUE);
    CHECK_LAST_ERROR(ERROR_FILE_NOT_FOUND);
    wish.cbSize = 4;
    CHECK_PTR(CreateActCtxW(&wish), INVALID_HANDLE_VALUE);
    CHECK_LAST_ERROR(ERROR_INVALID_PARAMETER);
}

CASE(what_no_manifest_names)
{
    ACTCTX_SECTION_KEYED_DATA data = {.cbSize = sizeof data};
    CHECK_FAILS(FindActCtxSectionStringW(0, NULL, ACTIVATION_CONTEXT_SECTION_DLL_REDIRECTION,
                                         L"nothing.dll", &data),
                14007 /* ERROR_SXS_KEY_NOT_FOUND */);
}
