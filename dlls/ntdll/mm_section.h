/*
 * mm_section.h - section objects, between mm_section.c, mm_view.c and mm_query.c.
 */
#ifndef BAILEY_MM_SECTION_H
#define BAILEY_MM_SECTION_H

#include "mm_private.h"

typedef struct MM_SECTION {
    OB_HEADER header;
    ULONG attributes; /* SEC_* */
    ULONG protect;    /* PAGE_* that it was created with */
    uint64_t size;
    uint64_t file_size;   /* images: of the file */
    PalHandle pal_handle; /* a memory object of its own where there is no range, or the file's */
    ULONG process_id;     /* whose PAL handle that is */
    arena_ptr file;       /* file object, referenced; 0: page file */
    arena_ptr range;      /* page file: of the session's memory */
    uint64_t volume, id;  /* of the file */
} MM_SECTION;

extern const struct ob_ops mm_section_ops;

/* What a section stands on in this process, and where in it; 0: this process cannot reach it. */
PalHandle mm_section_handle(const MM_SECTION *section, uint64_t *offset);
/* A range of the session's memory, zeroes, for a section. COMMITMENT_LIMIT: the session has none
 * left. */
NTSTATUS mm_session_alloc(uint64_t size, arena_ptr *range);
uint64_t mm_session_offset(arena_ptr range);
void mm_session_free(arena_ptr range);
/* Makes a file's section, and the file, at least that large. */
NTSTATUS mm_section_extend(MM_SECTION *section, uint64_t size);
BOOLEAN mm_section_has_file(const MM_SECTION *section);
/* MemoryMappedFilenameInformation. */
NTSTATUS mm_query_file_name(ULONG_PTR address, void *buffer, SIZE_T size, SIZE_T *used);
/* ---- SEC_IMAGE */
/* Checks the file's headers and sets the section's size from them. */
NTSTATUS mm_check_image(MM_SECTION *section);
/* Maps the image, at *base if that is not 0; the view takes over the caller's reference.
 * STATUS_IMAGE_NOT_AT_BASE is a success. */
NTSTATUS mm_map_image(MM_SECTION *section, ULONG_PTR *base, SIZE_T *size);
NTSTATUS mm_describe_image(MM_SECTION *section, SECTION_IMAGE_INFO *info);

#endif
