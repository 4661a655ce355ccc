#ifndef BAILEY_STUB_H
#define BAILEY_STUB_H

/*
 * Says on stderr which export of which DLL is missing, and raises a noncontinuable exception,
 * EXCEPTION_BAILEY_STUB, with the two names (ASCII, in the DLL's own data) as its parameters.
 */
__attribute__((noreturn)) void bailey_stub_called(const char *dll, const char *name);

#define EXCEPTION_BAILEY_STUB 0x80000100

/* All stubs of a DLL are in a section of their own, by which GetProcAddress knows them: a program
 * that asks whether a function is there hears that it is not. */
#define BAILEY_STUB_SECTION ".bailey"

#define BAILEY_STUB(symbol, dll, name)                              \
    void symbol(void);                                              \
    __attribute__((section(BAILEY_STUB_SECTION))) void symbol(void) \
    {                                                               \
        bailey_stub_called(dll, name);                              \
    }

#endif
