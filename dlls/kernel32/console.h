/*
 * console.h - between the files on the console. The console is the terminal that a standard stream
 * is; a handle to anything else is none (ERROR_INVALID_HANDLE).
 */
#ifndef BAILEY_CONSOLE_H
#define BAILEY_CONSOLE_H

#include "nt_error.h"

/* FALSE: no terminal, and the last error is set. */
BOOL console_query(HANDLE handle, BAILEY_TERMINAL *terminal);
/* Writes UTF-16 or plain text to the terminal. */
BOOL console_put(HANDLE handle, const WCHAR *text, DWORD count);
BOOL console_put_text(HANDLE handle, const char *text, DWORD size);
/* ESC [ a ; b letter */
BOOL console_sequence(HANDLE handle, ULONG a, ULONG b, char letter);

#endif
