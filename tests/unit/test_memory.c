/* test_memory.c - the guest's address space. */
#include "support.h"
#include "fault_injection.h"
#include "thread.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BASE 0x200000000000ull
#define SIZE 0x10000ull
#define AT   ((volatile uint8_t *)BASE)
#define RW   (PAL_PROT_READ | PAL_PROT_WRITE)

static void pages_are_zero_and_writable(void **state)
{
    assert_status(pal_memory_map(BASE, SIZE, RW, 0), PAL_OK);
    assert_int_equal(AT[SIZE - 1], 0);
    AT[SIZE - 1] = 7;
    assert_status(pal_memory_discard(BASE, SIZE), PAL_OK);
    assert_int_equal(AT[SIZE - 1], 0);
    assert_status(pal_memory_unmap(BASE, SIZE), PAL_OK);
}

static void what_is_there_stays_unless_replaced(void **state)
{
    assert_status(pal_memory_map(BASE, SIZE, RW, 0), PAL_OK);
    AT[0] = 1;
    assert_status(pal_memory_map(BASE, 4096, RW, 0), PAL_STATUS_CONFLICTING_ADDRESS);
    assert_int_equal(AT[0], 1);
    assert_status(pal_memory_map(BASE, 4096, RW, PAL_MAP_REPLACE), PAL_OK);
    assert_int_equal(AT[0], 0);
    assert_status(pal_memory_unmap(BASE, SIZE), PAL_OK);
}

static void the_host_is_out_of_reach(void **state)
{
    uint64_t host = (uint64_t)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(host >= pal_guest_high);
    assert_status(pal_memory_unmap(host, 4096), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_memory_protect(host, 4096, 0), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_memory_discard(host, 4096), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_memory_map(host, 4096, RW, PAL_MAP_REPLACE), PAL_STATUS_INVALID_PARAMETER);
    assert_int_equal(*(volatile char *)host, 0);
    munmap((void *)host, 4096);
}

static void ranges_that_wrap_or_are_crooked_are_refused(void **state)
{
    static const struct {
        uint64_t address, size;
    } wrong[] = {{BASE, 0},          {BASE + 1, 4096},           {BASE, 4097},
                 {BASE, UINT64_MAX}, {BASE, 0xfffffffffffff000}, {0, 4096},
                 {0xf000, 4096},     {0x6ffffffff000, 8192},     {UINT64_MAX & ~4095ull, 4096}};
    for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        uint64_t address = wrong[i].address, size = wrong[i].size;
        assert_status(pal_memory_map(address, size, RW, 0), PAL_STATUS_INVALID_PARAMETER);
        assert_status(pal_memory_unmap(address, size), PAL_STATUS_INVALID_PARAMETER);
        assert_status(pal_memory_protect(address, size, RW), PAL_STATUS_INVALID_PARAMETER);
        assert_status(pal_memory_flush(address, size), PAL_STATUS_INVALID_PARAMETER);
    }
    assert_status(pal_memory_map(BASE, SIZE, 8, 0), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_memory_map(BASE, SIZE, RW, 8), PAL_STATUS_INVALID_PARAMETER);
}

static int touch(void *argument)
{
    return *(volatile uint8_t *)argument;
}

static void protection_holds(void **state)
{
    assert_status(pal_memory_map(BASE, SIZE, 0, 0), PAL_OK);
    assert_int_equal(in_child(touch, (void *)BASE), 128 + 11);
    assert_status(pal_memory_protect(BASE, 4096, PAL_PROT_READ), PAL_OK);
    assert_int_equal(in_child(touch, (void *)BASE), 0);
    assert_int_equal(in_child(touch, (void *)(BASE + 4096)), 128 + 11);
    assert_status(pal_memory_unmap(BASE, SIZE), PAL_OK);
    assert_status(pal_memory_protect(BASE, 4096, PAL_PROT_READ), PAL_STATUS_NO_MEMORY);
}

static void a_memory_object_is_shared(void **state)
{
    PalHandle object;
    volatile uint8_t *second = (volatile uint8_t *)(BASE + SIZE);
    assert_status(pal_memory_object(SIZE, &object), PAL_OK);
    assert_status(pal_memory_map_file(BASE, SIZE, RW, 0, object, 0), PAL_OK);
    assert_status(pal_memory_map_file(BASE + SIZE, SIZE, RW, 0, object, 0), PAL_OK);
    AT[5] = 99;
    assert_int_equal(second[5], 99);
    assert_status(
        pal_memory_map_file(BASE + SIZE, SIZE, RW, PAL_MAP_REPLACE | PAL_MAP_PRIVATE, object, 0),
        PAL_OK);
    second[5] = 1;
    assert_int_equal(AT[5], 99);
    assert_status(pal_handle_close(object), PAL_OK);
    assert_int_equal(AT[5], 99); /* the map goes on */
    assert_status(pal_memory_unmap(BASE, 2 * SIZE), PAL_OK);
    assert_status(pal_memory_object(0, &object), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_memory_object(UINT64_MAX, &object), PAL_STATUS_INVALID_PARAMETER);
}

static void a_file_map_follows_its_file(void **state)
{
    PalHandle file;
    char text[6] = "";
    write_text("file", "hello");
    assert_status(open_in_scratch("file", PAL_ACCESS_READ | PAL_ACCESS_WRITE, PAL_OPEN_EXISTING, 0,
                                  &file, NULL),
                  PAL_OK);
    assert_status(pal_memory_map_file(BASE, 4096, RW, 0, file, 1), PAL_STATUS_INVALID_PARAMETER);
    assert_status(pal_memory_map_file(BASE, 4096, RW, 0, file, 0), PAL_OK);
    assert_memory_equal((void *)BASE, "hello", 5);
    AT[0] = 'j';
    assert_status(pal_memory_flush(BASE, 4096), PAL_OK);
    uint64_t done;
    assert_status(pal_file_read(file, 0, text, 5, &done), PAL_OK);
    assert_string_equal(text, "jello");
    assert_status(pal_memory_unmap(BASE, 4096), PAL_OK);
    pal_handle_close(file);
    assert_status(open_in_scratch("file", PAL_ACCESS_READ, PAL_OPEN_EXISTING, 0, &file, NULL),
                  PAL_OK);
    assert_status(pal_memory_map_file(BASE, 4096, RW, 0, file, 0), PAL_STATUS_ACCESS_DENIED);
    pal_handle_close(file);
}

static void a_map_can_be_made_to_fail(void **state)
{
    assert_true(pal_inject_configure("map:2,open:1"));
    PalHandle object = 77;
    assert_status(pal_memory_map(BASE, SIZE, RW, 0), PAL_OK);
    assert_status(pal_memory_map(BASE + SIZE, SIZE, RW, 0), PAL_STATUS_NO_MEMORY);
    assert_status(pal_memory_object(SIZE, &object), PAL_STATUS_TOO_MANY_FILES);
    assert_int_equal(object, 77);
    assert_status(pal_memory_map(BASE + SIZE, SIZE, RW, 0), PAL_OK);
    assert_status(pal_memory_unmap(BASE, 2 * SIZE), PAL_OK);
    assert_false(pal_inject_configure("map"));
    assert_false(pal_inject_configure("map:0"));
    assert_false(pal_inject_configure("mop:1"));
    assert_false(pal_inject_configure("map:1,"
                                      "x"));
    assert_true(pal_inject_configure(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_zero_and_writable),
        cmocka_unit_test(what_is_there_stays_unless_replaced),
        cmocka_unit_test(the_host_is_out_of_reach),
        cmocka_unit_test(ranges_that_wrap_or_are_crooked_are_refused),
        cmocka_unit_test(protection_holds),
        cmocka_unit_test(a_memory_object_is_shared),
        cmocka_unit_test(a_file_map_follows_its_file),
        cmocka_unit_test(a_map_can_be_made_to_fail),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
