/*
 * console_proto.h - Bailey's own: what kernel32's console functions are made of. A handle that is
 * not of the side of the console that a function needs answers STATUS_INVALID_HANDLE, one without
 * the right STATUS_ACCESS_DENIED.
 */
#ifndef BAILEY_CONSOLE_PROTO_H
#define BAILEY_CONSOLE_PROTO_H

NTSTATUS NTAPI BaileyConsoleGetMode(HANDLE, ULONG *mode);
NTSTATUS NTAPI BaileyConsoleSetMode(HANDLE, ULONG mode);
/* count: units of text, or bytes in the output code page. */
NTSTATUS NTAPI BaileyConsoleWrite(HANDLE, const void *text, ULONG count, BOOLEAN wide);
/* As the input mode says, a line or characters. STATUS_CANCELLED: Ctrl+C ended it. control: may be
 * NULL. */
NTSTATUS NTAPI BaileyConsoleRead(HANDLE, void *to, ULONG count, ULONG *done, BOOLEAN wide,
                                 CONSOLE_READCONSOLE_CONTROL *control);

enum { BAILEY_RECORDS_READ, BAILEY_RECORDS_PEEK, BAILEY_RECORDS_COUNT };
NTSTATUS NTAPI BaileyConsoleRecords(HANDLE, ULONG how, INPUT_RECORD *, ULONG count, ULONG *done);
NTSTATUS NTAPI BaileyConsolePutRecords(HANDLE, const INPUT_RECORD *, ULONG count, ULONG *done);
NTSTATUS NTAPI BaileyConsoleFlushInput(HANDLE);

/* Runs of characters or attributes from a cell on; what lies outside is left out. */
NTSTATUS NTAPI BaileyConsoleWriteRun(HANDLE, BOOLEAN attributes, const USHORT *, ULONG count, COORD,
                                     ULONG *done);
NTSTATUS NTAPI BaileyConsoleReadRun(HANDLE, BOOLEAN attributes, USHORT *, ULONG count, COORD,
                                    ULONG *done);
NTSTATUS NTAPI BaileyConsoleFill(HANDLE, BOOLEAN attributes, USHORT value, ULONG count, COORD,
                                 ULONG *done);
/* Rectangles of cells; *rect becomes what both the buffer and the cells have. */
NTSTATUS NTAPI BaileyConsoleRect(HANDLE, BOOLEAN write, CHAR_INFO *, COORD size, COORD from,
                                 SMALL_RECT *rect);
NTSTATUS NTAPI BaileyConsoleScroll(HANDLE, const SMALL_RECT *, const SMALL_RECT *inside, COORD to,
                                   const CHAR_INFO *fill);

/* Facts of a screen, and the largest window that there can be. Either may be NULL. */
NTSTATUS NTAPI BaileyConsoleInfo(HANDLE, CONSOLE_SCREEN_BUFFER_INFOEX *, COORD *most);
NTSTATUS NTAPI BaileyConsoleCursorInfo(HANDLE, CONSOLE_CURSOR_INFO *);
enum {
    BAILEY_SET_CURSOR,      /* COORD */
    BAILEY_SET_ATTRIBUTE,   /* WORD */
    BAILEY_SET_SIZE,        /* COORD */
    BAILEY_SET_WINDOW,      /* SMALL_RECT */
    BAILEY_MOVE_WINDOW,     /* SMALL_RECT, relative */
    BAILEY_SET_CURSOR_INFO, /* CONSOLE_CURSOR_INFO */
    BAILEY_SET_ALL,         /* CONSOLE_SCREEN_BUFFER_INFOEX */
};
NTSTATUS NTAPI BaileyConsoleSet(HANDLE, ULONG what, const void *value);
NTSTATUS NTAPI BaileyConsoleCreateScreen(HANDLE *, ACCESS_MASK, ULONG share, ULONG attributes);
NTSTATUS NTAPI BaileyConsoleActivate(HANDLE);

/* Returns the length; the text is cut to the room and terminated. */
ULONG NTAPI BaileyConsoleTitle(BOOLEAN original, WCHAR *, ULONG room);
NTSTATUS NTAPI BaileyConsoleSetTitle(const WCHAR *, ULONG count);
UINT NTAPI BaileyConsolePage(BOOLEAN output);
NTSTATUS NTAPI BaileyConsoleSetPage(BOOLEAN output, UINT page);
NTSTATUS NTAPI BaileyConsoleHistory(BOOLEAN set, CONSOLE_HISTORY_INFO *);
/* Lines that programs of this name have read, each terminated; as with aliases, count becomes the
 * units that all need, and STATUS_BUFFER_TOO_SMALL says that there is no room for them. */
NTSTATUS NTAPI BaileyConsoleLines(const UNICODE_STRING *program, WCHAR *to, ULONG room,
                                  ULONG *count);
void NTAPI BaileyConsoleForgetLines(const UNICODE_STRING *program);

/* target NULL: there is none any more. */
NTSTATUS NTAPI BaileyConsoleSetAlias(const UNICODE_STRING *program, const UNICODE_STRING *source,
                                     const UNICODE_STRING *target);
/* What a source stands for (STATUS_UNSUCCESSFUL: nothing); without a source all of a program as
 * "source=target", without a program the programs. Each string is terminated. */
NTSTATUS NTAPI BaileyConsoleAliases(const UNICODE_STRING *program, const UNICODE_STRING *source,
                                    WCHAR *to, ULONG room, ULONG *count);

enum {
    BAILEY_CONSOLE_FREE,
    BAILEY_CONSOLE_ALLOCATE,
    BAILEY_CONSOLE_OF_PARENT,
    BAILEY_CONSOLE_OF_PROCESS
};
NTSTATUS NTAPI BaileyConsoleAttach(ULONG how, ULONG process);
BOOLEAN NTAPI BaileyConsoleAttached(void);
/* Returns how many there are. */
ULONG NTAPI BaileyConsoleProcesses(DWORD *list, ULONG room);

/* Control events run the routine (of a thread, the event its argument) from here on. */
NTSTATUS NTAPI BaileyConsoleListen(PVOID routine);
NTSTATUS NTAPI BaileyConsoleIgnoreInterrupt(BOOLEAN ignore);
NTSTATUS NTAPI BaileyConsoleSendControl(ULONG event, ULONG group);

#endif
