/* options.c - robocopy's command line. */
#include "robocopy.h"

OPTIONS option = {.retries = 1000000, .wait = 30};

__attribute__((noreturn)) static void wrong(int number, const WCHAR *word)
{
    static const WCHAR rule[] = L"--------------------------------------------------------------"
                                L"-----------------";
    print(
        L"\n%ls\n   ROBOCOPY     ::     Robust File Copy for Windows                              "
        L"\n%ls\n\n",
        rule, rule);
    print(number ? L"ERROR : Invalid Parameter #%d : \"%ls\"\n\n"
                 : L"ERROR : No Destination Directory Specified.\n\n",
          number, word);
    print(L"       Simple Usage :: ROBOCOPY source destination /MIR\n\n"
          L"             source :: Source Directory (drive:\\path or \\\\server\\share\\path).\n"
          L"        destination :: Destination Dir  (drive:\\path or \\\\server\\share\\path).\n"
          L"               /MIR :: Mirror a complete directory tree.\n\n"
          L"    For more usage information run ROBOCOPY /?\n\n\n"
          L"****  /MIR can DELETE files as well as copy them !\n");
    finish(16);
}

static const struct {
    const WCHAR *name;
    BOOL *flag;
} flags[] = {
    {L"s", &option.tree},          {L"purge", &option.purge},     {L"l", &option.list_only},
    {L"mov", &option.move_files},  {L"a", &option.archive},       {L"m", &option.archive_clear},
    {L"njh", &option.no_header},   {L"njs", &option.no_summary},  {L"ndl", &option.no_folders},
    {L"nfl", &option.no_files},    {L"np", &option.no_progress},  {L"ns", &option.no_sizes},
    {L"nc", &option.no_classes},   {L"fp", &option.full_names},   {L"ts", &option.times},
    {L"x", &option.extras_shown},  {L"v", &option.verbose},       {L"xn", &option.skip_newer},
    {L"xo", &option.skip_older},   {L"xc", &option.skip_changed}, {L"xl", &option.skip_lonely},
    {L"xx", &option.skip_extra},   {L"is", &option.same_too},     {L"it", &option.tweaked_too},
    {L"create", &option.create},   {L"fft", &option.loose_times}, {L"tee", &option.also_console},
    {L"xj", &option.no_junctions}, {L"xjd", &option.no_junctions}};

/* Ways of doing the same; nothing here differs by them. */
static const WCHAR *const ignored[] = {
    L"z",   L"b",   L"zb",    L"j",       L"nooffload", L"copyall", L"sec", L"256",     L"reg",
    L"tbd", L"eta", L"bytes", L"unicode", L"nodcopy",   L"dst",     L"xjf", L"compress"};

static const struct {
    const WCHAR *name;
    int known; /* 0: its value changes nothing here */
} valued[] = {{L"r:", 'r'},       {L"w:", 'w'},   {L"lev:", 'l'},  {L"max:", 'x'},
              {L"min:", 'n'},     {L"log:", 'o'}, {L"log+:", '+'}, {L"unilog:", 'o'},
              {L"unilog+:", '+'}, {L"a+:", 'a'},  {L"a-:", 'd'},   {L"copy:", 0},
              {L"dcopy:", 0},     {L"mt:", 0},    {L"ipg:", 0},    {L"rh:", 0},
              {L"lfsm:", 0}};

static DWORD attributes_of(const WCHAR *letters)
{
    DWORD bits = 0;
    for (; *letters; letters++)
        switch (towupper(*letters)) {
        case 'R':
            bits |= FILE_ATTRIBUTE_READONLY;
            break;
        case 'A':
            bits |= FILE_ATTRIBUTE_ARCHIVE;
            break;
        case 'S':
            bits |= FILE_ATTRIBUTE_SYSTEM;
            break;
        case 'H':
            bits |= FILE_ATTRIBUTE_HIDDEN;
            break;
        }
    return bits;
}

static void take_value(int which, const WCHAR *value)
{
    switch (which) {
    case 'r':
        option.retries = wcstol(value, NULL, 10);
        break;
    case 'w':
        option.wait = wcstol(value, NULL, 10);
        break;
    case 'l':
        option.levels = wcstol(value, NULL, 10);
        break;
    case 'x':
        option.largest = wcstoull(value, NULL, 10);
        break;
    case 'n':
        option.smallest = wcstoull(value, NULL, 10);
        break;
    case 'o':
    case '+':
        option.log = value;
        option.log_append = which == '+';
        break;
    case 'a':
        option.add = attributes_of(value);
        break;
    case 'd':
        option.remove = attributes_of(value);
        break;
    }
}

static BOOL take_plain(const WCHAR *word)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (is_option(word, flags[i].name))
            return *flags[i].flag = TRUE;
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        if (is_option(word, ignored[i]))
            return TRUE;
    if (is_option(word, L"e"))
        return option.tree = option.empty = TRUE;
    if (is_option(word, L"mir"))
        return option.tree = option.empty = option.purge = TRUE;
    if (is_option(word, L"move"))
        return option.move_files = option.move_folders = TRUE;
    return is_option(word, L"mt");
}

static BOOL take_option(const WCHAR *word)
{
    const WCHAR *rest;
    if (take_plain(word))
        return TRUE;
    for (size_t i = 0; i < sizeof valued / sizeof *valued; i++)
        if (option_value(word, valued[i].name, &rest)) {
            take_value(valued[i].known, rest);
            return TRUE;
        }
    return FALSE;
}

static int take_list(int count, WCHAR **words, int i, const WCHAR **list, int *used)
{
    for (; i + 1 < count && words[i + 1][0] != '/'; i++)
        if (*used < LIST_MAX)
            list[(*used)++] = words[i + 1];
    return i;
}

static void show_usage(void)
{
    print(L"\n              Usage :: ROBOCOPY source destination [file [file]...] [options]\n\n"
          L"            /S :: copy Subdirectories, but not empty ones.\n"
          L"            /E :: copy subdirectories, including Empty ones.\n"
          L"        /LEV:n :: only copy the top n LEVels of the source directory tree.\n"
          L"          /MOV :: MOVe files (delete from source after copying).\n"
          L"         /MOVE :: MOVE files AND dirs (delete from source after copying).\n"
          L"        /PURGE :: delete dest files/dirs that no longer exist in source.\n"
          L"          /MIR :: MIRror a directory tree (equivalent to /E plus /PURGE).\n"
          L"       /CREATE :: CREATE directory tree and zero-length files only.\n"
          L"     /A, /M :: copy only files with the Archive attribute set (and reset it).\n"
          L"/A+:[RASH], /A-:[RASH] :: add or remove attributes of copied files.\n"
          L"/XF file [file]... :: eXclude Files matching given names/paths/wildcards.\n"
          L"/XD dirs [dirs]... :: eXclude Directories matching given names/paths.\n"
          L"/XC /XN /XO :: eXclude Changed, Newer, Older files.\n"
          L"/XX /XL :: eXclude eXtra, Lonely files and directories.\n"
          L"/IS /IT :: Include Same, Tweaked files.\n"
          L"/MAX:n /MIN:n :: exclude files bigger, smaller than n bytes.\n"
          L"/R:n /W:n :: number of Retries on failed copies, Wait time between them.\n"
          L"/L :: List only. /X /V /TS /FP :: report more. /NS /NC /NFL /NDL /NP :: report less.\n"
          L"/LOG:file /LOG+:file /TEE :: output to a file, and to the console too.\n"
          L"/NJH /NJS :: No Job Header, No Job Summary.\n");
    finish(0);
}

void read_options(int count, WCHAR **words)
{
    for (int i = 1; i < count; i++) {
        const WCHAR *word = words[i];
        if (is_option(word, L"?"))
            show_usage();
        if (word[0] == '/') {
            if (is_option(word, L"xf"))
                i = take_list(count, words, i, option.skip_files, &option.skip_file_count);
            else if (is_option(word, L"xd"))
                i = take_list(count, words, i, option.skip_folders, &option.skip_folder_count);
            else if (is_option(word, L"if"))
                i = take_list(count, words, i, option.patterns, &option.pattern_count);
            else if (!take_option(word))
                wrong(i, word);
        } else if (!option.from)
            option.from = word;
        else if (!option.to)
            option.to = word;
        else if (option.pattern_count < LIST_MAX)
            option.patterns[option.pattern_count++] = word;
    }
    if (!option.to)
        wrong(0, L"");
    if (!option.pattern_count)
        option.patterns[option.pattern_count++] = L"*.*";
}

static void append(WCHAR **text, const WCHAR *format, ...)
{
    WCHAR piece[256];
    va_list arguments;
    va_start(arguments, format);
    _vsnwprintf(piece, 255, format, arguments);
    piece[255] = 0;
    va_end(arguments);
    size_t used = *text ? wcslen(*text) : 0;
    *text = more(*text, (used + wcslen(piece) + 1) * sizeof(WCHAR));
    wcscpy(*text + used, piece);
}

WCHAR *options_text(void)
{
    static const struct {
        const WCHAR *text;
        BOOL *flag;
    } shown[] = {{L"/V ", &option.verbose},     {L"/TS ", &option.times},
                 {L"/FP ", &option.full_names}, {L"/NS ", &option.no_sizes},
                 {L"/NC ", &option.no_classes}, {L"/NDL ", &option.no_folders},
                 {L"/NFL ", &option.no_files},  {L"/L ", &option.list_only},
                 {L"/S ", &option.tree},        {L"/E ", &option.empty}};
    static const struct {
        const WCHAR *text;
        BOOL *flag;
    } later[] = {{L"/PURGE ", &option.purge},    {L"/MOVE ", &option.move_folders},
                 {L"/MOV ", &option.move_files}, {L"/CREATE ", &option.create},
                 {L"/NP ", &option.no_progress}, {L"/XO ", &option.skip_older},
                 {L"/XN ", &option.skip_newer},  {L"/XC ", &option.skip_changed},
                 {L"/XX ", &option.skip_extra},  {L"/XL ", &option.skip_lonely},
                 {L"/IS ", &option.same_too},    {L"/IT ", &option.tweaked_too}};
    WCHAR *text = NULL;
    if (wcscmp(option.patterns[0], L"*.*") == 0)
        append(&text, L"*.* ");
    else
        append(&text, L"");
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (*shown[i].flag)
            append(&text, L"%ls", shown[i].text);
    append(&text, L"/DCOPY:DA /COPY:DAT ");
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        if (*later[i].flag && !(later[i].flag == &option.move_files && option.move_folders))
            append(&text, L"%ls", later[i].text);
    append(&text, L"/R:%ld /W:%ld ", option.retries, option.wait);
    return text;
}
