/* test_policy.c - grants: their grammar, the defaults, manifests. */
#include "support.h"
#include "policy.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char here[4096];

static const char *add(struct policy *policy, const char *text)
{
    return policy_add(policy, text, here);
}

static void grants_are_understood(void **state)
{
    struct policy policy = {0};
    assert_null(add(&policy, "read:/usr"));
    assert_null(add(&policy, "write:."));
    assert_null(add(&policy, "net:connect:443"));
    assert_null(add(&policy, "net:listen"));
    assert_int_equal(policy.grant_count, 2);
    assert_string_equal(policy.grants[0].path, "/usr");
    assert_int_equal(policy.grants[0].rights, GRANT_READ);
    assert_string_equal(policy.grants[1].path, here);
    assert_int_equal(policy.grants[1].rights, GRANT_READ | GRANT_WRITE);
    assert_int_equal(policy.net, NET_LISTEN);
    assert_int_equal(policy.port_count, 1);
    assert_int_equal(policy.ports[0].port, 443);
    assert_int_equal(policy.ports[0].direction, NET_CONNECT);
    assert_null(add(&policy, "net"));
    assert_int_equal(policy.net, NET_LISTEN | NET_CONNECT);
    assert_null(add(&policy, "none"));
    assert_null(add(&policy, "all"));
    assert_true(policy.none && policy.all);
}

static void nonsense_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",          "reed:/usr",     "read",     "read:",         "read:/no/such/place", "net:",
        "network",   "net:connect:0", "net:bind", "net:connect:x", "net:listen:65536",    "display",
        "clipboard", "net:connect:",  "ALL",
    };
    struct policy policy = {0};
    for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_non_null(add(&policy, wrong[i]));
    assert_int_equal(policy.grant_count + policy.net + policy.port_count, 0);
}

static void the_default_is_program_and_current_directory(void **state)
{
    struct policy policy = {0};
    mkdir("program", 0777);
    char program[4200];
    snprintf(program, sizeof program, "/usr/bin");
    policy_add_defaults(&policy, program, here, "/somewhere/else");
    assert_true(policy_allows(&policy, here, 1));
    assert_true(policy_allows(&policy, "/usr/bin/x.dll", 0));
    assert_false(policy_allows(&policy, "/usr/bin/x.dll", 1));
    assert_false(policy_allows(&policy, "/usr/binary", 0));
    assert_false(policy_allows(&policy, "/etc/passwd", 0));
    assert_true(policy_allows(&policy, "/dev/null", 1));
    assert_true(policy_allows(&policy, "/etc/localtime", 0));
    assert_false(policy_allows(&policy, "/etc/localtime", 1));
}

static void a_home_is_too_much(void **state)
{
    char inside[4200], other_name[4200];
    snprintf(inside, sizeof inside, "%s/inside", here);
    snprintf(other_name, sizeof other_name, "%s/inside/../inside", here);
    mkdir(inside, 0777);
    struct policy home = {0}, above = {0}, root = {0}, below = {0}, other = {0};
    policy_add_defaults(&home, here, here, here);
    assert_false(policy_allows(&home, here, 0));
    policy_add_defaults(&above, "/usr/bin", here, inside);
    assert_false(policy_allows(&above, here, 0));
    policy_add_defaults(&root, "/", "/", NULL);
    assert_false(policy_allows(&root, "/etc/passwd", 0));
    policy_add_defaults(&other, "/usr/bin", inside, other_name); /* the same by another name */
    assert_false(policy_allows(&other, inside, 0));
    policy_add_defaults(&below, "/usr/bin", inside, here);
    assert_true(policy_allows(&below, inside, 1));
    assert_false(policy_allows(&below, here, 0));
}

static void none_means_none(void **state)
{
    struct policy policy = {.none = 1};
    policy_add_defaults(&policy, "/usr/bin", here, NULL);
    assert_int_equal(policy.grant_count, 0);
    assert_false(policy_allows(&policy, "/dev/null", 0));
}

static void a_manifest_has_one_grant_a_line(void **state)
{
    struct policy policy = {0};
    char expected[4200];
    mkdir("sub", 0777);
    mkdir("sub/data", 0777);
    write_text("sub/manifest",
               "# what it needs\n\n  read:/usr  # tools\nwrite:data\r\nnet:connect:80\n"
               "none");
    policy_read_manifest(&policy, "sub/manifest", here);
    snprintf(expected, sizeof expected, "%s/sub/data", here);
    assert_int_equal(policy.grant_count, 2);
    assert_string_equal(policy.grants[0].path, "/usr");
    assert_string_equal(policy.grants[1].path, expected);
    assert_int_equal(policy.port_count, 1);
    assert_true(policy.none);
}

static int read_manifest(void *name)
{
    struct policy policy = {0};
    policy_read_manifest(&policy, name, here);
    return 0;
}

static void a_bad_manifest_ends_the_command(void **state)
{
    write_text("bad", "read:/usr\nnonsense\n");
    assert_int_equal(in_child(read_manifest, "bad"), 125);
    assert_int_equal(in_child(read_manifest, "not there"), 125);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grants_are_understood),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(the_default_is_program_and_current_directory),
        cmocka_unit_test(a_home_is_too_much),
        cmocka_unit_test(none_means_none),
        cmocka_unit_test(a_manifest_has_one_grant_a_line),
        cmocka_unit_test(a_bad_manifest_ends_the_command),
    };
    void *scratch;
    if (enter_scratch(&scratch) < 0 || !getcwd(here, sizeof here))
        return 1;
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    leave_scratch(&scratch);
    return failed;
}
