/*
 * io_private.h - between the files of Io: paths, file objects, sharing, completion.
 */
#ifndef BAILEY_IO_PRIVATE_H
#define BAILEY_IO_PRIVATE_H

#include "arena_private.h"
#include "io.h"
#include "ke.h"

#define IO_PATH_MAX 4095 /* bytes of a host path below its root */
#define IO_NAME_MAX 255  /* UTF-16 units of one component, as NTFS has it */

/* ------------------------------------------------------------------- names */

/* Names of the host are bytes, names of NT UTF-16. The conversion is reversible: bytes that are not
 * UTF-8 become U+DC80..U+DCFF, and characters that NT forbids in names become U+F000 + c. Returns
 * the units or bytes needed; writes nothing past `room`. */
ULONG io_name_to_wide(const char *from, ULONG size, WCHAR *to, ULONG room);
ULONG io_name_to_host(const WCHAR *from, ULONG count, char *to, ULONG room);
/* Upper case, for comparison. */
static inline WCHAR io_fold(WCHAR c)
{
    return c < 128 ? (c >= 'a' && c <= 'z' ? (WCHAR)(c - 32) : c) : RtlUpcaseUnicodeChar(c);
}
BOOLEAN io_equal_fold(const WCHAR *a, ULONG a_count, const WCHAR *b, ULONG b_count);
/* FsRtlIsNameInExpression: both already folded if fold is wanted. */
BOOLEAN io_match(const WCHAR *pattern, ULONG pattern_count, const WCHAR *name, ULONG name_count);

/* ------------------------------------------------------------------- paths */

enum io_root { IO_ROOT_HOST, IO_ROOT_PROFILE, IO_ROOT_SYSTEM, IO_ROOT_COUNT };

enum io_target {
    IO_TO_FILE,   /* root and text say which */
    IO_TO_VOLUME, /* the drive itself, "\??\C:" */
    IO_TO_NULL,
    IO_TO_CONSOLE_IN,
    IO_TO_CONSOLE_OUT,
    IO_TO_PIPE, /* rest is the pipe's name; empty: the pipe file system */
    IO_TO_MAILSLOT,
    IO_TO_AFD,
};

typedef struct IO_PATH {
    enum io_target target;
    enum io_root root;
    BOOLEAN wants_directory; /* ended with a backslash */
    BOOLEAN synthetic;       /* a directory of the default tree that the host has not */
    UNICODE_STRING rest;
    HANDLE pipe_server; /* IO_TO_PIPE: the client end of that very instance */
    ULONG size;
    char text[IO_PATH_MAX + 1]; /* components separated by '/'; empty: the root */
} IO_PATH;

/* The NT path of attributes. */
NTSTATUS io_path_of(const OBJECT_ATTRIBUTES *attributes, IO_PATH *path);
/* The PAL handle of a root; 0 if there is none (the profile before its first write). */
PalHandle io_root_handle(enum io_root root);
/* The name within its volume, "\dir\file"; bytes needed for all of it. */
ULONG io_path_wide(enum io_root root, const char *text, ULONG size, WCHAR *to, ULONG room_size);
static inline WCHAR io_drive_of(enum io_root root)
{
    return root == IO_ROOT_HOST ? 'Z' : 'C';
}
/* Bytes before the last component's slash (0 if there is none). */
ULONG io_parent_size(const char *text, ULONG size);

/* What a lookup shall do with the name when it stands. */
typedef struct IO_REQUEST {
    BOOLEAN open; /* else facts alone are wanted */
    BOOLEAN created;
    ULONG access, disposition, options; /* PAL's */
    PalHandle handle;
    PalFileInfo info;
} IO_REQUEST;

/* Finds path, exactly or by other case (then path says the real name), in the default tree too, and
 * opens or queries it. STATUS_OBJECT_NAME_NOT_FOUND leaves the real parent in path, so that the
 * name can be created there. PAL dispositions that create are refused here. */
NTSTATUS io_reach(IO_PATH *path, IO_REQUEST *request);
/* Creates what io_reach did not find; default directories above it come into being. */
NTSTATUS io_create(IO_PATH *path, IO_REQUEST *request);

/* ------------------------------------------------- the cache of directories */

enum io_guess { IO_UNKNOWN, IO_ABSENT, IO_RESPELLED, IO_NO_PARENT };

/* Before an exact try: what is known of the name for certain, at the cost of at most one query. */
enum io_guess io_names_guess(IO_PATH *path);
/* After an exact try has failed: reads the directory if need be. */
enum io_guess io_names_find(IO_PATH *path);
/* This process has itself made or removed a name. */
void io_names_changed(const IO_PATH *path, BOOLEAN added);

/* -------------------------------------------------------- the default tree */

/* Is that (profile-relative, any case) a directory of the default tree? Its index, or -1. */
int io_default_find(const char *text, ULONG size);
/* The proper spelling. */
const char *io_default_name(int index);
/* Children of a default directory by index, -1 first: the root's; returns -1 at the end. */
int io_default_next_child(int parent, int previous);
/* Redirects a path below System32 to the LibOS's own directory. FALSE: it is not there. */
BOOLEAN io_default_redirect(IO_PATH *path);
/* Makes the default directory on the host. */
NTSTATUS io_default_make(int index);
void io_default_init(void);
const char *io_user_name(void);

/* ------------------------------------------------------------ file objects */

enum io_kind {
    IO_REGULAR = 1,
    IO_DIRECTORY,
    IO_SYMLINK,  /* the link itself */
    IO_STREAM,   /* anonymous pipe, socket, FIFO */
    IO_TERMINAL, /* of the host, opened by its own name */
    IO_DEVICE,   /* of the host */
    IO_CONSOLE,
    IO_NULL,
    IO_VOLUME,
    IO_PIPE_END, /* of a named pipe */
    IO_PIPE_ROOT,
    IO_SOCKET,
};

typedef struct IO_NODE { /* a file that is open somewhere in the session; under arena->share_lock */
    arena_ptr next;
    arena_ptr locks; /* IO_LOCK list */
    volatile LONG lock_changes, lock_waiters;
    uint64_t volume, id;
    LONG opens;   /* file objects, with or without access to data */
    LONG sharers; /* of them with access to data or deletion: the counts below are of these */
    LONG readers, writers, deleters, share_read, share_write, share_delete;
    UCHAR delete_pending;
    UCHAR removed; /* the name has gone already (POSIX semantics) */
} IO_NODE;

typedef struct IO_FILE {
    OB_HEADER header;
    UCHAR kind; /* enum io_kind */
    UCHAR root; /* enum io_root */
    UCHAR delete_on_close;
    UCHAR posix_delete;
    UCHAR synthetic;
    UCHAR sharing;    /* counted in its node's share counts */
    UCHAR port_flags; /* FILE_SKIP_* */
    UCHAR standard;   /* 1 + index of the standard stream whose PAL handle it borrows */
    UCHAR is_file;    /* a stream over a regular file of the host */
    UCHAR kept;       /* `pal` lives as long as the object: a section stands on it */
    UCHAR shared;     /* other processes have handles of it, or had: see io_given.h */
    ULONG process;    /* whose `pal` is; 0: it has closed its own */
    PalHandle pal;
    ACCESS_MASK access;
    ULONG share, options;
    volatile LONG lock; /* of position */
    int64_t position;
    uint64_t volume, id;
    arena_ptr node;
    arena_ptr path; /* UTF-8, path_size bytes */
    ULONG path_size;
    ULONG attributes_hint;
    arena_ptr port; /* IO_PORT */
    uint64_t port_key;
    uint64_t listing;      /* IO_LISTING of `process` */
    uint64_t watch;        /* IO_WATCH of `process` */
    arena_ptr pipe;        /* IO_PIPE instance */
    arena_ptr socket;      /* AFD_SOCKET */
    arena_ptr console;     /* CON_CONSOLE; 0: not found yet */
    arena_ptr screen;      /* CON_SCREEN of a console's output */
    ULONG pipe_end;        /* 0 client, 1 server; console: 0 input, 1 output */
    volatile LONG pending; /* operations under way */
    arena_ptr given;       /* io_given.c: which other processes have a PAL handle */
    volatile LONG awaited; /* io_pass.c: how many processes have yet to take what `tag` names */
    volatile uint64_t tag; /* under which the session keeps it; 0: it does not */
    uint64_t peeked;       /* IO_PEEKED of `process`: read from the host, not yet by the caller */
} IO_FILE;

extern const struct ob_ops io_file_ops;
extern const struct ob_ops io_completion_ops;

/* The file object behind a handle, referenced; it must have one of the rights in `any` (0: none
 * needed). */
NTSTATUS io_reference(HANDLE handle, ACCESS_MASK any, IO_FILE **file);
/* Its PAL handle in this process; 0 if it has none (synthetic, null device, pipes in the arena). */
PalHandle io_handle_slow(IO_FILE *file);
static inline PalHandle io_handle(IO_FILE *file)
{
    return __builtin_expect(file->process == pal_boot->process_id, 1) ? file->pal
                                                                      : io_handle_slow(file);
}
static inline BOOLEAN io_is_sync(const IO_FILE *file)
{
    return (file->options & (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT)) != 0;
}
/* A new file object with its name, no handle yet; NULL: out of memory. */
IO_FILE *io_new_file(const IO_PATH *path, enum io_kind kind, ACCESS_MASK access, ULONG share,
                     ULONG options);
void io_set_name(IO_FILE *file, enum io_root root, const char *text, ULONG size);
/* Asks the host for the name of an open file, which another handle may have changed. */
void io_refresh_name(IO_FILE *file);
/* The path of a file object, for use with its root. */
void io_file_path(const IO_FILE *file, IO_PATH *path);
/* Facts about an open file, whatever it is. */
NTSTATUS io_file_info(IO_FILE *file, PalFileInfo *info);
/* FILE_ATTRIBUTE_* of facts. A link needs to know what it leads to: root and text may be 0. */
ULONG io_attributes(const PalFileInfo *info, PalHandle root, const char *text, ULONG size);
#define IO_KEPT_ATTRIBUTES                                                    \
    (FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM | FILE_ATTRIBUTE_ARCHIVE | \
     FILE_ATTRIBUTE_TEMPORARY | FILE_ATTRIBUTE_OFFLINE | FILE_ATTRIBUTE_NOT_CONTENT_INDEXED)
/* Keeps with an open file of these facts what its mode does not say. A file system that cannot
 * keep attributes leaves them out, as those of Windows do with what they do not know. */
NTSTATUS io_keep_attributes(PalHandle handle, const PalFileInfo *info, ULONG attributes);

/* Devices, pipes: opened by io_open.c's NtCreateFile. */
NTSTATUS io_open_console(const IO_PATH *path, ACCESS_MASK access, ULONG share, ULONG options,
                         IO_FILE **file);
NTSTATUS io_console_transfer(IO_FILE *file, BOOLEAN write, char *buffer, ULONG size, ULONG *done);
void io_console_close(IO_FILE *file);
/* What a wait on it waits for: input is signalled while there are records. */
KE_HEADER *io_console_waitable(IO_FILE *file);
NTSTATUS io_pipe_open(const IO_PATH *path, ACCESS_MASK access, ULONG share, ULONG options,
                      IO_FILE **file);
NTSTATUS io_mailslot_open(const IO_PATH *path, ACCESS_MASK access, ULONG share, ULONG options,
                          IO_FILE **file);
void io_pipe_close(IO_FILE *file);
/* The file object goes. */
void io_pipe_release(IO_FILE *file);
NTSTATUS io_remove(IO_FILE *file);

/* ------------------------------------------------------------ reparse points */

/* IO_REPARSE_TAG_*: what a symbolic link of the host is to the program. */
ULONG io_reparse_tag(PalHandle root, const char *path, ULONG size);
/* io_sparse.c: FSCTL_SET_ZERO_DATA, and FSCTL_QUERY_ALLOCATED_RANGES, whose ranges are pairs of
 * offset and length; *used counts bytes of out, also when it was too small for all
 * (BUFFER_OVERFLOW) or for any (BUFFER_TOO_SMALL). */
NTSTATUS io_zero_data(IO_FILE *file, const LARGE_INTEGER *range, ULONG size);
NTSTATUS io_allocated_ranges(IO_FILE *file, const LARGE_INTEGER *in, ULONG in_size,
                             LARGE_INTEGER *out, ULONG size, ULONG_PTR *used);
NTSTATUS io_get_reparse(IO_FILE *file, BAILEY_REPARSE_DATA *out, ULONG size, ULONG_PTR *used);
NTSTATUS io_set_reparse(IO_FILE *file, const BAILEY_REPARSE_DATA *in, ULONG size);
NTSTATUS io_delete_reparse(IO_FILE *file, const BAILEY_REPARSE_DATA *in, ULONG size);

/* ----------------------------------------------------------------- sharing */

/* Enters the file object in the table. SHARING_VIOLATION, DELETE_PENDING. */
NTSTATUS io_share_open(IO_FILE *file, const PalFileInfo *info);
/* Takes it out; TRUE: it was the last and the file's name is to be removed. */
BOOLEAN io_share_close(IO_FILE *file);
/* Marks or unmarks for deletion at the last close. */
void io_share_set_delete(IO_FILE *file, BOOLEAN pending);
BOOLEAN io_share_delete_pending(const IO_FILE *file);
/* Is a file with these facts open (besides except)? */
BOOLEAN io_share_is_open(const PalFileInfo *info);

/* ------------------------------------------------------------------- locks */

/* May that range be read/written through that file object? */
NTSTATUS io_lock_check_slow(IO_FILE *file, uint64_t offset, uint64_t size, ULONG key,
                            BOOLEAN write);
static inline NTSTATUS io_lock_check(IO_FILE *file, uint64_t offset, uint64_t size,
                                     const ULONG *key, BOOLEAN write)
{
    IO_NODE *node = ARENA_AT(IO_NODE, file->node);
    if (__builtin_expect(!node || !node->locks, 1))
        return STATUS_SUCCESS;
    return io_lock_check_slow(file, offset, size, key ? *key : 0, write);
}
/* Drops every lock of a file object. */
void io_lock_drop_all(IO_FILE *file);

/* -------------------------------------------------------------- completion */

/* How the caller of an I/O service wants to hear of its end. */
typedef struct IO_NOTICE {
    IO_FILE *file;
    IO_STATUS_BLOCK *status;
    KE_HEADER *event; /* referenced, or NULL */
    PIO_APC_ROUTINE routine;
    PVOID context;
} IO_NOTICE;

/* Prepares: resolves and resets the event. */
NTSTATUS io_notice_begin(IO_NOTICE *notice, IO_FILE *file, HANDLE event, PIO_APC_ROUTINE routine,
                         PVOID context, IO_STATUS_BLOCK *status);
/* The operation has ended at once, in the caller's thread; returns status. Errors set no event and
 * send no packet, as NT does for requests that fail before they were pending. */
NTSTATUS io_notice_end(IO_NOTICE *notice, NTSTATUS status, ULONG_PTR information);
/* The same for the operation that is done without event, routine and port: one store. */
static inline BOOLEAN io_notice_is_plain(const IO_FILE *file, HANDLE event, PIO_APC_ROUTINE routine)
{
    return !event && !routine && !file->port;
}

/* An operation that goes on after its service returned STATUS_PENDING. Heap memory of this
 * process; whoever takes it out of its list owns it. */
typedef struct IO_PENDING {
    struct IO_PENDING *next;
    IO_FILE *file; /* referenced */
    IO_NOTICE notice;
    KTHREAD *thread; /* who asked, referenced */
    ULONG operation;
    ULONG size;
    char *buffer;
    ULONG done;
    ULONG filter; /* watches */
    BOOLEAN tree;
    BOOLEAN cancelled;
} IO_PENDING;

IO_PENDING *io_pending_create(const IO_NOTICE *notice, ULONG operation, PVOID buffer, ULONG size);
/* Sets the status block, the event and the file, queues the routine, sends the packet; frees. */
void io_pending_finish(IO_PENDING *pending, NTSTATUS status, ULONG_PTR information);
/* It was not needed: nobody has been told. */
void io_pending_abandon(IO_PENDING *pending);
void io_post(arena_ptr port, uint64_t key, uint64_t value, NTSTATUS status, uint64_t information);

/* Cancels what is pending on a file: of one thread (or NULL: all), of one status block (or NULL).
 * Returns how many. */
ULONG io_pipe_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *status);
/* Ends what a thread waits for in a synchronous operation. */
BOOLEAN io_pipe_cancel_wait(KTHREAD *thread);
ULONG afd_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *status);
ULONG io_watch_cancel(IO_FILE *file, KTHREAD *thread, IO_STATUS_BLOCK *status);
void io_watch_close(IO_FILE *file);

/* ------------------------------------------------------- reads of each kind */

/* Sleeps until a host stream that was made non-blocking is ready. deadline as pal_word_wait. */
/* io_block.c: around a transfer of the calling thread that may block in the host. */
void io_block_begin(IO_FILE *file);
void io_block_end(void);
/* Somebody takes the calling thread's back. */
BOOLEAN io_block_cancelled(void);
/* Takes back those on a file, or of a thread of this process; gives how many. */
ULONG io_block_cancel(const IO_FILE *file, const struct KTHREAD *thread);

NTSTATUS io_stream_wait(PalHandle stream, BOOLEAN write, int64_t deadline);
/* What a peek has taken from a host stream already; returns how much. */
ULONG io_stream_take_peeked(IO_FILE *file, char *buffer, ULONG size);
void io_stream_close(IO_FILE *file);
NTSTATUS io_stream_control(IO_FILE *file, IO_NOTICE *notice, ULONG code, void *out, ULONG out_size);
NTSTATUS afd_open(ACCESS_MASK access, ULONG share, ULONG options, IO_FILE **file);
/* This process's last handle goes. */
void afd_close(IO_FILE *file);
/* The file object goes. */
void afd_release(IO_FILE *file);
NTSTATUS afd_control(IO_FILE *file, IO_NOTICE *notice, ULONG code, const void *in, ULONG in_size,
                     void *out, ULONG out_size);
NTSTATUS afd_file_transfer(IO_FILE *file, IO_NOTICE *notice, BOOLEAN write, void *data, ULONG size);
NTSTATUS io_stream_query(IO_FILE *file, ULONG class, PVOID buffer, ULONG size, ULONG_PTR *used);
NTSTATUS io_pipe_read(IO_FILE *file, IO_NOTICE *notice, PVOID buffer, ULONG size);
NTSTATUS io_pipe_write(IO_FILE *file, IO_NOTICE *notice, const void *buffer, ULONG size);
NTSTATUS io_pipe_control(IO_FILE *file, IO_NOTICE *notice, ULONG code, const void *in,
                         ULONG in_size, void *out, ULONG out_size);
NTSTATUS io_pipe_query(IO_FILE *file, ULONG class, PVOID buffer, ULONG size, ULONG_PTR *used);
NTSTATUS io_pipe_set(IO_FILE *file, ULONG class, const void *buffer, ULONG size);
NTSTATUS io_pipe_flush(IO_FILE *file);
NTSTATUS io_pipe_transceive(IO_FILE *file, IO_NOTICE *notice, const void *in, ULONG in_size,
                            void *out, ULONG out_size);
/* "\name"; bytes needed for all of it. */
ULONG io_pipe_name(const IO_FILE *file, WCHAR *to, ULONG size);
void io_pipe_standard(const IO_FILE *file, LONGLONG *allocated, LONGLONG *size);
/* Calls for every named pipe of the session; stops at a failure. */
NTSTATUS io_pipe_each(NTSTATUS (*call)(PVOID context, const WCHAR *name, ULONG length,
                                       ULONG instances, ULONG maximum),
                      PVOID context);
NTSTATUS io_mailslot_read(IO_FILE *file, IO_NOTICE *notice, PVOID buffer, ULONG size);
NTSTATUS io_mailslot_write(IO_FILE *file, IO_NOTICE *notice, const void *buffer, ULONG size);
NTSTATUS io_mailslot_query(IO_FILE *file, PVOID buffer, ULONG size, ULONG_PTR *used);
NTSTATUS io_mailslot_set(IO_FILE *file, const void *buffer);
NTSTATUS io_pipe_wait(const FILE_PIPE_WAIT_FOR_BUFFER *wait, ULONG size);

/* --------------------------------------------------------------- directory */

NTSTATUS io_rename(IO_FILE *file, HANDLE root, const WCHAR *name, ULONG length, ULONG flags,
                   BOOLEAN link);
void io_listing_free(IO_FILE *file);

#endif
