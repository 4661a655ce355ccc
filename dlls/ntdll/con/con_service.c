/*
 * con_service.c - the console thread: it looks at the terminal while somebody waits for keys, and
 * hears of control events. A process gets one when it first reads keys or sets a control handler.
 */
#include "con_console.h"

enum { KEY_INPUT = 1, KEY_EVENTS };

static PalHandle queue, events;
static KE_LOCK start_lock;
static PVOID control_routine; /* kernel32's: handlers, or the end */

static void start_thread(PVOID routine, PVOID argument, ULONG flags)
{
    HANDLE thread;
    if (NtCreateThreadEx(&thread, THREAD_ALL_ACCESS, NULL, NtCurrentProcess(), routine, argument,
                         flags, 0, 0, 0, NULL) == STATUS_SUCCESS)
        NtClose(thread);
}

/* ---- control events */

static void NTAPI end_process(PVOID argument)
{
    RtlExitUserProcess((NTSTATUS)STATUS_CONTROL_C_EXIT);
}

/* Windows' numbers: CTRL_C_EVENT and so on. */
static ULONG windows_event(ULONG event)
{
    static const UCHAR numbers[] = {0, CTRL_C_EVENT, CTRL_BREAK_EVENT, CTRL_CLOSE_EVENT,
                                    CTRL_SHUTDOWN_EVENT};
    return numbers[event];
}

static void give_up_reads(void)
{
    CON_CONSOLE *console = con_own();
    if (console && InterlockedExchange(&con_edited, FALSE))
        con_edit_cancel(console);
    InterlockedIncrement(&con_aborts);
    if (console)
        ke_set(&console->input); /* who waits looks again; the next resets it */
}

static void deliver(ULONG event)
{
    if (ps_process->life.ignored >> event & 1)
        return;
    if (event <= PAL_CONTROL_BREAK)
        give_up_reads();
    start_thread(control_routine ? control_routine : (PVOID)end_process,
                 (PVOID)(ULONG_PTR)windows_event(event), 0);
}

static void handle_event(UCHAR byte)
{
    CON_CONSOLE *console = con_own();
    ULONG event = byte & ~PAL_CONTROL_BY_USER;
    switch (event) {
    case PAL_CONTROL_INTERRUPT:
    case PAL_CONTROL_BREAK:
    case PAL_CONTROL_CLOSE:
    case PAL_CONTROL_SHUTDOWN:
        /* The terminal tells them all, a user one. */
        if (byte & PAL_CONTROL_BY_USER && console)
            con_send_control(console, event, 0, FALSE);
        deliver(event);
        return;
    case PAL_CONTROL_RESIZE:
    case PAL_CONTROL_CONTINUE:
        if (!console)
            return;
        con_lock(console);
        if (event == PAL_CONTROL_CONTINUE && console->raw)
            con_make_raw(console);
        con_look_at_size(console);
        con_unlock(console);
    }
}

static void take_events(void)
{
    UCHAR bytes[16];
    uint64_t done;
    if (pal_file_read(events, PAL_OFFSET_CURRENT, bytes, sizeof bytes, &done) == PAL_OK)
        for (uint64_t i = 0; i < done; i++)
            handle_event(bytes[i]);
    pal_queue_watch(queue, events, PAL_READY_READ, KEY_EVENTS);
}

void con_send_control(CON_CONSOLE *console, ULONG event, ULONG group, BOOLEAN self)
{
    KPROCESS *process;
    for (ULONG id = 0; (process = ps_next_process(id)); ob_dereference(process)) {
        id = process->id;
        if (process->ended || con_of(process) != console || (group && process->group != group))
            continue;
        if (process == ps_process ? !self : process->life.ignored >> event & 1)
            continue;
        if (process == ps_process) {
            deliver(event);
            continue;
        }
        InterlockedOr((volatile LONG *)&process->life.control, 1 << event);
        if (process->life.word)
            pal_process_end(process->host_id, 0);
    }
}

/* ---- the thread */

static void take_input(void)
{
    CON_CONSOLE *console = con_own();
    if (!console)
        return;
    con_lock(console);
    con_pump(console);
    if (!console->record_count) /* part of a key, or another process has taken it */
        con_service_watch();
    con_unlock(console);
}

/* When what has come of a key is to be taken for all of it. */
static int64_t next_deadline(void)
{
    CON_CONSOLE *console = ARENA_AT(CON_CONSOLE, arena->console);
    int64_t now;
    if (!console || !console->keys.count)
        return PAL_FOREVER;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    return now + CON_ESCAPE_TIME;
}

static void NTAPI thread_main(PVOID argument)
{
    PalReady reports[4];
    uint32_t count;
    for (;;) {
        PalStatus status = pal_queue_wait(queue, reports, 4, next_deadline(), &count);
        if (status == PAL_STATUS_TIMEOUT)
            take_input();
        if (status)
            continue;
        for (uint32_t i = 0; i < count; i++)
            if (reports[i].key == KEY_EVENTS)
                take_events();
            else if (reports[i].ready & PAL_READY_HANGUP)
                ke_set(&con_own()->input);
            else
                take_input();
    }
}

NTSTATUS con_service_start(void)
{
    PalTerminal terminal = {0};
    HANDLE thread;
    if (queue)
        return STATUS_SUCCESS;
    ke_lock(&start_lock);
    PalHandle made = 0;
    NTSTATUS status = queue ? STATUS_SUCCESS : pal_queue_create(&made);
    if (made) {
        status = pal_terminal_control(0, PAL_TERMINAL_EVENTS, &terminal);
        events = terminal.events;
        if (!status)
            status = pal_queue_watch(made, events, PAL_READY_READ, KEY_EVENTS);
        if (!status)
            queue = made;
        else
            pal_handle_close(made);
    }
    ke_unlock(&start_lock);
    if (status || !made)
        return status;
    status =
        NtCreateThreadEx(&thread, THREAD_ALL_ACCESS, NULL, NtCurrentProcess(), (PVOID)thread_main,
                         NULL, THREAD_CREATE_FLAGS_SKIP_THREAD_ATTACH, 0, 0, 65536, NULL);
    if (status)
        return status;
    NtClose(thread);
    InterlockedDecrement(&ps_process->active_threads); /* it keeps no process alive */
    return STATUS_SUCCESS;
}

void con_service_watch(void)
{
    if (queue && con_terminal_in())
        pal_queue_watch(queue, con_terminal_in(), PAL_READY_READ, KEY_INPUT);
}

/* ---- services */

NTSTATUS NTAPI BaileyConsoleListen(PVOID routine)
{
    control_routine = routine;
    return con_service_start();
}

NTSTATUS NTAPI BaileyConsoleIgnoreInterrupt(BOOLEAN ignore)
{
    volatile LONG *word = (volatile LONG *)&ps_process->life.ignored;
    if (!ignore)
        InterlockedAnd(word, ~(1 << PAL_CONTROL_INTERRUPT));
    else
        InterlockedOr(word, 1 << PAL_CONTROL_INTERRUPT);
    return con_service_start();
}

NTSTATUS NTAPI BaileyConsoleSendControl(ULONG event, ULONG group)
{
    CON_CONSOLE *console = con_own();
    if (!console)
        return STATUS_INVALID_HANDLE;
    con_send_control(console, event == CTRL_C_EVENT ? PAL_CONTROL_INTERRUPT : PAL_CONTROL_BREAK,
                     group, TRUE);
    return STATUS_SUCCESS;
}

ULONG NTAPI BaileyConsoleProcesses(DWORD *list, ULONG room)
{
    CON_CONSOLE *console = con_own();
    KPROCESS *process;
    ULONG count = 0;
    ps_look_after_all();
    for (ULONG id = 0; console && (process = ps_next_process(id)); ob_dereference(process)) {
        id = process->id;
        if (process->ended || con_of(process) != console)
            continue;
        if (count < room)
            list[count] = id;
        count++;
    }
    return count;
}
