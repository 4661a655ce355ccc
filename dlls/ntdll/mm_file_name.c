/*
 * mm_file_name.c - which file stands behind an address: MemoryMappedFilenameInformation.
 */
#include "mm_section.h"

/* "\Device\HarddiskVolumeN" of a drive letter, as Io names volumes. */
static const WCHAR *volume_of(WCHAR drive)
{
    return drive == 'Z' ? L"\\Device\\HarddiskVolume2" : L"\\Device\\HarddiskVolume1";
}

static NTSTATUS put_module_name(ULONG_PTR base, void *buffer, SIZE_T size, SIZE_T *used)
{
    LDR_ENTRY *entry;
    UNICODE_STRING *name = buffer;
    if (LdrFindEntryForAddress((PVOID)base, &entry))
        return STATUS_INVALID_ADDRESS;
    const UNICODE_STRING *full = &entry->FullDllName;
    const WCHAR *volume = volume_of(full->Length ? full->Buffer[0] : 0);
    ULONG prefix = 23 * sizeof(WCHAR), drive = 2 * sizeof(WCHAR);
    if (full->Length < drive)
        return STATUS_INVALID_ADDRESS;
    ULONG length = prefix + full->Length - drive;
    SIZE_T need = sizeof *name + length + sizeof(WCHAR);
    if (used)
        *used = need;
    if (size < need)
        return size < sizeof *name ? STATUS_INFO_LENGTH_MISMATCH : STATUS_BUFFER_OVERFLOW;
    name->Buffer = (WCHAR *)(name + 1);
    name->Length = (USHORT)length;
    name->MaximumLength = (USHORT)(length + sizeof(WCHAR));
    __builtin_memcpy(name->Buffer, volume, prefix);
    __builtin_memcpy((char *)name->Buffer + prefix, full->Buffer + 2, full->Length - drive);
    name->Buffer[length / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS mm_query_file_name(ULONG_PTR address, void *buffer, SIZE_T size, SIZE_T *used)
{
    OB_HEADER *file = NULL;
    ULONG_PTR base = 0;
    mm_lock();
    const MM_VAD *vad = mm_find(address);
    if (vad && vad->section && vad->section->file) {
        file = ARENA_AT(OB_HEADER, vad->section->file);
        ob_reference_object(file);
    } else if (vad && vad->type == MEM_IMAGE) {
        base = vad->start;
    }
    mm_unlock();
    if (!file)
        return base ? put_module_name(base, buffer, size, used) : STATUS_INVALID_ADDRESS;
    ULONG needed = 0;
    NTSTATUS status = ob_types[OB_FILE]->query_name(file, buffer, (ULONG)size, &needed);
    ob_dereference(file);
    if (used)
        *used = needed;
    return status;
}
