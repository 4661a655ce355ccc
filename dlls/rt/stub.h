#ifndef BAILEY_STUB_H
#define BAILEY_STUB_H

/*
 * Says on stderr which export of which DLL is missing, and raises a noncontinuable exception,
 * EXCEPTION_BAILEY_STUB, with the two names (ASCII, in the DLL's own data) as its parameters.
 */
__attribute__((noreturn)) void bailey_stub_called(const char *dll, const char *name);

#define EXCEPTION_BAILEY_STUB 0x80000100

#define BAILEY_STUB(symbol, dll, name) \
    void symbol(void);                 \
    void symbol(void)                  \
    {                                  \
        bailey_stub_called(dll, name); \
    }

#endif
