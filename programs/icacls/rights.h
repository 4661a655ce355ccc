/* rights.h - the letters by which icacls names rights and inheritance. */
#ifndef BAILEY_RIGHTS_H
#define BAILEY_RIGHTS_H

#include "program.h"

#define RIGHTS_ROOM 160

/* "(OI)(CI)(F)" of an entry's flags and rights; at least RIGHTS_ROOM units. */
void show_rights(DWORD flags, DWORD mask, BOOL deny, WCHAR *text);
/* "(OI)(CI)F" or "(RX,W)"; FALSE: that is none. */
BOOL read_rights(const WCHAR *text, DWORD *flags, DWORD *mask);

#endif
