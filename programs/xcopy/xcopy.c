/* xcopy.c - copies files and trees of them. */
#include "xcopy.h"

static unsigned long copied;
static BOOL failed;
static WCHAR target_root[PATH_ROOM];

__attribute__((noreturn)) static void stop(int code)
{
    print(L"%lu File(s) copied\n", copied);
    finish(code);
}

static void say_error(DWORD error)
{
    flush_output();
    complain(L"%ls\n", error_text(error));
    failed = TRUE;
    if (!option.go_on)
        stop(4);
}

static BOOL may_write(const WCHAR *from, const WCHAR *to)
{
    WCHAR question[PATH_ROOM];
    if (option.prompt) {
        set_text(question, PATH_ROOM, L"%ls (Y/N)?", to);
        return ask_key(question, L"YN") == 'Y';
    }
    if (option.overwrite || GetFileAttributesW(to) == INVALID_FILE_ATTRIBUTES)
        return TRUE;
    set_text(question, PATH_ROOM, L"Overwrite %ls (Yes/No/All)?", to);
    WCHAR answer = ask_key(question, L"YNA");
    option.overwrite |= answer == 'A';
    return answer != 'N';
}

static BOOL copy_bytes(const WCHAR *from, const WCHAR *to, DWORD attributes)
{
    DWORD there = GetFileAttributesW(to);
    if (there != INVALID_FILE_ATTRIBUTES && there & FILE_ATTRIBUTE_READONLY && option.read_only)
        SetFileAttributesW(to, FILE_ATTRIBUTE_NORMAL);
    if (!CopyFileW(from, to, FALSE))
        return FALSE;
    if (!option.keep_attributes)
        attributes &= ~(DWORD)FILE_ATTRIBUTE_READONLY;
    SetFileAttributesW(to, attributes | FILE_ATTRIBUTE_ARCHIVE);
    if (option.archive_clear)
        SetFileAttributesW(from, attributes & ~(DWORD)FILE_ATTRIBUTE_ARCHIVE
                                     ? attributes & ~(DWORD)FILE_ATTRIBUTE_ARCHIVE
                                     : FILE_ATTRIBUTE_NORMAL);
    return TRUE;
}

static void copy_one(const WCHAR *from, const WCHAR *to, const WIN32_FIND_DATAW *data)
{
    WCHAR full[2][PATH_ROOM];
    if (!is_wanted(data, to) || is_excluded(from))
        return;
    if (!GetFullPathNameW(from, PATH_ROOM, full[0], NULL) ||
        !GetFullPathNameW(to, PATH_ROOM, full[1], NULL))
        return;
    if (_wcsicmp(full[0], full[1]) == 0) {
        flush_output();
        complain(L"File cannot be copied onto itself\n");
        stop(4);
    }
    if (!option.list_only && !may_write(from, full[1]))
        return;
    if (option.full_names)
        print(L"%ls -> %ls\n", full[0], full[1]);
    else if (!option.quiet)
        print(L"%ls\n", from);
    if (!option.list_only && !copy_bytes(from, to, data->dwFileAttributes))
        say_error(GetLastError());
    else
        copied++;
}

/* Below the target itself nothing is to be looked for. */
static BOOL is_target(const WCHAR *path)
{
    WCHAR full[PATH_ROOM];
    return GetFullPathNameW(path, PATH_ROOM, full, NULL) && _wcsicmp(full, target_root) == 0;
}

static void copy_tree(const WCHAR *from, const WCHAR *pattern, const WCHAR *to);

static void copy_folders(const WCHAR *from, const WCHAR *pattern, const WCHAR *to)
{
    WCHAR source[PATH_ROOM], target[PATH_ROOM], probe[PATH_ROOM];
    LISTING listing;
    join_path(source, from, L"*");
    list_directory(source, &listing);
    for (size_t i = 0; i < listing.count; i++) {
        DWORD attributes = listing.entries[i].dwFileAttributes;
        if (!(attributes & FILE_ATTRIBUTE_DIRECTORY) ||
            (attributes & (FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM) && !option.hidden))
            continue;
        join_path(source, from, listing.entries[i].cFileName);
        join_path(target, to, listing.entries[i].cFileName);
        join_path(probe, source, L""); /* a folder is excluded by "\name\" */
        if (is_target(source) || is_excluded(probe))
            continue;
        if (option.empty && !option.list_only && !make_directories(target))
            say_error(GetLastError());
        copy_tree(source, pattern, target);
    }
    free_listing(&listing);
}

static void copy_tree(const WCHAR *from, const WCHAR *pattern, const WCHAR *to)
{
    WCHAR source[PATH_ROOM], target[PATH_ROOM];
    LISTING listing;
    BOOL made = FALSE;
    join_path(source, from, pattern);
    list_directory(source, &listing);
    for (size_t i = 0; i < listing.count; i++) {
        const WIN32_FIND_DATAW *data = &listing.entries[i];
        if (data->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            continue;
        if (!made && !option.list_only && !option.update && !make_directories(to))
            say_error(GetLastError());
        made = TRUE;
        if (option.structure)
            break;
        join_path(source, from, data->cFileName);
        join_path(target, to, data->cFileName);
        copy_one(source, target, data);
    }
    free_listing(&listing);
    if (option.tree)
        copy_folders(from, pattern, to);
}

/* TRUE if the target is, or is to become, a directory. */
static BOOL target_is_folder(const WCHAR *to, BOOL several)
{
    size_t size = wcslen(to);
    WCHAR question[PATH_ROOM];
    if (is_directory(to) || (size && wcschr(L"\\/:", to[size - 1])))
        return TRUE;
    if (GetFileAttributesW(to) != INVALID_FILE_ATTRIBUTES)
        return FALSE;
    if (several && option.into)
        return TRUE;
    set_text(question, PATH_ROOM,
             L"Does %ls specify a file name\nor directory name on the target\n"
             L"(F = file, D = directory)?",
             to);
    return ask_key(question, L"FD") == 'D';
}

static void copy_into_file(const WCHAR *directory, const WCHAR *pattern, const WCHAR *to)
{
    WCHAR source[PATH_ROOM], *above = text_copy(to), *last = last_part(above);
    LISTING listing;
    join_path(source, directory, pattern);
    list_directory(source, &listing);
    if (last > above && last[-1] != ':') {
        last[-1] = 0;
        make_directories(above);
    }
    for (size_t i = 0; i < listing.count; i++) {
        if (listing.entries[i].dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            continue;
        join_path(source, directory, listing.entries[i].cFileName);
        copy_one(source, to, &listing.entries[i]);
    }
    free(above);
    free_listing(&listing);
}

static void split_source(const WCHAR *from, WCHAR *directory, WCHAR *pattern)
{
    if (is_directory(from)) {
        wcscpy(directory, from);
        size_t size = wcslen(directory);
        if (size > 1 && wcschr(L"\\/", directory[size - 1]) && directory[size - 2] != ':')
            directory[size - 1] = 0;
        wcscpy(pattern, L"*");
        return;
    }
    const WCHAR *last = last_part(from);
    set_text(directory, PATH_ROOM, L"%.*ls", (int)(last - from), from);
    wcscpy(pattern, last);
}

static BOOL is_inside(const WCHAR *from)
{
    WCHAR full[PATH_ROOM];
    if (!GetFullPathNameW(from, PATH_ROOM, full, NULL))
        return FALSE;
    size_t size = wcslen(full);
    return _wcsnicmp(full, target_root, size) == 0 &&
           (target_root[size] == '\\' || !target_root[size]);
}

static void wait_for_key(void)
{
    char byte;
    DWORD done;
    print(L"Press any key when ready to begin copying file(s)");
    flush_output();
    ReadFile(GetStdHandle(STD_INPUT_HANDLE), &byte, 1, &done, NULL);
    print(L"\n");
}

int wmain(int count, WCHAR **words)
{
    const WCHAR *from, *to;
    WCHAR directory[PATH_ROOM], pattern[PATH_ROOM], probe[PATH_ROOM];
    LISTING listing;
    read_options(count, words, &from, &to);
    if (wcslen(from) >= PATH_ROOM || (to && wcslen(to) >= PATH_ROOM))
        finish(4);
    split_source(from, directory, pattern);
    join_path(probe, directory, pattern);
    BOOL any = list_directory(probe, &listing);
    free_listing(&listing);
    if (!any && !(option.tree && is_directory(directory[0] ? directory : L".")) &&
        !is_directory(from)) {
        flush_output();
        complain(L"File not found - %ls\n", pattern);
        stop(4);
    }
    if (option.wait)
        wait_for_key();
    to = to ? to : L".";
    BOOL several = has_wildcard(pattern) || is_directory(from);
    BOOL folder = target_is_folder(to, several);
    GetFullPathNameW(to, PATH_ROOM, target_root, NULL);
    size_t size = wcslen(target_root);
    if (size > 3 && target_root[size - 1] == '\\')
        target_root[size - 1] = 0;
    if (option.tree && is_directory(from) && is_inside(from)) {
        flush_output();
        complain(L"Cannot perform a cyclic copy\n");
        stop(4);
    }
    if (folder)
        copy_tree(directory, pattern, to);
    else
        copy_into_file(directory, pattern, to);
    stop(failed ? 4 : !copied && !any && !option.tree);
}
