/* test_pass.c - what the session keeps for processes that already run. */
#include "support.h"
#include "ask.h"
#include "handle.h"
#include "pass.h"
#include <string.h>

static void a_session_of_one_keeps_nothing(void **state)
{
    PalHandle ends[2], taken = 7;
    pal_pipe_create(ends);
    assert_status(pal_handle_pass(PAL_PASS_KEEP, 1, &ends[0]), PAL_STATUS_INSUFFICIENT);
    assert_status(pal_handle_pass(PAL_PASS_TAKE, 1, &taken), PAL_STATUS_NO_SUCH_FILE);
    pal_handle_close(ends[0]);
    pal_handle_close(ends[1]);
}

static void what_is_kept_stays_until_it_is_dropped(void **state)
{
    PalHandle ends[2], taken = 0;
    char text[8] = "";
    uint64_t done;
    pal_pass_prepare();
    assert_true(pal_pass_is_there());
    pal_pipe_create(ends);
    assert_status(pal_handle_pass(PAL_PASS_KEEP, 5, &ends[1]), PAL_OK);
    pal_handle_close(ends[1]);
    for (int i = 0; i < 3; i++) {
        assert_status(pal_handle_pass(PAL_PASS_TAKE, 5, &taken), PAL_OK);
        assert_status(pal_file_write(taken, 0, "x", 1, &done), PAL_OK);
        pal_handle_close(taken);
    }
    assert_status(pal_handle_pass(PAL_PASS_DROP, 5, NULL), PAL_OK);
    assert_status(pal_handle_pass(PAL_PASS_TAKE, 5, &taken), PAL_STATUS_NO_SUCH_FILE);
    assert_status(pal_file_read(ends[0], 0, text, 8, &done), PAL_OK);
    assert_int_equal(done, 3);
    assert_status(pal_file_read(ends[0], 0, text, 8, &done), PAL_STATUS_PIPE_BROKEN);
    pal_handle_close(ends[0]);
}

#define MANY 1000

/* Each comes back under its own tag, in any order; when there is no room, nothing is lost. */
static void many_are_kept(void **state)
{
    PalHandle pipes[MANY][2], taken;
    uint64_t kept = 0, done, value;
    PalStatus status = PAL_OK;
    for (; kept < MANY && status == PAL_OK; kept++) {
        assert_status(pal_pipe_create(pipes[kept]), PAL_OK);
        status = pal_handle_pass(PAL_PASS_KEEP, kept + 1, &pipes[kept][1]);
    }
    assert_true(kept > 60);
    if (status != PAL_OK) {
        assert_status(status, PAL_STATUS_INSUFFICIENT);
        kept--;
        pal_handle_close(pipes[kept][0]);
        pal_handle_close(pipes[kept][1]);
    }
    for (uint64_t i = kept; i-- > 0;) {
        assert_status(pal_handle_pass(PAL_PASS_TAKE, i + 1, &taken), PAL_OK);
        assert_status(pal_file_write(taken, 0, &i, sizeof i, &done), PAL_OK);
        pal_handle_close(taken);
    }
    for (uint64_t i = 0; i < kept; i++) {
        pal_handle_close(pipes[i][1]);
        assert_status(pal_handle_pass(PAL_PASS_DROP, i + 1, NULL), PAL_OK);
        assert_status(pal_file_read(pipes[i][0], 0, &value, sizeof value, &done), PAL_OK);
        assert_int_equal(value, i);
        assert_status(pal_file_read(pipes[i][0], 0, &value, sizeof value, &done),
                      PAL_STATUS_PIPE_BROKEN);
        pal_handle_close(pipes[i][0]);
    }
}

static void what_a_life_asks_is_answered(void **state)
{
    static PalLife life;
    PalHandle ends[2], taken;
    pal_pipe_create(ends);
    life = (PalLife){.asked = PAL_ASKED_WAITS,
                     .question = PAL_ASK_KEEP,
                     .asked_stream = ends[0],
                     .asked_tag = 9};
    pal_ask_answer(&life);
    assert_int_equal(life.asked, PAL_ASKED_NOTHING);
    assert_status(life.answer, PAL_OK);
    assert_status(pal_handle_pass(PAL_PASS_TAKE, 9, &taken), PAL_OK);
    pal_handle_close(taken);
    pal_handle_pass(PAL_PASS_DROP, 9, NULL);
    for (int i = 0; i < 2; i++) { /* closing, and once more */
        life =
            (PalLife){.asked = PAL_ASKED_WAITS, .question = PAL_ASK_CLOSE, .asked_stream = ends[0]};
        pal_ask_answer(&life);
        assert_status(life.answer, i ? PAL_STATUS_INVALID_HANDLE : PAL_OK);
    }
    life = (PalLife){.asked = PAL_ASKED_STARTED, .asked_stream = ends[1]};
    pal_ask_answer(&life); /* somebody is at it already */
    assert_int_equal(life.asked, PAL_ASKED_STARTED);
    pal_handle_close(ends[1]);
    life = (PalLife){.asked = PAL_ASKED_WAITS, .question = 99};
    pal_ask_answer(&life);
    assert_status(life.answer, PAL_STATUS_INVALID_PARAMETER);
    assert_int_equal(life.asked, PAL_ASKED_NOTHING);
}

static void nonsense_is_refused(void **state)
{
    PalHandle handle = 0x00ffffff;
    assert_status(pal_handle_pass(PAL_PASS_KEEP, 3, &handle), PAL_STATUS_INVALID_HANDLE);
    assert_status(pal_handle_pass(PAL_PASS_KEEP, 0, &handle), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_handle_pass(99, 3, &handle), PAL_STATUS_INVALID_PARAMETER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_of_one_keeps_nothing),
        cmocka_unit_test(what_is_kept_stays_until_it_is_dropped),
        cmocka_unit_test(many_are_kept),
        cmocka_unit_test(what_a_life_asks_is_answered),
        cmocka_unit_test(nonsense_is_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
