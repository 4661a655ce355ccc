/* atoms.c - local and global atoms, on ntdll's tables. */
#include "nls_private.h"

enum { MAX_NAME = 255 };

enum scope { LOCAL, GLOBAL };

static PRTL_ATOM_TABLE tables[2];

static PRTL_ATOM_TABLE table_of(enum scope scope)
{
    PRTL_ATOM_TABLE made = NULL;

    if (tables[scope] || !NT_SUCCESS(RtlCreateAtomTable(0, &made)))
        return tables[scope];
    if (InterlockedCompareExchangePointer((PVOID *)&tables[scope], made, NULL))
        RtlDestroyAtomTable(made);
    return tables[scope];
}

static ATOM result(NTSTATUS status, USHORT atom)
{
    return NT_SUCCESS(status) ? atom : (ATOM)nls_fail(RtlNtStatusToDosError(status));
}

static ATOM add(enum scope scope, LPCWSTR name)
{
    USHORT atom = 0;
    NTSTATUS status = RtlAddAtomToAtomTable(table_of(scope), name, &atom);

    return result(status, atom);
}

static ATOM find(enum scope scope, LPCWSTR name)
{
    USHORT atom = 0;
    NTSTATUS status = RtlLookupAtomInAtomTable(table_of(scope), name, &atom);

    return result(status, atom);
}

typedef ATOM (*name_fn)(enum scope, LPCWSTR);

/* A name that is a number stays what it is. */
static ATOM narrow(name_fn function, enum scope scope, LPCSTR name)
{
    WCHAR *wide;
    ATOM atom;

    if ((ULONG_PTR)name < 0x10000)
        return function(scope, (LPCWSTR)name);
    wide = nls_widen(name, -1, NULL);
    if (!wide)
        return (ATOM)nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    atom = function(scope, wide);
    nls_free(wide);
    return atom;
}

static ATOM drop(enum scope scope, ATOM atom)
{
    NTSTATUS status = RtlDeleteAtomFromAtomTable(table_of(scope), atom);

    if (NT_SUCCESS(status))
        return 0;
    SetLastError(RtlNtStatusToDosError(status));
    return atom;
}

static UINT name_of(enum scope scope, ATOM atom, WCHAR *to, int room)
{
    WCHAR name[MAX_NAME + 1];
    ULONG size = sizeof name;
    UINT count;
    NTSTATUS status;

    if (room <= 0)
        return (UINT)nls_fail(ERROR_MORE_DATA);
    status = RtlQueryAtomInAtomTable(table_of(scope), atom, NULL, NULL, name, &size);
    if (!NT_SUCCESS(status))
        return (UINT)nls_fail(RtlNtStatusToDosError(status));
    count = min((UINT)wcslen(name), (UINT)room - 1);
    memcpy(to, name, count * sizeof *to);
    to[count] = 0;
    if (wcslen(name) >= (UINT)room)
        SetLastError(ERROR_MORE_DATA);
    return count;
}

static UINT narrow_name_of(enum scope scope, ATOM atom, char *to, int room)
{
    WCHAR name[MAX_NAME + 1];
    char all[2 * MAX_NAME + 2];
    UINT size;

    if (room <= 0)
        return (UINT)nls_fail(ERROR_MORE_DATA);
    if (!name_of(scope, atom, name, MAX_NAME + 1))
        return 0;
    size = (UINT)WideCharToMultiByte(CP_ACP, 0, name, -1, all, sizeof all, NULL, NULL) - 1;
    size = min(size, (UINT)room - 1);
    memcpy(to, all, size);
    to[size] = 0;
    return size;
}

ATOM WINAPI AddAtomA(LPCSTR name)
{
    return narrow(add, LOCAL, name);
}

ATOM WINAPI AddAtomW(LPCWSTR name)
{
    return add(LOCAL, name);
}

ATOM WINAPI FindAtomA(LPCSTR name)
{
    return narrow(find, LOCAL, name);
}

ATOM WINAPI FindAtomW(LPCWSTR name)
{
    return find(LOCAL, name);
}

ATOM WINAPI DeleteAtom(ATOM atom)
{
    return drop(LOCAL, atom);
}

UINT WINAPI GetAtomNameA(ATOM atom, LPSTR to, int room)
{
    return narrow_name_of(LOCAL, atom, to, room);
}

UINT WINAPI GetAtomNameW(ATOM atom, LPWSTR to, int room)
{
    return name_of(LOCAL, atom, to, room);
}

BOOL WINAPI InitAtomTable(DWORD buckets)
{
    return tables[LOCAL] || NT_SUCCESS(RtlCreateAtomTable(buckets, &tables[LOCAL]));
}

ATOM WINAPI GlobalAddAtomA(LPCSTR name)
{
    return narrow(add, GLOBAL, name);
}

ATOM WINAPI GlobalAddAtomW(LPCWSTR name)
{
    return add(GLOBAL, name);
}

ATOM WINAPI GlobalFindAtomA(LPCSTR name)
{
    return narrow(find, GLOBAL, name);
}

ATOM WINAPI GlobalFindAtomW(LPCWSTR name)
{
    return find(GLOBAL, name);
}

ATOM WINAPI GlobalDeleteAtom(ATOM atom)
{
    return drop(GLOBAL, atom);
}

UINT WINAPI GlobalGetAtomNameA(ATOM atom, LPSTR to, int room)
{
    return narrow_name_of(GLOBAL, atom, to, room);
}

UINT WINAPI GlobalGetAtomNameW(ATOM atom, LPWSTR to, int room)
{
    return name_of(GLOBAL, atom, to, room);
}
