/* What the process and its threads say about themselves, and the loader's own calls. */
#include "nt.h"

CASE(process_basic_information)
{
    PROCESS_BASIC_INFORMATION info;
    ULONG size = 0;
    CHECK_STATUS(NtQueryInformationProcess(GetCurrentProcess(), ProcessBasicInformation, &info,
                                           sizeof info, &size),
                 0);
    CHECK_EQ(size, sizeof info);
    CHECK_EQ(info.UniqueProcessId, GetCurrentProcessId());
    CHECK_PTR(info.PebBaseAddress, NtCurrentTeb()->ProcessEnvironmentBlock);
    CHECK_STATUS(
        NtQueryInformationProcess(GetCurrentProcess(), ProcessBasicInformation, &info, 4, &size),
        STATUS_INFO_LENGTH_MISMATCH);
    CHECK_STATUS(NtQueryInformationProcess(GetCurrentProcess(), 999, &info, sizeof info, &size),
                 STATUS_INVALID_INFO_CLASS);
    CHECK_STATUS(NtQueryInformationProcess((HANDLE)0x12344, ProcessBasicInformation, &info,
                                           sizeof info, &size),
                 STATUS_INVALID_HANDLE);
}

CASE(process_classes)
{
    WINE_DIFFERS("Wine does not count handles");
    KERNEL_USER_TIMES times;
    ULONG_PTR wow64 = 77, port = 77;
    ULONG handles = 0;
    HANDLE self = GetCurrentProcess();
    CHECK_STATUS(NtQueryInformationProcess(self, ProcessTimes, &times, sizeof times, NULL), 0);
    CHECK(times.CreateTime.dwHighDateTime > 0x01d00000);
    CHECK_STATUS(
        NtQueryInformationProcess(self, ProcessWow64Information, &wow64, sizeof wow64, NULL), 0);
    CHECK_EQ(wow64, 0);
    CHECK_STATUS(NtQueryInformationProcess(self, ProcessDebugPort, &port, sizeof port, NULL), 0);
    CHECK_EQ(port, 0);
    CHECK_STATUS(NtQueryInformationProcess(self, 20, &handles, sizeof handles, NULL), 0);
    CHECK(handles > 0);
}

CASE(thread_basic_information)
{
    WINE_DIFFERS("Wine takes a short buffer");
    struct {
        NTSTATUS status;
        PVOID teb;
        ULONG_PTR process, thread, affinity;
        LONG priority, base_priority;
    } info;
    CHECK_STATUS(NtQueryInformationThread(GetCurrentThread(), 0, &info, sizeof info, NULL), 0);
    CHECK_EQ(info.status, STATUS_PENDING);
    CHECK_PTR(info.teb, NtCurrentTeb());
    CHECK_EQ(info.process, GetCurrentProcessId());
    CHECK_EQ(info.thread, GetCurrentThreadId());
    CHECK_STATUS(NtQueryInformationThread(GetCurrentThread(), 0, &info, 4, NULL),
                 STATUS_INFO_LENGTH_MISMATCH);
}

CASE(peb_and_teb_fields)
{
    WINE_DIFFERS("Wine shows another version");
    PEB *peb = NtCurrentTeb()->ProcessEnvironmentBlock;
    char *teb = (char *)NtCurrentTeb();
    CHECK_EQ(peb->BeingDebugged, 0);
    CHECK_PTR(*(void **)((char *)peb + 0x10), GetModuleHandleW(NULL));
    CHECK_PTR(*(void **)((char *)peb + 0x30), GetProcessHeap());
    CHECK_PTR(*(void **)(teb + 0x30), teb);
    CHECK_EQ(*(ULONG_PTR *)(teb + 0x40), GetCurrentProcessId());
    CHECK_EQ(*(ULONG_PTR *)(teb + 0x48), GetCurrentThreadId());
    SetLastError(1234);
    CHECK_EQ(*(ULONG *)(teb + 0x68), 1234);
    CHECK_EQ(*(ULONG *)((char *)peb + 0x118), 10);
    CHECK_EQ(*(USHORT *)((char *)peb + 0x120), 19045);
}

CASE(loader_lists_in_the_peb)
{
    LIST_ENTRY *head = &NtCurrentTeb()->ProcessEnvironmentBlock->Ldr->InMemoryOrderModuleList;
    int count = 0, program = 0, kernel = 0;
    for (LIST_ENTRY *next = head->Flink; next != head; next = next->Flink) {
        LDR_DATA_TABLE_ENTRY *entry =
            CONTAINING_RECORD(next, LDR_DATA_TABLE_ENTRY, InMemoryOrderLinks);
        if (count == 0)
            program = entry->DllBase == (void *)GetModuleHandleW(NULL);
        kernel += entry->DllBase == (void *)GetModuleHandleW(L"kernel32.dll");
        CHECK(entry->FullDllName.Length > 8);
        REQUIRE(++count < 100);
    }
    CHECK(count >= 3);
    CHECK(program);
    CHECK_EQ(kernel, 1);
}

CASE(user_shared_data)
{
    WINE_DIFFERS("Wine shows another version");
    const volatile char *shared = (void *)0x7ffe0000;
    CHECK_EQ(*(ULONG *)(shared + 0x26c), 10);
    CHECK_EQ(*(ULONG *)(shared + 0x270), 0);
    CHECK_EQ(*(WCHAR *)(shared + 0x30 + 2), ':');
    ULONGLONG before = *(volatile ULONGLONG *)(shared + 0x14);
    ULONGLONG interrupt = *(volatile ULONGLONG *)(shared + 8);
    Sleep(60);
    CHECK(*(volatile ULONGLONG *)(shared + 0x14) > before);
    CHECK(*(volatile ULONGLONG *)(shared + 8) > interrupt);
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    ULONGLONG time = *(volatile ULONGLONG *)(shared + 0x14);
    LONGLONG apart = (LONGLONG)(time - ((ULONGLONG)now.dwHighDateTime << 32 | now.dwLowDateTime));
    CHECK(apart > -1000000 && apart < 1000000);
    CHECK_EQ(probe_write((void *)0x7ffe0000), 0xc0000005);
}

CASE(system_information)
{
    struct {
        ULONG reserved, resolution, page_size, pages, lowest, highest, granularity;
        ULONG_PTR minimum, maximum, affinity;
        CHAR processors;
    } basic;
    ULONG size = 0;
    CHECK_STATUS(NtQuerySystemInformation(SystemBasicInformation, &basic, sizeof basic, &size), 0);
    CHECK_EQ(basic.page_size, 4096);
    CHECK_EQ(basic.granularity, 65536);
    CHECK(basic.processors > 0);
    CHECK_STATUS(NtQuerySystemInformation(SystemBasicInformation, &basic, 4, &size),
                 STATUS_INFO_LENGTH_MISMATCH);
    CHECK_STATUS(NtQuerySystemInformation(9999, &basic, sizeof basic, &size),
                 STATUS_INVALID_INFO_CLASS);
}

CASE(process_list_has_this_one)
{
    static char buffer[256 * 1024] __attribute__((aligned(8)));
    SYSTEM_PROCESS_INFORMATION *next = (void *)buffer;
    ULONG size = 0;
    int found = 0;
    CHECK_STATUS(NtQuerySystemInformation(SystemProcessInformation, buffer, 16, &size),
                 STATUS_INFO_LENGTH_MISMATCH);
    REQUIRE(NtQuerySystemInformation(SystemProcessInformation, buffer, sizeof buffer, &size) == 0);
    for (;; next = (void *)((char *)next + next->NextEntryOffset)) {
        found += (ULONG_PTR)next->UniqueProcessId == GetCurrentProcessId();
        if (!next->NextEntryOffset)
            break;
    }
    CHECK_EQ(found, 1);
}

CASE(ldr_load_and_look_up)
{
    UNICODE_STRING name = unicode(L"version.dll"), none = unicode(L"no such.dll");
    ANSI_STRING function = {14, 15, "VerQueryValueW"}, missing = {4, 5, "none"};
    void *module = NULL, *again = NULL, *address = NULL;
    CHECK_STATUS(LdrGetDllHandle(NULL, NULL, &name, &module), STATUS_DLL_NOT_FOUND);
    CHECK_STATUS(LdrLoadDll(NULL, NULL, &name, &module), 0);
    CHECK_STATUS(LdrGetDllHandle(NULL, NULL, &name, &again), 0);
    CHECK_PTR(module, again);
    CHECK_STATUS(LdrGetProcedureAddress(module, &function, 0, &address), 0);
    CHECK_PTR(address, GetProcAddress(module, "VerQueryValueW"));
    CHECK_STATUS(LdrGetProcedureAddress(module, &missing, 0, &address), STATUS_PROCEDURE_NOT_FOUND);
    CHECK(LdrGetProcedureAddress(module, NULL, 5000, &address) < 0);
    CHECK_STATUS(LdrUnloadDll(module), 0);
    CHECK_STATUS(LdrGetDllHandle(NULL, NULL, &name, &again), STATUS_DLL_NOT_FOUND);
    CHECK_STATUS(LdrLoadDll(NULL, NULL, &none, &module), STATUS_DLL_NOT_FOUND);
}

CASE(loader_lock)
{
    ULONG result = 0;
    ULONG_PTR cookie = 0;
    CHECK_STATUS(LdrLockLoaderLock(0, NULL, &cookie), 0);
    CHECK(cookie != 0);
    CHECK_STATUS(LdrUnlockLoaderLock(0, cookie), 0);
    CHECK_STATUS(LdrLockLoaderLock(2, &result, &cookie), 0);
    CHECK_EQ(result, 1);
    CHECK_STATUS(LdrUnlockLoaderLock(0, cookie), 0);
}

CASE(image_headers)
{
    void *base = NULL;
    ULONG size = 0;
    HMODULE module = GetModuleHandleW(L"kernel32.dll");
    IMAGE_NT_HEADERS *headers = RtlImageNtHeader(module);
    REQUIRE(headers);
    CHECK_EQ(headers->Signature, IMAGE_NT_SIGNATURE);
    CHECK_EQ(headers->FileHeader.Machine, IMAGE_FILE_MACHINE_AMD64);
    IMAGE_EXPORT_DIRECTORY *exports =
        RtlImageDirectoryEntryToData(module, TRUE, IMAGE_DIRECTORY_ENTRY_EXPORT, &size);
    REQUIRE(exports);
    CHECK_EQ(lstrcmpiA((char *)module + exports->Name, "kernel32.dll"), 0);
    CHECK_PTR(RtlPcToFileHeader((void *)image_headers, &base), GetModuleHandleW(NULL));
    CHECK_PTR(base, GetModuleHandleW(NULL));
    CHECK_PTR(RtlPcToFileHeader((void *)16, &base), NULL);
}
