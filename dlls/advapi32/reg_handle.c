/* Handles to keys, and the predefined ones. */
#include "account.h"
#include "reg_tree.h"

#define FIRST_HANDLE 0x10000000

struct entry {
    struct reg_key *key; /* NULL: free */
    REGSAM access;
};

static struct entry *entries;
static DWORD entry_count;
static struct reg_key *machine, *users, *user, *classes, *config;

static LONG make_roots(void)
{
    static struct reg_key machine_root = {.references = 1}, users_root = {.references = 1};
    BOOL made;
    LONG error;

    if (machine)
        return ERROR_SUCCESS;
    error = reg_walk(&users_root, BAILEY_USER_SID, TRUE, &user, &made);
    if (!error)
        error = reg_walk(&users_root, L".DEFAULT", TRUE, &config, &made);
    if (!error)
        error = reg_walk(&machine_root, L"SOFTWARE\\Classes", TRUE, &classes, &made);
    if (!error)
        error = reg_walk(&machine_root, L"SYSTEM\\CurrentControlSet\\Hardware Profiles\\Current",
                         TRUE, &config, &made);
    if (error)
        return error;
    users = &users_root;
    machine = &machine_root;
    reg_make_defaults(machine, user);
    return ERROR_SUCCESS;
}

struct reg_key *reg_root(HKEY predefined)
{
    if (make_roots())
        return NULL;
    switch ((ULONG)(ULONG_PTR)predefined) {
    case (ULONG)(ULONG_PTR)HKEY_CLASSES_ROOT:
        return classes;
    case (ULONG)(ULONG_PTR)HKEY_CURRENT_USER:
        return user;
    case (ULONG)(ULONG_PTR)HKEY_LOCAL_MACHINE:
        return machine;
    case (ULONG)(ULONG_PTR)HKEY_USERS:
        return users;
    case (ULONG)(ULONG_PTR)HKEY_CURRENT_CONFIG:
        return config;
    default:
        return NULL;
    }
}

static struct entry *find_entry(HKEY handle)
{
    ULONG_PTR number = (ULONG_PTR)handle - FIRST_HANDLE;

    if ((ULONG_PTR)handle < FIRST_HANDLE || number % 4 || number / 4 >= entry_count)
        return NULL;
    return entries[number / 4].key ? &entries[number / 4] : NULL;
}

LONG reg_lookup(HKEY handle, REGSAM access, struct reg_key **key)
{
    struct entry *entry;

    if ((ULONG_PTR)handle & 0x80000000) {
        *key = reg_root(handle);
        return *key ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
    }
    entry = find_entry(handle);
    if (!entry)
        return ERROR_INVALID_HANDLE;
    if (entry->key->deleted)
        return ERROR_KEY_DELETED;
    if (access & ~entry->access)
        return ERROR_ACCESS_DENIED;
    *key = entry->key;
    return ERROR_SUCCESS;
}

static REGSAM map_access(REGSAM access)
{
    if (access & (MAXIMUM_ALLOWED | GENERIC_ALL))
        access |= KEY_ALL_ACCESS;
    if (access & (GENERIC_READ | GENERIC_EXECUTE))
        access |= KEY_READ;
    if (access & GENERIC_WRITE)
        access |= KEY_WRITE;
    return access & KEY_ALL_ACCESS;
}

LONG reg_new_handle(struct reg_key *key, REGSAM access, HKEY *handle)
{
    DWORD number = 0;

    while (number < entry_count && entries[number].key)
        number++;
    if (number == entry_count) {
        DWORD count = entry_count ? entry_count * 2 : 64;
        struct entry *more = reg_allocate(count * sizeof(*more));

        if (!more)
            return ERROR_NOT_ENOUGH_MEMORY;
        if (entries)
            memcpy(more, entries, entry_count * sizeof(*more));
        reg_free(entries);
        entries = more;
        entry_count = count;
    }
    entries[number].key = key;
    entries[number].access = map_access(access);
    key->references++;
    *handle = (HKEY)(ULONG_PTR)(FIRST_HANDLE + 4 * number);
    return ERROR_SUCCESS;
}

LONG reg_close_handle(HKEY handle)
{
    struct entry *entry;

    if ((ULONG_PTR)handle & 0x80000000)
        return ERROR_SUCCESS;
    entry = find_entry(handle);
    if (!entry)
        return ERROR_INVALID_HANDLE;
    reg_release(entry->key);
    entry->key = NULL;
    return ERROR_SUCCESS;
}
