/* robocopy.c - brings one tree into the state of another. */
#include "robocopy.h"

BOOL fatal;

static BOOL in_list(const WCHAR *const *list, int count, const WCHAR *path, const WCHAR *name)
{
    for (int i = 0; i < count; i++) {
        WCHAR full[PATH_ROOM];
        if (wild_match(list[i], name))
            return TRUE;
        if (wcspbrk(list[i], L"\\/:") && GetFullPathNameW(list[i], PATH_ROOM, full, NULL) &&
            wild_match(full, path))
            return TRUE;
    }
    return FALSE;
}

static ULONGLONG size_of(const WIN32_FIND_DATAW *data)
{
    return (ULONGLONG)data->nFileSizeHigh << 32 | data->nFileSizeLow;
}

static BOOL is_folder(const WIN32_FIND_DATAW *data)
{
    return (data->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

static const WIN32_FIND_DATAW *find(const LISTING *listing, const WCHAR *name)
{
    for (size_t i = 0; i < listing->count; i++)
        if (_wcsicmp(listing->entries[i].cFileName, name) == 0)
            return &listing->entries[i];
    return NULL;
}

/* ---- lines */

static void say_error(const WCHAR *doing, const WCHAR *path, DWORD error)
{
    SYSTEMTIME t;
    GetLocalTime(&t);
    say(L"%04d/%02d/%02d %02d:%02d:%02d ERROR %lu (0x%08lX) %ls %ls\n%ls\n", t.wYear, t.wMonth,
        t.wDay, t.wHour, t.wMinute, t.wSecond, error, error, doing, path, error_text(error));
}

static void say_file(const WCHAR *class, const WCHAR *path, const WIN32_FIND_DATAW *data)
{
    if (option.no_files)
        return;
    if (!option.no_classes)
        say(L"\t  %11ls\t", class);
    if (!option.no_sizes)
        say(L"%10llu\t", size_of(data));
    if (option.times) {
        SYSTEMTIME t;
        FileTimeToSystemTime(&data->ftLastWriteTime, &t);
        say(L"%04d/%02d/%02d %02d:%02d:%02d\t", t.wYear, t.wMonth, t.wDay, t.wHour, t.wMinute,
            t.wSecond);
    }
    say(L"%ls\n", option.full_names ? path : data->cFileName);
}

static void say_folder(const WCHAR *class, ULONGLONG count, const WCHAR *path)
{
    if (option.no_folders)
        return;
    if (option.no_classes)
        say(L"\t                  %10llu\t%ls\\\n", count, path);
    else
        say(L"\t%-10ls        %4llu\t%ls\\\n", class, count, path);
}

/* ---- files */

/* What a file is against the one at the target, NULL: the same. */
static const WCHAR *class_of(const WIN32_FIND_DATAW *from, const WIN32_FIND_DATAW *to)
{
    if (!to)
        return L"New File  ";
    LONGLONG a = (LONGLONG)((ULONGLONG)from->ftLastWriteTime.dwHighDateTime << 32 |
                            from->ftLastWriteTime.dwLowDateTime);
    LONGLONG b = (LONGLONG)((ULONGLONG)to->ftLastWriteTime.dwHighDateTime << 32 |
                            to->ftLastWriteTime.dwLowDateTime);
    LONGLONG loose = option.loose_times ? 20000000 : 0;
    if (a > b + loose)
        return L"Newer     ";
    if (b > a + loose)
        return L"Older     ";
    return size_of(from) == size_of(to) ? NULL : L"Changed   ";
}

static BOOL is_skipped(const WCHAR *class)
{
    if (!class)
        return !option.same_too;
    BOOL lonely = class[0] == 'N' && class[3] == ' ';
    return (option.skip_newer && class[0] == 'N' && !lonely) ||
           (option.skip_older && class[0] == 'O') || (option.skip_changed && class[0] == 'C') ||
           (option.skip_lonely && lonely);
}

static BOOL copy_bytes(const WCHAR *from, const WCHAR *to, const WIN32_FIND_DATAW *data)
{
    DWORD there = GetFileAttributesW(to);
    if (there != INVALID_FILE_ATTRIBUTES && there & FILE_ATTRIBUTE_READONLY)
        SetFileAttributesW(to, FILE_ATTRIBUTE_NORMAL);
    if (option.create) {
        HANDLE file = CreateFileW(to, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        if (file != INVALID_HANDLE_VALUE)
            CloseHandle(file);
        return file != INVALID_HANDLE_VALUE;
    }
    if (!CopyFileW(from, to, FALSE))
        return FALSE;
    DWORD attributes = (data->dwFileAttributes | option.add) & ~option.remove;
    if (option.add | option.remove)
        SetFileAttributesW(to, attributes ? attributes : FILE_ATTRIBUTE_NORMAL);
    if (option.archive_clear)
        SetFileAttributesW(from, data->dwFileAttributes & ~(DWORD)FILE_ATTRIBUTE_ARCHIVE
                                     ? data->dwFileAttributes & ~(DWORD)FILE_ATTRIBUTE_ARCHIVE
                                     : FILE_ATTRIBUTE_NORMAL);
    return TRUE;
}

static BOOL copy_file(const WCHAR *from, const WCHAR *to, const WIN32_FIND_DATAW *data)
{
    for (long attempt = 0; !copy_bytes(from, to, data); attempt++) {
        say_error(L"Copying File", from, GetLastError());
        if (attempt >= option.retries) {
            if (option.retries)
                say(L"\nERROR: RETRY LIMIT EXCEEDED.\n\n");
            return FALSE;
        }
        say(L"Waiting %ld seconds... Retrying...\n", option.wait);
        flush_output();
        Sleep((DWORD)option.wait * 1000);
    }
    if (option.move_files && !DeleteFileW(from))
        say_error(L"Deleting Source File", from, GetLastError());
    if (!option.no_progress && !option.no_files)
        say(L"100%%  \n");
    return TRUE;
}

static BOOL is_wanted(const WCHAR *path, const WIN32_FIND_DATAW *data)
{
    BOOL named = FALSE;
    for (int i = 0; i < option.pattern_count && !named; i++)
        named = wild_match(option.patterns[i], data->cFileName);
    if ((option.archive || option.archive_clear) &&
        !(data->dwFileAttributes & FILE_ATTRIBUTE_ARCHIVE))
        return FALSE;
    return named && !in_list(option.skip_files, option.skip_file_count, path, data->cFileName) &&
           (!option.largest || size_of(data) <= option.largest) && size_of(data) >= option.smallest;
}

static void handle_file(const WCHAR *from, const WCHAR *to, const WIN32_FIND_DATAW *data,
                        const WIN32_FIND_DATAW *there)
{
    WCHAR source[PATH_ROOM], target[PATH_ROOM];
    join_path(source, from, data->cFileName);
    join_path(target, to, data->cFileName);
    files.total++;
    bytes.total += size_of(data);
    if (there && is_folder(there)) {
        files.mismatch++;
        bytes.mismatch += size_of(data);
        say_file(L"*Mismatch", source, data);
        return;
    }
    const WCHAR *class = class_of(data, there);
    if (!is_wanted(source, data) || is_skipped(class)) {
        files.skipped++;
        bytes.skipped += size_of(data);
        if (option.verbose)
            say_file(class ? class : L"same", source, data);
        return;
    }
    say_file(class ? class : L"Same", source, data);
    if (option.list_only || copy_file(source, target, data)) {
        files.copied++;
        bytes.copied += size_of(data);
    } else {
        files.failed++;
        bytes.failed += size_of(data);
    }
}

/* ---- what only the target has */

static void remove_tree(const WCHAR *path)
{
    WCHAR name[PATH_ROOM];
    LISTING listing;
    join_path(name, path, L"*");
    list_directory(name, &listing);
    folders.extras++;
    say_folder(L"*EXTRA Dir", (ULONGLONG)-1, path);
    for (size_t i = 0; i < listing.count; i++) {
        const WIN32_FIND_DATAW *data = &listing.entries[i];
        join_path(name, path, data->cFileName);
        if (is_folder(data) && !(data->dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
            remove_tree(name);
            continue;
        }
        files.extras++;
        bytes.extras += size_of(data);
        say_file(L"*EXTRA File", name, data);
        if (option.list_only)
            continue;
        SetFileAttributesW(name, FILE_ATTRIBUTE_NORMAL);
        if (!(is_folder(data) ? RemoveDirectoryW(name) : DeleteFileW(name)))
            say_error(L"Deleting Extra File", name, GetLastError());
    }
    free_listing(&listing);
    if (!option.list_only && !RemoveDirectoryW(path))
        say_error(L"Deleting Extra Directory", path, GetLastError());
}

static void handle_extra(const WCHAR *to, const WIN32_FIND_DATAW *data)
{
    WCHAR path[PATH_ROOM];
    join_path(path, to, data->cFileName);
    BOOL folder = is_folder(data);
    if (option.skip_extra ||
        (folder ? !option.tree ||
                      in_list(option.skip_folders, option.skip_folder_count, path, data->cFileName)
                : in_list(option.skip_files, option.skip_file_count, path, data->cFileName)))
        return;
    if (folder && option.purge) {
        remove_tree(path);
        return;
    }
    if (folder) {
        folders.extras++;
        say_folder(L"*EXTRA Dir", (ULONGLONG)-1, path);
        return;
    }
    files.extras++;
    bytes.extras += size_of(data);
    say_file(L"*EXTRA File", path, data);
    if (!option.purge || option.list_only)
        return;
    SetFileAttributesW(path, FILE_ATTRIBUTE_NORMAL);
    if (!DeleteFileW(path))
        say_error(L"Deleting Extra File", path, GetLastError());
}

/* ---- folders */

static BOOL has_anything(const WCHAR *path)
{
    WCHAR name[PATH_ROOM];
    LISTING listing;
    BOOL any = FALSE;
    join_path(name, path, L"*");
    list_directory(name, &listing);
    for (size_t i = 0; i < listing.count && !any; i++) {
        join_path(name, path, listing.entries[i].cFileName);
        any = is_folder(&listing.entries[i]) ? has_anything(name)
                                             : is_wanted(name, &listing.entries[i]);
    }
    free_listing(&listing);
    return any;
}

static BOOL make_target(const WCHAR *from, const WCHAR *to, ULONGLONG count)
{
    BOOL new = !is_directory(to);
    folders.total++;
    say_folder(new ? L"  New Dir" : L"", count, from);
    if (!new) {
        folders.skipped++;
        return TRUE;
    }
    if (option.list_only || make_directories(to)) {
        folders.copied++;
        return TRUE;
    }
    say_error(L"Creating Destination Directory", to, GetLastError());
    folders.failed++;
    fatal = TRUE;
    return FALSE;
}

static void handle_folders(const WCHAR *from, const WCHAR *to, const LISTING *here, long level)
{
    WCHAR source[PATH_ROOM], target[PATH_ROOM];
    for (size_t i = 0; i < here->count; i++) {
        const WIN32_FIND_DATAW *data = &here->entries[i];
        if (!is_folder(data))
            continue;
        join_path(source, from, data->cFileName);
        join_path(target, to, data->cFileName);
        if ((option.no_junctions && data->dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) ||
            in_list(option.skip_folders, option.skip_folder_count, source, data->cFileName)) {
            folders.total++;
            folders.skipped++;
            continue;
        }
        if (_wcsicmp(source, option.to) == 0 || (!option.empty && !has_anything(source)))
            continue;
        mirror(source, target, level + 1);
    }
}

void mirror(const WCHAR *from, const WCHAR *to, long level)
{
    WCHAR name[PATH_ROOM];
    LISTING here, there;
    ULONGLONG count = 0;
    join_path(name, from, L"*");
    list_directory(name, &here);
    join_path(name, to, L"*");
    list_directory(name, &there);
    for (size_t i = 0; i < here.count; i++)
        count += !is_folder(&here.entries[i]);
    if (!make_target(from, to, count))
        goto done;
    for (size_t i = 0; i < there.count; i++)
        if (!find(&here, there.entries[i].cFileName))
            handle_extra(to, &there.entries[i]);
    for (size_t i = 0; i < here.count; i++)
        if (!is_folder(&here.entries[i]))
            handle_file(from, to, &here.entries[i], find(&there, here.entries[i].cFileName));
    if (option.tree && (!option.levels || level < option.levels))
        handle_folders(from, to, &here, level);
    if (option.move_folders && !option.list_only)
        RemoveDirectoryW(from);
done:
    free_listing(&here);
    free_listing(&there);
}
