/* longjmp: an unwind to setjmp's frame, so that handlers on the way run, or a plain jump. */
#include "crt.h"

#include <setjmp.h>

#ifndef STATUS_LONGJUMP
#    define STATUS_LONGJUMP 0x80000026
#endif

__attribute__((noreturn)) void crt_jump(void *buffer, int value);

#undef longjmp
__attribute__((noreturn)) void crt_longjmp(_JUMP_BUFFER *buffer, int value)
{
    if (!value)
        value = 1;
#ifdef _WIN64
    if (buffer->Frame) {
        CONTEXT context;
        EXCEPTION_RECORD record = {
            .ExceptionCode = STATUS_LONGJUMP,
            .NumberParameters = 1,
            .ExceptionInformation = {(ULONG_PTR)buffer},
        };
        RtlUnwindEx((void *)buffer->Frame, (void *)buffer->Rip, &record, (void *)(intptr_t)value,
                    &context, NULL);
    }
#endif
    crt_jump(buffer, value);
}
