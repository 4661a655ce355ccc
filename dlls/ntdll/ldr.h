/*
 * ldr.h - the image loader: modules, imports, initialisation order, static TLS.
 *
 * Everything here runs under the loader lock (PEB->LoaderLock) except lookups that say otherwise.
 */
#ifndef BAILEY_LDR_H
#define BAILEY_LDR_H

#include "pe_image.h"
#include "ps.h"

enum ldr_state { LDR_MAPPED, LDR_LINKED, LDR_INITIALIZING, LDR_READY, LDR_FAILED };

/* LDR_ENTRY.Flags that programs look at. */
#define LDRP_IMAGE_DLL         0x00000004u
#define LDRP_ENTRY_PROCESSED   0x00004000u
#define LDRP_DONT_CALL_THREADS 0x00040000u
#define LDRP_PROCESS_ATTACHED  0x00080000u

typedef struct LDR_MODULE {
    LDR_ENTRY entry; /* what programs see; first */
    LONG references; /* -1: pinned */
    UCHAR state;     /* enum ldr_state */
    UCHAR is_data;   /* LoadLibraryEx as datafile or image resource: no code is run */
    UCHAR visited;
    uint64_t volume, file_id; /* of the file that it came from */
    int64_t file_created;
    ULONG dependency_count, dependency_room;
    struct LDR_MODULE **dependencies;
    struct pe_image image;
    const IMAGE_EXPORT_DIRECTORY *exports; /* NULL: none */
    ULONG exports_size;
    const IMAGE_TLS_DIRECTORY *tls;
} LDR_MODULE;

/* Where a DLL is looked for, and with it all that it imports: what LoadLibraryEx was told. */
typedef struct LDR_PLACES {
    const WCHAR *path; /* directories divided by ';', in place of the program's; NULL: that */
    ULONG flags;       /* of LoadLibraryEx */
} LDR_PLACES;
extern const LDR_PLACES ldr_usual_places;

typedef struct LDR_FILE {
    PalHandle file;
    PalFileInfo info;
    UNICODE_STRING path; /* full DOS path, on the heap */
} LDR_FILE;

/* What could not be found, for the message at process start and the debugger's eyes. */
typedef struct LDR_FAILURE {
    NTSTATUS status;
    WCHAR importer[64];
    WCHAR dll[64];
    char name[160];   /* export, "#12" for an ordinal; empty: the DLL itself */
    const char *text; /* of a damaged image */
} LDR_FAILURE;
extern LDR_FAILURE ldr_failure;

#define LDR_FIRST_MODULE(ldr) ((LDR_MODULE *)(ldr)->InLoadOrderModuleList.Flink)
#define LDR_MODULE_END(ldr)   ((LDR_MODULE *)&(ldr)->InLoadOrderModuleList)
#define LDR_NEXT_MODULE(m)    ((LDR_MODULE *)(m)->entry.InLoadOrderLinks.Flink)

extern LDR_MODULE *ldr_program, *ldr_ntdll;

void ldr_lock(void);
void ldr_unlock(void);

/* Enters ntdll, maps the program and everything that it needs, and says how it went. */
NTSTATUS ldr_map_program(void);
NTSTATUS ldr_load_program(void); /* what it imports */
/* Runs the program's TLS callbacks and DllMains for the process. */
NTSTATUS ldr_init_program(void);
/* Thread attach and detach, process detach: DllMains and TLS callbacks. */
void ldr_thread_attach(void);
void ldr_thread_detach(void);
void ldr_process_detach(void);

/* ldr_map.c: maps a file as a module that is in no list yet, which takes the path over. */
NTSTATUS ldr_map_file(const LDR_FILE *file, LDR_MODULE **module);
void ldr_unmap(LDR_MODULE *module);
LDR_MODULE *ldr_module_create(void *base, const struct pe_image *image, const UNICODE_STRING *path);

/* ldr_module.c */
void ldr_list_insert(LDR_MODULE *module);
void ldr_list_remove(LDR_MODULE *module);
LDR_MODULE *ldr_find_by_name(const UNICODE_STRING *base_name);
LDR_MODULE *ldr_find_by_path(const UNICODE_STRING *full_name);
LDR_MODULE *ldr_find_by_file(const PalFileInfo *info); /* whatever name it has here */
LDR_MODULE *ldr_find_by_base(const void *base);
LDR_MODULE *ldr_find_by_address(const void *address);

/* ldr_search.c: finds and opens a DLL by the search order. name may be a path. */
NTSTATUS ldr_open(const LDR_PLACES *places, const UNICODE_STRING *name, LDR_FILE *found);
BOOLEAN ldr_is_known_dll(const UNICODE_STRING *base_name);

/* ldr_load.c: finds or loads with all that it needs; a new reference. The module is linked but not
 * initialised. */
NTSTATUS ldr_load(const LDR_PLACES *places, const UNICODE_STRING *name, LDR_MODULE **module);
void ldr_release(LDR_MODULE *module);
/* Runs what ldr_load has left to initialise. */
NTSTATUS ldr_initialize(LDR_MODULE *module);

/* ldr_import.c: binds a mapped module to others, which it loads. */
NTSTATUS ldr_link(LDR_MODULE *module, const LDR_PLACES *places);
NTSTATUS ldr_add_dependency(LDR_MODULE *module, LDR_MODULE *on);

/* ldr_export.c: the address of an export, forwarders followed (they may load DLLs). name NULL: by
 * ordinal. hint: an index to try first. No lock needed unless it forwards. */
NTSTATUS ldr_export(LDR_MODULE *module, const char *name, ULONG ordinal, ULONG hint,
                    void **address);

/* ldr_apiset.c: the DLL that an API set name stands for; NULL: not an API set; "" : one that is not
 * there. name: the base name, with or without ".dll". */
const char *ldr_api_set(const WCHAR *name, ULONG count);

/* ldr_tls.c: static TLS. */
NTSTATUS ldr_tls_register(LDR_MODULE *module);
NTSTATUS ldr_tls_allocate(TEB_FULL *teb);
void ldr_tls_free(TEB_FULL *teb);
void ldr_tls_callbacks(LDR_MODULE *module, ULONG reason);

/* Heap copies. */
void *ldr_alloc(SIZE_T size);
void ldr_free(void *memory);

#endif
