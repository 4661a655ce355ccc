/* pipe.c - anonymous pipes. */
#include "fault_injection.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include <fcntl.h>

PalStatus pal_pipe_create(PalHandle ends[2])
{
    int fd[2];
    PalHandle result[2];
    guest_probe(ends, 2 * sizeof *ends);
    long error = pal_inject(PAL_INJECT_OPEN);
    if (error == 0)
        error = host_call2(SYS_pipe2, (long)fd, O_CLOEXEC);
    if (error < 0)
        return pal_status(error);
    PalStatus status = pal_handle_insert(PAL_TYPE_PIPE, fd[0], NULL, &result[0]);
    if (status < 0) {
        host_call1(SYS_close, fd[0]);
        host_call1(SYS_close, fd[1]);
        return status;
    }
    status = pal_handle_insert(PAL_TYPE_PIPE, fd[1], NULL, &result[1]);
    if (status < 0) {
        pal_handle_close(result[0]);
        host_call1(SYS_close, fd[1]);
        return status;
    }
    ends[0] = result[0];
    ends[1] = result[1];
    return PAL_OK;
}
