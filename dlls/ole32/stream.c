/* combaseapi.h: a stream on movable memory. */
#include "apartment.h"

/* The memory is shared by a stream and its clones, each of which has a place of its own. */
struct shared {
    LONG references;
    SRWLOCK lock;
    HGLOBAL memory;
    ULONGLONG size;
    BOOL free_it;
};

struct stream {
    IStream head;
    LONG references;
    struct shared *shared;
    ULONGLONG place;
};

static const IID stream_ids[] = {
    {0, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}},                                /* IUnknown */
    {0x0c733a30, 0x2a1c, 0x11ce, {0xad, 0xe5, 0, 0xaa, 0, 0x44, 0x77, 0x3d}}, /* sequential */
    {0xc, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}},                              /* IStream */
};

static struct stream *stream_of(IStream *self)
{
    return (struct stream *)self;
}

static HRESULT WINAPI query(IStream *self, REFIID id, void **result)
{
    if (!result)
        return E_POINTER;
    for (unsigned i = 0; i < ARRAYSIZE(stream_ids); i++) {
        if (IsEqualIID(id, &stream_ids[i])) {
            InterlockedIncrement(&stream_of(self)->references);
            *result = self;
            return S_OK;
        }
    }
    *result = NULL;
    return E_NOINTERFACE;
}

static ULONG WINAPI add_reference(IStream *self)
{
    return (ULONG)InterlockedIncrement(&stream_of(self)->references);
}

static ULONG WINAPI release(IStream *self)
{
    struct stream *stream = stream_of(self);
    LONG left = InterlockedDecrement(&stream->references);

    if (left)
        return (ULONG)left;
    if (!InterlockedDecrement(&stream->shared->references)) {
        if (stream->shared->free_it)
            GlobalFree(stream->shared->memory);
        HeapFree(GetProcessHeap(), 0, stream->shared);
    }
    HeapFree(GetProcessHeap(), 0, stream);
    return 0;
}

static HRESULT WINAPI stream_read(IStream *self, void *buffer, ULONG size, ULONG *done)
{
    struct stream *stream = stream_of(self);
    ULONGLONG left;
    char *bytes;

    if (!buffer)
        return STG_E_INVALIDPOINTER;
    AcquireSRWLockShared(&stream->shared->lock);
    left = stream->shared->size > stream->place ? stream->shared->size - stream->place : 0;
    size = (ULONG)min(left, size);
    bytes = size ? GlobalLock(stream->shared->memory) : NULL;
    if (bytes) {
        memcpy(buffer, bytes + stream->place, size);
        GlobalUnlock(stream->shared->memory);
    }
    stream->place += size;
    ReleaseSRWLockShared(&stream->shared->lock);
    if (done)
        *done = size;
    return S_OK;
}

/* With the lock held. */
static BOOL resize(struct shared *shared, ULONGLONG size)
{
    HGLOBAL memory;

    if (size == shared->size)
        return TRUE;
    if (size > MAXLONG)
        return FALSE;
    memory =
        GlobalReAlloc(shared->memory, (SIZE_T)(size ? size : 1), GMEM_MOVEABLE | GMEM_ZEROINIT);
    if (!memory)
        return FALSE;
    shared->memory = memory;
    shared->size = size;
    return TRUE;
}

static HRESULT WINAPI stream_write(IStream *self, const void *buffer, ULONG size, ULONG *done)
{
    struct stream *stream = stream_of(self);
    struct shared *shared = stream->shared;
    HRESULT status = S_OK;
    char *bytes;

    if (!buffer)
        return STG_E_INVALIDPOINTER;
    AcquireSRWLockExclusive(&shared->lock);
    if (size && stream->place + size > shared->size && !resize(shared, stream->place + size)) {
        status = STG_E_MEDIUMFULL;
        size = 0;
    }
    bytes = size ? GlobalLock(shared->memory) : NULL;
    if (bytes) {
        memcpy(bytes + stream->place, buffer, size);
        GlobalUnlock(shared->memory);
        stream->place += size;
    }
    ReleaseSRWLockExclusive(&shared->lock);
    if (done)
        *done = size;
    return status;
}

static HRESULT WINAPI seek(IStream *self, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *place)
{
    struct stream *stream = stream_of(self);
    LONGLONG base = origin == STREAM_SEEK_SET   ? 0
                    : origin == STREAM_SEEK_CUR ? (LONGLONG)stream->place
                                                : (LONGLONG)stream->shared->size;
    LONGLONG target = base + move.QuadPart;

    if (origin > STREAM_SEEK_END)
        return STG_E_INVALIDFUNCTION;
    if (target < 0)
        return STG_E_SEEKERROR;
    stream->place = (ULONGLONG)target;
    if (place)
        place->QuadPart = stream->place;
    return S_OK;
}

static HRESULT WINAPI set_size(IStream *self, ULARGE_INTEGER size)
{
    struct shared *shared = stream_of(self)->shared;
    BOOL done;

    AcquireSRWLockExclusive(&shared->lock);
    done = resize(shared, size.QuadPart);
    ReleaseSRWLockExclusive(&shared->lock);
    return done ? S_OK : STG_E_MEDIUMFULL;
}

static HRESULT WINAPI copy_to(IStream *self, IStream *other, ULARGE_INTEGER wanted,
                              ULARGE_INTEGER *read, ULARGE_INTEGER *written)
{
    ULONGLONG total = 0, put = 0;
    HRESULT status = S_OK;
    BYTE buffer[4096];
    ULONG size = 1, done = 0;

    while (SUCCEEDED(status) && size && total < wanted.QuadPart) {
        stream_read(self, buffer, (ULONG)min(sizeof(buffer), wanted.QuadPart - total), &size);
        total += size;
        if (size)
            status = other->lpVtbl->Write(other, buffer, size, &done);
        put += size ? done : 0;
    }
    if (read)
        read->QuadPart = total;
    if (written)
        written->QuadPart = put;
    return status;
}

static HRESULT WINAPI commit(IStream *self, DWORD flags)
{
    return S_OK;
}

static HRESULT WINAPI revert(IStream *self)
{
    return S_OK;
}

static HRESULT WINAPI region(IStream *self, ULARGE_INTEGER at, ULARGE_INTEGER size, DWORD type)
{
    return STG_E_INVALIDFUNCTION;
}

static HRESULT WINAPI stream_stat(IStream *self, STATSTG *stat, DWORD flags)
{
    if (!stat)
        return STG_E_INVALIDPOINTER;
    memset(stat, 0, sizeof(*stat));
    stat->type = STGTY_STREAM;
    stat->cbSize.QuadPart = stream_of(self)->shared->size;
    return S_OK;
}

static HRESULT WINAPI clone(IStream *self, IStream **result)
{
    struct stream *copy;

    if (!result)
        return STG_E_INVALIDPOINTER;
    copy = HeapAlloc(GetProcessHeap(), 0, sizeof(*copy));
    if (!copy)
        return E_OUTOFMEMORY;
    *copy = *stream_of(self);
    copy->references = 1;
    InterlockedIncrement(&copy->shared->references);
    *result = &copy->head;
    return S_OK;
}

static IStreamVtbl methods = {
    .QueryInterface = query,
    .AddRef = add_reference,
    .Release = release,
    .Read = stream_read,
    .Write = stream_write,
    .Seek = seek,
    .SetSize = set_size,
    .CopyTo = copy_to,
    .Commit = commit,
    .Revert = revert,
    .LockRegion = region,
    .UnlockRegion = region,
    .Stat = stream_stat,
    .Clone = clone,
};

HRESULT WINAPI CreateStreamOnHGlobal(HGLOBAL memory, BOOL free_it, LPSTREAM *result)
{
    struct stream *stream;
    struct shared *shared;
    BOOL made = !memory;

    if (!result)
        return E_INVALIDARG;
    if (made)
        memory = GlobalAlloc(GMEM_MOVEABLE | GMEM_NODISCARD, 0);
    stream = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*stream));
    shared = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*shared));
    if (!memory || !stream || !shared) {
        HeapFree(GetProcessHeap(), 0, stream);
        HeapFree(GetProcessHeap(), 0, shared);
        if (made)
            GlobalFree(memory);
        return E_OUTOFMEMORY;
    }
    *shared = (struct shared){1, SRWLOCK_INIT, memory, made ? 0 : GlobalSize(memory), free_it};
    *stream = (struct stream){{&methods}, 1, shared, 0};
    *result = &stream->head;
    return S_OK;
}

HRESULT WINAPI GetHGlobalFromStream(LPSTREAM stream, HGLOBAL *memory)
{
    if (!stream || !memory || stream->lpVtbl != &methods)
        return E_INVALIDARG;
    *memory = stream_of(stream)->shared->memory;
    return S_OK;
}
