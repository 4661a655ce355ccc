/* test_handle.c - the handle table and the status table. */
#include "support.h"
#include "handle.h"
#include "status.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static void a_closed_handle_is_stale(void **state)
{
    PalHandle first, second;
    struct pal_handle copy;
    assert_status(pal_handle_insert(PAL_TYPE_FILE, dup(1), NULL, &first), PAL_OK);
    assert_true(pal_handle_get(first, &copy));
    assert_int_equal(copy.kind, PAL_TYPE_FILE);
    assert_status(pal_handle_close(first), PAL_OK);
    assert_false(pal_handle_get(first, &copy));
    assert_status(pal_handle_close(first), PAL_STATUS_INVALID_HANDLE);
    assert_status(pal_handle_insert(PAL_TYPE_FILE, dup(1), NULL, &second), PAL_OK);
    assert_int_not_equal(first, second); /* the same entry, another generation */
    assert_int_equal(PAL_HANDLE_INDEX(first), PAL_HANDLE_INDEX(second));
    assert_false(pal_handle_get(first, &copy));
    assert_status(pal_handle_close(first), PAL_STATUS_INVALID_HANDLE);
    assert_true(pal_handle_get(second, &copy));
    assert_status(pal_handle_close(second), PAL_OK);
}

static void nonsense_is_no_handle(void **state)
{
    struct pal_handle copy;
    assert_false(pal_handle_get(0, &copy));
    assert_false(pal_handle_get(UINT32_MAX, &copy));
    assert_status(pal_handle_close(0), PAL_STATUS_INVALID_HANDLE);
    assert_status(pal_handle_close(UINT32_MAX), PAL_STATUS_INVALID_HANDLE);
    assert_status(pal_handle_close(12345), PAL_STATUS_INVALID_HANDLE);
}

static void closing_closes_the_descriptor(void **state)
{
    PalHandle handle;
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_status(pal_handle_insert(PAL_TYPE_DEVICE, fd, NULL, &handle), PAL_OK);
    assert_status(pal_handle_close(handle), PAL_OK);
    assert_int_equal(fcntl(fd, F_GETFD), -1);
    assert_int_equal(errno, EBADF);
}

static void an_object_has_its_kind_and_is_released_once(void **state)
{
    PalHandle handle;
    int released = 0;
    assert_status(pal_handle_insert(PAL_HANDLE_THREAD, -1, &released, &handle), PAL_OK);
    assert_ptr_equal(pal_handle_object(handle, PAL_HANDLE_THREAD), &released);
    assert_null(pal_handle_object(handle, PAL_HANDLE_QUEUE));
    assert_status(pal_handle_close(handle), PAL_OK);
    assert_int_equal(released, 1);
    assert_null(pal_handle_object(handle, PAL_HANDLE_THREAD));
    pal_handle_close(handle);
    assert_int_equal(released, 1);
}

static int close_standard_output(void *argument)
{
    PalHandle handle;
    int ends[2];
    char byte;
    if (pipe(ends) < 0 || dup2(ends[1], 1) < 0)
        return 1;
    close(ends[1]);
    if (pal_handle_adopt_standard(1, &handle) != PAL_OK || handle == 0)
        return 2;
    if (pal_handle_close(handle) != PAL_OK)
        return 3;
    if (read(ends[0], &byte, 1) != 0)
        return 4; /* the pipe did not end */
    int next = open("/dev/null", O_RDONLY);
    return next == 1 ? 5 : 0; /* the number must not be free for another file */
}

static void a_standard_stream_ends_but_keeps_its_number(void **state)
{
    assert_int_equal(in_child(close_standard_output, NULL), 0);
}

static int adopt_closed(void *argument)
{
    PalHandle handle = 7;
    close(0);
    return pal_handle_adopt_standard(0, &handle) == PAL_OK && handle == 0 ? 0 : 1;
}

static void a_closed_standard_stream_is_no_handle(void **state)
{
    assert_int_equal(in_child(adopt_closed, NULL), 0);
}

#define THREADS 4
#define ROUNDS  20000

static void *churn(void *argument)
{
    for (int i = 0; i < ROUNDS; i++) {
        PalHandle handles[3];
        struct pal_handle copy;
        for (int k = 0; k < 3; k++)
            if (pal_handle_insert(PAL_HANDLE_MEMORY, -1, argument, &handles[k]) != PAL_OK)
                return "insert";
        for (int k = 0; k < 3; k++) {
            if (!pal_handle_get(handles[k], &copy) ||
                pal_handle_object(handles[k], PAL_HANDLE_MEMORY) != argument)
                return "get";
            if (pal_handle_close(handles[k]) != PAL_OK)
                return "close";
        }
    }
    return NULL;
}

static void threads_do_not_get_each_others_handles(void **state)
{
    pthread_t threads[THREADS];
    int marks[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, churn, &marks[i]);
    for (int i = 0; i < THREADS; i++) {
        void *problem;
        pthread_join(threads[i], &problem);
        assert_null(problem);
    }
}

static void errno_becomes_status(void **state)
{
    assert_status(pal_status(0), PAL_OK);
    assert_status(pal_status(ENOENT), PAL_STATUS_NO_SUCH_FILE);
    assert_status(pal_status(-ENOENT), PAL_STATUS_NO_SUCH_FILE);
    assert_status(pal_status(-EACCES), PAL_STATUS_ACCESS_DENIED);
    assert_status(pal_status(-ENOSPC), PAL_STATUS_DISK_FULL);
    assert_status(pal_status(-EFAULT), PAL_STATUS_ACCESS_VIOLATION);
    assert_status(pal_status(-EPIPE), PAL_STATUS_PIPE_BROKEN);
    assert_status(pal_status(-EDOTDOT), PAL_STATUS_UNSUCCESSFUL);
    assert_status(pal_status(-4000), PAL_STATUS_UNSUCCESSFUL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_handle_is_stale),
        cmocka_unit_test(nonsense_is_no_handle),
        cmocka_unit_test(closing_closes_the_descriptor),
        cmocka_unit_test(an_object_has_its_kind_and_is_released_once),
        cmocka_unit_test(a_standard_stream_ends_but_keeps_its_number),
        cmocka_unit_test(a_closed_standard_stream_is_no_handle),
        cmocka_unit_test(threads_do_not_get_each_others_handles),
        cmocka_unit_test(errno_becomes_status),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
