/* process_list.h - the processes of the session, and the filters that /fi gives. */
#ifndef BAILEY_PROCESS_LIST_H
#define BAILEY_PROCESS_LIST_H

#include "program.h"

typedef struct PROCESS_FACTS {
    DWORD id, parent, session;
    WCHAR name[MAX_PATH];
    WCHAR user[300];
    ULONGLONG memory; /* KiB of its working set */
    ULONG cpu_seconds;
} PROCESS_FACTS;

/* All processes, heap; their number. detailed: user and CPU time too. */
size_t list_processes(PROCESS_FACTS **all, BOOL detailed);
/* "NAME op VALUE"; FALSE: it is no filter. At most 32 can be added. */
BOOL add_filter(const WCHAR *text);
BOOL has_filters(void);
BOOL passes_filters(const PROCESS_FACTS *facts);
/* "h:mm:ss" */
void time_text(ULONG seconds, WCHAR text[16]);

#endif
