/*
 * pal.h - the PAL ABI: everything that the library OS may ask of its host.
 *
 * Both sides include this header: pal/linux implements the calls (System V ABI, ELF) and ntdll
 * calls them (Microsoft ABI, PE); the gate generated from pal/pal.calls stands between them.
 *
 * Rules of the interface
 *  - No host pointer, descriptor, errno or structure crosses it: only guest addresses, fixed-width
 *    integers, PAL handles and NTSTATUS codes (int32_t, 0 is success, negative is an error).
 *  - Outputs are written only on success. A bad guest address answers PAL_STATUS_ACCESS_VIOLATION.
 *  - A call that can block may return PAL_STATUS_INTERRUPTED when the thread is wanted for
 * something else (suspension, checkpoint, an interrupt); nothing has happened then, and it may be
 * repeated unchanged. Calls that do not say "blocks" never return it.
 *  - Paths are UTF-8 bytes with a length, never zero-terminated, relative to a directory handle.
 *    An empty path names the directory itself. "." and ".." components are the host's to resolve.
 *  - Times are in units of 100 ns: points since 1601-01-01 UTC, durations as they are.
 *  - All calls are thread-safe.
 *  - Structures only grow at their end; a `size` first member says which version the caller knows.
 */
#ifndef BAILEY_PAL_H
#define BAILEY_PAL_H

#include <stdint.h>

#define PAL_ABI_VERSION 1
#define PAL_MAX_CALLS   48

typedef int32_t PalStatus;
typedef uint64_t PalAddress; /* a guest address, whatever the guest's width */
typedef uint32_t PalHandle;  /* 0 is no handle */

/* ------------------------------------------------------------------ status */
/* The NTSTATUS values that calls return; anything else that the host says maps to one of these. */
#define PAL_OK                         ((PalStatus)0)
#define PAL_STATUS_TIMEOUT             ((PalStatus)0x00000102)
#define PAL_STATUS_INTERRUPTED         ((PalStatus)0x40000005)
#define PAL_STATUS_NO_MORE_FILES       ((PalStatus)0x80000006)
#define PAL_STATUS_WOULD_BLOCK         ((PalStatus)0x80000011) /* STATUS_DEVICE_BUSY */
#define PAL_STATUS_UNSUCCESSFUL        ((PalStatus)0xC0000001)
#define PAL_STATUS_NOT_IMPLEMENTED     ((PalStatus)0xC0000002)
#define PAL_STATUS_ACCESS_VIOLATION    ((PalStatus)0xC0000005)
#define PAL_STATUS_INVALID_HANDLE      ((PalStatus)0xC0000008)
#define PAL_STATUS_INVALID_PARAMETER   ((PalStatus)0xC000000D)
#define PAL_STATUS_NO_SUCH_DEVICE      ((PalStatus)0xC000000E)
#define PAL_STATUS_NO_SUCH_FILE        ((PalStatus)0xC0000034) /* OBJECT_NAME_NOT_FOUND */
#define PAL_STATUS_INVALID_REQUEST     ((PalStatus)0xC0000010) /* INVALID_DEVICE_REQUEST */
#define PAL_STATUS_END_OF_FILE         ((PalStatus)0xC0000011)
#define PAL_STATUS_NO_MEMORY           ((PalStatus)0xC0000017)
#define PAL_STATUS_CONFLICTING_ADDRESS ((PalStatus)0xC0000018)
#define PAL_STATUS_ACCESS_DENIED       ((PalStatus)0xC0000022)
#define PAL_STATUS_NAME_INVALID        ((PalStatus)0xC0000033)
#define PAL_STATUS_NAME_COLLISION      ((PalStatus)0xC0000035)
#define PAL_STATUS_PATH_NOT_FOUND      ((PalStatus)0xC000003A)
#define PAL_STATUS_SHARING_VIOLATION   ((PalStatus)0xC0000043)
#define PAL_STATUS_QUOTA_EXCEEDED      ((PalStatus)0xC0000044)
#define PAL_STATUS_DISK_FULL           ((PalStatus)0xC000007F)
#define PAL_STATUS_INSUFFICIENT        ((PalStatus)0xC000009A) /* INSUFFICIENT_RESOURCES */
#define PAL_STATUS_WRITE_PROTECTED     ((PalStatus)0xC00000A2)
#define PAL_STATUS_PIPE_BROKEN         ((PalStatus)0xC000014B)
#define PAL_STATUS_IS_A_DIRECTORY      ((PalStatus)0xC00000BA)
#define PAL_STATUS_NOT_SUPPORTED       ((PalStatus)0xC00000BB)
#define PAL_STATUS_NOT_SAME_DEVICE     ((PalStatus)0xC00000D4)
#define PAL_STATUS_NOT_EMPTY           ((PalStatus)0xC0000101)
#define PAL_STATUS_NOT_A_DIRECTORY     ((PalStatus)0xC0000103)
#define PAL_STATUS_NAME_TOO_LONG       ((PalStatus)0xC0000106)
#define PAL_STATUS_TOO_MANY_FILES      ((PalStatus)0xC000011F)
#define PAL_STATUS_CANCELLED           ((PalStatus)0xC0000120)
#define PAL_STATUS_IO_ERROR            ((PalStatus)0xC0000185) /* IO_DEVICE_ERROR */
#define PAL_STATUS_CONNECTION_REFUSED  ((PalStatus)0xC0000236)
#define PAL_STATUS_MESSAGE_TOO_LONG    ((PalStatus)0xC0000206) /* INVALID_BUFFER_SIZE */
#define PAL_STATUS_ADDRESS_ABSENT      ((PalStatus)0xC0000207) /* INVALID_ADDRESS_COMPONENT */
#define PAL_STATUS_ALREADY_CONNECTED   ((PalStatus)0xC000023B) /* CONNECTION_ACTIVE */
#define PAL_STATUS_CONNECTION_ABORTED  ((PalStatus)0xC0000241)
#define PAL_STATUS_ADDRESS_IN_USE      ((PalStatus)0xC000020A)
#define PAL_STATUS_CONNECTION_RESET    ((PalStatus)0xC000020D)
#define PAL_STATUS_NETWORK_UNREACHABLE ((PalStatus)0xC000023C)
#define PAL_STATUS_HOST_UNREACHABLE    ((PalStatus)0xC000023D)
#define PAL_STATUS_NOT_CONNECTED       ((PalStatus)0xC000020C)
#define PAL_STATUS_TOO_MANY_LINKS      ((PalStatus)0xC0000265)
#define PAL_STATUS_SYMLINK_LOOP        ((PalStatus)0xC0000280) /* REPARSE_POINT_NOT_RESOLVED */

#define PAL_FOREVER INT64_MAX /* a timeout that never comes */

/* ------------------------------------------------------------------- start */

/* What ntdll's entry gets, in guest memory that it may keep. All addresses are guest addresses. */
typedef struct PalBoot {
    uint32_t size;
    uint32_t abi_version;
    PalAddress calls; /* table of call addresses, PAL_CALL_COUNT entries, in pal.calls' order */
    PalAddress ntdll_base;       /* where ntdll has been mapped */
    uint64_t ntdll_size;         /* size of its image */
    PalHandle host_directory;    /* the host's tree as the policy shows it; drive Z: */
    PalHandle system_directory;  /* the LibOS's own DLLs for this machine type */
    PalHandle profile_directory; /* the private C:, 0 if none can be had */
    PalHandle share_directory;   /* data files (PREFIX/share/bailey), 0 if none */
    PalHandle standard[3];       /* stdin, stdout, stderr; 0 where closed */
    PalHandle thread;            /* the first thread */
    PalHandle program;           /* the program's image file, open for reading and mapping */
    uint32_t argument_count;     /* the program's own name first, as given */
    uint32_t environment_count;
    PalAddress arguments;         /* zero-terminated UTF-8 strings, one after the other */
    PalAddress environment;       /* likewise */
    PalAddress program_path;      /* absolute host path of the program, zero-terminated UTF-8 */
    PalAddress current_directory; /* absolute host path, zero-terminated UTF-8 */
    PalAddress profile_path;      /* absolute host path of the private C: */
    PalAddress arena_base;        /* where the session arena is mapped; zeroes at first */
    uint64_t arena_size;          /* size reserved for it; memory comes at the first touch */
    PalAddress guest_low;         /* the range that pal_memory_map may be asked for */
    PalAddress guest_high;
    uint32_t page_size;
    uint32_t processor_count;
    uint64_t physical_memory; /* bytes */
    uint32_t process_id;      /* the host's number for this process: unique in the session */
    uint32_t flags;           /* PAL_BOOT_* */
    PalAddress block;         /* PAL_BLOCK_*: where this structure and what follows it lie */
    uint64_t block_size;
    PalAddress host_name; /* zero-terminated UTF-8, as in PalHostInfo */
    PalAddress user_name;
    PalAddress handles; /* a child's: PalHandle[handle_count] that it was given */
    uint32_t handle_count;
    uint32_t reserved;
    PalAddress boot_data; /* a child's: what its creator says to it, aligned to 8; else 0 */
    uint64_t boot_data_size;
    PalHandle session_memory; /* a sparse memory object that every process of the session has */
    PalHandle terminal;       /* the caller's, if no standard stream is one; 0 if there is none */
    uint64_t session_memory_size;
} PalBoot;

/* The first thread starts at ntdll's entry point (rcx, or ecx, is PalBoot's address) on its fault
 * stack, inside one block of memory that ntdll lays out further. Offsets from its base: */
#define PAL_BLOCK_PEB         0x0000u
#define PAL_BLOCK_TEB         0x1000u
#define PAL_BLOCK_AREA        0x3000u /* PalThreadArea and what ntdll appends to it */
#define PAL_BLOCK_FAULT_STACK 0x6000u /* its low end */
#define PAL_BLOCK_BOOT        0xe000u /* PalBoot; the fault stack's top */

#define PAL_BOOT_TRACE     0x1u /* --trace: the tracer shall be active */
#define PAL_BOOT_EPHEMERAL 0x2u /* --ephemeral */

/* --------------------------------------------------------- threads, upcalls */

/* Registers as they were at the moment of a fault, a suspension or a PAL call. */
typedef struct PalContext {
    uint64_t rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi;
    uint64_t r8, r9, r10, r11, r12, r13, r14, r15;
    uint64_t rip, rflags;
    uint16_t cs, ss, ds, es, fs, gs;
    uint32_t width;       /* 64, or 32 for compatibility mode */
    uint64_t xstate_mask; /* components valid in xstate; bits 0..1 at least */
    uint8_t xstate[512 + 64 + 3072] __attribute__((aligned(64))); /* standard-format xsave area */
} PalContext;

/* A fault, in the NT numbering, as PalContext.rip met it. */
typedef struct PalFault {
    uint32_t code; /* NTSTATUS of the exception: 0xC0000005, 0xC000001D, 0x80000003 ... */
    uint32_t parameter_count;
    uint64_t parameter[4]; /* access violation: 0 read, 1 write, 8 execute; address */
} PalFault;

/*
 * One for each thread, in guest memory that the library OS owns; it stays mapped as long as the
 * thread lives. The PAL writes `fault` and `context` and starts the fault upcall on `fault_stack`;
 * it writes nothing else there. While the upcall runs `in_fault` is 1 (the PAL sets it and the
 * library OS clears it when it leaves the fault stack); a second fault meanwhile ends the process.
 */
typedef struct PalThreadArea {
    PalAddress fault_stack;  /* its top, 16-byte aligned */
    PalAddress fault_upcall; /* entered with rcx (ecx): this area, rsp = fault_stack - 40 */
    volatile uint32_t in_fault;
    volatile uint32_t defer;   /* not 0: suspension waits until pal_thread_suspend(0) is called */
    volatile uint32_t pending; /* the PAL sets it when it deferred a suspension */
    uint32_t reserved;
    PalFault fault;
    PalContext context;
} PalThreadArea;

/*
 * What a new thread starts with. It runs `entry` with rcx (ecx) = argument on the guest stack whose
 * top is `stack` (the PAL keeps 32 bytes of home space and a zero return address), GS base = teb.
 */
typedef struct PalThreadStart {
    uint32_t size;
    uint32_t flags; /* 0 */
    PalAddress entry;
    PalAddress argument;
    PalAddress stack; /* top, 16-byte aligned */
    PalAddress teb;
    PalAddress area;      /* PalThreadArea */
    PalAddress exit_word; /* uint32_t: 0 is stored there, and waiters woken, when the host thread
                             no longer uses any guest memory; 0: none */
} PalThreadStart;

/* Starts a thread; *handle names it until pal_handle_close. Errors: NO_MEMORY, INSUFFICIENT. */
PalStatus pal_thread_create(const PalThreadStart *start, PalHandle *handle);
/* Ends the calling thread; never returns. */
void pal_thread_exit(void);
/* Stops a thread at the next instruction of guest code or at the PAL boundary, or, where its area
 * says defer, at its next
 * pal_thread_suspend(0); returns when it has stopped. Counting is the
 * caller's business: a second call on a stopped thread answers INVALID_REQUEST. Suspending oneself
 * returns after somebody resumed. Thread 0: if a suspension of the caller is pending (its area said
 * defer when it came), stops here; to be called when `defer` has come to 0 and `pending` is set.
 * Errors: INVALID_HANDLE (also: has ended); INTERRUPTED: the caller was itself to be suspended
 * meanwhile (and has been), nothing was asked of the other thread; call again. */
PalStatus pal_thread_suspend(PalHandle thread);
PalStatus pal_thread_resume(PalHandle thread);
/* Reads or (write != 0) replaces the registers of a stopped thread. A thread stopped inside a PAL
 * call shows the registers that it will have when the call has returned, except rax. */
PalStatus pal_thread_context(PalHandle thread, uint32_t write, PalContext *context);
/* Makes a blocking PAL call of that thread return PAL_STATUS_INTERRUPTED, now or at its next one.
 */
PalStatus pal_thread_interrupt(PalHandle thread);
/* Priority: -15..15 as Win32's thread priority (a hint); affinity: processors 0..63, 0: leave. */
PalStatus pal_thread_schedule(PalHandle thread, int32_t priority, uint64_t affinity);
/* Gives the processor to another thread that is ready. */
void pal_thread_yield(void);

/* ------------------------------------------------------------------- memory */

#define PAL_PROT_READ  1u
#define PAL_PROT_WRITE 2u
#define PAL_PROT_EXEC  4u

#define PAL_MAP_REPLACE 1u /* what is mapped there already goes away (else CONFLICTING_ADDRESS) */
#define PAL_MAP_PRIVATE 2u /* file maps: copy on write */
#define PAL_MAP_HUGE    4u /* a hint: large pages are welcome */

/* Maps zeroed private memory at exactly `address` (page-aligned, within guest_low..guest_high). */
PalStatus pal_memory_map(PalAddress address, uint64_t size, uint32_t prot, uint32_t flags);
/* Maps part of a file or memory object, shared unless PAL_MAP_PRIVATE. offset: page-aligned; pages
 * wholly past the file's end fault with IN_PAGE_ERROR when touched. */
PalStatus pal_memory_map_file(PalAddress address, uint64_t size, uint32_t prot, uint32_t flags,
                              PalHandle file, uint64_t offset);
PalStatus pal_memory_protect(PalAddress address, uint64_t size, uint32_t prot);
PalStatus pal_memory_unmap(PalAddress address, uint64_t size);
/* The contents may be forgotten: anonymous pages read as zero afterwards. */
PalStatus pal_memory_discard(PalAddress address, uint64_t size);
/* Writes a shared file map's changed pages back. Blocks. */
PalStatus pal_memory_flush(PalAddress address, uint64_t size);
/* A shareable memory object of that size, zeroed, for pal_memory_map_file. */
PalStatus pal_memory_object(uint64_t size, PalHandle *object);

/* -------------------------------------------------------------------- words */

typedef struct PalWord {
    PalAddress address; /* of a naturally aligned uint32_t */
    uint32_t expected;
    uint32_t shared; /* not 0: other processes wait on it too (session arena) */
} PalWord;

#define PAL_WAIT_MAX 128u

/* Sleeps while *address == expected. deadline: absolute time on PAL_CLOCK_MONOTONIC, PAL_FOREVER
 * for none. Returns PAL_OK when woken or when the word differs already (spurious wakes happen),
 * TIMEOUT, INTERRUPTED. Blocks. */
PalStatus pal_word_wait(PalAddress address, uint32_t expected, uint32_t shared, int64_t deadline);
/* The same for up to PAL_WAIT_MAX words; *index is one that was woken or differs. Blocks. */
PalStatus pal_word_wait_many(const PalWord *words, uint32_t count, int64_t deadline,
                             uint32_t *index);
/* Wakes up to count sleepers. */
PalStatus pal_word_wake(PalAddress address, uint32_t count, uint32_t shared);

/* --------------------------------------------------------------------- time */

#define PAL_CLOCK_SYSTEM 0u /* time of day, 100 ns since 1601 UTC */
#define PAL_CLOCK_MONOTONIC                                              \
    1u /* 100 ns since some start; never goes back, stands in host sleep \
        */
#define PAL_CLOCK_PROCESS_CPU    2u /* user + kernel time of this process */
#define PAL_CLOCK_THREAD_CPU     3u /* of the calling thread */
#define PAL_CLOCK_PROCESS_KERNEL 4u /* the kernel part of clock 2 */
#define PAL_CLOCK_THREAD_KERNEL  5u

/* Reads a clock. Errors: INVALID_PARAMETER. */
PalStatus pal_clock_query(uint32_t clock, int64_t *value);

/* -------------------------------------------------------------------- files */

#define PAL_ACCESS_READ   0x01u
#define PAL_ACCESS_WRITE  0x02u
#define PAL_ACCESS_APPEND 0x04u /* writes go to the end, whatever their offset */
#define PAL_ACCESS_PATH   0x08u /* neither data read nor written: attributes, base of paths */

#define PAL_OPEN_EXISTING   0u
#define PAL_OPEN_CREATE_NEW 1u /* NAME_COLLISION if it exists */
#define PAL_OPEN_ALWAYS     2u /* create if missing */
#define PAL_OPEN_TRUNCATE   3u /* existing, contents dropped */

#define PAL_OPTION_DIRECTORY 0x01u /* must be (or becomes, if created) a directory */
#define PAL_OPTION_NO_FOLLOW 0x02u /* a symbolic link at the end is opened itself */
#define PAL_OPTION_FILE      0x04u /* must not be a directory */
#define PAL_OPTION_SYNC      0x08u /* writes reach the disk before they return */
#define PAL_OPTION_DIRECT    0x10u /* a hint: no caching wanted */
#define PAL_OPTION_LOCK                                                          \
    0x20u /* exclusive among those who open it so, until the handle is closed or \
             its process has ended; SHARING_VIOLATION while another has it so open */

#define PAL_TYPE_FILE      1u
#define PAL_TYPE_DIRECTORY 2u
#define PAL_TYPE_SYMLINK   3u
#define PAL_TYPE_PIPE      4u
#define PAL_TYPE_SOCKET    5u
#define PAL_TYPE_TERMINAL  6u
#define PAL_TYPE_DEVICE    7u /* character or block device, /dev/null among them */

typedef struct PalFileInfo {
    uint32_t type;      /* PAL_TYPE_* */
    uint32_t mode;      /* permission bits 0777 as the host keeps them */
    uint64_t volume;    /* identifies the file system */
    uint64_t id;        /* identifies the file on it */
    uint64_t size;      /* bytes */
    uint64_t allocated; /* bytes on disk */
    uint32_t link_count;
    uint32_t writable;   /* 1 if this process may write it, as far as mode and owner say */
    uint32_t attributes; /* what PAL_SET_ATTRIBUTES left with the file; 0: nothing */
    uint32_t reserved;
    int64_t created; /* 100 ns since 1601; the earliest known time where the host keeps none */
    int64_t accessed;
    int64_t written;
    int64_t changed;
} PalFileInfo;

/* Opens or creates; info (may be 0) is filled as by pal_file_query. (Who must know whether the file
 * is new asks for CREATE_NEW and EXISTING in turn.) An empty path opens the directory itself, or
 * the file behind `directory` once more. With PAL_ACCESS_PATH alone nothing can be read or mapped,
 * but times and mode can be set where the host allows the file to be read. A path through something
 * that is no directory answers PATH_NOT_FOUND, a missing last component NO_SUCH_FILE, a missing
 * earlier one PATH_NOT_FOUND. A directory is opened with PAL_ACCESS_READ or PATH only (else
 * IS_A_DIRECTORY). Opening a FIFO or device blocks. */
PalStatus pal_file_open(PalHandle directory, const char *path, uint32_t path_size, uint32_t access,
                        uint32_t disposition, uint32_t options_and_mode, PalHandle *file,
                        PalFileInfo *info);
/* options_and_mode: PAL_OPTION_* in the low 16 bits, permission bits for a new file above them. */
#define PAL_OPEN_OPTIONS(options, mode) ((uint32_t)(options) | (uint32_t)(mode) << 16)

/* Closes any kind of handle. A thread, process or map that it names goes on. Nobody may be using
 * the handle: a call on it that is in progress may fail or act on a file that is opened meanwhile.
 */
PalStatus pal_handle_close(PalHandle handle);

#define PAL_OFFSET_CURRENT UINT64_MAX /* streams: pipes, terminals, sockets */

/* Reads up to size bytes at offset; *done may be less. At the end of a file END_OF_FILE, of a pipe
 * whose writers are gone PIPE_BROKEN. Streams ignore the offset; they block unless the handle was
 * made non-blocking by pal_queue_watch, and then answer WOULD_BLOCK. Blocks. */
PalStatus pal_file_read(PalHandle file, uint64_t offset, void *buffer, uint64_t size,
                        uint64_t *done);
/* The same for writing; a stream without readers answers PIPE_BROKEN (no signal is raised). */
PalStatus pal_file_write(PalHandle file, uint64_t offset, const void *buffer, uint64_t size,
                         uint64_t *done);
#define PAL_OPTION_DATA 0x40u

/* Facts about an open file, or about the file that path names below a directory handle without
 * opening it (file is then that directory). options: PAL_OPTION_NO_FOLLOW; or, with an open file,
 * PAL_OPTION_DATA alone: where the first data at or after info->size lies and how many bytes it
 * goes on until the next hole, in info->size and info->allocated, the rest of info left alone;
 * END_OF_FILE where none follows. */
PalStatus pal_file_query(PalHandle file, const char *path, uint32_t path_size, uint32_t options,
                         PalFileInfo *info);

#define PAL_SET_SIZE     0x01u
#define PAL_SET_MODE     0x02u
#define PAL_SET_ACCESSED 0x04u
#define PAL_SET_WRITTEN  0x08u
#define PAL_SET_ALLOCATE 0x10u /* info->allocated: reserve that many bytes, size unchanged */
#define PAL_SET_FREE                                                             \
    0x20u /* info->allocated bytes from info->size on become zeroes without room \
           */

#define PAL_SET_ATTRIBUTES                                                     \
    0x40u /* info->attributes, 16 bits that mean nothing to the host, on files \
             and directories; NOT_SUPPORTED where it cannot keep them */

/* Changes what the mask names to the values in info. */
PalStatus pal_file_set(PalHandle file, uint32_t mask, const PalFileInfo *info);
/* Writes the file's data and size to the disk. Blocks. */
PalStatus pal_file_sync(PalHandle file);

typedef struct PalDirectoryEntry {
    uint32_t size;      /* of this entry with its name and padding: the next begins there */
    uint32_t name_size; /* bytes */
    uint32_t type;      /* PAL_TYPE_*; 0 if the host does not say and no info was asked for */
    uint32_t has_info;  /* 0 if the entry vanished before it could be looked at */
    PalFileInfo info;   /* of the entry itself (links not followed) if asked for, else zero */
    char name[];        /* UTF-8 as the host keeps it, not terminated */
} PalDirectoryEntry;    /* each aligned to 8 */

#define PAL_DIRECTORY_RESTART 1u
#define PAL_DIRECTORY_INFO    2u

/* Fills buffer with the next entries, "." and ".." left out, in the host's order; *done says how
 * many bytes. At the end NO_MORE_FILES. The buffer is aligned to 8 and takes at least a name of 255
 * bytes; 64 KiB is a good size. The position belongs to the handle: one caller at a time. */
PalStatus pal_directory_read(PalHandle directory, uint32_t flags, void *buffer, uint64_t size,
                             uint64_t *done);

#define PAL_RENAME_REPLACE 1u
/* Renames within one file system; without REPLACE an existing target answers NAME_COLLISION. */
PalStatus pal_file_rename(PalHandle from_directory, const char *from, uint32_t from_size,
                          PalHandle to_directory, const char *to, uint32_t to_size, uint32_t flags);
/* Removes a name; PAL_OPTION_DIRECTORY: an empty directory. */
PalStatus pal_file_remove(PalHandle directory, const char *path, uint32_t path_size,
                          uint32_t options);
/* Makes a hard link to an open file (target_path null: link `file`), or (file 0) a symbolic link
 * whose text is target. */
PalStatus pal_file_link(PalHandle file, const char *target, uint32_t target_size,
                        PalHandle directory, const char *path, uint32_t path_size);
/* The text of a symbolic link (path below directory), or with an empty path the absolute host path
 * of an open file as it is known now. *done: bytes. */
PalStatus pal_file_name(PalHandle file, const char *path, uint32_t path_size, char *buffer,
                        uint32_t size, uint32_t *done);

typedef struct PalVolumeInfo {
    uint64_t total;     /* bytes */
    uint64_t available; /* to this user */
    uint64_t free;
    uint64_t id; /* as PalFileInfo.volume */
    uint32_t block_size;
    uint32_t name_max; /* bytes in one name component */
    uint32_t read_only;
    uint32_t remote;
} PalVolumeInfo;

/* Facts about the file system that a file lies on. */
PalStatus pal_volume_query(PalHandle file, PalVolumeInfo *info);

/* ------------------------------------------------------------------ streams */

/* A pipe: ends[0] reads, ends[1] writes; both block. */
PalStatus pal_pipe_create(PalHandle ends[2]);

#define PAL_READY_READ  1u
#define PAL_READY_WRITE 2u
#define PAL_READY_HANGUP                                                                           \
    4u                      /* reported whether asked for or not; asked for: that the other end of \
                               a socket sends no more */
#define PAL_READY_URGENT 8u /* a socket's urgent data */

typedef struct PalReady {
    uint64_t key;
    uint32_t ready;   /* PAL_READY_* */
    uint32_t changes; /* 0 */
} PalReady;

/* A completion queue: readiness of any number of streams, for one or more threads that serve it. */
PalStatus pal_queue_create(PalHandle *queue);
/* Asks for one report (then again) under key when the stream becomes ready; makes the stream
 * non-blocking. ready 0: no longer watched. */
PalStatus pal_queue_watch(PalHandle queue, PalHandle stream, uint32_t ready, uint64_t key);
/* Takes up to count reports; deadline as pal_word_wait. Blocks. */
PalStatus pal_queue_wait(PalHandle queue, PalReady *reports, uint32_t count, int64_t deadline,
                         uint32_t *done);

typedef struct PalChange {
    uint16_t size;        /* of this record, aligned to 8 */
    uint8_t action;       /* PAL_CHANGE_* */
    uint8_t is_directory; /* what has changed */
    uint32_t directory;   /* the number of the one that it stands in */
    uint32_t cookie;      /* the same for the two halves of a rename, else 0 */
    uint32_t name_size;
    char name[]; /* UTF-8 within that directory */
} PalChange;

#define PAL_CHANGE_ADDED        1u
#define PAL_CHANGE_REMOVED      2u
#define PAL_CHANGE_MODIFIED     3u
#define PAL_CHANGE_RENAMED_FROM 4u /* both halves of it follow each other */
#define PAL_CHANGE_RENAMED_TO   5u
#define PAL_CHANGE_GONE         6u /* an added directory itself, whose number means nothing now */

#define PAL_WATCH_TREE 0x80000000u /* subdirectories that come and go are told of in any case */
#define PAL_WATCH_ADD  0x40000000u /* one more directory for *stream, which becomes its number */

/* A stream of PalChange records about a directory, whose number is 1, and those that are added; one
 * that is there already keeps its number. what: bits of FILE_NOTIFY_CHANGE_*, of an added one those
 * of the first. Reading it (pal_file_read, at least 272 bytes aligned to 8) yields whole records;
 * it can be watched by a queue. From a read NO_MORE_FILES: some were lost; END_OF_FILE: the first
 * directory is gone. INSUFFICIENT: the host watches no more. */
PalStatus pal_directory_watch(PalHandle directory, uint32_t what, PalHandle *stream);

/* ------------------------------------------------------------------ sockets */

#define PAL_SOCKET_STREAM   1u
#define PAL_SOCKET_DATAGRAM 2u

typedef struct PalSocketName {
    uint16_t family;   /* 4 or 6: the version of the internet protocol; 0: none */
    uint16_t port;     /* in the processor's order */
    uint32_t scope;    /* of a version 6 address */
    uint8_t bytes[16]; /* as they stand in a packet; 4 or 16 of them */
} PalSocketName;

/* A new socket; or, where listener is not 0, the next connection of that one,
 * whose far end goes to *peer (may be NULL). Errors: ACCESS_DENIED (the policy grants no network),
 * NOT_SUPPORTED, WOULD_BLOCK (no connection is there). */
PalStatus pal_socket_create(PalHandle listener, uint32_t family, uint32_t type, PalSocketName *peer,
                            PalHandle *socket);

enum pal_socket_option {
    PAL_SOCKET_LOCAL = 1,  /* name. write: binds the socket to it (port 0: the host chooses) */
    PAL_SOCKET_PEER,       /* name. write: connects. WOULD_BLOCK: under way; the socket is ready to
                              write when that has ended. Family 0: a datagram socket is set free */
    PAL_SOCKET_LISTEN,     /* write: how many may wait */
    PAL_SOCKET_SHUTDOWN,   /* write: 0 receiving, 1 sending, 2 both */
    PAL_SOCKET_ERROR,      /* read, which clears it: a status in value[0] */
    PAL_SOCKET_AVAILABLE,  /* read: bytes that have come */
    PAL_SOCKET_REUSE,      /* the address may be bound while another socket has it */
    PAL_SOCKET_KEEP_ALIVE, /* value[0] on; idle seconds, interval, probes where not 0 */
    PAL_SOCKET_BROADCAST,
    PAL_SOCKET_LINGER,    /* value[0] on, value[1] seconds */
    PAL_SOCKET_SEND_ROOM, /* bytes */
    PAL_SOCKET_RECEIVE_ROOM,
    PAL_SOCKET_URGENT_INLINE,
    PAL_SOCKET_NO_DELAY,
    PAL_SOCKET_HOPS,    /* time to live of single-cast packets */
    PAL_SOCKET_SERVICE, /* type of service */
    PAL_SOCKET_VERSION_6_ONLY,
    PAL_SOCKET_GROUP_HOPS,
    PAL_SOCKET_GROUP_LOOP,
    PAL_SOCKET_GROUP_INTERFACE, /* value[0] index, or value[1] version 4 address */
    PAL_SOCKET_GROUP_JOIN,      /* value[0] interface index, value[1..4] the group's bytes */
    PAL_SOCKET_GROUP_LEAVE,
    PAL_SOCKET_NO_FRAGMENT,
    PAL_SOCKET_INTERFACE, /* read: value[0] says which of the machine's, from 0; NO_SUCH_FILE */
};

#define PAL_INTERFACE_UP       1u
#define PAL_INTERFACE_LOOPBACK 2u
#define PAL_INTERFACE_RUNNING  4u /* it has a link */

typedef struct PalInterface { /* one version 4 address of an interface */
    uint32_t index, flags, mtu, hardware_size;
    uint8_t hardware[8];
    char name[16]; /* with an end */
    PalSocketName address, mask;
} PalInterface;

typedef union PalSocketValue {
    PalSocketName name; /* of LOCAL and PEER */
    PalInterface interface;
    uint32_t value[6]; /* of the others */
} PalSocketValue;

/* Everything but data: sets (write) or tells one thing. Switches are 0 or 1 in value[0]. Errors:
 * NOT_SUPPORTED (not on this socket), ADDRESS_IN_USE, ADDRESS_ABSENT, CONNECTION_REFUSED and kin,
 * NOT_CONNECTED. */
PalStatus pal_socket_option(PalHandle socket, uint32_t option, uint32_t write,
                            PalSocketValue *value);

typedef struct PalBuffer {
    uint64_t address, size;
} PalBuffer;

#define PAL_TRANSFER_WRITE  0x01u
#define PAL_TRANSFER_PEEK   0x02u
#define PAL_TRANSFER_URGENT 0x04u
#define PAL_TRANSFER_CUT    0x08u /* result: a datagram did not fit, the rest of it is lost */
#define PAL_BUFFERS_MAX     64u

#define PAL_SOCKET_READABLE   0x01u
#define PAL_SOCKET_WRITABLE   0x02u
#define PAL_SOCKET_HAS_URGENT 0x04u
#define PAL_SOCKET_PEER_ENDED 0x08u /* nothing will come after what is there */
#define PAL_SOCKET_HANGUP     0x10u /* nothing goes either way any more */
#define PAL_SOCKET_HAS_ERROR  0x20u

typedef struct PalTransfer {
    uint64_t buffers; /* PalBuffer[count] */
    uint32_t count;   /* 0: only waits for `ready` */
    uint32_t flags;   /* PAL_TRANSFER_* */
    uint64_t name;    /* PalSocketName: the far end of a datagram; 0: none */
    int64_t deadline; /* until then it waits, as pal_word_wait; 0: not at all */
    uint64_t done;    /* result: bytes; 0 read from a stream is its end */
    uint32_t ready;   /* count 0: PAL_SOCKET_* to wait for; result: which hold */
    uint32_t reserved;
} PalTransfer;

/* Sends, receives, or looks. WOULD_BLOCK: not without waiting; TIMEOUT: the deadline has passed.
 * Blocks where the deadline says so. */
PalStatus pal_socket_transfer(PalHandle socket, PalTransfer *transfer);

/* ---------------------------------------------------------------- terminals */

#define PAL_TERMINAL_QUERY   0u
#define PAL_TERMINAL_SET     1u /* the three switches */
#define PAL_TERMINAL_RESTORE 2u /* the settings that were kept come back */
#define PAL_TERMINAL_FORGET  3u /* this process does not restore them at its end */
#define PAL_TERMINAL_EVENTS  4u /* no stream is needed: the process's control events as a stream */

typedef struct PalTerminal {
    uint32_t columns, rows;
    uint32_t echo;    /* the host echoes */
    uint32_t line;    /* the host edits lines */
    uint32_t signals; /* Ctrl+C and Ctrl+\ are PAL_CONTROL_INTERRUPT and BREAK */
    uint32_t kept;    /* `settings` are those from before the first change */
    PalHandle events; /* EVENTS: a stream of bytes, PAL_CONTROL_*, PAL_CONTROL_BY_USER added
                         where it was not the terminal that said it */
    uint32_t reserved;
    uint8_t settings[64]; /* the host's own form, to be kept and given back */
} PalTerminal;

/* What somebody wants of a process from outside. Without a stream of events the first four end it,
 * with PAL_CONTROL_STATUS, unless its life says that they are ignored. A process that never asked
 * for the stream, set a terminal or was created by another one leaves all this to its host. */
#define PAL_CONTROL_INTERRUPT 1u
#define PAL_CONTROL_BREAK     2u
#define PAL_CONTROL_CLOSE     3u
#define PAL_CONTROL_SHUTDOWN  4u
#define PAL_CONTROL_RESIZE    5u /* the terminal has another size */
#define PAL_CONTROL_CONTINUE  6u /* the process was stopped; the terminal may be changed */
#define PAL_CONTROL_BY_USER   0x80u
#define PAL_CONTROL_STATUS    0xC000013Au

/* Reads or changes the terminal behind a stream. SET with kept = 0 fills in `settings` and kept as
 * they were before; what `settings` say comes back at the end of the process. INVALID_REQUEST where
 * the stream is no terminal. */
PalStatus pal_terminal_control(PalHandle stream, uint32_t operation, PalTerminal *terminal);

/* ---------------------------------------------------------------- processes */

/* What a new process is given. The handles are files, directories, streams and memory objects of
 * this process; the child's numbers for them stand in its PalBoot.handles in the same order. Its
 * standard streams are separate: 0 leaves one closed. */
typedef struct PalProcessStart {
    uint32_t size;
    uint32_t handle_count;
    PalAddress handles; /* PalHandle[handle_count] */
    PalHandle standard[3];
    PalHandle program;    /* its image file */
    PalAddress boot_data; /* bytes that its library OS finds at PalBoot.boot_data */
    uint64_t boot_data_size;
} PalProcessStart;

#define PAL_PROCESS_HANDLES 4096u    /* at most */
#define PAL_PROCESS_DATA    0x10000u /* bytes of boot data at most */

/* Starts another picoprocess of the session behind the same seal: it shares the arena and the
 * memory behind it, and nothing else but what `start` names. *id is its number. It goes on when
 * this process ends. INVALID_HANDLE, INVALID_PARAMETER, ACCESS_DENIED (the policy forbids it),
 * INSUFFICIENT. */
PalStatus pal_process_create(const PalProcessStart *start, uint32_t *id);

/* A process's life, in memory that the session shares. `word` is written by the host alone. */
typedef struct PalLife {
    volatile uint32_t word;       /* PAL_LIFE_* */
    volatile uint32_t end;        /* not 0: the process shall end, see pal_process_end; before
                                     that it writes `facts` */
    volatile uint32_t end_status; /* with this code */
    volatile uint32_t control;    /* bit n: PAL_CONTROL_n is wanted of it, see pal_process_end */
    volatile uint32_t ignored;    /* bit n: PAL_CONTROL_n does not end it */
    uint32_t reserved;
    uint64_t bell; /* address of a shared word: one more, and one waiter woken, each time that a
                      child, or an orphan below the session's first process, has ended; 0: none */
    volatile uint32_t asked; /* PAL_ASKED_*: another process wants something of this one */
    volatile PalStatus answer;
    volatile uint32_t question; /* PAL_ASK_* */
    volatile PalHandle asked_stream;
    volatile uint64_t asked_tag;
    volatile uint64_t asked_address, asked_size;
    volatile uint64_t asked_buffer; /* an address in the arena */
    volatile uint64_t facts[4];
} PalLife;

/* Who asks sets `asked` to WAITS when the rest stands, calls pal_process_end, and waits on `asked`,
 * shared, until it is NOTHING; while it is WAITS the question can be taken back. The host half
 * answers, whatever the program is doing. */
#define PAL_ASKED_NOTHING 0u
#define PAL_ASKED_WAITS   1u
#define PAL_ASKED_STARTED 2u

#define PAL_ASK_KEEP  1u /* pal_handle_pass(KEEP) of asked_stream, under asked_tag */
#define PAL_ASK_CLOSE 2u /* pal_handle_close of asked_stream */
#define PAL_ASK_READ  3u /* asked_size bytes of memory at asked_address go into the buffer */
#define PAL_ASK_WRITE 4u /* and from it; facts[0]: bytes done, up to what cannot be touched */
#define PAL_ASK_FACTS 5u /* facts: processor time, its kernel part (100 ns); memory, its peak */

#define PAL_LIFE_ENDED 0x40000000u /* the process has ended, however that came about */

/* Says where this process's life is kept: called once, by its first thread. The word becomes the
 * process's number and PAL_LIFE_WAITED; when the process ends (SIGKILL included) the host sets
 * PAL_LIFE_ENDED and wakes one who waits on the word, shared. If its end was asked for already, it
 * ends at once. */
PalStatus pal_process_bind(PalLife *life);
/* Ends a process with all its threads. 0 is this one: the call never returns. status is the guest's
 * exit code; the host's exit status is its low 8 bits, or 255 where those are 0 and it is not.
 * Another one of the session is made to look at the `end` of its life, which the caller has set,
 * at `control` and `asked`; status is ignored then. INVALID_PARAMETER: there is no such process. */
PalStatus pal_process_end(uint32_t id, uint32_t status);

#define PAL_PASS_KEEP 1u /* *stream stays open for the session until it is dropped */
#define PAL_PASS_TAKE 2u /* *stream: a handle of this process to what is kept */
#define PAL_PASS_DROP 3u

/* Files, streams and memory objects that the session keeps for processes that already run, each
 * under a tag that is not 0. One TAKE or DROP at a time in the whole session. A session that never
 * had a second process keeps nothing. Errors: INSUFFICIENT (some hundred are kept already),
 * NO_SUCH_FILE (nothing has that tag), INVALID_HANDLE. */
PalStatus pal_handle_pass(uint32_t operation, uint64_t tag, PalHandle *stream);

/* --------------------------------------------------------------------- host */

/* Random bytes from the host's generator. */
PalStatus pal_random(void *buffer, uint64_t size);

typedef struct PalHostInfo {
    uint32_t size;
    uint32_t processor_count;
    uint64_t physical_memory, available_memory; /* bytes */
    uint64_t resident, resident_peak;           /* of this process */
    int64_t boot_time;                          /* PAL_CLOCK_SYSTEM at which the host started */
    char host_name[64];
    char user_name[64];
} PalHostInfo;

/* Facts about the host; info->size says which the caller knows. Errors: INVALID_PARAMETER. */
PalStatus pal_host_query(PalHostInfo *info);

#endif
