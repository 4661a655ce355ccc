/*
 * pe_image.h - check and map one PE image.
 *
 * Freestanding: compiled into the host program (which maps ntdll with it) and into ntdll (which
 * maps everything else). It calls nothing but the callbacks below, allocates nothing and trusts no
 * byte of the file. Source of the rules: the "PE Format" specification and what Windows' loader
 * refuses. Thread-safe: no state.
 */
#ifndef BAILEY_PE_IMAGE_H
#define BAILEY_PE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

enum pe_error {
    PE_OK,
    PE_UNREADABLE,     /* a callback failed; its status is in the source's `status` */
    PE_NO_MZ,          /* not an MZ file */
    PE_DOS_PROGRAM,    /* an MZ file without a PE header */
    PE_WIN16_PROGRAM,  /* NE, LE or LX */
    PE_TRUNCATED,      /* the file ends inside what the headers promise */
    PE_BAD_OPTIONAL,   /* optional header too small or of unknown magic */
    PE_WRONG_MACHINE,  /* not the machine asked for */
    PE_NOT_EXECUTABLE, /* an object file or one with unresolved references */
    PE_BAD_ALIGNMENT,  /* alignments not powers of two or contradictory */
    PE_BAD_SIZE,       /* SizeOfImage or SizeOfHeaders out of bounds */
    PE_BAD_BASE,       /* preferred base not 64 KiB-aligned or outside the address space */
    PE_BAD_SECTION,    /* sections overlap, are out of order or leave the image */
    PE_TOO_MANY_SECTIONS,
    PE_BAD_ENTRY,      /* entry point outside the image */
    PE_BAD_RELOCATION, /* relocation blocks lie */
    PE_FIXED_BASE,     /* has no relocations and its base is taken */
    PE_ERROR_COUNT
};

#define PE_MACHINE_I386  0x014c
#define PE_MACHINE_AMD64 0x8664
#define PE_MACHINE_ANY   0 /* i386 or amd64 */
#if defined(__i386__)
#    define PE_MACHINE_OWN PE_MACHINE_I386
#else
#    define PE_MACHINE_OWN PE_MACHINE_AMD64
#endif

#define PE_DIRECTORY_COUNT 16
#define PE_EXPORT          0
#define PE_IMPORT          1
#define PE_RESOURCE        2
#define PE_EXCEPTION       3
#define PE_SECURITY        4
#define PE_BASE_RELOCATION 5
#define PE_TLS             9
#define PE_LOAD_CONFIG     10
#define PE_BOUND_IMPORT    11
#define PE_IAT             12
#define PE_DELAY_IMPORT    13
#define PE_SECTION_MAX     96

#define PE_PROT_READ  1u /* the PAL's protection bits */
#define PE_PROT_WRITE 2u
#define PE_PROT_EXEC  4u

struct pe_directory {
    uint32_t rva, size;
};

/* What the headers say, checked: every number is within the image's bounds. */
struct pe_image {
    uint16_t machine;
    uint16_t characteristics;
    uint16_t dll_characteristics;
    uint16_t subsystem;
    uint16_t subsystem_major, subsystem_minor;
    uint16_t section_count;
    uint8_t is_dll;
    uint8_t is_flat; /* SectionAlignment below a page: mapped as one piece */
    uint32_t timestamp;
    uint32_t checksum;
    uint32_t entry_rva;    /* 0: none */
    uint32_t image_size;   /* bytes, a multiple of the page */
    uint32_t headers_size; /* bytes */
    uint32_t section_alignment, file_alignment;
    uint64_t preferred_base;
    uint64_t stack_reserve, stack_commit, heap_reserve, heap_commit;
    uint64_t section_table; /* file offset */
    uint64_t file_size;
    struct pe_directory directory[PE_DIRECTORY_COUNT];
};

/* Where the image comes from and goes to. Each returns 0 or a negative status. */
struct pe_source {
    void *cookie;
    /* Reads exactly size bytes at offset into guest or host memory. */
    int32_t (*read)(void *cookie, uint64_t offset, void *buffer, uint64_t size);
    /* Maps address..+size with prot: file pages at offset copy-on-write, or zeroed memory where
     * offset is PE_NO_OFFSET. Everything is page-aligned. */
    int32_t (*map)(void *cookie, uint64_t address, uint64_t size, uint32_t prot, uint64_t offset);
    int32_t (*protect)(void *cookie, uint64_t address, uint64_t size, uint32_t prot);
    /* Told once for each section (and the headers) after mapping, for the address-space records;
     * may be NULL. */
    void (*mapped)(void *cookie, uint64_t address, uint64_t size, uint32_t prot);
    int32_t status; /* of the callback that failed */
};
#define PE_NO_OFFSET UINT64_MAX

/* Reads and checks the headers of a file of file_size bytes. */
enum pe_error pe_parse(struct pe_source *source, uint64_t file_size, uint16_t machine,
                       struct pe_image *image);
/* Checks the section table. pe_map does it by itself; this is for who does not map. */
enum pe_error pe_check_sections(struct pe_source *source, const struct pe_image *image);
/* Maps the image at base (image_size bytes are free there), relocated where base is not the
 * preferred one. On failure what was mapped stays mapped: the caller unmaps the whole range. */
enum pe_error pe_map(struct pe_source *source, const struct pe_image *image, uint64_t base);
/* One line for people, without a full stop: "is a 16-bit Windows program". */
const char *pe_error_text(enum pe_error error);

#endif
