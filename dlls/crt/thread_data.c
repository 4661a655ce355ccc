/* The per-thread record. The first thread's is static, so a program of one thread allocates none.
 */
#include "crt.h"

#include <winternl.h>

static struct crt_thread first_thread;
static DWORD slot = TLS_OUT_OF_INDEXES;
static DWORD first_thread_id;

/* The TLS array of the TEB, at its documented-by-use place; TlsGetValue would clear the last error.
 */
static inline void **direct_slot(void)
{
#ifdef _WIN64
    if (slot < 64)
        return (void **)((char *)NtCurrentTeb() + 0x1480) + slot;
#else
    if (slot < 64)
        return (void **)((char *)NtCurrentTeb() + 0xe10) + slot;
#endif
    return NULL;
}

static struct crt_thread *make_record(void)
{
    struct crt_thread *self;

    if (GetCurrentThreadId() == first_thread_id)
        self = &first_thread;
    else
        self = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*self));
    if (!self) {
        crt_report("runtime error R6016\r\n- not enough space for thread data\r\n");
        ExitProcess(255);
    }
    TlsSetValue(slot, self);
    return self;
}

struct crt_thread *crt_self(void)
{
    void **direct = direct_slot();
    struct crt_thread *self = direct ? *direct : NULL;

    if (__builtin_expect(self != NULL, 1))
        return self;
    DWORD error = GetLastError();
    if (!direct)
        self = TlsGetValue(slot);
    if (!self)
        self = make_record();
    SetLastError(error);
    return self;
}

void crt_thread_attach(void)
{
    slot = TlsAlloc();
    first_thread_id = GetCurrentThreadId();
}

void crt_thread_detach(void)
{
    struct crt_thread *self = TlsGetValue(slot);

    if (!self)
        return;
    void *owned[] = {self->asctime_text,  self->wasctime_text, self->tm,
                     self->strerror_text, self->wcserror_text, self->cvt_text,
                     self->tmpnam_text,   self->wtmpnam_text};
    for (unsigned i = 0; i < ARRAY_LEN(owned); i++)
        free(owned[i]);
    crt_release_thread_locale(self);
    TlsSetValue(slot, NULL);
    if (self != &first_thread)
        HeapFree(GetProcessHeap(), 0, self);
}
