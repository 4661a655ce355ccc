/* script.c - see script.h. */
#include "script.h"
#include "message.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

int script_is_one(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcasecmp(dot, ".bat") == 0 || strcasecmp(dot, ".cmd") == 0);
}

/* In quotes where a blank, or what means something to the interpreter, is in it. */
static char *put_word(char *to, const char *word)
{
    int quotes = !*word || (strpbrk(word, " \t&|<>()^;,=") && !strchr(word, '"'));
    return to + sprintf(to, quotes ? "\"%s\"" : "%s", word);
}

/* "Z:\dir\file.cmd" word word */
static char *make_line(const struct program *script, char **words)
{
    size_t size = strlen(script->path) + 8;
    for (char **word = words + 1; *word; word++)
        size += strlen(*word) + 4;
    char *line = malloc(size), *end = line;
    if (!line)
        fail(EXIT_CANNOT_START, "cannot start: no memory");
    end += sprintf(end, "\"Z:");
    for (const char *p = script->path; *p; p++)
        *end++ = *p == '/' ? '\\' : *p;
    *end++ = '"';
    *end = 0;
    for (char **word = words + 1; *word; word++) {
        *end++ = ' ';
        end = put_word(end, *word);
    }
    return line;
}

char **script_open(struct program *program, char **words, const char *current,
                   const struct install *install)
{
    static char *command[] = {"cmd.exe", "/s", "/c", NULL, NULL};
    static struct program script;
    char shell[PATH_MAX + 16];
    program_open(&script, words[0], current, install);
    close(script.fd);
    command[3] = make_line(&script, words);
    snprintf(shell, sizeof shell, "%s/cmd.exe", install->system_path);
    program_open(program, shell, current, install);
    memcpy(program->directory, script.directory, sizeof program->directory);
    return command;
}
