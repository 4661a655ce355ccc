/*
 * mm.h - the process's address space: what is reserved, committed, mapped, and how protected.
 * NT's rules on top of pal_memory_*; one VAD tree, 64 KiB granularity for allocations.
 */
#ifndef BAILEY_MM_H
#define BAILEY_MM_H

#include "ps.h"

/* Called once at start: the range that may be used, and what is there already. */
void mm_init(void);
/* Enters an area that somebody else has mapped (ntdll itself, the arena, the boot block). type:
 * MEM_PRIVATE, MEM_MAPPED or MEM_IMAGE; protect: PAGE_*. */
NTSTATUS mm_adopt(PVOID base, SIZE_T size, ULONG type, ULONG protect);
/* Reserves room for an image: at *base if that is free (and not 0), else, where allowed, anywhere
 * fit for its machine. Nothing is mapped yet. */
NTSTATUS mm_reserve_image(PVOID *base, SIZE_T size, BOOLEAN elsewhere);
/* Says what an image section's pages have become after they were mapped (protect is PAGE_*). */
void mm_commit_image(PVOID base, SIZE_T size, ULONG protect);
/* Gives the whole image back: unmaps it. */
void mm_release(PVOID base);
/* Whether this process has a view of that file: then it must not be cut. */
BOOLEAN mm_file_is_mapped(uint64_t volume, uint64_t id);
/* Private memory for ntdll's own use: room bytes of address space at a multiple of align (a power
 * of two from 64 KiB on), the first commit bytes of it committed. NULL without memory. Given back
 * with mm_release. */
PVOID mm_allocate(SIZE_T room, SIZE_T align, SIZE_T commit, ULONG protect);
/* Makes pages that only wait for their first write (write watch, copy on write) writable, where a
 * PAL call has answered ACCESS_VIOLATION; TRUE if that has changed anything. */
BOOLEAN mm_prepare_write(PVOID base, SIZE_T size);
/* A thread's stack: reserves, commits wholly, guard page near its low end. *base is the allocation
 * base (TEB.DeallocationStack), *limit the lowest usable address, *top its end. */
NTSTATUS mm_create_stack(SIZE_T reserve, PVOID *base, PVOID *limit, PVOID *top);
void mm_free_stack(PVOID base);
/* Where the guard of a stack from base on ends: the first address of use. */
ULONG_PTR mm_guard_end(ULONG_PTR base, ULONG guaranteed);
/* A fault that NT's memory rules resolve (guard page of a stack, write watch, lazy pages): TRUE,
 * and the instruction may be repeated; FALSE: it is the program's, with code perhaps changed to
 * STATUS_GUARD_PAGE_VIOLATION or STATUS_STACK_OVERFLOW. Runs on the fault stack: takes no heap
 * memory and no lock that the faulting code can hold. */
BOOLEAN mm_fault(PalFault *fault, PalContext *context);

/* The process heap, in the PEB; called once, after mm_init. */
void rtl_heap_init(void);
/* The thread's part of the process heap goes to the next one that needs it. By the thread itself,
 * at its end. */
void rtl_heap_thread_exit(BAILEY_THREAD *thread);

#endif
