/*
 * writer.c - writes to the registry, for tests/registry/registry.
 *
 *   writer write NAME FIRST   sets NAME\N to N for N = FIRST, FIRST + 1 … and prints each number
 *                             when it has been set; now and then deletes and makes other keys
 *   writer check NAME LAST    says 0 if NAME has every number from 0 to LAST with its value
 *   writer count              prints how many values "damage" has, and whether each is right
 *   writer fill               makes what `count` looks at
 *   writer add NAME COUNT     adds COUNT values to the key that all share
 *   writer tally COUNT NAME…  says 0 if each NAME has added COUNT values
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static HKEY open_key(const char *name)
{
    char path[200];
    HKEY key;
    snprintf(path, sizeof path, "Software\\Writer\\%s", name);
    if (RegCreateKeyExA(HKEY_CURRENT_USER, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        exit(3);
    return key;
}

static int get(HKEY key, const char *name, DWORD *number)
{
    DWORD size = sizeof *number;
    return RegQueryValueExA(key, name, NULL, NULL, (BYTE *)number, &size) == 0 && size == 4;
}

static int set(HKEY key, const char *name, DWORD number)
{
    return RegSetValueExA(key, name, 0, REG_DWORD, (BYTE *)&number, sizeof number) == 0;
}

static int write_numbers(const char *name, DWORD number)
{
    HKEY key = open_key(name), other;
    BYTE block[6000];
    char text[16];
    for (;; number++) {
        snprintf(text, sizeof text, "%lu", number);
        if (!set(key, text, number))
            return 4;
        printf("%lu\n", number);
        fflush(stdout);
        memset(block, (int)number, sizeof block);
        RegSetValueExA(key, "block", 0, REG_BINARY, block, number * 37 % sizeof block);
        if (number % 5 == 0 && RegCreateKeyA(key, "passing\\below", &other) == 0)
            RegCloseKey(other);
        if (number % 5 == 3)
            RegDeleteTreeA(key, "passing");
    }
}

static int check_numbers(const char *name, DWORD last)
{
    HKEY key = open_key(name);
    char text[16];
    static BYTE block[6000];
    DWORD number, size = sizeof block;
    for (DWORD i = 0; i <= last; i++) {
        snprintf(text, sizeof text, "%lu", i);
        if (!get(key, text, &number) || number != i) {
            printf("%s has lost %lu of %lu\n", name, i, last);
            return 1;
        }
    }
    if (RegQueryValueExA(key, "block", NULL, NULL, block, &size) == 0)
        for (DWORD i = 1; i < size; i++)
            if (block[i] != block[0])
                return 5;
    return 0;
}

static int fill(void)
{
    HKEY key = open_key("damage");
    char text[16];
    for (DWORD i = 0; i < 12; i++) {
        snprintf(text, sizeof text, "%lu", i);
        set(key, text, i * 1000);
    }
    return 0;
}

static int count(void)
{
    HKEY key = open_key("damage");
    char text[16];
    DWORD number, found = 0;
    for (DWORD i = 0; i < 12; i++) {
        snprintf(text, sizeof text, "%lu", i);
        if (!get(key, text, &number))
            continue;
        if (number != i * 1000)
            return 6;
        found++;
    }
    printf("%lu\n", found);
    return 0;
}

static int add(const char *name, DWORD wanted)
{
    HKEY key = open_key("shared");
    char text[100];
    for (DWORD i = 0; i < wanted; i++) {
        snprintf(text, sizeof text, "%s-%lu", name, i);
        if (!set(key, text, i))
            return 4;
    }
    return 0;
}

static int tally(DWORD wanted, int names, char **name)
{
    HKEY key = open_key("shared");
    char text[100];
    DWORD number;
    for (int n = 0; n < names; n++)
        for (DWORD i = 0; i < wanted; i++) {
            snprintf(text, sizeof text, "%s-%lu", name[n], i);
            if (!get(key, text, &number) || number != i) {
                printf("%s is lost\n", text);
                return 1;
            }
        }
    return 0;
}

int main(int count_of, char **words)
{
    const char *what = count_of > 1 ? words[1] : "";
    if (!strcmp(what, "write") && count_of == 4)
        return write_numbers(words[2], strtoul(words[3], NULL, 10));
    if (!strcmp(what, "check") && count_of == 4)
        return check_numbers(words[2], strtoul(words[3], NULL, 10));
    if (!strcmp(what, "fill"))
        return fill();
    if (!strcmp(what, "count"))
        return count();
    if (!strcmp(what, "add") && count_of == 4)
        return add(words[2], strtoul(words[3], NULL, 10));
    if (!strcmp(what, "tally") && count_of > 3)
        return tally(strtoul(words[2], NULL, 10), count_of - 3, words + 3);
    return 2;
}
