#ifndef BAILEY_REG_ANSI_H
#define BAILEY_REG_ANSI_H

#include "nt.h"

/* A copy in wide characters from the heap (reg_free); NULL stays NULL. Returns a Win32 error. */
LONG reg_widen(const char *text, WCHAR **wide);

BOOL reg_is_text(DWORD type);

/* Gives a value's data, text in the ANSI code page, as RegQueryValueEx does. */
LONG reg_narrow_data(DWORD type, const BYTE *data, DWORD size, BYTE *buffer, DWORD *room);

#endif
