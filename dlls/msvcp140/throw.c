/* stdexcept's exceptions, thrown for code that does not want to hold the throw itself. */
#include "../vcruntime140/rtti.h"

void std_exception_copy_construct(struct std_exception *to, const struct std_exception *from);

/* The handler that programs built without exceptions would set. */
void (*raise_handler)(const void *exception);

extern const THROW_INFO throw_bad_alloc, throw_length_error, throw_out_of_range,
    throw_invalid_argument, throw_overflow_error, throw_runtime_error, throw_bad_function_call;
extern const char vftable_bad_alloc[], vftable_length_error[], vftable_out_of_range[],
    vftable_invalid_argument[], vftable_overflow_error[], vftable_runtime_error[],
    vftable_bad_function_call[];

/* own: the exception gets a copy of the text. */
static _Noreturn void throw(const void *vftable, const THROW_INFO *info, const char *text,
                            BOOLEAN own)
{
    struct std_exception from = {vftable, text, own}, object = {0};
    std_exception_copy_construct(&object, &from);
    _CxxThrowException(&object, info);
    __builtin_unreachable();
}

_Noreturn void throw_length(const char *text)
{
    throw(vftable_length_error, &throw_length_error, text, TRUE);
}

_Noreturn void throw_range(const char *text)
{
    throw(vftable_out_of_range, &throw_out_of_range, text, TRUE);
}

_Noreturn void throw_argument(const char *text)
{
    throw(vftable_invalid_argument, &throw_invalid_argument, text, TRUE);
}

_Noreturn void throw_overflow(const char *text)
{
    throw(vftable_overflow_error, &throw_overflow_error, text, TRUE);
}

_Noreturn void throw_runtime(const char *text)
{
    throw(vftable_runtime_error, &throw_runtime_error, text, TRUE);
}

_Noreturn void throw_memory(void)
{
    throw(vftable_bad_alloc, &throw_bad_alloc, "bad allocation", FALSE);
}

_Noreturn void throw_function(void)
{
    throw(vftable_bad_function_call, &throw_bad_function_call, "bad function call", FALSE);
}
