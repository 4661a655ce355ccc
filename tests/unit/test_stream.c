/* test_stream.c - pipes, queues and terminals. */
#include "support.h"
#include "handle.h"
#include "terminal.h"
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static void a_pipe_carries_and_breaks(void **state)
{
    PalHandle ends[2];
    char text[8] = "";
    uint64_t done;
    assert_status(pal_pipe_create(ends), PAL_OK);
    assert_status(pal_file_write(ends[1], 1000, "hello", 5, &done), PAL_OK); /* no offset here */
    assert_int_equal(done, 5);
    assert_status(pal_file_read(ends[0], 0, text, 8, &done), PAL_OK);
    assert_string_equal(text, "hello");
    assert_status(pal_handle_close(ends[1]), PAL_OK);
    assert_status(pal_file_read(ends[0], 0, text, 8, &done), PAL_STATUS_PIPE_BROKEN);
    assert_status(pal_handle_close(ends[0]), PAL_OK);
    assert_status(pal_pipe_create(ends), PAL_OK);
    pal_handle_close(ends[0]);
    assert_status(pal_file_write(ends[1], 0, "x", 1, &done), PAL_STATUS_PIPE_BROKEN);
    pal_handle_close(ends[1]);
}

static void a_watched_stream_reports_once(void **state)
{
    PalHandle ends[2], queue;
    PalReady ready;
    uint32_t count = 9;
    char byte;
    uint64_t done;
    assert_status(pal_queue_create(&queue), PAL_OK);
    assert_status(pal_pipe_create(ends), PAL_OK);
    assert_status(pal_queue_watch(queue, ends[0], PAL_READY_READ, 42), PAL_OK);
    assert_status(pal_queue_wait(queue, &ready, 1, 0, &count), PAL_STATUS_TIMEOUT);
    assert_int_equal(count, 9);
    assert_status(pal_file_read(ends[0], 0, &byte, 1, &done), PAL_STATUS_WOULD_BLOCK);
    pal_file_write(ends[1], 0, "x", 1, &done);
    assert_status(pal_queue_wait(queue, &ready, 1, PAL_FOREVER, &count), PAL_OK);
    assert_int_equal(count, 1);
    assert_int_equal(ready.key, 42);
    assert_int_equal(ready.ready, PAL_READY_READ);
    assert_status(pal_queue_wait(queue, &ready, 1, 0, &count), PAL_STATUS_TIMEOUT);
    assert_status(pal_queue_watch(queue, ends[0], PAL_READY_READ, 43), PAL_OK);
    assert_status(pal_queue_wait(queue, &ready, 1, PAL_FOREVER, &count), PAL_OK);
    assert_int_equal(ready.key, 43);
    assert_status(pal_queue_watch(queue, ends[0], 0, 0), PAL_OK);
    assert_status(pal_queue_watch(queue, ends[0], 0, 0), PAL_OK);
    pal_handle_close(ends[0]);
    pal_handle_close(ends[1]);
    pal_handle_close(queue);
}

static void a_hangup_is_reported_unasked(void **state)
{
    PalHandle ends[2], queue, file;
    PalReady ready[4];
    uint32_t count;
    write_text("regular", "");
    assert_status(pal_queue_create(&queue), PAL_OK);
    assert_status(pal_pipe_create(ends), PAL_OK);
    assert_status(pal_queue_watch(queue, ends[1], PAL_READY_READ, 1), PAL_OK);
    pal_handle_close(ends[0]);
    assert_status(pal_queue_wait(queue, ready, 4, PAL_FOREVER, &count), PAL_OK);
    assert_true(ready[0].ready & PAL_READY_HANGUP);
    assert_status(open_in_scratch("regular", PAL_ACCESS_READ, 0, 0, &file, NULL), PAL_OK);
    assert_status(pal_queue_watch(queue, file, PAL_READY_READ, 1), PAL_STATUS_INVALID_REQUEST);
    assert_status(pal_queue_watch(queue, file, 16, 1), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_queue_watch(file, queue, PAL_READY_READ, 1), PAL_STATUS_INVALID_HANDLE);
    assert_status(pal_queue_wait(queue, ready, 0, 0, &count), PAL_STATUS_INVALID_PARAMETER);
    pal_handle_close(file);
    pal_handle_close(ends[1]);
    pal_handle_close(queue);
}

static int watch_standard_input(void *argument)
{
    PalHandle input, queue;
    char byte;
    uint64_t done;
    int ends[2];
    if (pipe(ends) < 0 || dup2(ends[0], 0) < 0)
        return 1;
    if (pal_handle_adopt_standard(0, &input) != PAL_OK || pal_queue_create(&queue) != PAL_OK)
        return 2;
    if (pal_queue_watch(queue, input, PAL_READY_READ, 1) != PAL_OK)
        return 3;
    if (fcntl(0, F_GETFL) & O_NONBLOCK)
        return 4;
    if (pal_file_read(input, 0, &byte, 1, &done) != PAL_STATUS_WOULD_BLOCK)
        return 5;
    if (write(ends[1], "x", 1) != 1 || pal_file_read(input, 0, &byte, 1, &done) != PAL_OK)
        return 6;
    return 0;
}

static void the_callers_stream_stays_blocking(void **state)
{
    assert_int_equal(in_child(watch_standard_input, NULL), 0);
}

static void a_terminal_is_switched_and_restored(void **state)
{
    int master, slave;
    PalHandle handle, file;
    PalTerminal terminal = {0};
    struct termios before, after;
    struct winsize size = {.ws_col = 132, .ws_row = 43};
    assert_int_equal(openpty(&master, &slave, NULL, NULL, &size), 0);
    tcgetattr(slave, &before);
    assert_int_equal(pal_type_of_mode(slave, 0020000), PAL_TYPE_TERMINAL);
    assert_status(pal_handle_insert(PAL_TYPE_TERMINAL, slave, NULL, &handle), PAL_OK);
    assert_status(pal_terminal_control(handle, 0, &terminal), PAL_OK);
    assert_int_equal(terminal.columns, 132);
    assert_int_equal(terminal.rows, 43);
    assert_true(terminal.echo && terminal.line && terminal.signals);
    terminal.echo = terminal.line = 0;
    assert_status(pal_terminal_control(handle, 1, &terminal), PAL_OK);
    tcgetattr(slave, &after);
    assert_int_equal(after.c_lflag & (ECHO | ICANON | ISIG), ISIG);
    pal_terminal_restore();
    tcgetattr(slave, &after);
    assert_int_equal(after.c_lflag, before.c_lflag);
    assert_int_equal(after.c_iflag, before.c_iflag);
    write_text("tty", "");
    open_in_scratch("tty", PAL_ACCESS_READ, 0, 0, &file, NULL);
    assert_status(pal_terminal_control(file, 0, &terminal), PAL_STATUS_INVALID_REQUEST);
    pal_handle_close(file);
    pal_handle_close(handle);
    close(master);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pipe_carries_and_breaks),
        cmocka_unit_test(a_watched_stream_reports_once),
        cmocka_unit_test(a_hangup_is_reported_unasked),
        cmocka_unit_test(the_callers_stream_stays_blocking),
        cmocka_unit_test(a_terminal_is_switched_and_restored),
    };
    signal(SIGPIPE, SIG_IGN);
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
