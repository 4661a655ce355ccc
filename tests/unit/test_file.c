/* test_file.c - opening, reading, writing, facts and names of files. */
#include "support.h"
#include "fault_injection.h"
#include "file.h"
#include "handle.h"
#include "thread.h"
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define RW    (PAL_ACCESS_READ | PAL_ACCESS_WRITE)
#define WRONG ((void *)0x10) /* an address that no process has */

static PalHandle open_ok(const char *path, uint32_t access, uint32_t disposition)
{
    PalHandle file;
    assert_status(open_in_scratch(path, access, disposition, 0, &file, NULL), PAL_OK);
    return file;
}

static void check_open(const char *path, uint32_t access, uint32_t disposition, uint32_t options,
                       PalStatus expected)
{
    PalHandle file = 0x5a5a5a5a;
    PalFileInfo info;
    assert_status(open_in_scratch(path, access, disposition, options, &file, &info), expected);
    if (expected == PAL_OK)
        assert_status(pal_handle_close(file), PAL_OK);
    else
        assert_int_equal(file, 0x5a5a5a5a);
}

static void dispositions_do_what_they_say(void **state)
{
    check_open("new", RW, PAL_OPEN_EXISTING, 0, PAL_STATUS_NO_SUCH_FILE);
    check_open("new", RW, PAL_OPEN_TRUNCATE, 0, PAL_STATUS_NO_SUCH_FILE);
    check_open("new", RW, PAL_OPEN_CREATE_NEW, 0, PAL_OK);
    check_open("new", RW, PAL_OPEN_CREATE_NEW, 0, PAL_STATUS_NAME_COLLISION);
    check_open("new", RW, PAL_OPEN_ALWAYS, 0, PAL_OK);
    check_open("other", PAL_ACCESS_READ, PAL_OPEN_ALWAYS, 0, PAL_OK);
    check_open("new", RW, 4, 0, PAL_STATUS_INVALID_PARAMETER);
    check_open("new", 16, 0, 0, PAL_STATUS_INVALID_PARAMETER);
    write_text("full", "12345");
    PalFileInfo info;
    PalHandle file;
    assert_status(open_in_scratch("full", PAL_ACCESS_WRITE, PAL_OPEN_TRUNCATE, 0, &file, &info),
                  PAL_OK);
    assert_int_equal(info.size, 0);
    pal_handle_close(file);
}

static void a_missing_folder_is_not_a_missing_file(void **state)
{
    write_text("plain", "");
    check_open("no/file", RW, PAL_OPEN_EXISTING, 0, PAL_STATUS_PATH_NOT_FOUND);
    check_open("no/file", RW, PAL_OPEN_CREATE_NEW, 0, PAL_STATUS_PATH_NOT_FOUND);
    check_open("plain/file", RW, PAL_OPEN_EXISTING, 0, PAL_STATUS_PATH_NOT_FOUND);
    assert_int_equal(mkdir("folder", 0777), 0);
    check_open("folder/file", RW, PAL_OPEN_EXISTING, 0, PAL_STATUS_NO_SUCH_FILE);
    check_open("folder/no/file", RW, PAL_OPEN_EXISTING, 0, PAL_STATUS_PATH_NOT_FOUND);
}

static void paths_are_checked(void **state)
{
    PalHandle file, base = scratch_handle();
    char *path = malloc(8000);
    memset(path, 'x', 8000);
    assert_status(pal_file_open(base, "/etc/passwd", 11, PAL_ACCESS_READ, 0, 0, &file, NULL),
                  PAL_STATUS_NAME_INVALID);
    assert_status(pal_file_open(base, "a\0b", 3, PAL_ACCESS_READ, 0, 0, &file, NULL),
                  PAL_STATUS_NAME_INVALID);
    assert_status(pal_file_open(base, path, 8000, PAL_ACCESS_READ, 0, 0, &file, NULL),
                  PAL_STATUS_NAME_TOO_LONG);
    assert_status(pal_file_open(base, path, 300, PAL_ACCESS_READ, 0, 0, &file, NULL),
                  PAL_STATUS_NAME_TOO_LONG);
    assert_status(pal_file_open(9999, "x", 1, PAL_ACCESS_READ, 0, 0, &file, NULL),
                  PAL_STATUS_INVALID_HANDLE);
    free(path);
    pal_handle_close(base);
}

static void directories_and_files_are_told_apart(void **state)
{
    mkdir("dir", 0777);
    write_text("file", "x");
    check_open("dir", PAL_ACCESS_READ, PAL_OPEN_EXISTING, 0, PAL_OK);
    check_open("dir", PAL_ACCESS_READ, PAL_OPEN_EXISTING, PAL_OPTION_FILE,
               PAL_STATUS_IS_A_DIRECTORY);
    check_open("dir", PAL_ACCESS_PATH, PAL_OPEN_EXISTING, PAL_OPTION_FILE,
               PAL_STATUS_IS_A_DIRECTORY);
    check_open("dir", RW, PAL_OPEN_EXISTING, 0, PAL_STATUS_IS_A_DIRECTORY);
    check_open("dir", RW, PAL_OPEN_EXISTING, PAL_OPTION_DIRECTORY, PAL_STATUS_IS_A_DIRECTORY);
    check_open("file", PAL_ACCESS_READ, PAL_OPEN_EXISTING, PAL_OPTION_DIRECTORY,
               PAL_STATUS_NOT_A_DIRECTORY);
    check_open("made", PAL_ACCESS_READ, PAL_OPEN_CREATE_NEW, PAL_OPTION_DIRECTORY, PAL_OK);
    check_open("made", PAL_ACCESS_READ, PAL_OPEN_CREATE_NEW, PAL_OPTION_DIRECTORY,
               PAL_STATUS_NAME_COLLISION);
    check_open("made", PAL_ACCESS_READ, PAL_OPEN_ALWAYS, PAL_OPTION_DIRECTORY, PAL_OK);
    check_open("made2", PAL_ACCESS_READ, PAL_OPEN_ALWAYS, PAL_OPTION_DIRECTORY, PAL_OK);
    check_open("made2", PAL_ACCESS_READ, PAL_OPEN_ALWAYS, 0, PAL_OK);
    check_open("no/made", PAL_ACCESS_READ, PAL_OPEN_CREATE_NEW, PAL_OPTION_DIRECTORY,
               PAL_STATUS_PATH_NOT_FOUND);
    check_open("", PAL_ACCESS_READ, PAL_OPEN_EXISTING, PAL_OPTION_DIRECTORY, PAL_OK);
}

static void data_goes_where_the_offset_says(void **state)
{
    PalHandle file = open_ok("data", RW, PAL_OPEN_CREATE_NEW);
    char text[16] = "";
    uint64_t done = 99;
    assert_status(pal_file_write(file, 4, "abcd", 4, &done), PAL_OK);
    assert_int_equal(done, 4);
    assert_status(pal_file_read(file, 2, text, 16, &done), PAL_OK);
    assert_int_equal(done, 6);
    assert_memory_equal(text, "\0\0abcd", 6);
    done = 99;
    assert_status(pal_file_read(file, 8, text, 16, &done), PAL_STATUS_END_OF_FILE);
    assert_int_equal(done, 99);
    assert_status(pal_file_read(file, 8, text, 0, &done), PAL_OK);
    assert_int_equal(done, 0);
    assert_status(pal_file_read(file, 0, WRONG, 4, &done), PAL_STATUS_ACCESS_VIOLATION);
    assert_status(pal_file_write(file, 0, WRONG, 4, &done), PAL_STATUS_ACCESS_VIOLATION);
    assert_status(pal_file_sync(file), PAL_OK);
    pal_handle_close(file);
    assert_status(pal_file_read(file, 0, text, 1, &done), PAL_STATUS_INVALID_HANDLE);
}

static void appending_ignores_the_offset(void **state)
{
    write_text("log", "one");
    PalHandle file = open_ok("log", PAL_ACCESS_APPEND, PAL_OPEN_EXISTING);
    uint64_t done;
    PalFileInfo info;
    assert_status(pal_file_write(file, 0, "two", 3, &done), PAL_OK);
    assert_status(pal_file_query(file, NULL, 0, 0, &info), PAL_OK);
    assert_int_equal(info.size, 6);
    pal_handle_close(file);
}

static void access_is_enforced(void **state)
{
    uint64_t done;
    char byte;
    write_text("some", "text");
    PalHandle file = open_ok("some", PAL_ACCESS_READ, PAL_OPEN_EXISTING);
    assert_status(pal_file_write(file, 0, "x", 1, &done), PAL_STATUS_ACCESS_DENIED);
    pal_handle_close(file);
    file = open_ok("some", PAL_ACCESS_WRITE, PAL_OPEN_EXISTING);
    assert_status(pal_file_read(file, 0, &byte, 1, &done), PAL_STATUS_ACCESS_DENIED);
    pal_handle_close(file);
    mkdir("dir2", 0777);
    file = open_ok("dir2", PAL_ACCESS_READ, PAL_OPEN_EXISTING);
    assert_status(pal_file_read(file, 0, &byte, 1, &done), PAL_STATUS_INVALID_REQUEST);
    pal_handle_close(file);
}

static void facts_are_the_hosts(void **state)
{
    struct stat facts;
    PalFileInfo info, same;
    write_text("facts", "12345");
    chmod("facts", 0444);
    symlink("facts", "link");
    stat("facts", &facts);
    PalHandle base = scratch_handle(), file = open_ok("facts", PAL_ACCESS_READ, PAL_OPEN_EXISTING);
    assert_status(pal_file_query(base, "facts", 5, 0, &info), PAL_OK);
    assert_int_equal(info.type, PAL_TYPE_FILE);
    assert_int_equal(info.size, 5);
    assert_int_equal(info.mode, 0444);
    assert_int_equal(info.writable, 0);
    assert_int_equal(info.id, facts.st_ino);
    assert_int_equal(info.link_count, 1);
    assert_int_equal(info.written / 10000000 - 11644473600, facts.st_mtim.tv_sec);
    assert_int_equal(info.written % 10000000, facts.st_mtim.tv_nsec / 100);
    assert_true(info.created > 0 && info.created <= info.changed);
    assert_status(pal_file_query(file, NULL, 0, 0, &same), PAL_OK);
    assert_memory_equal(&info, &same, sizeof info);
    assert_status(pal_file_query(base, "link", 4, PAL_OPTION_NO_FOLLOW, &same), PAL_OK);
    assert_int_equal(same.type, PAL_TYPE_SYMLINK);
    assert_status(pal_file_query(base, "link", 4, 0, &same), PAL_OK);
    assert_int_equal(same.id, info.id);
    assert_status(pal_file_query(base, "none", 4, 0, &same), PAL_STATUS_NO_SUCH_FILE);
    assert_status(pal_file_query(base, "none/x", 6, 0, &same), PAL_STATUS_PATH_NOT_FOUND);
    pal_handle_close(file);
    pal_handle_close(base);
}

static void facts_can_be_set(void **state)
{
    PalHandle file = open_ok("set", RW, PAL_OPEN_CREATE_NEW);
    PalFileInfo info = {.size = 1000,
                        .mode = 07444,
                        .written = 132000000000000007,
                        .accessed = 131000000000000000,
                        .allocated = 65536};
    PalFileInfo now;
    uint32_t all =
        PAL_SET_SIZE | PAL_SET_MODE | PAL_SET_WRITTEN | PAL_SET_ACCESSED | PAL_SET_ALLOCATE;
    assert_status(pal_file_set(file, all, &info), PAL_OK);
    assert_status(pal_file_query(file, NULL, 0, 0, &now), PAL_OK);
    assert_int_equal(now.size, 1000);
    assert_int_equal(now.mode, 0444);
    assert_int_equal(now.written, info.written);
    assert_int_equal(now.accessed, info.accessed);
    assert_true(now.allocated >= 65536);
    info.written = 100;
    assert_status(pal_file_set(file, PAL_SET_ACCESSED, &info), PAL_OK);
    assert_status(pal_file_query(file, NULL, 0, 0, &now), PAL_OK);
    assert_int_equal(now.written, 132000000000000007); /* only what the mask names */
    assert_status(pal_file_set(file, 0x100, &info), PAL_STATUS_INVALID_PARAMETER);
    info.size = UINT64_MAX;
    assert_status(pal_file_set(file, PAL_SET_SIZE, &info), PAL_STATUS_INVALID_PARAMETER);
    pal_handle_close(file);
    struct stat facts;
    stat("set", &facts);
    assert_int_equal(facts.st_mode & 07000, 0);
}

static void attributes_can_be_set_without_data_access(void **state)
{
    write_text("attributes", "x");
    PalHandle file = open_ok("attributes", PAL_ACCESS_PATH, PAL_OPEN_EXISTING);
    PalFileInfo info = {.written = 130000000000000000};
    uint64_t done;
    char byte;
    assert_status(pal_file_set(file, PAL_SET_WRITTEN, &info), PAL_OK);
    assert_status(pal_file_read(file, PAL_OFFSET_CURRENT, &byte, 1, &done),
                  PAL_STATUS_ACCESS_DENIED);
    pal_handle_close(file);
}

static void opening_for_attributes_does_not_wait_for_a_fifo(void **state)
{
    PalFileInfo info;
    PalHandle file;
    mkfifo("fifo", 0666);
    assert_status(open_in_scratch("fifo", PAL_ACCESS_PATH, 0, 0, &file, &info), PAL_OK);
    assert_int_equal(info.type, PAL_TYPE_PIPE);
    pal_handle_close(file);
}

static void links_are_opened_themselves_if_asked(void **state)
{
    PalHandle file;
    PalFileInfo info;
    symlink("nowhere", "dangling");
    check_open("dangling", PAL_ACCESS_READ, 0, 0, PAL_STATUS_NO_SUCH_FILE);
    assert_status(
        open_in_scratch("dangling", PAL_ACCESS_READ, 0, PAL_OPTION_NO_FOLLOW, &file, &info),
        PAL_OK);
    assert_int_equal(info.type, PAL_TYPE_SYMLINK);
    pal_handle_close(file);
    symlink("loop", "loop");
    check_open("loop", PAL_ACCESS_READ, 0, 0, PAL_STATUS_SYMLINK_LOOP);
}

static void on_alarm(int signal)
{
}

static void an_interrupted_open_says_so(void **state)
{
    mkfifo("wait", 0666);
    struct itimerval timer = {.it_value = {.tv_usec = 50000}};
    struct sigaction action = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
    thread_is_wanted = 1;
    check_open("wait", PAL_ACCESS_READ, 0, 0, PAL_STATUS_INTERRUPTED);
}

static void failures_can_be_injected_and_lose_nothing(void **state)
{
    uint64_t done = 0;
    char text[4];
    assert_true(pal_inject_configure("open:1,write:ENOSPC@1,read:EIO@2+"));
    check_open("injected", RW, PAL_OPEN_ALWAYS, 0, PAL_STATUS_TOO_MANY_FILES);
    PalHandle file = open_ok("injected", RW, PAL_OPEN_ALWAYS);
    assert_status(pal_file_write(file, 0, "abc", 3, &done), PAL_STATUS_DISK_FULL);
    assert_status(pal_file_write(file, 0, "abc", 3, &done), PAL_OK);
    assert_status(pal_file_read(file, 0, text, 3, &done), PAL_OK);
    assert_status(pal_file_read(file, 0, text, 3, &done), PAL_STATUS_IO_ERROR);
    assert_status(pal_file_read(file, 0, text, 3, &done), PAL_STATUS_IO_ERROR);
    pal_inject_configure(NULL);
    pal_handle_close(file);
}

static void volumes_have_room(void **state)
{
    PalVolumeInfo volume;
    PalFileInfo info;
    PalHandle base = scratch_handle();
    assert_status(pal_volume_query(base, &volume), PAL_OK);
    assert_status(pal_file_query(base, NULL, 0, 0, &info), PAL_OK);
    assert_true(volume.total >= volume.free && volume.free >= volume.available);
    assert_true(volume.total > 0 && volume.block_size > 0 && volume.name_max > 100);
    assert_int_equal(volume.id, info.volume);
    assert_status(pal_volume_query(0, &volume), PAL_STATUS_INVALID_HANDLE);
    pal_handle_close(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dispositions_do_what_they_say),
        cmocka_unit_test(a_missing_folder_is_not_a_missing_file),
        cmocka_unit_test(paths_are_checked),
        cmocka_unit_test(directories_and_files_are_told_apart),
        cmocka_unit_test(data_goes_where_the_offset_says),
        cmocka_unit_test(appending_ignores_the_offset),
        cmocka_unit_test(access_is_enforced),
        cmocka_unit_test(facts_are_the_hosts),
        cmocka_unit_test(facts_can_be_set),
        cmocka_unit_test(attributes_can_be_set_without_data_access),
        cmocka_unit_test(opening_for_attributes_does_not_wait_for_a_fifo),
        cmocka_unit_test(links_are_opened_themselves_if_asked),
        cmocka_unit_test(an_interrupted_open_says_so),
        cmocka_unit_test(failures_can_be_injected_and_lose_nothing),
        cmocka_unit_test(volumes_have_room),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
