#include "conformance.h"

CASE(auto_reset_releases_one_waiter)
{
    HANDLE event = CreateEventW(NULL, FALSE, TRUE, NULL);
    REQUIRE(event);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CHECK_FAILS(CloseHandle((HANDLE)(ULONG_PTR)0x12344), ERROR_INVALID_HANDLE);
}
