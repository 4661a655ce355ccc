/* policy.c - collecting grants. */
#include "policy.h"
#include "message.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What programs on any machine may read: the null, zero and random devices, the
 * time zone, and whom the machine trusts. */
static const struct grant policy_common[] = {
    {"/dev/null", GRANT_FILE | GRANT_WRITE, -1, 1},
    {"/dev/zero", GRANT_FILE | GRANT_READ, -1, 1},
    {"/dev/urandom", GRANT_FILE | GRANT_READ, -1, 1},
    {"/etc/localtime", GRANT_FILE | GRANT_READ, -1, 1},
    {"/usr/share/zoneinfo", GRANT_READ, -1, 1},
    {"/etc/ssl/certs/ca-certificates.crt", GRANT_FILE | GRANT_READ, -1, 1},
};

/* And what they read where the network is granted: who is where. */
static const struct grant policy_network[] = {
    {"/etc/hosts", GRANT_FILE | GRANT_READ, -1, 1},
    {"/etc/resolv.conf", GRANT_FILE | GRANT_READ, -1, 1},
};

void policy_add_path(struct policy *policy, const char *path, uint32_t rights, int fd)
{
    if (policy->grant_count == POLICY_GRANTS)
        fail(EXIT_CANNOT_START, "cannot start: more than %d grants", POLICY_GRANTS);
    policy->grants[policy->grant_count++] = (struct grant){path, rights, fd, 0};
}

static const char *add_directory(struct policy *policy, const char *path, const char *base,
                                 uint32_t rights)
{
    char full[PATH_MAX];
    if (!*path)
        return "names no directory";
    int size = *path == '/' ? snprintf(full, sizeof full, "%s", path)
                            : snprintf(full, sizeof full, "%s/%s", base, path);
    if (size >= (int)sizeof full)
        return "is too long";
    char *real = realpath(full, NULL);
    if (!real)
        return "names no directory or file that there is";
    policy_add_path(policy, real, rights, -1);
    return NULL;
}

/* "", ":connect", ":listen", ":connect:PORT", ":listen:PORT" */
static const char *add_net(struct policy *policy, const char *text)
{
    static const struct {
        const char *name;
        uint32_t direction;
    } directions[] = {{":connect", NET_CONNECT}, {":listen", NET_LISTEN}};
    if (!*text) {
        policy->net |= NET_CONNECT | NET_LISTEN;
        return NULL;
    }
    for (unsigned i = 0; i < 2; i++) {
        size_t size = strlen(directions[i].name);
        if (strncmp(text, directions[i].name, size) != 0)
            continue;
        if (!text[size]) {
            policy->net |= directions[i].direction;
            return NULL;
        }
        char *end = NULL;
        unsigned long port = text[size] == ':' ? strtoul(text + size + 1, &end, 10) : 0;
        if (!end || *end || port == 0 || port > 65535)
            break;
        if (policy->port_count == POLICY_PORTS)
            return "there are too many ports";
        policy->ports[policy->port_count].port = (uint16_t)port;
        policy->ports[policy->port_count++].direction = directions[i].direction;
        return NULL;
    }
    return "is not net, net:connect, net:listen, net:connect:PORT or net:listen:PORT";
}

const char *policy_add(struct policy *policy, const char *text, const char *base)
{
    static const char *const later[] = {"display", "clipboard"};
    if (strncmp(text, "read:", 5) == 0)
        return add_directory(policy, text + 5, base, GRANT_READ);
    if (strncmp(text, "write:", 6) == 0)
        return add_directory(policy, text + 6, base, GRANT_READ | GRANT_WRITE);
    if (strncmp(text, "net", 3) == 0)
        return add_net(policy, text + 3);
    if (strcmp(text, "all") == 0) {
        policy->all = 1;
        return NULL;
    }
    if (strcmp(text, "child") == 0) {
        policy->child = 1;
        return NULL;
    }
    if (strcmp(text, "none") == 0) {
        policy->none = 1;
        return NULL;
    }
    for (unsigned i = 0; i < sizeof later / sizeof *later; i++)
        if (strcmp(text, later[i]) == 0)
            return "is not available in this version";
    return "is not read:DIR, write:DIR, net, display, clipboard, child, all or none";
}

/* Without blanks around it and without a comment. */
static char *trim(char *line)
{
    char *comment = strchr(line, '#');
    if (comment && (comment == line || comment[-1] == ' ' || comment[-1] == '\t'))
        *comment = 0;
    while (*line == ' ' || *line == '\t')
        line++;
    size_t size = strlen(line);
    while (size && strchr(" \t\r", line[size - 1]))
        line[--size] = 0;
    return line;
}

void policy_read_lines(struct policy *policy, char *text, const char *name, const char *base)
{
    unsigned number = 1;
    for (char *line = text, *next; line; line = next, number++) {
        next = strchr(line, '\n');
        if (next)
            *next++ = 0;
        line = trim(line);
        const char *error = *line ? policy_add(policy, line, base) : NULL;
        if (error)
            fail(EXIT_CANNOT_START, "%s:%u: \"%s\" %s", name, number, line, error);
    }
}

/* Is path directory itself or something below it? */
static int is_within(const char *path, const char *directory)
{
    size_t size = strlen(directory);
    while (size && directory[size - 1] == '/')
        size--;
    return strncmp(path, directory, size) == 0 && (path[size] == '/' || path[size] == 0);
}

int policy_allows(const struct policy *policy, const char *path, int write)
{
    uint32_t needed = write ? GRANT_WRITE : GRANT_READ | GRANT_WRITE;
    for (unsigned i = 0; i < policy->grant_count; i++)
        if ((policy->grants[i].rights & needed) && is_within(path, policy->grants[i].path))
            return 1;
    return policy->all;
}

static int too_much(const char *directory, const char *home)
{
    struct stat here, there;
    if (strcmp(directory, "/") == 0)
        return 1;
    if (!home || *home != '/')
        return 0;
    return is_within(home, directory) ||
           (stat(directory, &here) == 0 && stat(home, &there) == 0 && here.st_ino == there.st_ino &&
            here.st_dev == there.st_dev); /* the same by another name */
}

static void add_table(struct policy *policy, const struct grant *table, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        policy_add_path(policy, table[i].path, table[i].rights, -1);
        policy->grants[policy->grant_count - 1].optional = 1;
    }
}

void policy_add_defaults(struct policy *policy, const char *program_directory, const char *current,
                         const char *home)
{
    if (policy->none || policy->all)
        return;
    policy->child = 1;
    add_table(policy, policy_common, sizeof policy_common / sizeof *policy_common);
    if (policy->net || policy->port_count)
        add_table(policy, policy_network, sizeof policy_network / sizeof *policy_network);
    int without_current = too_much(current, home);
    if (!without_current)
        policy_add_path(policy, current, GRANT_READ | GRANT_WRITE, -1);
    else if (!policy_allows(policy, current, 0))
        message("the current directory %s is too much to grant by default: it stays closed "
                "(--grant write:. opens it)",
                current);
    if (policy_allows(policy, program_directory, 0))
        return;
    if (!too_much(program_directory, home))
        policy_add_path(policy, program_directory, GRANT_READ, -1);
    else if (!policy_allows(policy, program_directory, 0) &&
             strcmp(program_directory, current) != 0)
        message("the program's directory %s is too much to grant by default: it stays closed "
                "(--grant read:%s opens it)",
                program_directory, program_directory);
}
