/* test_directory.c - reading, renaming, removing, linking, names and watches. */
#include "support.h"
#include "fault_injection.h"
#include "handle.h"
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static PalHandle open_directory(const char *path)
{
    PalHandle handle;
    assert_status(open_in_scratch(path, PAL_ACCESS_READ, 0, PAL_OPTION_DIRECTORY, &handle, NULL),
                  PAL_OK);
    return handle;
}

/* Reads a directory of files n0.. with a buffer of that size; each must come once. */
static void read_all(const char *path, int count, uint64_t buffer_size, uint32_t flags)
{
    char *seen = calloc(1, (size_t)count);
    uint64_t *buffer = malloc(buffer_size), done;
    PalHandle directory = open_directory(path);
    PalStatus status;
    int found = 0;
    uint32_t restart = PAL_DIRECTORY_RESTART;
    while ((status = pal_directory_read(directory, flags | restart, buffer, buffer_size, &done)) ==
           PAL_OK) {
        restart = 0;
        for (uint64_t at = 0; at < done;) {
            PalDirectoryEntry *entry = (PalDirectoryEntry *)((char *)buffer + at);
            at += entry->size;
            int number = atoi(entry->name + 1);
            assert_true(number >= 0 && number < count && !seen[number]);
            seen[number] = 1;
            found++;
            assert_int_equal(entry->type, PAL_TYPE_FILE);
            assert_int_equal(entry->has_info, flags & PAL_DIRECTORY_INFO ? 1 : 0);
            assert_int_equal(entry->info.size, entry->has_info ? (uint64_t)(number % 3) : 0);
        }
    }
    assert_status(status, PAL_STATUS_NO_MORE_FILES);
    assert_int_equal(found, count);
    pal_handle_close(directory);
    free(buffer);
    free(seen);
}

static void every_entry_comes_once_whatever_the_buffer(void **state)
{
    char name[300];
    mkdir("many", 0777);
    for (int i = 0; i < 700; i++) {
        int size = snprintf(name, sizeof name, "many/n%d-", i);
        memset(name + size, 'x', (size_t)(i % 240));
        name[size + i % 240] = 0;
        write_text(name, &"12"[2 - i % 3]);
    }
    read_all("many", 700, 65536, PAL_DIRECTORY_INFO);
    read_all("many", 700, 65536, 0);
    read_all("many", 700, 4096, PAL_DIRECTORY_INFO);
    read_all("many", 700, 1500, 0);
    read_all("many", 700, 400, PAL_DIRECTORY_INFO);
}

static void wrong_requests_are_refused(void **state)
{
    uint64_t buffer[64], done;
    write_text("plain", "");
    PalHandle directory = open_directory(""), file;
    assert_status(pal_directory_read(directory, 0, buffer, 100, &done),
                  PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_directory_read(directory, 8, buffer, 512, &done),
                  PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_directory_read(directory, 0, (char *)buffer + 1, 500, &done),
                  PAL_STATUS_INVALID_PARAMETER);
    open_in_scratch("plain", PAL_ACCESS_READ, 0, 0, &file, NULL);
    assert_status(pal_directory_read(file, 0, buffer, 512, &done), PAL_STATUS_INVALID_HANDLE);
    pal_handle_close(file);
    pal_handle_close(directory);
    mkdir("empty", 0777);
    directory = open_directory("empty");
    assert_status(pal_directory_read(directory, 0, buffer, 512, &done), PAL_STATUS_NO_MORE_FILES);
    rmdir("empty");
    assert_status(pal_directory_read(directory, 1, buffer, 512, &done), PAL_STATUS_NO_MORE_FILES);
    pal_handle_close(directory);
}

static PalStatus rename_to(const char *from, const char *to, uint32_t flags)
{
    PalHandle base = scratch_handle();
    PalStatus status =
        pal_file_rename(base, from, (uint32_t)strlen(from), base, to, (uint32_t)strlen(to), flags);
    pal_handle_close(base);
    return status;
}

static void renaming_keeps_what_is_there(void **state)
{
    write_text("a", "a");
    write_text("b", "b");
    mkdir("d", 0777);
    mkdir("e", 0777);
    write_text("e/x", "");
    assert_status(rename_to("a", "b", 0), PAL_STATUS_NAME_COLLISION);
    assert_status(rename_to("a", "b", PAL_RENAME_REPLACE), PAL_OK);
    assert_status(rename_to("a", "c", 0), PAL_STATUS_NO_SUCH_FILE);
    assert_status(rename_to("b", "no/c", 0), PAL_STATUS_PATH_NOT_FOUND);
    assert_status(rename_to("no/b", "c", 0), PAL_STATUS_PATH_NOT_FOUND);
    assert_status(rename_to("b", "d", PAL_RENAME_REPLACE), PAL_STATUS_IS_A_DIRECTORY);
    assert_status(rename_to("d", "e", PAL_RENAME_REPLACE), PAL_STATUS_NOT_EMPTY);
    assert_status(rename_to("b", "B", 0), PAL_OK);
    assert_int_equal(access("B", F_OK), 0);
    assert_status(rename_to("", "x", 0), PAL_STATUS_INVALID_PARAMETER);
}

static PalStatus remove_name(const char *path, uint32_t options)
{
    PalHandle base = scratch_handle();
    PalStatus status = pal_file_remove(base, path, (uint32_t)strlen(path), options);
    pal_handle_close(base);
    return status;
}

static void removing_tells_files_from_directories(void **state)
{
    write_text("r", "");
    mkdir("rd", 0777);
    mkdir("rd/in", 0777);
    assert_status(remove_name("r", PAL_OPTION_DIRECTORY), PAL_STATUS_NOT_A_DIRECTORY);
    assert_status(remove_name("rd", 0), PAL_STATUS_IS_A_DIRECTORY);
    assert_status(remove_name("rd", PAL_OPTION_DIRECTORY), PAL_STATUS_NOT_EMPTY);
    assert_status(remove_name("rd/in", PAL_OPTION_DIRECTORY), PAL_OK);
    assert_status(remove_name("rd", PAL_OPTION_DIRECTORY), PAL_OK);
    assert_status(remove_name("r", 0), PAL_OK);
    assert_status(remove_name("r", 0), PAL_STATUS_NO_SUCH_FILE);
    assert_status(remove_name("r/x", 0), PAL_STATUS_PATH_NOT_FOUND);
}

static void links_have_texts_and_files_names(void **state)
{
    char name[PATH_MAX], here[PATH_MAX];
    uint32_t done;
    PalHandle file, base = scratch_handle();
    struct stat facts;
    write_text("target", "");
    assert_status(open_in_scratch("target", PAL_ACCESS_READ, 0, 0, &file, NULL), PAL_OK);
    assert_status(pal_file_link(0, "target", 6, base, "soft", 4), PAL_OK);
    assert_status(pal_file_link(file, NULL, 0, base, "hard", 4), PAL_OK);
    assert_status(pal_file_link(file, NULL, 0, base, "hard", 4), PAL_STATUS_NAME_COLLISION);
    assert_status(pal_file_link(file, NULL, 0, base, "no/hard", 7), PAL_STATUS_PATH_NOT_FOUND);
    assert_status(pal_file_link(0, NULL, 0, base, "x", 1), PAL_STATUS_INVALID_PARAMETER);
    stat("target", &facts);
    assert_int_equal(facts.st_nlink, 2);
    assert_status(pal_file_name(base, "soft", 4, name, sizeof name, &done), PAL_OK);
    assert_int_equal(done, 6);
    assert_memory_equal(name, "target", 6);
    assert_status(pal_file_name(base, "soft", 4, name, 5, &done), PAL_STATUS_NAME_TOO_LONG);
    assert_status(pal_file_name(base, "target", 6, name, sizeof name, &done),
                  PAL_STATUS_INVALID_REQUEST);
    assert_status(pal_file_name(file, NULL, 0, name, sizeof name, &done), PAL_OK);
    name[done] = 0;
    assert_non_null(getcwd(here, sizeof here));
    assert_string_equal(name, strcat(here, "/target"));
    unlink("target");
    assert_status(pal_file_name(file, NULL, 0, name, sizeof name, &done), PAL_OK);
    name[done] = 0;
    assert_string_equal(name, here);
    pal_handle_close(file);
    pal_handle_close(base);
}

static const PalChange *next_change(const PalChange *change)
{
    return (const PalChange *)((const char *)change + change->size);
}

static void expect_change(const PalChange **change, uint32_t action, const char *name)
{
    assert_int_equal((*change)->action, action);
    assert_int_equal((*change)->name_size, strlen(name));
    assert_memory_equal((*change)->name, name, strlen(name));
    *change = next_change(*change);
}

static void a_watch_tells_what_happens(void **state)
{
    uint64_t buffer[512], done;
    PalHandle directory, stream;
    mkdir("watched", 0777);
    directory = open_directory("watched");
    assert_status(pal_directory_watch(directory, 0, &stream), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_directory_watch(directory, 0x1 | 0x10, &stream), PAL_OK);
    write_text("watched/one", "x");
    mkdir("watched/folder", 0777); /* names of folders were not asked for */
    rename("watched/one", "watched/two");
    rename("watched/two", "away");
    unlink("away");
    assert_status(pal_file_read(stream, 0, buffer, 100, &done), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_file_read(stream, 0, buffer, sizeof buffer, &done), PAL_OK);
    const PalChange *change = (const PalChange *)buffer;
    expect_change(&change, 1, "one");
    expect_change(&change, 3, "one");
    uint32_t cookie = change->cookie;
    expect_change(&change, 4, "one");
    assert_int_equal(change->cookie, cookie);
    expect_change(&change, 5, "two");
    expect_change(&change, 2, "two");
    assert_ptr_equal(change, (char *)buffer + done);
    pal_handle_close(stream);
    pal_handle_close(directory);
}

static void a_watch_takes_more_directories(void **state)
{
    uint64_t buffer[512], done;
    PalHandle directory, below, stream, number, none = 0;
    mkdir("tree", 0777);
    mkdir("tree/sub", 0777);
    directory = open_directory("tree");
    below = open_directory("tree/sub");
    assert_status(pal_directory_watch(below, PAL_WATCH_ADD, &none), PAL_STATUS_INVALID_HANDLE);
    assert_status(pal_directory_watch(directory, 0x1 | PAL_WATCH_TREE, &stream), PAL_OK);
    number = stream;
    assert_status(pal_directory_watch(directory, PAL_WATCH_ADD, &number), PAL_OK);
    assert_int_equal(number, 1); /* it is there already */
    number = stream;
    assert_status(pal_directory_watch(below, PAL_WATCH_ADD, &number), PAL_OK);
    write_text("tree/sub/file", "x");
    mkdir("tree/new", 0777); /* told though only files are asked for */
    rename("tree/sub/file", "tree/file");
    unlink("tree/file");
    pal_handle_close(below);
    rmdir("tree/sub");
    assert_status(pal_file_read(stream, 0, buffer, sizeof buffer, &done), PAL_OK);
    const PalChange *change = (const PalChange *)buffer;
    assert_int_equal(change->directory, number);
    assert_int_equal(change->is_directory, 0);
    expect_change(&change, PAL_CHANGE_ADDED, "file");
    assert_int_equal(change->directory, 1);
    assert_int_equal(change->is_directory, 1);
    expect_change(&change, PAL_CHANGE_ADDED, "new");
    uint32_t cookie = change->cookie;
    assert_int_equal(change->directory, number);
    expect_change(&change, PAL_CHANGE_REMOVED, "file"); /* no rename: to another directory */
    assert_int_equal(change->cookie, cookie);
    expect_change(&change, PAL_CHANGE_ADDED, "file");
    expect_change(&change, PAL_CHANGE_REMOVED, "file");
    while (change->action != PAL_CHANGE_GONE)
        expect_change(&change, PAL_CHANGE_REMOVED, "sub");
    assert_int_equal(change->directory, number);
    pal_handle_close(stream);
    pal_handle_close(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_comes_once_whatever_the_buffer),
        cmocka_unit_test(wrong_requests_are_refused),
        cmocka_unit_test(renaming_keeps_what_is_there),
        cmocka_unit_test(removing_tells_files_from_directories),
        cmocka_unit_test(links_have_texts_and_files_names),
        cmocka_unit_test(a_watch_tells_what_happens),
        cmocka_unit_test(a_watch_takes_more_directories),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
