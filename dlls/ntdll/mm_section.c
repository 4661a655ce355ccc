/*
 * mm_section.c - section objects: what views are made of.
 *
 * A page-file section stands on a memory object of the PAL, a file section on the file's own PAL
 * handle, which the file object keeps open as long as a section refers to it.
 */
#include "mm_section.h"
#include "io_private.h"
#include "pe_image.h"

#define ATTRIBUTES \
    (SEC_FILE | SEC_IMAGE | SEC_RESERVE | SEC_COMMIT | SEC_NOCACHE | SEC_WRITECOMBINE)

static void destroy(void *object)
{
    MM_SECTION *section = object;
    if (section->file)
        ob_dereference(ARENA_AT(OB_HEADER, section->file));
    else if (section->range)
        mm_session_free(section->range);
    else if (section->pal_handle && section->process_id == pal_boot->process_id)
        pal_handle_close(section->pal_handle);
}

const struct ob_ops mm_section_ops = {
    .name = L"Section",
    .size = sizeof(MM_SECTION),
    .all_access = SECTION_ALL_ACCESS,
    .mapping = {STANDARD_RIGHTS_READ | SECTION_QUERY | SECTION_MAP_READ,
                STANDARD_RIGHTS_WRITE | SECTION_MAP_WRITE,
                STANDARD_RIGHTS_EXECUTE | SECTION_MAP_EXECUTE, SECTION_ALL_ACCESS},
    .destroy = destroy,
};

BOOLEAN mm_section_has_file(const MM_SECTION *section)
{
    return section->file != 0;
}

void mm_section_release(MM_SECTION *section)
{
    ob_dereference(section);
}

static NTSTATUS check(ULONG protect, ULONG attributes)
{
    ULONG kind = attributes & (SEC_IMAGE | SEC_RESERVE | SEC_COMMIT);
    if (attributes & SEC_LARGE_PAGES)
        return STATUS_PRIVILEGE_NOT_HELD;
    if ((attributes & ~ATTRIBUTES) || !kind || (kind & (kind - 1)))
        return STATUS_INVALID_PARAMETER_6;
    if (!mm_protect_valid(protect) || (protect & (PAGE_GUARD | PAGE_NOACCESS)))
        return STATUS_INVALID_PAGE_PROTECTION;
    return STATUS_SUCCESS;
}

/* What a file's handle must allow for a section of that protection. */
static ACCESS_MASK file_access(ULONG protect, ULONG attributes)
{
    ACCESS_MASK access = FILE_READ_DATA;
    if (attributes & SEC_IMAGE) /* one that is only looked at needs no right to run it */
        return protect == PAGE_READONLY ? FILE_READ_DATA : FILE_EXECUTE;
    if (protect & (PAGE_READWRITE | PAGE_EXECUTE_READWRITE))
        access |= FILE_WRITE_DATA;
    if (protect &
        (PAGE_EXECUTE | PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY))
        access |= FILE_EXECUTE;
    return access;
}

static NTSTATUS use_page_file(MM_SECTION *section, const LARGE_INTEGER *maximum)
{
    if (!maximum || maximum->QuadPart <= 0)
        return STATUS_INVALID_PARAMETER_4;
    if ((uint64_t)maximum->QuadPart >= MM_MAX_SIZE)
        return STATUS_SECTION_TOO_BIG;
    section->size = MM_UP((uint64_t)maximum->QuadPart, MM_PAGE);
    section->process_id = pal_boot->process_id;
    if (pal_boot->session_memory_size)
        return mm_session_alloc(section->size, &section->range);
    return pal_memory_object(section->size, &section->pal_handle);
}

PalHandle mm_section_handle(const MM_SECTION *section, uint64_t *offset)
{
    *offset = section->range ? mm_session_offset(section->range) : 0;
    if (section->range)
        return pal_boot->session_memory;
    if (section->process_id == pal_boot->process_id)
        return section->pal_handle;
    return section->file ? io_pal_handle(ARENA_AT(void, section->file)) : 0;
}

/* A store into a view has no way to say that the disk is full, so the room is taken here; where the
 * file system cannot do that, it comes when it is used. */
static NTSTATUS grow(PalHandle file, uint64_t size)
{
    PalFileInfo info = {.size = size, .allocated = size};
    NTSTATUS status = pal_file_set(file, PAL_SET_SIZE | PAL_SET_ALLOCATE, &info);
    return status == STATUS_NOT_SUPPORTED ? pal_file_set(file, PAL_SET_SIZE, &info) : status;
}

static NTSTATUS size_from_file(MM_SECTION *section, uint64_t wanted, BOOLEAN writable)
{
    PalFileInfo info;
    NTSTATUS status = pal_file_query(section->pal_handle, NULL, 0, 0, &info);
    if (status)
        return status;
    if (info.type != PAL_TYPE_FILE)
        return STATUS_INVALID_FILE_FOR_SECTION;
    section->size = wanted ? wanted : info.size;
    section->file_size = info.size;
    section->volume = info.volume;
    section->id = info.id;
    if (!section->size)
        return STATUS_MAPPED_FILE_SIZE_ZERO;
    if (section->size <= info.size)
        return STATUS_SUCCESS;
    if (!writable)
        return STATUS_SECTION_TOO_BIG;
    return grow(section->pal_handle, section->size);
}

static NTSTATUS use_file(MM_SECTION *section, HANDLE handle, const LARGE_INTEGER *maximum)
{
    void *file;
    ULONG protect = section->protect;
    BOOLEAN writable = (protect & (PAGE_READWRITE | PAGE_EXECUTE_READWRITE)) != 0;
    NTSTATUS status =
        ob_reference(handle, OB_FILE, file_access(protect, section->attributes), &file, NULL);
    if (status == STATUS_ACCESS_DENIED && (protect & 0xf0)) /* reading is enough to run code */
        status = ob_reference(handle, OB_FILE,
                              (file_access(protect, section->attributes) & ~FILE_EXECUTE) |
                                  FILE_READ_DATA,
                              &file, NULL);
    if (status)
        return status;
    section->file = ARENA_OF(file); /* destroy lets it go */
    section->process_id = pal_boot->process_id;
    section->pal_handle = io_pal_handle(file);
    if (!section->pal_handle)
        return STATUS_INVALID_FILE_FOR_SECTION;
    io_keep_open(file);
    status = size_from_file(
        section, maximum && !(section->attributes & SEC_IMAGE) ? (uint64_t)maximum->QuadPart : 0,
        writable);
    if (status || !(section->attributes & SEC_IMAGE))
        return status;
    return mm_check_image(section);
}

static NTSTATUS create(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes,
                       const LARGE_INTEGER *maximum, ULONG protect, ULONG flags, HANDLE file)
{
    HANDLE result = NULL;
    NTSTATUS status = check(protect, flags);
    if (status)
        return status;
    if (maximum && maximum->QuadPart < 0)
        return STATUS_INVALID_PARAMETER_4;
    MM_SECTION *section = ob_create(OB_SECTION);
    if (!section)
        return STATUS_INSUFFICIENT_RESOURCES;
    section->attributes = flags | (file ? SEC_FILE : 0);
    section->protect = protect;
    status = file ? use_file(section, file, maximum) : use_page_file(section, maximum);
    if (!file && (flags & SEC_IMAGE))
        status = STATUS_INVALID_FILE_FOR_SECTION;
    if (status) {
        ob_dereference(section);
        return status;
    }
    status = ob_insert(section, attributes, access, &result);
    if (NT_SUCCESS(status))
        *handle = result;
    return status;
}

NTSTATUS NTAPI NtCreateSection(HANDLE *handle, ACCESS_MASK access,
                               const OBJECT_ATTRIBUTES *attributes, const LARGE_INTEGER *maximum,
                               ULONG protect, ULONG flags, HANDLE file)
{
    return create(handle, access, attributes, maximum, protect, flags, file);
}

NTSTATUS NTAPI NtCreateSectionEx(HANDLE *handle, ACCESS_MASK access,
                                 const OBJECT_ATTRIBUTES *attributes, const LARGE_INTEGER *maximum,
                                 ULONG protect, ULONG flags, HANDLE file,
                                 MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
    for (ULONG i = 0; i < count; i++)
        if (parameters[i].Type != MemExtendedParameterNumaNode)
            return STATUS_INVALID_PARAMETER;
    return create(handle, access, attributes, maximum, protect, flags, file);
}

NTSTATUS NTAPI NtOpenSection(HANDLE *handle, ACCESS_MASK access,
                             const OBJECT_ATTRIBUTES *attributes)
{
    return ob_open(OB_SECTION, attributes, access, handle);
}

NTSTATUS mm_section_extend(MM_SECTION *section, uint64_t size)
{
    PalFileInfo info;
    uint64_t offset;
    if (size <= section->size)
        return STATUS_SUCCESS;
    PalHandle pal = mm_section_handle(section, &offset);
    NTSTATUS status = pal_file_query(pal, NULL, 0, 0, &info);
    if (!status && info.size < size)
        status = grow(pal, size);
    if (!status)
        section->size = size;
    return status;
}

NTSTATUS NTAPI NtExtendSection(HANDLE handle, LARGE_INTEGER *size)
{
    MM_SECTION *section;
    NTSTATUS status =
        ob_reference(handle, OB_SECTION, SECTION_EXTEND_SIZE, (void **)&section, NULL);
    if (status)
        return status;
    if (!section->file || (section->attributes & SEC_IMAGE))
        status = STATUS_SECTION_NOT_EXTENDED;
    else
        status = mm_section_extend(section, (uint64_t)size->QuadPart);
    size->QuadPart = (LONGLONG)section->size;
    ob_dereference(section);
    return status;
}

NTSTATUS NTAPI NtQuerySection(HANDLE handle, SECTION_INFORMATION_CLASS class, PVOID buffer,
                              SIZE_T size, SIZE_T *used)
{
    MM_SECTION *section;
    SIZE_T need =
        class == SectionBasicInformation ? sizeof(SECTION_BASIC_INFO) : sizeof(SECTION_IMAGE_INFO);
    if ((ULONG) class > SectionImageInformation)
        return STATUS_INVALID_INFO_CLASS;
    if (size < need)
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = ob_reference(handle, OB_SECTION, SECTION_QUERY, (void **)&section, NULL);
    if (status)
        return status;
    if (class == SectionBasicInformation) {
        SECTION_BASIC_INFO *info = buffer;
        info->BaseAddress = NULL;
        info->AllocationAttributes =
            section->attributes & (SEC_FILE | SEC_IMAGE) && !(section->attributes & SEC_IMAGE)
                ? SEC_FILE
                : section->attributes;
        info->MaximumSize.QuadPart = (LONGLONG)section->size;
    } else {
        status = mm_describe_image(section, buffer);
    }
    ob_dereference(section);
    if (!status && used)
        *used = need;
    return status;
}
