/* oleauto.h: the error object of a thread, and one that can be filled. */
#include "apartment.h"

static const IID ids[] = {
    {0, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}},
    {0x1cf2b120, 0x547d, 0x101b, {0x8e, 0x65, 0x08, 0, 0x2b, 0x2b, 0xd1, 0x19}}, /* IErrorInfo */
    {0x22f03340, 0x547d, 0x101b, {0x8e, 0x65, 0x08, 0, 0x2b, 0x2b, 0xd1, 0x19}}, /* ICreate... */
};

enum { SOURCE, DESCRIPTION, HELP_FILE, TEXTS };

struct error_info {
    IErrorInfo info;
    ICreateErrorInfo create;
    LONG references;
    GUID guid;
    WCHAR *texts[TEXTS];
    DWORD help_context;
};

static volatile LONG slot = TLS_OUT_OF_INDEXES;

static DWORD get_slot(void)
{
    if (slot == (LONG)TLS_OUT_OF_INDEXES) {
        DWORD made = TlsAlloc();

        if (InterlockedCompareExchange(&slot, (LONG)made, (LONG)TLS_OUT_OF_INDEXES) !=
            (LONG)TLS_OUT_OF_INDEXES)
            TlsFree(made);
    }
    return (DWORD)slot;
}

HRESULT WINAPI SetErrorInfo(ULONG reserved, IErrorInfo *info)
{
    IErrorInfo *old = TlsGetValue(get_slot());

    if (reserved)
        return E_INVALIDARG;
    if (info)
        info->lpVtbl->AddRef(info);
    TlsSetValue(get_slot(), info);
    if (old)
        old->lpVtbl->Release(old);
    return S_OK;
}

/* The caller gets the thread's reference; the thread has none afterwards. */
HRESULT WINAPI GetErrorInfo(ULONG reserved, IErrorInfo **info)
{
    if (reserved || !info)
        return E_INVALIDARG;
    *info = TlsGetValue(get_slot());
    TlsSetValue(get_slot(), NULL);
    return *info ? S_OK : S_FALSE;
}

static struct error_info *of_create(ICreateErrorInfo *self)
{
    return CONTAINING_RECORD(self, struct error_info, create);
}

static HRESULT query(struct error_info *error, REFIID id, void **result)
{
    if (!result)
        return E_POINTER;
    *result = NULL;
    if (IsEqualIID(id, &ids[0]) || IsEqualIID(id, &ids[1]))
        *result = &error->info;
    else if (IsEqualIID(id, &ids[2]))
        *result = &error->create;
    else
        return E_NOINTERFACE;
    InterlockedIncrement(&error->references);
    return S_OK;
}

static ULONG drop(struct error_info *error)
{
    LONG left = InterlockedDecrement(&error->references);

    if (left)
        return (ULONG)left;
    for (unsigned i = 0; i < TEXTS; i++)
        CoTaskMemFree(error->texts[i]);
    HeapFree(GetProcessHeap(), 0, error);
    return 0;
}

static HRESULT WINAPI info_query(IErrorInfo *self, REFIID id, void **result)
{
    return query((struct error_info *)self, id, result);
}

static ULONG WINAPI info_add(IErrorInfo *self)
{
    return (ULONG)InterlockedIncrement(&((struct error_info *)self)->references);
}

static ULONG WINAPI info_release(IErrorInfo *self)
{
    return drop((struct error_info *)self);
}

/* A BSTR's memory is made here too, so that ole32 does not need oleaut32, which is above it. */
static HRESULT give_text(const WCHAR *text, BSTR *result)
{
    ULONG size = text ? (ULONG)lstrlenW(text) * sizeof(WCHAR) : 0;
    ULONG *memory;

    if (!result)
        return E_INVALIDARG;
    *result = NULL;
    if (!text)
        return S_OK;
    memory = CoTaskMemAlloc(8 + size + sizeof(WCHAR));
    if (!memory)
        return E_OUTOFMEMORY;
    memory[1] = size;
    memcpy(memory + 2, text, size + sizeof(WCHAR));
    *result = (BSTR)(memory + 2);
    return S_OK;
}

static HRESULT WINAPI get_guid(IErrorInfo *self, GUID *guid)
{
    *guid = ((struct error_info *)self)->guid;
    return S_OK;
}

static HRESULT WINAPI get_source(IErrorInfo *self, BSTR *text)
{
    return give_text(((struct error_info *)self)->texts[SOURCE], text);
}

static HRESULT WINAPI get_description(IErrorInfo *self, BSTR *text)
{
    return give_text(((struct error_info *)self)->texts[DESCRIPTION], text);
}

static HRESULT WINAPI get_help_file(IErrorInfo *self, BSTR *text)
{
    return give_text(((struct error_info *)self)->texts[HELP_FILE], text);
}

static HRESULT WINAPI get_help_context(IErrorInfo *self, DWORD *context)
{
    *context = ((struct error_info *)self)->help_context;
    return S_OK;
}

static IErrorInfoVtbl info_methods = {
    info_query, info_add,        info_release,  get_guid,
    get_source, get_description, get_help_file, get_help_context,
};

static HRESULT WINAPI create_query(ICreateErrorInfo *self, REFIID id, void **result)
{
    return query(of_create(self), id, result);
}

static ULONG WINAPI create_add(ICreateErrorInfo *self)
{
    return (ULONG)InterlockedIncrement(&of_create(self)->references);
}

static ULONG WINAPI create_release(ICreateErrorInfo *self)
{
    return drop(of_create(self));
}

static HRESULT set_text(ICreateErrorInfo *self, unsigned which, const WCHAR *text)
{
    WCHAR *copy = NULL;

    if (text) {
        copy = CoTaskMemAlloc((SIZE_T)(lstrlenW(text) + 1) * sizeof(WCHAR));
        if (!copy)
            return E_OUTOFMEMORY;
        lstrcpyW(copy, text);
    }
    CoTaskMemFree(of_create(self)->texts[which]);
    of_create(self)->texts[which] = copy;
    return S_OK;
}

static HRESULT WINAPI set_guid(ICreateErrorInfo *self, REFGUID guid)
{
    of_create(self)->guid = *guid;
    return S_OK;
}

static HRESULT WINAPI set_source(ICreateErrorInfo *self, LPOLESTR text)
{
    return set_text(self, SOURCE, text);
}

static HRESULT WINAPI set_description(ICreateErrorInfo *self, LPOLESTR text)
{
    return set_text(self, DESCRIPTION, text);
}

static HRESULT WINAPI set_help_file(ICreateErrorInfo *self, LPOLESTR text)
{
    return set_text(self, HELP_FILE, text);
}

static HRESULT WINAPI set_help_context(ICreateErrorInfo *self, DWORD context)
{
    of_create(self)->help_context = context;
    return S_OK;
}

static ICreateErrorInfoVtbl create_methods = {
    create_query, create_add,      create_release, set_guid,
    set_source,   set_description, set_help_file,  set_help_context,
};

HRESULT WINAPI CreateErrorInfo(ICreateErrorInfo **result)
{
    struct error_info *made;

    if (!result)
        return E_INVALIDARG;
    made = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*made));
    if (!made)
        return E_OUTOFMEMORY;
    made->info.lpVtbl = &info_methods;
    made->create.lpVtbl = &create_methods;
    made->references = 1;
    *result = &made->create;
    return S_OK;
}
