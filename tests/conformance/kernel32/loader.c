/* Loading and unloading DLLs, and looking into them. */
#include "conformance.h"

static char events[64];
static int event_count;

__declspec(dllexport) void log_event(char what)
{
    if (event_count < 63)
        events[event_count++] = what;
}

static int (*function_of(HMODULE module, const char *name))(int)
{
    int (*function)(int) = (void *)GetProcAddress(module, name);
    REQUIRE(function);
    return function;
}

static HMODULE load(const WCHAR *name)
{
    HMODULE module = LoadLibraryW(name);
    REQUIRE(module);
    return module;
}

CASE(load_finds_a_dll_beside_the_program)
{
    WCHAR path[MAX_PATH];
    HMODULE module = load(L"loader_a.dll");
    CHECK_EQ(function_of(module, "add_one")(5), 6);
    DWORD length = GetModuleFileNameW(module, path, MAX_PATH);
    CHECK_EQ(lstrcmpiW(path + length - 13, L"\\loader_a.dll"), 0);
    CHECK_PTR(GetModuleHandleW(L"LOADER_A"), module);
    CHECK_PTR(GetModuleHandleW(path), module);
    CHECK_PTR(GetModuleHandleA("loader_a.DLL"), module);
    CHECK_PTR(load(L"loader_a"), module);
}

CASE(references_are_counted)
{
    HMODULE module = load(L"loader_a.dll");
    CHECK_PTR(load(L"loader_a.dll"), module);
    CHECK(FreeLibrary(module));
    CHECK_PTR(GetModuleHandleW(L"loader_a.dll"), module);
    CHECK_STR(events, "a");
    CHECK(FreeLibrary(module));
    CHECK_STR(events, "ax");
    CHECK_FAILS(GetModuleHandleW(L"loader_a.dll"), ERROR_MOD_NOT_FOUND);
    CHECK_EQ(probe_read(module), EXCEPTION_ACCESS_VIOLATION);
    CHECK(!FreeLibrary(module));
}

CASE(exports_by_name_and_ordinal)
{
    HMODULE module = load(L"loader_a.dll");
    CHECK_PTR(GetProcAddress(module, (char *)5), GetProcAddress(module, "add_one"));
    CHECK_EQ(function_of(module, (char *)9)(0), 77);
    CHECK_EQ(*(int *)(void *)GetProcAddress(module, "exported_data"), 1234);
    CHECK_FAILS(GetProcAddress(module, "by_ordinal_only"), ERROR_PROC_NOT_FOUND);
    CHECK_FAILS(GetProcAddress(module, "ADD_ONE"), ERROR_PROC_NOT_FOUND);
    CHECK_FAILS(GetProcAddress(module, "none"), ERROR_PROC_NOT_FOUND);
    CHECK_PTR(GetProcAddress(module, (char *)500), NULL);
}

CASE(forwarders)
{
    HMODULE module = load(L"loader_a.dll");
    CHECK_PTR(GetProcAddress(module, "forwarded"),
              GetProcAddress(GetModuleHandleW(L"kernel32"), "GetCurrentThreadId"));
    CHECK_PTR(GetProcAddress(module, "forwarded_by_self"), GetProcAddress(module, "add_one"));
    CHECK_FAILS(GetProcAddress(module, "broken_forward"), ERROR_PROC_NOT_FOUND);
}

CASE(imports_are_loaded_first_and_released_last)
{
    HMODULE module = load(L"loader_b.dll");
    CHECK_STR(events, "ab");
    CHECK_EQ(function_of(module, "add_two")(5), 7);
    CHECK(GetModuleHandleW(L"loader_a.dll") != NULL);
    CHECK(FreeLibrary(module));
    CHECK_STR(events, "abyx");
    CHECK_PTR(GetModuleHandleW(L"loader_a.dll"), NULL);
}

CASE(a_dll_that_refuses_is_unloaded)
{
    SetEnvironmentVariableW(L"LOADER_REFUSE", L"1");
    CHECK_FAILS(LoadLibraryW(L"loader_b.dll"), ERROR_DLL_INIT_FAILED);
    CHECK_PTR(GetModuleHandleW(L"loader_b.dll"), NULL);
    CHECK_PTR(GetModuleHandleW(L"loader_a.dll"), NULL);
    SetEnvironmentVariableW(L"LOADER_REFUSE", NULL);
    load(L"loader_b.dll");
}

CASE(what_is_missing)
{
    CHECK_FAILS(LoadLibraryW(L"no such file.dll"), ERROR_MOD_NOT_FOUND);
    CHECK_FAILS(LoadLibraryW(L"C:\\no such folder\\file.dll"), ERROR_MOD_NOT_FOUND);
    CHECK_PTR(LoadLibraryW(L""), NULL);
    CHECK_FAILS(GetModuleHandleW(L"no such file.dll"), ERROR_MOD_NOT_FOUND);
}

CASE(a_file_that_is_no_image)
{
    DWORD done;
    HANDLE file = CreateFileW(L"text.dll", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    CHECK(WriteFile(file, "this is not an image", 20, &done, NULL));
    CloseHandle(file);
    CHECK_FAILS(LoadLibraryW(L".\\text.dll"), ERROR_BAD_EXE_FORMAT);
}

static DWORD CALLBACK do_nothing(void *unused)
{
    return 0;
}

CASE(dll_main_hears_of_threads)
{
    HMODULE module = load(L"loader_a.dll");
    int (*times)(int) = function_of(module, "times_called");
    CHECK_EQ(times(DLL_PROCESS_ATTACH), 1);
    CHECK_EQ(times(DLL_THREAD_ATTACH), 0);
    HANDLE thread = CreateThread(NULL, 0, do_nothing, NULL, 0, NULL);
    WaitForSingleObject(thread, 10000);
    CHECK_EQ(times(DLL_THREAD_ATTACH), 1);
    CHECK_EQ(times(DLL_THREAD_DETACH), 1);
    CHECK(DisableThreadLibraryCalls(module));
    thread = CreateThread(NULL, 0, do_nothing, NULL, 0, NULL);
    WaitForSingleObject(thread, 10000);
    CHECK_EQ(times(DLL_THREAD_ATTACH), 1);
}

CASE(module_by_address_and_pinned)
{
    HMODULE found = NULL, module = load(L"loader_a.dll");
    const WCHAR *inside = (const WCHAR *)(void *)GetProcAddress(module, "add_one");
    CHECK(GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                                 GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                             inside, &found));
    CHECK_PTR(found, module);
    CHECK(GetModuleHandleExW(0, L"loader_a.dll", &found)); /* counts */
    CHECK(FreeLibrary(module));
    CHECK_STR(events, "a");
    CHECK(GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN, L"loader_a.dll", &found));
    for (int i = 0; i < 5; i++)
        FreeLibrary(module);
    CHECK_STR(events, "a");
    CHECK(!GetModuleHandleExW(0, L"none", &found));
    CHECK_PTR(found, NULL);
    CHECK_FAILS(GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (WCHAR *)16, &found),
                ERROR_MOD_NOT_FOUND);
}

CASE(data_file_runs_nothing)
{
    HMODULE module = LoadLibraryExW(L"loader_a.dll", NULL, LOAD_LIBRARY_AS_DATAFILE);
    REQUIRE(module);
    CHECK_EQ((ULONG_PTR)module & 3, 1);
    CHECK_STR(events, "");
    CHECK_PTR(GetModuleHandleW(L"loader_a.dll"), NULL);
    CHECK(FreeLibrary(module));
    module = LoadLibraryExW(L"loader_b.dll", NULL, LOAD_LIBRARY_AS_IMAGE_RESOURCE);
    REQUIRE(module);
    CHECK_EQ((ULONG_PTR)module & 3, 2);
    CHECK(FreeLibrary(module));
}

CASE(dont_resolve_references)
{
    HMODULE module = LoadLibraryExW(L"loader_b.dll", NULL, DONT_RESOLVE_DLL_REFERENCES);
    REQUIRE(module);
    CHECK_STR(events, "");
    CHECK_PTR(GetModuleHandleW(L"loader_a.dll"), NULL);
    CHECK(GetProcAddress(module, "add_two") != NULL);
}

CASE(search_flags)
{
    WCHAR path[MAX_PATH];
    CHECK_FAILS(LoadLibraryExW(L"loader_a.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32),
                ERROR_MOD_NOT_FOUND);
    CHECK(LoadLibraryExW(L"loader_a.dll", NULL, LOAD_LIBRARY_SEARCH_APPLICATION_DIR) != NULL);
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    while (path[length - 1] != '\\')
        length--;
    lstrcpyW(path + length, L"loader_b.dll");
    CHECK(LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH) != NULL);
}

CASE(current_directory_is_searched_too)
{
    WCHAR path[MAX_PATH];
    DWORD length = GetModuleFileNameW(load(L"loader_a.dll"), path, MAX_PATH);
    CHECK(length);
    CHECK(CopyFileW(path, L"another name.dll", TRUE));
    HMODULE module = load(L"another name");
    CHECK(module != GetModuleHandleW(L"loader_a.dll"));
    CHECK_EQ(function_of(module, "add_one")(1), 2);
    REQUIRE(CreateDirectoryW(L"d", NULL));
    CHECK(CopyFileW(path, L"d\\third.dll", TRUE));
    CHECK_FAILS(LoadLibraryW(L"third.dll"), ERROR_MOD_NOT_FOUND);
    CHECK(SetDllDirectoryW(L"d"));
    CHECK(LoadLibraryW(L"third.dll") != NULL);
}

/* "d" gets copies of both DLLs; path becomes the full name of the one there that imports. */
static void copy_both_to_d(WCHAR *path)
{
    WCHAR from[MAX_PATH], to[MAX_PATH];
    REQUIRE(CreateDirectoryW(L"d", NULL));
    for (int i = 0; i < 2; i++) {
        const WCHAR *name = i ? L"loader_b.dll" : L"loader_a.dll";
        DWORD length = GetModuleFileNameW(NULL, from, MAX_PATH);
        while (from[length - 1] != '\\')
            length--;
        lstrcpyW(from + length, name);
        lstrcpyW(to, L"d\\");
        lstrcatW(to, name);
        REQUIRE(CopyFileW(from, to, TRUE));
    }
    REQUIRE(GetFullPathNameW(L"d\\loader_b.dll", MAX_PATH, path, NULL));
}

static BOOL is_from_d(const WCHAR *name)
{
    WCHAR path[MAX_PATH];
    HMODULE module = GetModuleHandleW(name);
    REQUIRE(module);
    DWORD length = GetModuleFileNameW(module, path, MAX_PATH);
    DWORD tail = lstrlenW(name) + 3;
    return length > tail && path[length - tail] == '\\' && path[length - tail + 1] == 'd' &&
           path[length - tail + 2] == '\\';
}

CASE(imports_are_searched_beside_the_program)
{
    WCHAR path[MAX_PATH];
    copy_both_to_d(path);
    HMODULE module = load(path);
    CHECK(is_from_d(L"loader_b.dll"));
    CHECK(!is_from_d(L"loader_a.dll"));
    CHECK_EQ(function_of(module, "add_two")(1), 3);
}

CASE(imports_are_searched_where_the_altered_path_says)
{
    WCHAR path[MAX_PATH], long_path[MAX_PATH + 4] = L"\\\\?\\";
    copy_both_to_d(path);
    HMODULE module = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    REQUIRE(module);
    CHECK(is_from_d(L"loader_a.dll"));
    CHECK(FreeLibrary(module));
    lstrcatW(long_path, path);
    module = LoadLibraryExW(long_path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    REQUIRE(module);
    CHECK(is_from_d(L"loader_a.dll"));
}

CASE(imports_are_searched_where_the_flags_say)
{
    WCHAR path[MAX_PATH];
    copy_both_to_d(path);
    CHECK_FAILS(LoadLibraryExW(path, NULL, LOAD_LIBRARY_SEARCH_SYSTEM32), ERROR_MOD_NOT_FOUND);
    CHECK_PTR(GetModuleHandleW(L"loader_b.dll"), NULL);
    HMODULE module =
        LoadLibraryExW(path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    REQUIRE(module);
    CHECK(is_from_d(L"loader_a.dll"));
}

CASE(one_file_is_one_module_by_all_its_names)
{
    WCHAR path[MAX_PATH], long_path[MAX_PATH + 4] = L"\\\\?\\";
    copy_both_to_d(path);
    HMODULE module = load(path);
    lstrcatW(long_path, path);
    CHECK_PTR(LoadLibraryW(long_path), module);
    REQUIRE(CreateHardLinkW(L"d\\another.dll", path, NULL));
    CHECK_PTR(LoadLibraryW(L"d\\another.dll"), module);
    CHECK_STR(events, "ab");
    CHECK(CopyFileW(path, L"d\\copy.dll", TRUE));
    CHECK(LoadLibraryW(L"d\\copy.dll") != module);
    CHECK_STR(events, "abb");
}

CASE(system_dlls_are_where_they_belong)
{
    WCHAR path[MAX_PATH], folder[MAX_PATH];
    DWORD length = GetSystemDirectoryW(folder, MAX_PATH);
    REQUIRE(GetModuleFileNameW(GetModuleHandleW(L"kernel32"), path, MAX_PATH));
    path[length] = 0;
    CHECK_EQ(lstrcmpiW(path, folder), 0);
    CHECK_EQ(lstrcmpiW(path + length + 1, L"kernel32.dll"), 0);
    CHECK(GetModuleHandleW(L"ntdll.dll") != NULL);
    CHECK(GetModuleHandleW(L"kernelbase.dll") != NULL);
}

CASE(api_sets_are_found)
{
    HMODULE module = LoadLibraryW(L"api-ms-win-core-synch-l1-2-0.dll");
    REQUIRE(module);
    CHECK(GetProcAddress(module, "WaitOnAddress") != NULL);
    module = LoadLibraryW(L"api-ms-win-core-file-l1-2-1");
    REQUIRE(module);
    CHECK(GetProcAddress(module, "CreateFileW") != NULL);
    CHECK_FAILS(LoadLibraryW(L"api-ms-win-no-such-set-l1-1-0.dll"), ERROR_MOD_NOT_FOUND);
}

CASE(module_file_name_sizes)
{
    WINE_DIFFERS("Wine does not end a name that it cuts");
    WCHAR path[MAX_PATH], small[10];
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    CHECK_EQ(length, lstrlenW(path));
    CHECK_EQ(path[1], ':');
    SetLastError(0);
    CHECK_EQ(GetModuleFileNameW(NULL, small, 10), 10);
    CHECK_LAST_ERROR(ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(small[9], 0);
    CHECK_FAILS(GetModuleFileNameW((HMODULE)0x12340000, path, MAX_PATH), ERROR_MOD_NOT_FOUND);
    CHECK_PTR(GetModuleHandleW(NULL), GetModuleHandleW(path));
}

CHILD(ends_with_dlls_loaded)
{
    load(L"loader_b.dll");
    ExitProcess(3);
}

CASE(loaded_dlls_survive_exit)
{
    CHECK_EQ(end_child(start_child("ends_with_dlls_loaded")), 3);
}

CASE(many_loads_and_unloads)
{
    for (int i = 0; i < 50; i++) {
        HMODULE module = LoadLibraryW(L"loader_b.dll");
        REQUIRE(module);
        CHECK_EQ(function_of(module, "add_two")(1), 3);
        CHECK(FreeLibrary(module));
    }
    CHECK_PTR(GetModuleHandleW(L"loader_a.dll"), NULL);
}
