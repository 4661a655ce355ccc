/*
 * main.c - the `bailey` command: finds what it needs, seals itself, becomes the first picoprocess.
 */
#include "coverage.h"
#include "install.h"
#include "message.h"
#include "options.h"
#include "profile.h"
#include "program.h"
#include "script.h"
#include "seal.h"
#include "../pal/linux/explain.h"
#include "../pal/linux/fault_injection.h"
#include "../pal/linux/host.h"
#include "../pal/linux/process.h"
#include "../pal/linux/spawn.h"
#include "../pal/linux/start.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

extern char **environ;

static struct options options;
static struct install install;
static struct program program;
static struct profile profile;

/* ---- at the end, behind the seal */

/* Reading takes a grant of the file alone, writing one of its directory: the file may not exist. */
static void explain_one(const char *path, int write)
{
    char target[PATH_MAX];
    if (policy_allows(&options.policy, path, write))
        return; /* the host's own permissions refused it */
    snprintf(target, sizeof target, "%s", path);
    char *last = strrchr(target, '/');
    if (write && last)
        last[last == target] = 0;
    const char *verb = write ? "write" : "read";
    message("refused to %s %s; --grant %s:%s would allow it", verb, path, verb, target);
}

static void remove_profile(void)
{
    profile_remove(&profile);
}

static void at_end(void)
{
    if (options.explain) {
        size_t more = pal_explain_each(explain_one);
        if (more)
            message("refused %zu more", more);
    }
    remove_profile();
}

/* ---- before the seal */

/* Closed standard descriptors would be taken by the first files that are opened. */
static void fill_standard_descriptors(void)
{
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/", O_PATH | O_CLOEXEC);
}

/* Windows programs may hold many files; and no signal comes for what is an error code there. */
static void prepare_process(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

static void grant_own_files(struct policy *policy)
{
    policy_add_path(policy, install.system_path, GRANT_READ, install.system_directory);
    if (install.narrow_directory >= 0)
        policy_add_path(policy, install.narrow_path, GRANT_READ, install.narrow_directory);
    if (install.share_directory >= 0)
        policy_add_path(policy, install.share_path, GRANT_READ, install.share_directory);
    if (profile.fd >= 0)
        policy_add_path(policy, profile.path, GRANT_READ | GRANT_WRITE, profile.fd);
    if (profile.name)
        policy_add_path(policy, profile.parent_path, GRANT_REMOVE_DIR, profile.parent);
}

static void prepare(const char *current)
{
    struct policy *policy = &options.policy;
    install_find(&install);
    if (script_is_one(options.program[0]))
        options.program = script_open(&program, options.program, current, &install);
    else
        program_open(&program, options.program[0], current, &install);
    profile.fd = -1;
    if (!policy->none || options.profile || options.ephemeral)
        profile_open(&profile, options.profile, options.ephemeral);
    grant_own_files(policy);
    policy_add_defaults(policy, program.directory, current, getenv("HOME"));
    if (policy->child)
        policy_add_path(policy, "/proc/self/exe", GRANT_READ | GRANT_EXECUTE | GRANT_FILE, -1);
    pal_host_init();
    pal_explain_enabled = options.explain;
    pal_process_at_end(at_end);
    fail_through(remove_profile);
    if (!pal_inject_configure(getenv("BAILEY_FAULT")))
        fail(EXIT_CANNOT_START, "BAILEY_FAULT is not understood");
}

/* ---- a process that another one of the session has made */

static int run_child(const char *state)
{
    pal_process_at_end(NULL);
    prepare_process();
    const char *error = pal_start_child(atoi(state));
    if (!error)
        error = pal_start_run();
    fail(EXIT_CANNOT_START, "cannot start: %s", error);
}

int main(int argc, char **argv)
{
    static char current[PATH_MAX];
    if (argc == 3 && strcmp(argv[1], CHILD_OPTION) == 0)
        return run_child(argv[2]);
    fill_standard_descriptors();
    if (argc > 1 && strcmp(argv[1], "coverage") == 0)
        coverage_print(argv[2]);
    if (!getcwd(current, sizeof current))
        fail(EXIT_CANNOT_START, "cannot start: the current directory does not exist");
    options_read(&options, argc, argv, current);
    prepare_process();
    /* Orphans of the session become this process's children, so that it hears of their end. */
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    prepare(current);
    struct pal_start start = {
        .host_directory = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC),
        .system_directory = install.system_directory,
        .profile_directory = profile.fd,
        .share_directory = install.share_directory,
        .program = program.fd,
        .arguments = options.program,
        .environment = environ,
        .program_path = program.path,
        .current_directory = current,
        .profile_path = profile.fd >= 0 ? profile.path : NULL,
        .flags = profile.name ? PAL_BOOT_EPHEMERAL : 0,
    };
    const char *error = pal_start_prepare(&start);
    if (!error)
        error = seal_apply(&options.policy);
    if (!error) {
        program_check(&program, &install);
        error = pal_start_run();
    }
    fail(EXIT_CANNOT_START, "cannot start: %s", error);
}
