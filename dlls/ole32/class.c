/*
 * combaseapi.h: class objects: those that the process registered itself, and those of DLLs that the
 * registry names. There is no marshalling, so an object lives in its creator's apartment whatever
 * threading model its class states.
 */
#include "apartment.h"

static const IID factory_id = {1, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID unknown_id = {0, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};

struct registration {
    struct registration *next;
    DWORD cookie, context, flags;
    CLSID id;
    IUnknown *object;
};

struct library {
    struct library *next;
    HMODULE module;
};

typedef HRESULT(WINAPI *get_class_object)(REFCLSID, REFIID, void **);

static SRWLOCK lock = SRWLOCK_INIT;
static struct registration *registrations;
static struct library *libraries;
static DWORD last_cookie;
static volatile LONG server_references;
static BOOL suspended;

HRESULT WINAPI CoRegisterClassObject(REFCLSID id, LPUNKNOWN object, DWORD context, DWORD flags,
                                     DWORD *cookie)
{
    struct registration *made;

    if (!object || !cookie)
        return E_INVALIDARG;
    if (!apartment_entered())
        return CO_E_NOTINITIALIZED;
    made = HeapAlloc(GetProcessHeap(), 0, sizeof(*made));
    if (!made)
        return E_OUTOFMEMORY;
    object->lpVtbl->AddRef(object);
    AcquireSRWLockExclusive(&lock);
    *made = (struct registration){registrations, ++last_cookie, context, flags, *id, object};
    registrations = made;
    *cookie = made->cookie;
    ReleaseSRWLockExclusive(&lock);
    return S_OK;
}

HRESULT WINAPI CoRevokeClassObject(DWORD cookie)
{
    struct registration **link = &registrations, *found;

    AcquireSRWLockExclusive(&lock);
    while (*link && (*link)->cookie != cookie)
        link = &(*link)->next;
    found = *link;
    if (found)
        *link = found->next;
    ReleaseSRWLockExclusive(&lock);
    if (!found)
        return E_INVALIDARG;
    found->object->lpVtbl->Release(found->object);
    HeapFree(GetProcessHeap(), 0, found);
    return S_OK;
}

HRESULT WINAPI CoSuspendClassObjects(void)
{
    suspended = TRUE;
    return S_OK;
}

HRESULT WINAPI CoResumeClassObjects(void)
{
    suspended = FALSE;
    return S_OK;
}

ULONG WINAPI CoAddRefServerProcess(void)
{
    return (ULONG)InterlockedIncrement(&server_references);
}

ULONG WINAPI CoReleaseServerProcess(void)
{
    ULONG left = (ULONG)InterlockedDecrement(&server_references);

    if (!left)
        CoSuspendClassObjects();
    return left;
}

/* A class object of this process; one that may be used once is taken out. */
static IUnknown *take_registered(REFCLSID id, DWORD context)
{
    struct registration *at;
    IUnknown *object = NULL;
    DWORD once = 0;

    AcquireSRWLockShared(&lock);
    for (at = suspended ? NULL : registrations; at && !object; at = at->next) {
        if (!IsEqualGUID(id, &at->id) || !(at->context & context))
            continue;
        object = at->object;
        object->lpVtbl->AddRef(object);
        if (!(at->flags & (REGCLS_MULTIPLEUSE | REGCLS_MULTI_SEPARATE)))
            once = at->cookie;
    }
    ReleaseSRWLockShared(&lock);
    if (once)
        CoRevokeClassObject(once);
    return object;
}

/* The default value of a key below HKEY_CLASSES_ROOT, environment variables replaced. */
static BOOL class_value(const WCHAR *key, WCHAR *value, DWORD count)
{
    WCHAR raw[MAX_PATH];
    DWORD size = sizeof(raw), type;

    return !RegGetValueW(HKEY_CLASSES_ROOT, key, NULL,
                         RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND, &type, raw, &size) &&
           ExpandEnvironmentStringsW(raw, value, count) - 1 < count;
}

static void remember(HMODULE module)
{
    struct library *made = HeapAlloc(GetProcessHeap(), 0, sizeof(*made));

    if (!made)
        return; /* it stays loaded */
    AcquireSRWLockExclusive(&lock);
    *made = (struct library){libraries, module};
    libraries = made;
    ReleaseSRWLockExclusive(&lock);
}

static HRESULT class_of_dll(REFCLSID id, REFIID interface_id, void **result)
{
    WCHAR key[80] = L"CLSID\\", path[MAX_PATH];
    get_class_object get;
    HMODULE module;
    HRESULT status;

    StringFromGUID2(id, key + 6, 40);
    lstrcatW(key, L"\\InprocServer32");
    if (!class_value(key, path, MAX_PATH))
        return REGDB_E_CLASSNOTREG;
    module =
        LoadLibraryExW(path, NULL, path[0] && path[1] == ':' ? LOAD_WITH_ALTERED_SEARCH_PATH : 0);
    if (!module)
        return HRESULT_FROM_WIN32(GetLastError());
    get = (get_class_object)(void *)GetProcAddress(module, "DllGetClassObject");
    status = get ? get(id, interface_id, result) : CO_E_ERRORINDLL;
    if (FAILED(status))
        FreeLibrary(module);
    else
        remember(module);
    return status;
}

HRESULT WINAPI CoGetClassObject(REFCLSID id, DWORD context, LPVOID server, REFIID interface_id,
                                LPVOID *result)
{
    IUnknown *object;
    HRESULT status;

    if (!result)
        return E_INVALIDARG;
    *result = NULL;
    if (!apartment_entered())
        return CO_E_NOTINITIALIZED;
    object = take_registered(id, context);
    if (object) {
        status = object->lpVtbl->QueryInterface(object, interface_id, result);
        object->lpVtbl->Release(object);
        return status;
    }
    if (!(context & CLSCTX_INPROC_SERVER))
        return REGDB_E_CLASSNOTREG;
    return class_of_dll(id, interface_id, result);
}

HRESULT WINAPI CoCreateInstance(REFCLSID id, LPUNKNOWN outer, DWORD context, REFIID interface_id,
                                LPVOID *result)
{
    IClassFactory *factory;
    HRESULT status;

    if (!result)
        return E_POINTER;
    *result = NULL;
    status = CoGetClassObject(id, context, NULL, &factory_id, (void **)&factory);
    if (FAILED(status))
        return status;
    status = factory->lpVtbl->CreateInstance(factory, outer, interface_id, result);
    factory->lpVtbl->Release(factory);
    return status;
}

HRESULT WINAPI CoCreateInstanceEx(REFCLSID id, LPUNKNOWN outer, DWORD context, COSERVERINFO *server,
                                  DWORD count, MULTI_QI *results)
{
    IUnknown *object;
    HRESULT status;
    DWORD found = 0;

    if (!count || !results)
        return E_INVALIDARG;
    status = CoCreateInstance(id, outer, context, &unknown_id, (void **)&object);
    for (DWORD i = 0; i < count; i++) {
        results[i].pItf = NULL;
        results[i].hr = FAILED(status) ? E_NOINTERFACE
                                       : object->lpVtbl->QueryInterface(object, results[i].pIID,
                                                                        (void **)&results[i].pItf);
        found += SUCCEEDED(results[i].hr);
    }
    if (FAILED(status))
        return status;
    object->lpVtbl->Release(object);
    return found == count ? S_OK : found ? CO_S_NOTALLINTERFACES : E_NOINTERFACE;
}

/* Unloads the DLLs that say that nothing of theirs is in use. */
void WINAPI CoFreeUnusedLibrariesEx(DWORD delay, DWORD reserved)
{
    struct library **link = &libraries, *unused = NULL;

    AcquireSRWLockExclusive(&lock);
    while (*link) {
        struct library *at = *link;
        HRESULT(WINAPI * can_unload)(void) = (void *)GetProcAddress(at->module, "DllCanUnloadNow");

        if (can_unload && can_unload() == S_OK) {
            *link = at->next;
            at->next = unused;
            unused = at;
        } else {
            link = &at->next;
        }
    }
    ReleaseSRWLockExclusive(&lock);
    while (unused) {
        struct library *next = unused->next;

        FreeLibrary(unused->module);
        HeapFree(GetProcessHeap(), 0, unused);
        unused = next;
    }
}

void WINAPI CoFreeUnusedLibraries(void)
{
    CoFreeUnusedLibrariesEx(INFINITE, 0);
}

HRESULT WINAPI CLSIDFromProgID(LPCOLESTR name, LPCLSID id)
{
    WCHAR key[300], text[80];

    if (!name || !id)
        return E_INVALIDARG;
    memset(id, 0, sizeof(*id));
    if (lstrlenW(name) > 255)
        return CO_E_CLASSSTRING;
    lstrcpyW(key, name);
    lstrcatW(key, L"\\CLSID");
    return class_value(key, text, ARRAYSIZE(text)) ? IIDFromString(text, id) : CO_E_CLASSSTRING;
}

HRESULT WINAPI ProgIDFromCLSID(REFCLSID id, LPOLESTR *name)
{
    WCHAR key[80] = L"CLSID\\", text[256];

    if (!name)
        return E_INVALIDARG;
    *name = NULL;
    StringFromGUID2(id, key + 6, 40);
    lstrcatW(key, L"\\ProgID");
    if (!class_value(key, text, ARRAYSIZE(text)))
        return REGDB_E_CLASSNOTREG;
    *name = CoTaskMemAlloc((SIZE_T)(lstrlenW(text) + 1) * sizeof(WCHAR));
    if (!*name)
        return E_OUTOFMEMORY;
    lstrcpyW(*name, text);
    return S_OK;
}
