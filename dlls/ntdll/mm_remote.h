/* mm_remote.h - memory services for another process, which performs them itself. */
#ifndef BAILEY_MM_REMOTE_H
#define BAILEY_MM_REMOTE_H

#include "ps.h"

enum mm_service {
    MM_SERVE_ALLOCATE,
    MM_SERVE_FREE,
    MM_SERVE_PROTECT,
    MM_SERVE_QUERY,
    MM_SERVE_WRITE,
};

#define MM_ORDER_ROOM 0x10000u /* bytes of data at most */

/* What is to be done, as the service's own parameters; it goes to the other process and back. */
typedef struct MM_ORDER {
    enum mm_service service;
    NTSTATUS status;
    PVOID base;
    SIZE_T size, used;
    ULONG_PTR zero_bits;
    ULONG type; /* MEM_*; of a query its class */
    ULONG protect, old_protect;
    volatile ULONG done;
    ULONG data_size;
    PVOID data_at; /* afterwards: where the data lay for the other process */
    UCHAR data[];  /* what is written, or the query's buffer; in the copy that travels only */
} MM_ORDER;

/* Has a process that stands before its start (created suspended and not resumed) carry out an
 * order; `data`, order->data_size bytes, goes along and, of a query, is brought back. Once it runs,
 * nobody in it can be trusted to hold none of its locks: STATUS_NOT_SUPPORTED. Otherwise the
 * service's status, STATUS_PROCESS_IS_TERMINATING, STATUS_TIMEOUT, STATUS_INSUFFICIENT_RESOURCES;
 * STATUS_ACCESS_VIOLATION: `data` cannot be touched. */
NTSTATUS mm_remote_order(KPROCESS *process, MM_ORDER *order, void *data);
/* The same by a handle with that access. */
NTSTATUS mm_remote(HANDLE process, ACCESS_MASK access, MM_ORDER *order, void *data);

/* In the process that stands: carries out what is ordered; takes no more orders. */
void mm_remote_serve(void);
void mm_remote_close(void);

#endif
