/*
 * ldr_image.c - looking into images in memory: headers, directories, resources.
 */
#include "ldr.h"

NTSTATUS NTAPI RtlImageNtHeaderEx(ULONG flags, PVOID base, ULONGLONG size, IMAGE_NT_HEADERS **out)
{
    const IMAGE_DOS_HEADER *dos = base;
    *out = NULL;
    if (!base || base == (PVOID)-1)
        return STATUS_INVALID_PARAMETER;
    if (!(flags & 1) && size < sizeof *dos)
        return STATUS_INVALID_IMAGE_FORMAT;
    if (dos->e_magic != IMAGE_DOS_SIGNATURE || dos->e_lfanew < 0 || dos->e_lfanew > 0x10000000)
        return STATUS_INVALID_IMAGE_FORMAT;
    if (!(flags & 1) && (ULONGLONG)dos->e_lfanew + sizeof(IMAGE_NT_HEADERS) > size)
        return STATUS_INVALID_IMAGE_FORMAT;
    IMAGE_NT_HEADERS *nt = (IMAGE_NT_HEADERS *)((char *)base + dos->e_lfanew);
    if (nt->Signature != IMAGE_NT_SIGNATURE)
        return STATUS_INVALID_IMAGE_FORMAT;
    *out = nt;
    return STATUS_SUCCESS;
}

IMAGE_NT_HEADERS *NTAPI RtlImageNtHeader(PVOID base)
{
    IMAGE_NT_HEADERS *nt;
    return RtlImageNtHeaderEx(1, base, 0, &nt) ? NULL : nt;
}

IMAGE_SECTION_HEADER *NTAPI RtlImageRvaToSection(const IMAGE_NT_HEADERS *nt, PVOID base, ULONG rva)
{
    IMAGE_SECTION_HEADER *section = IMAGE_FIRST_SECTION(nt);
    for (ULONG i = 0; i < nt->FileHeader.NumberOfSections; i++, section++)
        if (rva >= section->VirtualAddress &&
            rva - section->VirtualAddress < section->SizeOfRawData)
            return section;
    return NULL;
}

PVOID NTAPI RtlImageRvaToVa(const IMAGE_NT_HEADERS *nt, PVOID base, ULONG rva,
                            IMAGE_SECTION_HEADER **last)
{
    IMAGE_SECTION_HEADER *section = last ? *last : NULL;
    if (!section || rva < section->VirtualAddress ||
        rva - section->VirtualAddress >= section->SizeOfRawData)
        section = RtlImageRvaToSection(nt, base, rva);
    if (!section)
        return NULL;
    if (last)
        *last = section;
    return (char *)base + section->PointerToRawData + (rva - section->VirtualAddress);
}

/* The place in an image that lies as in its file. */
PVOID NTAPI RtlAddressInSectionTable(const IMAGE_NT_HEADERS *nt, PVOID base, ULONG rva)
{
    return RtlImageRvaToVa(nt, base, rva, NULL);
}

PVOID NTAPI RtlImageDirectoryEntryToData(PVOID base, BOOLEAN mapped, USHORT directory, ULONG *size)
{
    if ((ULONG_PTR)base & 1) { /* a data file's handle */
        base = (PVOID)((ULONG_PTR)base & ~(ULONG_PTR)3);
        mapped = FALSE;
    }
    IMAGE_NT_HEADERS *nt = RtlImageNtHeader(base);
    const IMAGE_DATA_DIRECTORY *table;
    ULONG count;
    if (!nt)
        return NULL;
    if (nt->OptionalHeader.Magic == IMAGE_NT_OPTIONAL_HDR32_MAGIC) {
        IMAGE_NT_HEADERS32 *nt32 = (IMAGE_NT_HEADERS32 *)nt;
        table = nt32->OptionalHeader.DataDirectory;
        count = nt32->OptionalHeader.NumberOfRvaAndSizes;
    } else {
        table = nt->OptionalHeader.DataDirectory;
        count = nt->OptionalHeader.NumberOfRvaAndSizes;
    }
    if (directory >= count || directory >= 16 || !table[directory].VirtualAddress)
        return NULL;
    *size = table[directory].Size;
    ULONG rva = table[directory].VirtualAddress;
    if (mapped || rva < nt->OptionalHeader.SizeOfHeaders)
        return (char *)base + rva;
    return RtlImageRvaToVa(nt, base, rva, NULL);
}

/* ---- resources: a tree of three levels, type, name, language */

struct tree {
    const char *root;
    ULONG size;
};

static BOOLEAN entry_matches(const struct tree *t, const IMAGE_RESOURCE_DIRECTORY_ENTRY *e,
                             ULONG_PTR id)
{
    if (id <= 0xffff)
        return !e->NameIsString && e->Id == id;
    if (!e->NameIsString || e->NameOffset > t->size - 2)
        return FALSE;
    const IMAGE_RESOURCE_DIR_STRING_U *s = (const void *)(t->root + e->NameOffset);
    const WCHAR *name = (const WCHAR *)id;
    if (s->Length > (t->size - e->NameOffset - 2) / 2)
        return FALSE;
    for (ULONG i = 0; i < s->Length; i++)
        if (!name[i] || RtlUpcaseUnicodeChar(name[i]) != RtlUpcaseUnicodeChar(s->NameString[i]))
            return FALSE;
    return name[s->Length] == 0;
}

/* The entry for id in a directory; with any set, the first one where id is not there. */
static const IMAGE_RESOURCE_DIRECTORY_ENTRY *find_entry(const struct tree *t, ULONG offset,
                                                        ULONG_PTR id, BOOLEAN any)
{
    const IMAGE_RESOURCE_DIRECTORY *d = (const void *)(t->root + offset);
    if (offset > t->size - sizeof *d)
        return NULL;
    const IMAGE_RESOURCE_DIRECTORY_ENTRY *e = (const void *)(d + 1);
    ULONG count = d->NumberOfNamedEntries + d->NumberOfIdEntries;
    if (count > (t->size - offset - sizeof *d) / sizeof *e)
        return NULL;
    for (ULONG i = 0; i < count; i++)
        if (entry_matches(t, &e[i], id))
            return &e[i];
    return any && count ? e : NULL;
}

/* The language asked for, then neutral, the user's, English, then whichever comes first. */
static const IMAGE_RESOURCE_DIRECTORY_ENTRY *find_language(const struct tree *t, ULONG offset,
                                                           ULONG language)
{
    const ULONG order[] = {language, LANGIDFROMLCID(teb_self()->CurrentLocale), 0x409, 0, 9};
    const IMAGE_RESOURCE_DIRECTORY_ENTRY *e = NULL;
    if (language)
        return find_entry(t, offset, language, FALSE);
    for (ULONG i = 1; i < sizeof order / sizeof *order && !e; i++)
        e = find_entry(t, offset, order[i], FALSE);
    return e ? e : find_entry(t, offset, 0, TRUE);
}

static NTSTATUS find_resource(PVOID base, const ULONG_PTR *path, ULONG levels,
                              BOOLEAN want_directory, const void **out)
{
    static const NTSTATUS missing[] = {STATUS_RESOURCE_TYPE_NOT_FOUND,
                                       STATUS_RESOURCE_NAME_NOT_FOUND,
                                       STATUS_RESOURCE_LANG_NOT_FOUND};
    struct tree t;
    ULONG offset = 0;
    t.root = RtlImageDirectoryEntryToData(base, TRUE, IMAGE_DIRECTORY_ENTRY_RESOURCE, &t.size);
    if (!t.root || t.size < sizeof(IMAGE_RESOURCE_DIRECTORY))
        return STATUS_RESOURCE_DATA_NOT_FOUND;
    for (ULONG level = 0; level < levels; level++) {
        const IMAGE_RESOURCE_DIRECTORY_ENTRY *e =
            level == 2 ? find_language(&t, offset, (ULONG)path[level])
                       : find_entry(&t, offset, path[level], FALSE);
        if (!e)
            return missing[level < 3 ? level : 2];
        if (!e->DataIsDirectory) {
            if (want_directory || e->OffsetToData > t.size - sizeof(IMAGE_RESOURCE_DATA_ENTRY))
                return STATUS_RESOURCE_DATA_NOT_FOUND;
            *out = t.root + e->OffsetToData;
            return STATUS_SUCCESS;
        }
        offset = e->OffsetToDirectory;
    }
    *out = t.root + offset;
    return want_directory ? STATUS_SUCCESS : STATUS_RESOURCE_DATA_NOT_FOUND;
}

NTSTATUS NTAPI LdrFindResource_U(PVOID base, const ULONG_PTR *path, ULONG levels,
                                 IMAGE_RESOURCE_DATA_ENTRY **entry)
{
    return find_resource(base, path, levels, FALSE, (const void **)entry);
}

NTSTATUS NTAPI LdrFindResourceDirectory_U(PVOID base, const ULONG_PTR *path, ULONG levels,
                                          IMAGE_RESOURCE_DIRECTORY **directory)
{
    return find_resource(base, path, levels, TRUE, (const void **)directory);
}

NTSTATUS NTAPI LdrAccessResource(PVOID base, const IMAGE_RESOURCE_DATA_ENTRY *entry, PVOID *data,
                                 ULONG *size)
{
    BOOLEAN flat = ((ULONG_PTR)base & 1) != 0;
    PVOID image = (PVOID)((ULONG_PTR)base & ~(ULONG_PTR)3);
    IMAGE_NT_HEADERS *nt = RtlImageNtHeader(image);
    if (!nt)
        return STATUS_RESOURCE_DATA_NOT_FOUND;
    PVOID at = flat ? RtlImageRvaToVa(nt, image, entry->OffsetToData, NULL)
                    : (char *)image + entry->OffsetToData;
    if (!at || entry->OffsetToData >= nt->OptionalHeader.SizeOfImage)
        return STATUS_RESOURCE_DATA_NOT_FOUND;
    if (data)
        *data = at;
    if (size)
        *size = entry->Size;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlFindMessage(PVOID base, ULONG type, ULONG language, ULONG id,
                              MESSAGE_RESOURCE_ENTRY **out)
{
    const ULONG_PTR path[3] = {type, 1, language};
    IMAGE_RESOURCE_DATA_ENTRY *data;
    PVOID memory;
    ULONG size;
    NTSTATUS status = LdrFindResource_U(base, path, 3, &data);
    if (status || (status = LdrAccessResource(base, data, &memory, &size)) != STATUS_SUCCESS)
        return status;
    const MESSAGE_RESOURCE_DATA *messages = memory;
    for (ULONG i = 0; i < messages->NumberOfBlocks; i++) {
        const MESSAGE_RESOURCE_BLOCK *block = &messages->Blocks[i];
        if (size < 4 + (i + 1) * sizeof *block)
            break;
        if (id < block->LowId || id > block->HighId)
            continue;
        ULONG at = block->OffsetToEntries;
        for (ULONG n = id - block->LowId; at + 4 <= size; n--) {
            MESSAGE_RESOURCE_ENTRY *entry = (void *)((char *)memory + at);
            if (n == 0) {
                *out = entry;
                return STATUS_SUCCESS;
            }
            if (entry->Length < 4)
                break;
            at += entry->Length;
        }
    }
    return STATUS_MESSAGE_NOT_FOUND;
}
