/* test_profile.c - the private C:, and removing trees. */
#include "support.h"
#include "profile.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char here[4096];

static int exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void close_profile(struct profile *profile)
{
    if (profile->fd >= 0)
        close(profile->fd);
    if (profile->parent >= 0)
        close(profile->parent);
}

static void a_tree_goes_with_all_that_is_in_it(void **state)
{
    char path[2048] = "tree";
    mkdir("tree", 0777);
    write_text("kept", "x");
    for (int depth = 0; depth < 60; depth++) {
        mkdir(path, 0777);
        char file[2100];
        snprintf(file, sizeof file, "%s/file", path);
        write_text(file, "x");
        snprintf(file, sizeof file, "%s/second", path);
        mkdir(file, 0777);
        strcat(path, "/directory");
    }
    symlink("../kept", "tree/link");
    symlink("..", "tree/up");
    assert_int_equal(remove_tree(AT_FDCWD, "tree"), 0);
    assert_false(exists("tree"));
    assert_true(exists("kept"));
    mkdir("wide", 0777);
    for (int i = 0; i < 3000; i++) {
        snprintf(path, sizeof path, "wide/%d", i);
        write_text(path, "");
    }
    assert_int_equal(remove_tree(AT_FDCWD, "wide"), 0);
    assert_false(exists("wide"));
    assert_true(remove_tree(AT_FDCWD, "wide") < 0);
}

static void the_default_profile_is_made_in_the_data_directory(void **state)
{
    struct profile profile;
    setenv("HOME", here, 1);
    unsetenv("XDG_DATA_HOME");
    profile_open(&profile, NULL, 0);
    assert_true(profile.fd >= 0);
    assert_null(profile.name);
    assert_true(exists(".local/share/bailey/profiles/default"));
    close_profile(&profile);
    char data[4200];
    snprintf(data, sizeof data, "%s/data", here);
    setenv("XDG_DATA_HOME", data, 1);
    profile_open(&profile, "work", 0);
    assert_true(exists("data/bailey/profiles/work"));
    close_profile(&profile);
    profile_open(&profile, "./own", 0);
    assert_true(exists("own"));
    assert_int_equal(profile.path[0], '/');
    close_profile(&profile);
}

static void without_a_home_it_is_ephemeral(void **state)
{
    struct profile profile;
    setenv("TMPDIR", here, 1);
    unsetenv("HOME");
    unsetenv("XDG_DATA_HOME");
    profile_open(&profile, NULL, 0);
    assert_true(profile.fd >= 0);
    assert_non_null(profile.name);
    assert_true(exists(profile.path));
    profile_remove(&profile);
    assert_false(exists(profile.path));
    close_profile(&profile);
}

static int leave_one_behind(void *path)
{
    struct profile profile;
    profile_open(&profile, NULL, 1);
    if (symlinkat("x", profile.fd, "content") < 0)
        return 1;
    FILE *note = fopen(path, "w");
    fputs(profile.path, note);
    fclose(note);
    abort();
}

static void what_a_killed_process_left_goes_with_the_next(void **state)
{
    struct profile profile, other;
    char left[4200] = "";
    setenv("TMPDIR", here, 1);
    profile_open(&other, NULL, 1); /* is in use: must stay */
    assert_int_equal(in_child(leave_one_behind, "note"), 128 + 6);
    FILE *note = fopen("note", "r");
    assert_non_null(fgets(left, sizeof left, note));
    fclose(note);
    assert_true(exists(left));
    profile_open(&profile, NULL, 1);
    assert_false(exists(left));
    assert_true(exists(other.path));
    profile_remove(&profile);
    profile_remove(&other);
    close_profile(&profile);
    close_profile(&other);
}

static int open_in_foreign_parent(void *argument)
{
    struct profile profile;
    profile_open(&profile, NULL, 1);
    return 0;
}

static void a_parent_that_others_can_enter_is_not_used(void **state)
{
    char parent[4200];
    snprintf(parent, sizeof parent, "%s/bailey-%u", here, (unsigned)geteuid());
    mkdir(parent, 0700);
    chmod(parent, 0777);
    setenv("TMPDIR", here, 1);
    assert_int_equal(in_child(open_in_foreign_parent, NULL), 125);
    chmod(parent, 0700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_goes_with_all_that_is_in_it),
        cmocka_unit_test(the_default_profile_is_made_in_the_data_directory),
        cmocka_unit_test(without_a_home_it_is_ephemeral),
        cmocka_unit_test(what_a_killed_process_left_goes_with_the_next),
        cmocka_unit_test(a_parent_that_others_can_enter_is_not_used),
    };
    void *scratch;
    if (enter_scratch(&scratch) < 0 || !getcwd(here, sizeof here))
        return 1;
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    leave_scratch(&scratch);
    return failed;
}
