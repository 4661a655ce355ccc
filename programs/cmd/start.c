/* start.c - start: a program beside this one. */
#include "words.h"

struct start {
    WCHAR directory[LINE_MAX], title[LINE_MAX];
    DWORD flags;
    int wait, same_console, own_environment, show;
};

/* Options that stand for themselves; what they ask of a window's or a processor's use is a hint. */
static int take_plain(struct start *s, const WCHAR *name)
{
    static const struct {
        const WCHAR *name;
        DWORD flags;
        int show;
    } known[] = {{L"min", 0, SW_SHOWMINNOACTIVE},
                 {L"max", 0, SW_SHOWMAXIMIZED},
                 {L"low", IDLE_PRIORITY_CLASS, 0},
                 {L"normal", NORMAL_PRIORITY_CLASS, 0},
                 {L"high", HIGH_PRIORITY_CLASS, 0},
                 {L"realtime", REALTIME_PRIORITY_CLASS, 0},
                 {L"abovenormal", ABOVE_NORMAL_PRIORITY_CLASS, 0},
                 {L"belownormal", BELOW_NORMAL_PRIORITY_CLASS, 0},
                 {L"separate", 0, 0},
                 {L"shared", 0, 0},
                 {L"i", 0, 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (_wcsicmp(name, known[i].name) == 0) {
            s->flags |= known[i].flags;
            s->show = known[i].show ? known[i].show : s->show;
            return 1;
        }
    return 0;
}

/* What is left is the command; NULL: an option that there is not. */
static const WCHAR *take_options(const WCHAR *text, struct start *s)
{
    WCHAR word[LINE_MAX];
    const WCHAR *next;
    for (int first = 1;; first = 0, text = next) {
        text = skip_blanks(text);
        next = next_word(text, word, LINE_MAX);
        if (!next)
            return text;
        if (first && word[0] == '"') {
            unquote(word);
            wcscpy(s->title, word);
            continue;
        }
        if (word[0] != '/')
            return text;
        if (_wcsicmp(word, L"/wait") == 0 || _wcsicmp(word, L"/w") == 0)
            s->wait = 1;
        else if (_wcsicmp(word, L"/b") == 0)
            s->same_console = 1;
        else if (_wcsnicmp(word, L"/d", 2) == 0) {
            if (word[2])
                wcscpy(s->directory, word + 2);
            else if (!(next = next_word(next, s->directory, LINE_MAX)))
                return NULL;
            unquote(s->directory);
        } else if (_wcsicmp(word, L"/affinity") == 0 || _wcsicmp(word, L"/node") == 0) {
            if (!(next = next_word(next, word, LINE_MAX)))
                return NULL;
        } else if (!take_plain(s, word + 1)) {
            complain(L"Invalid switch - \"%ls\".\n", word + 1);
            return NULL;
        }
    }
}

/* Programs run by themselves, everything else in a shell of its own. */
static void make_command(const WCHAR *text, WCHAR *image, WCHAR *command, size_t room)
{
    WCHAR name[LINE_MAX], self[MAX_PATH];
    next_word(text, name, LINE_MAX);
    unquote(name);
    image[0] = 0;
    if (!is_builtin(name) && find_program(name, image) && !is_batch_file(image)) {
        set_text(command, room, L"%ls", text);
        return;
    }
    GetModuleFileNameW(NULL, self, MAX_PATH);
    wcscpy(image, self);
    set_text(command, room, L"\"%ls\" /c %ls", self, text);
}

int do_start(const WCHAR *arguments)
{
    struct start s = {.show = SW_SHOWNORMAL};
    WCHAR image[LINE_MAX];
    HANDLE process;
    const WCHAR *text = take_options(arguments, &s);
    if (!text)
        return 1;
    size_t room = wcslen(text) + MAX_PATH + 32;
    WCHAR *command = malloc(room * sizeof *command);
    if (!command)
        exit(1);
    make_command(*text ? text : L"cmd", image, command, room);
    STARTUPINFOW startup = {.cb = sizeof startup,
                            .dwFlags = STARTF_USESHOWWINDOW,
                            .wShowWindow = (WORD)s.show,
                            .lpTitle = s.title[0] ? s.title : NULL};
    int error = start_program(image, command, s.directory[0] ? s.directory : NULL, s.flags,
                              &startup, streams[0], streams[1], &process);
    free(command);
    if (error)
        return complain_error((DWORD)error);
    if (s.wait)
        return wait_for(process);
    CloseHandle(process);
    return 0;
}
