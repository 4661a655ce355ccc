/*
 * ldr_tls.c - static TLS: one index a module, one vector a thread.
 *
 * When a DLL with TLS is loaded at run time every living thread gets its block then, in a longer
 * vector; the old vector is kept until the thread ends, for somebody may be reading it.
 */
#include "ldr.h"
#include "ps_private.h"

#define TLS_MAX 1024

static const IMAGE_TLS_DIRECTORY *directories[TLS_MAX];
static ULONG directory_count;

/* In front of the vector that TEB.ThreadLocalStoragePointer points to. */
struct vector {
    struct vector *older;
    ULONG count;
    PVOID blocks[];
};

static struct vector *vector_of(TEB_FULL *teb)
{
    PVOID *blocks = teb->ThreadLocalStoragePointer;
    return blocks ? CONTAINING_RECORD(blocks, struct vector, blocks) : NULL;
}

static PVOID new_block(const IMAGE_TLS_DIRECTORY *tls)
{
    SIZE_T raw = tls->EndAddressOfRawData - tls->StartAddressOfRawData;
    ULONG align = (tls->Characteristics >> 20) & 15;
    SIZE_T alignment = align ? (SIZE_T)1 << (align - 1) : 16;
    if (alignment < 16)
        alignment = 16;
    char *memory = ldr_alloc(raw + tls->SizeOfZeroFill + alignment + sizeof(PVOID));
    if (!memory)
        return NULL;
    ULONG_PTR at = ((ULONG_PTR)memory + sizeof(PVOID) + alignment - 1) & ~(alignment - 1);
    ((PVOID *)at)[-1] = memory;
    __builtin_memcpy((void *)at, (void *)tls->StartAddressOfRawData, raw);
    return (PVOID)at;
}

static NTSTATUS grow(TEB_FULL *teb, ULONG count)
{
    struct vector *old = vector_of(teb);
    if (old && old->count >= count)
        return STATUS_SUCCESS;
    struct vector *v = ldr_alloc(sizeof *v + count * sizeof(PVOID));
    if (!v)
        return STATUS_NO_MEMORY;
    v->older = old;
    v->count = count;
    for (ULONG i = 0; i < count; i++) {
        if (old && i < old->count)
            v->blocks[i] = old->blocks[i];
        else if (directories[i] && !(v->blocks[i] = new_block(directories[i])))
            return STATUS_NO_MEMORY;
    }
    InterlockedExchangePointer((PVOID *)&teb->ThreadLocalStoragePointer, v->blocks);
    return STATUS_SUCCESS;
}

NTSTATUS ldr_tls_allocate(TEB_FULL *teb)
{
    if (directory_count == 0)
        return STATUS_SUCCESS;
    ldr_lock();
    NTSTATUS status = grow(teb, directory_count);
    ldr_unlock();
    return status;
}

void ldr_tls_free(TEB_FULL *teb)
{
    struct vector *v = vector_of(teb), *older;
    teb->ThreadLocalStoragePointer = NULL;
    if (!v)
        return;
    for (ULONG i = 0; i < v->count; i++)
        if (v->blocks[i])
            ldr_free(((PVOID *)v->blocks[i])[-1]);
    for (; v; v = older) {
        older = v->older;
        ldr_free(v);
    }
}

static BOOLEAN is_within(const LDR_MODULE *module, ULONG_PTR address, SIZE_T size)
{
    ULONG_PTR offset = address - (ULONG_PTR)module->entry.DllBase;
    return offset <= module->entry.SizeOfImage && size <= module->entry.SizeOfImage - offset;
}

static NTSTATUS grow_thread(BAILEY_THREAD *thread, PVOID context)
{
    return grow(thread->teb, directory_count);
}

NTSTATUS ldr_tls_register(LDR_MODULE *module)
{
    const IMAGE_TLS_DIRECTORY *tls = module->tls;
    if (!tls)
        return STATUS_SUCCESS;
    if (tls->EndAddressOfRawData < tls->StartAddressOfRawData ||
        !is_within(module, tls->AddressOfIndex, sizeof(ULONG)) ||
        (tls->EndAddressOfRawData != tls->StartAddressOfRawData &&
         !is_within(module, tls->StartAddressOfRawData,
                    tls->EndAddressOfRawData - tls->StartAddressOfRawData)))
        return STATUS_INVALID_IMAGE_FORMAT;
    if (directory_count == TLS_MAX)
        return STATUS_NO_MEMORY;
    directories[directory_count] = tls;
    module->entry.TlsIndex = 0xffff;
    *(ULONG *)tls->AddressOfIndex = directory_count++;
    return ps_for_each_thread(grow_thread, NULL);
}

void ldr_tls_callbacks(LDR_MODULE *module, ULONG reason)
{
    const IMAGE_TLS_DIRECTORY *tls = module->tls;
    if (!tls || !tls->AddressOfCallBacks || module->is_data)
        return;
    if (!is_within(module, tls->AddressOfCallBacks, sizeof(PVOID)))
        return;
    for (PIMAGE_TLS_CALLBACK *call = (PIMAGE_TLS_CALLBACK *)tls->AddressOfCallBacks; *call; call++)
        (*call)(module->entry.DllBase, reason, NULL);
}
