/* test_host.c - clocks, random bytes, facts about the host, the end of the process. */
#include "support.h"
#include "clock.h"
#include "explain.h"
#include "handle.h"
#include "host.h"
#include "process.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void times_convert_both_ways(void **state)
{
    static const struct {
        int64_t pal, seconds;
        long nanoseconds;
    } known[] = {{0, -11644473600, 0},
                 {116444736000000000, 0, 0},
                 {132223104000000001, 1577836800, 100},
                 {-1, -11644473601, 999999900}};
    for (unsigned i = 0; i < sizeof known / sizeof *known; i++) {
        struct timespec time;
        pal_time_to_unix(known[i].pal, &time);
        assert_int_equal(time.tv_sec, known[i].seconds);
        assert_int_equal(time.tv_nsec, known[i].nanoseconds);
        assert_int_equal(pal_time_from_unix(time.tv_sec, (uint32_t)time.tv_nsec), known[i].pal);
    }
    assert_int_equal(pal_time_from_unix(INT64_MAX, 0), INT64_MAX);
    assert_int_equal(pal_time_from_unix(INT64_MIN, 0), INT64_MIN);
}

static void clocks_tick(void **state)
{
    int64_t system, first, second, cpu;
    assert_status(pal_clock_query(PAL_CLOCK_SYSTEM, &system), PAL_OK);
    assert_true(llabs(system - pal_time_from_unix(time(NULL), 0)) < 2 * PAL_SECOND);
    pal_clock_query(PAL_CLOCK_MONOTONIC, &first);
    usleep(2000);
    pal_clock_query(PAL_CLOCK_MONOTONIC, &second);
    assert_true(second - first >= 20000 && second - first < 10 * PAL_SECOND);
    for (uint32_t clock = PAL_CLOCK_PROCESS_CPU; clock <= PAL_CLOCK_THREAD_KERNEL; clock++) {
        assert_status(pal_clock_query(clock, &cpu), PAL_OK);
        assert_true(cpu >= 0 && cpu < 60 * PAL_SECOND);
    }
    cpu = 5;
    assert_status(pal_clock_query(99, &cpu), PAL_STATUS_INVALID_PARAMETER);
    assert_int_equal(cpu, 5);
}

static void a_deadline_leaves_the_rest(void **state)
{
    struct timespec rest;
    assert_null(pal_clock_remaining(PAL_FOREVER, &rest));
    pal_clock_remaining(0, &rest);
    assert_int_equal(rest.tv_sec + rest.tv_nsec, 0);
    pal_clock_remaining(pal_clock_monotonic() + 5 * PAL_SECOND, &rest);
    assert_true(rest.tv_sec == 4 || (rest.tv_sec == 5 && rest.tv_nsec == 0));
}

static void random_bytes_differ(void **state)
{
    static uint8_t one[100000], other[100000];
    assert_status(pal_random(one, sizeof one), PAL_OK);
    assert_status(pal_random(other, sizeof other), PAL_OK);
    assert_memory_not_equal(one, other, sizeof one);
    assert_memory_not_equal(one + sizeof one - 64, other + sizeof one - 64, 64);
    assert_status(pal_random((void *)0x10, 8), PAL_STATUS_ACCESS_VIOLATION);
}

static void the_host_describes_itself(void **state)
{
    PalHostInfo info = {.size = sizeof info}, small = {.size = 8};
    char name[64];
    int64_t now;
    pal_host_init();
    assert_status(pal_host_query(&info), PAL_OK);
    pal_clock_query(PAL_CLOCK_SYSTEM, &now);
    gethostname(name, sizeof name);
    assert_string_equal(info.host_name, name);
    assert_true(info.user_name[0]);
    assert_true(info.processor_count >= 1 && info.processor_count <= 4096);
    assert_true(info.physical_memory > 16 << 20 && info.available_memory <= info.physical_memory);
    assert_true(info.resident > 0 && info.resident <= info.physical_memory);
    assert_true(info.boot_time > 0 && info.boot_time < now);
    assert_status(pal_host_query(&small), PAL_STATUS_INVALID_PARAMETER);
}

static int end_with(void *status)
{
    pal_process_end(0, (uint32_t)(uintptr_t)status);
    return 99;
}

static void mark(void)
{
    (void)!write(1, "", 0);
    _exit(77);
}

static int end_with_hook(void *argument)
{
    pal_process_at_end(mark);
    pal_process_end(0, 1);
    return 99;
}

static void exit_codes_are_never_hidden(void **state)
{
    assert_int_equal(in_child(end_with, (void *)0), 0);
    assert_int_equal(in_child(end_with, (void *)7), 7);
    assert_int_equal(in_child(end_with, (void *)0x100), 255);
    assert_int_equal(in_child(end_with, (void *)0xC0000005), 5);
    assert_int_equal(in_child(end_with_hook, NULL), 77);
    assert_status(pal_process_end(0x7ffffff0, 0), PAL_STATUS_INVALID_PARAMETER);
}

static int visits, wrong;

static void visit(const char *path, int write)
{
    visits++;
    if (!strstr(path, write ? "/deep/out" : "/in"))
        wrong++;
}

static void refusals_are_told_once(void **state)
{
    PalHandle base = scratch_handle();
    struct pal_handle copy;
    pal_handle_get(base, &copy);
    pal_explain_refusal(copy.fd, "ignored", 0);
    pal_explain_enabled = 1;
    pal_explain_refusal(copy.fd, "in", 0);
    pal_explain_refusal(copy.fd, "in", 0);
    pal_explain_refusal(copy.fd, "deep/out", 1);
    assert_int_equal(pal_explain_each(visit), 0);
    assert_int_equal(visits, 2);
    assert_int_equal(wrong, 0);
    pal_handle_close(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_convert_both_ways),    cmocka_unit_test(clocks_tick),
        cmocka_unit_test(a_deadline_leaves_the_rest), cmocka_unit_test(random_bytes_differ),
        cmocka_unit_test(the_host_describes_itself),  cmocka_unit_test(exit_codes_are_never_hidden),
        cmocka_unit_test(refusals_are_told_once),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
