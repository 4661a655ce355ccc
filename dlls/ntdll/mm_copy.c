/*
 * mm_copy.c - fault-safe copying, and the services that read and write a process's memory.
 */
#include "mm_private.h"
#include "mm_copy.h"
#include "mm_remote.h"
#include "ps_ask.h"

/* rep movsb keeps in (r|e)cx what is left to do, also when it faults. */
SIZE_T mm_copy_bytes(void *to, const void *from, SIZE_T size);
extern const char mm_copy_start[], mm_copy_end[];
#ifdef _WIN64
__asm__(".text\n"
        ".globl mm_copy_bytes\n"
        "mm_copy_bytes:\n"
        "    movq %rdi, %r9\n"
        "    movq %rsi, %r10\n"
        "    movq %rcx, %rdi\n"
        "    movq %rdx, %rsi\n"
        "    movq %r8, %rcx\n"
        ".globl mm_copy_start\n"
        "mm_copy_start:\n"
        "    rep movsb\n"
        ".globl mm_copy_end\n"
        "mm_copy_end:\n"
        "    movq %r9, %rdi\n"
        "    movq %r10, %rsi\n"
        "    movq %rcx, %rax\n"
        "    ret\n");
#else
__asm__(".text\n"
        ".globl _mm_copy_bytes\n"
        "_mm_copy_bytes:\n"
        "    movl %edi, %eax\n"
        "    movl %esi, %edx\n"
        "    movl 4(%esp), %edi\n"
        "    movl 8(%esp), %esi\n"
        "    movl 12(%esp), %ecx\n"
        ".globl _mm_copy_start\n"
        "_mm_copy_start:\n"
        "    rep movsb\n"
        ".globl _mm_copy_end\n"
        "_mm_copy_end:\n"
        "    movl %eax, %edi\n"
        "    movl %edx, %esi\n"
        "    movl %ecx, %eax\n"
        "    ret\n");
#endif

SIZE_T mm_copy(void *to, const void *from, SIZE_T size)
{
    return size - mm_copy_bytes(to, from, size);
}

BOOLEAN mm_copy_fault(PalContext *context)
{
    if (context->rip < (ULONG_PTR)mm_copy_start || context->rip >= (ULONG_PTR)mm_copy_end)
        return FALSE;
    context->rip = (ULONG_PTR)mm_copy_end;
    return TRUE;
}

/* ---- another process's memory, by way of a buffer in the arena */

#define REMOTE_ROOM 0x10000u

/* Code, which its host half cannot write, a process writes itself while it has not started. */
static SIZE_T write_order(KPROCESS *process, ULONG_PTR address, char *local, SIZE_T size)
{
    MM_ORDER order = {.service = MM_SERVE_WRITE, .base = (PVOID)address, .data_size = (ULONG)size};
    mm_remote_order(process, &order, local);
    return order.used < size ? order.used : size;
}

static NTSTATUS copy_remote(KPROCESS *process, ULONG question, ULONG_PTR address, char *local,
                            SIZE_T size, SIZE_T *copied)
{
    NTSTATUS status = ps_wait_until_mapped(process);
    SIZE_T room = size < REMOTE_ROOM ? size : REMOTE_ROOM;
    char *buffer = status ? NULL : arena_alloc((ULONG)room);
    if (!buffer)
        return status ? status : STATUS_INSUFFICIENT_RESOURCES;
    while (!status && *copied < size) {
        PS_QUESTION q = {.question = question, .address = address + *copied, .buffer = buffer};
        q.size = size - *copied < room ? size - *copied : room;
        if (question == PAL_ASK_WRITE)
            q.size = mm_copy(buffer, local + *copied, q.size);
        status = ps_ask(process, &q);
        SIZE_T done = status || q.facts[0] > q.size ? 0 : q.facts[0];
        if (question == PAL_ASK_READ)
            done = mm_copy(local + *copied, buffer, done);
        else if (done < q.size)
            done += write_order(process, q.address + done, local + *copied + done, q.size - done);
        *copied += done;
        if (status == STATUS_ACCESS_VIOLATION || !status)
            status = done ? STATUS_SUCCESS : STATUS_PARTIAL_COPY;
    }
    arena_free(buffer, (ULONG)room);
    return status;
}

static NTSTATUS remote(HANDLE handle, ACCESS_MASK access, ULONG question, PVOID base, PVOID local,
                       SIZE_T size, SIZE_T *copied)
{
    KPROCESS *process;
    NTSTATUS status = ob_reference(handle, OB_PROCESS, access, (void **)&process, NULL);
    if (status)
        return status;
    if (size)
        status = copy_remote(process, question, (ULONG_PTR)base, local, size, copied);
    ob_dereference(process);
    return status;
}

/* ---- services */

NTSTATUS NTAPI NtReadVirtualMemory(HANDLE process, PVOID base, PVOID buffer, SIZE_T size,
                                   SIZE_T *done)
{
    SIZE_T copied = 0;
    NTSTATUS status = mm_check_process(process, PROCESS_VM_READ);
    if ((!status || status == STATUS_NOT_SUPPORTED) &&
        ((ULONG_PTR)base > MM_HIGHEST || size > MM_HIGHEST - (ULONG_PTR)base))
        status = STATUS_ACCESS_VIOLATION;
    if (status == STATUS_NOT_SUPPORTED)
        status = remote(process, PROCESS_VM_READ, PAL_ASK_READ, base, buffer, size, &copied);
    else if (!status && size && (copied = mm_copy(buffer, base, size)) < size)
        status = STATUS_PARTIAL_COPY;
    if (done)
        *done = copied;
    return status;
}

/* Writing works where the program itself could write, and into code: its pages are made writable
 * for the moment, as a debugger or a hooking library expects. */
static NTSTATUS write_pages(ULONG_PTR base, const char *from, SIZE_T size, SIZE_T *copied)
{
    while (size) {
        SIZE_T now = MM_UP(base + 1, MM_PAGE) - base;
        PVOID page = (PVOID)MM_DOWN(base, MM_PAGE);
        SIZE_T page_size = MM_PAGE;
        ULONG old;
        now = now < size ? now : size;
        SIZE_T part = mm_copy((PVOID)base, from, now);
        if (part < now) {
            MEMORY_BASIC_INFORMATION info;
            if (NtQueryVirtualMemory(NtCurrentProcess(), page, MemoryBasicInformation, &info,
                                     sizeof info, NULL) ||
                (info.Protect != PAGE_EXECUTE_READ && info.Protect != PAGE_EXECUTE) ||
                NtProtectVirtualMemory(NtCurrentProcess(), &page, &page_size,
                                       PAGE_EXECUTE_READWRITE, &old))
                return STATUS_PARTIAL_COPY;
            part += mm_copy((PVOID)(base + part), from + part, now - part);
            NtProtectVirtualMemory(NtCurrentProcess(), &page, &page_size, old, &old);
        }
        *copied += part;
        if (part < now)
            return STATUS_PARTIAL_COPY;
        base += now, from += now, size -= now;
    }
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtWriteVirtualMemory(HANDLE process, PVOID base, const void *buffer, SIZE_T size,
                                    SIZE_T *done)
{
    SIZE_T copied = 0;
    NTSTATUS status = mm_check_process(process, PROCESS_VM_WRITE | PROCESS_VM_OPERATION);
    if ((!status || status == STATUS_NOT_SUPPORTED) &&
        ((ULONG_PTR)base > MM_HIGHEST || size > MM_HIGHEST - (ULONG_PTR)base))
        status = STATUS_ACCESS_VIOLATION;
    if (status == STATUS_NOT_SUPPORTED)
        status = remote(process, PROCESS_VM_WRITE | PROCESS_VM_OPERATION, PAL_ASK_WRITE, base,
                        (PVOID)buffer, size, &copied);
    else if (!status)
        status = write_pages((ULONG_PTR)base, buffer, size, &copied);
    if (done)
        *done = copied;
    return status;
}
