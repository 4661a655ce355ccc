/* help.c - what "name /?" says of the interpreter's own commands. */
#include "builtin.h"

static const struct {
    const WCHAR *names, *does, *syntax;
} commands[] = {
    {L" assoc ", L"Displays or modifies file extension associations", L"ASSOC [.ext[=[fileType]]]"},
    {L" break ", L"Sets or clears extended CTRL+C checking, which has no effect", L"BREAK"},
    {L" call ", L"Calls one batch program, or a label in this one, from another.",
     L"CALL [drive:][path]filename [batch-parameters]\nCALL :label arguments"},
    {L" cd chdir ", L"Displays the name of or changes the current directory.",
     L"CHDIR [/D] [drive:][path]\nCHDIR [..]\nCD [/D] [drive:][path]\nCD [..]"},
    {L" cls ", L"Clears the screen.", L"CLS"},
    {L" color ", L"Sets the default console foreground and background colors.", L"COLOR [attr]"},
    {L" copy ", L"Copies one or more files to another location.",
     L"COPY [/D] [/V] [/N] [/Y | /-Y] [/Z] [/L] [/A | /B ] source [/A | /B]\n"
     L"     [+ source [/A | /B] [+ ...]] [destination [/A | /B]]"},
    {L" date ", L"Displays or sets the date.", L"DATE [/T | date]"},
    {L" del erase ", L"Deletes one or more files.",
     L"DEL [/P] [/F] [/S] [/Q] [/A[[:]attributes]] names\n"
     L"ERASE [/P] [/F] [/S] [/Q] [/A[[:]attributes]] names"},
    {L" dir ", L"Displays a list of files and subdirectories in a directory.",
     L"DIR [drive:][path][filename] [/A[[:]attributes]] [/B] [/C] [/D] [/L] [/N]\n"
     L"  [/O[[:]sortorder]] [/P] [/Q] [/R] [/S] [/T[[:]timefield]] [/W] [/X] [/4]"},
    {L" echo ", L"Displays messages, or turns command-echoing on or off.",
     L"  ECHO [ON | OFF]\n  ECHO [message]"},
    {L" endlocal ", L"Ends localization of environment changes in a batch file.", L"ENDLOCAL"},
    {L" exit ", L"Quits the CMD.EXE program (command interpreter) or the current batch script.",
     L"EXIT [/B] [exitCode]"},
    {L" for ", L"Runs a specified command for each file in a set of files.",
     L"FOR %variable IN (set) DO command [command-parameters]\n"
     L"FOR /D %variable IN (set) DO command [command-parameters]\n"
     L"FOR /R [[drive:]path] %variable IN (set) DO command [command-parameters]\n"
     L"FOR /L %variable IN (start,step,end) DO command [command-parameters]\n"
     L"FOR /F [\"options\"] %variable IN (file-set) DO command [command-parameters]\n"
     L"FOR /F [\"options\"] %variable IN (\"string\") DO command [command-parameters]\n"
     L"FOR /F [\"options\"] %variable IN ('command') DO command [command-parameters]"},
    {L" ftype ", L"Displays or modifies file types used in file extension associations",
     L"FTYPE [fileType[=[openCommandString]]]"},
    {L" goto ", L"Directs cmd.exe to a labeled line in a batch program.", L"GOTO label"},
    {L" if ", L"Performs conditional processing in batch programs.",
     L"IF [NOT] ERRORLEVEL number command\nIF [NOT] string1==string2 command\n"
     L"IF [NOT] EXIST filename command\nIF [/I] string1 compare-op string2 command\n"
     L"IF CMDEXTVERSION number command\nIF DEFINED variable command"},
    {L" md mkdir ", L"Creates a directory.", L"MKDIR [drive:]path\nMD [drive:]path"},
    /* Programs look for " /J " here before they make junctions. */
    {L" mklink ", L"Creates a symbolic link.",
     L"MKLINK [[/D] | [/H] | [/J]] Link Target\n\n"
     L"        /D      a symbolic link to a directory; without it, to a file\n"
     L"        /H      a hard link\n"
     L"        /J      a junction to a directory"},
    {L" move ", L"Moves files and renames files and directories.",
     L"MOVE [/Y | /-Y] [drive:][path]filename1[,...] destination\n"
     L"MOVE [/Y | /-Y] [drive:][path]dirname1 dirname2"},
    {L" path ", L"Displays or sets a search path for executable files.",
     L"PATH [[drive:]path[;...][;%PATH%]\nPATH ;"},
    {L" pause ", L"Suspends processing of a batch program.", L"PAUSE"},
    {L" popd ", L"Changes to the directory stored by the PUSHD command.", L"POPD"},
    {L" prompt ", L"Changes the cmd.exe command prompt.", L"PROMPT [text]"},
    {L" pushd ",
     L"Stores the current directory for use by the POPD command, then\nchanges to the "
     L"specified directory.",
     L"PUSHD [path | ..]"},
    {L" rd rmdir ", L"Removes (deletes) a directory.",
     L"RMDIR [/S] [/Q] [drive:]path\nRD [/S] [/Q] [drive:]path"},
    {L" rem ", L"Records comments (remarks) in a batch file.", L"REM [comment]"},
    {L" ren rename ", L"Renames a file or files.",
     L"RENAME [drive:][path]filename1 filename2.\nREN [drive:][path]filename1 filename2."},
    {L" set ", L"Displays, sets, or removes cmd.exe environment variables.",
     L"SET [variable=[string]]\nSET /A expression\nSET /P variable=[promptString]"},
    {L" setlocal ", L"Begins localization of environment changes in a batch file.",
     L"SETLOCAL [ENABLEEXTENSIONS | DISABLEEXTENSIONS]\n"
     L"         [ENABLEDELAYEDEXPANSION | DISABLEDELAYEDEXPANSION]"},
    {L" shift ", L"Changes the position of replaceable parameters in a batch file.", L"SHIFT [/n]"},
    {L" start ", L"Starts a separate window to run a specified program or command.",
     L"START [\"title\"] [/D path] [/I] [/MIN] [/MAX] [/WAIT] [/B]\n"
     L"      [command/program] [parameters]"},
    {L" time ", L"Displays or sets the system time.", L"TIME [/T | time]"},
    {L" title ", L"Sets the window title for the command prompt window.", L"TITLE [string]"},
    {L" type ", L"Displays the contents of a text file or files.", L"TYPE [drive:][path]filename"},
    {L" ver ", L"Displays the Windows version.", L"VER"},
    {L" verify ",
     L"Tells cmd.exe whether to verify that your files are written correctly to a\n"
     L"disk.",
     L"VERIFY [ON | OFF]"},
    {L" vol ", L"Displays the disk volume label and serial number, if they exist.",
     L"VOL [drive:]"},
};

int asks_help(const WCHAR *arguments)
{
    arguments += wcsspn(arguments, L" \t");
    return arguments[0] == '/' && arguments[1] == '?' &&
           (!arguments[2] || wcschr(L" \t\n&|<>)", arguments[2]));
}

int show_help(const WCHAR *name)
{
    WCHAR wanted[32];
    size_t size = wcslen(name);
    if (size > 29)
        return 0;
    wanted[0] = wanted[size + 1] = ' ';
    wanted[size + 2] = 0;
    for (size_t i = 0; i < size; i++)
        wanted[i + 1] = (WCHAR)towlower(name[i]);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (wcsstr(commands[i].names, wanted)) {
            out(L"%ls\n\n%ls\n", commands[i].does, commands[i].syntax);
            return 1;
        }
    return 0;
}
