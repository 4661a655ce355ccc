/*
 * Runs conformance programs, each case in a process and an empty directory of its own, several at
 * a time, and reports each as a cmocka test.
 *
 *     runner COMMAND PROGRAM...      COMMAND is what runs a program: bailey, or wine64
 *
 * CONFORMANCE_KNOWN names a file of what is known to fail, "TITLE | reason" a line: such a case is
 * skipped with its reason while it fails, and fails when it passes.
 * CONFORMANCE_ONLY: only cases whose PROGRAM/NAME contains this word. CONFORMANCE_SECONDS: how long
 * one may take (30). CONFORMANCE_JOBS: how many at a time (the processors). Output goes by way of a
 * file, so that what a case leaves behind holds nobody up.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STATUS_SKIPPED 77
#define STATUS_TIMEOUT 1000
#define OUTPUT_LIMIT   8000

struct job {
    const char *program; /* as it was given */
    char *argument;
    char *todo; /* the reason, or NULL */
    char *title;
    char *output;
    int status; /* the exit status; -N ended by signal N; STATUS_TIMEOUT */
    pid_t process;
    double deadline;
    char folder[64];
};

static const char *command;
static int seconds;
static int jobs_at_once;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    if (kind == FTW_DNR)
        chmod(path, 0700);
    return remove(path) && 0;
}

static void make_writable(const char *folder)
{
    char *arguments[] = {"chmod", "-R", "u+rwx", (char *)folder, NULL};
    pid_t process = fork();
    if (process == 0) {
        execvp(arguments[0], arguments);
        _exit(1);
    }
    waitpid(process, NULL, 0);
}

static void remove_folder(const char *folder)
{
    nftw(folder, remove_entry, 20, FTW_DEPTH | FTW_PHYS);
    if (access(folder, F_OK) == 0) {
        make_writable(folder);
        nftw(folder, remove_entry, 20, FTW_DEPTH | FTW_PHYS);
    }
}

static char *read_output(const char *folder)
{
    char path[96], *text = calloc(1, OUTPUT_LIMIT + 1);
    snprintf(path, sizeof path, "%s.out", folder);
    int file = open(path, O_RDONLY);
    if (!text || file < 0 || read(file, text, OUTPUT_LIMIT) < 0)
        die(path);
    close(file);
    unlink(path);
    return text;
}

/* Programs in the folders of network DLLs are granted the network, of Bailey. */
static int wants_network(const char *program)
{
    static const char *const folders[] = {"/ws2_32/", "/iphlpapi/", "/dnsapi/", "/mswsock/"};
    const char *name = strrchr(command, '/');
    if (strcmp(name ? name + 1 : command, "bailey") != 0)
        return 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (strstr(program, folders[i]))
            return 1;
    return 0;
}

static void run_child(const struct job *job)
{
    char path[96], program[PATH_MAX];
    sigset_t none;
    int null = open("/dev/null", O_RDONLY);

    snprintf(path, sizeof path, "%s.out", job->folder);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    if (null < 0 || file < 0 || !realpath(job->program, program) || chdir(job->folder))
        _exit(126);
    dup2(null, 0);
    dup2(file, 1);
    dup2(file, 2);
    close(null);
    close(file);
    setsid(); /* the terminal that the tests were started from is not theirs */
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (wants_network(job->program))
        execlp(command, command, "--grant", "net", program, job->argument, NULL);
    else
        execlp(command, command, program, job->argument, NULL);
    _exit(125);
}

static void start(struct job *job)
{
    strcpy(job->folder, "/tmp/conformance.XXXXXX");
    if (!mkdtemp(job->folder))
        die(job->folder);
    job->deadline = now() + seconds;
    job->process = fork();
    if (job->process < 0)
        die("fork");
    if (job->process == 0)
        run_child(job);
}

static void finish(struct job *job, int status)
{
    if (job->status != STATUS_TIMEOUT)
        job->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    kill(-job->process, SIGKILL);
    job->process = 0;
    job->output = read_output(job->folder);
    remove_folder(job->folder);
}

static void reap(struct job *jobs, size_t count, size_t *running)
{
    int status;
    pid_t process;
    while ((process = waitpid(-1, &status, WNOHANG)) > 0)
        for (size_t i = 0; i < count; i++)
            if (jobs[i].process == process) {
                finish(&jobs[i], status);
                --*running;
            }
}

static void stop_late(struct job *jobs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (jobs[i].process && now() > jobs[i].deadline) {
            jobs[i].status = STATUS_TIMEOUT;
            kill(-jobs[i].process, SIGKILL);
            kill(jobs[i].process, SIGKILL);
        }
}

static void run_all(struct job *jobs, size_t count)
{
    struct timespec tick = {0, 50000000};
    size_t started = 0, running = 0;
    sigset_t child;

    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    while (started < count || running) {
        while (started < count && running < (size_t)jobs_at_once) {
            start(&jobs[started++]);
            running++;
        }
        sigtimedwait(&child, NULL, &tick);
        reap(jobs, started, &running);
        stop_late(jobs, started);
    }
}

/* DLL/NAME out of .../DLL/NAME.exe. */
static char *short_name(const char *program)
{
    const char *end = strrchr(program, '/'), *begin = end;
    while (begin && begin > program && begin[-1] != '/')
        begin--;
    char *name = strdup(begin ? begin : program);
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = 0;
    return name;
}

/* Why a case is known to fail, or NULL. */
static char *known_failure(const char *title)
{
    const char *path = getenv("CONFORMANCE_KNOWN");
    FILE *file = path && *path ? fopen(path, "r") : NULL;
    char line[400], *reason = NULL;
    size_t length = strlen(title);
    if (path && *path && !file)
        die(path);
    while (file && !reason && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, title, length) == 0 && strncmp(line + length, " | ", 3) == 0)
            reason = strdup(line + length + 3);
    }
    if (file)
        fclose(file);
    return reason;
}

static void add_job(struct job **jobs, size_t *count, const char *program, const char *line)
{
    const char *only = getenv("CONFORMANCE_ONLY");
    char *argument = strdup(line), *rest = strchr(argument, ' '), *folder = short_name(program);
    struct job job = {.program = program, .argument = argument};

    if (rest) {
        *rest++ = 0;
        job.todo = strncmp(rest, "todo ", 5) ? NULL : rest + 5;
    }
    if (asprintf(&job.title, "%s: %s", folder, argument) < 0)
        die("memory");
    free(folder);
    if (!job.todo)
        job.todo = known_failure(job.title);
    if (only && !strstr(job.title, only))
        return;
    *jobs = realloc(*jobs, (*count + 1) * sizeof **jobs);
    if (!*jobs)
        die("memory");
    (*jobs)[(*count)++] = job;
}

/* The cases of all programs; a program that cannot list them stays as a failed job. */
static size_t list_cases(char **programs, size_t program_count, struct job **jobs)
{
    struct job *lists = calloc(program_count, sizeof *lists);
    size_t count = 0;
    for (size_t i = 0; i < program_count; i++)
        lists[i] = (struct job){.program = programs[i], .argument = "--list"};
    run_all(lists, program_count);
    for (size_t i = 0; i < program_count; i++) {
        int listed = 0;
        char *rest = lists[i].output, *line;
        while (lists[i].status == 0 && (line = strsep(&rest, "\r\n")))
            if (*line) {
                add_job(jobs, &count, lists[i].program, line);
                listed = 1;
            }
        if (!listed)
            add_job(jobs, &count, lists[i].program, "--list");
    }
    free(lists);
    return count;
}

static void print_output(const struct job *job)
{
    char *rest = job->output, *line;
    while ((line = strsep(&rest, "\r\n")))
        if (*line)
            print_message("# %s\n", line);
}

static void report(void **state)
{
    struct job *job = *state;
    int passed = job->status == 0 && strcmp(job->argument, "--list") != 0;

    if (job->status == STATUS_SKIPPED || (job->todo && !passed)) {
        print_message("# %s: %s\n", job->title, job->todo ? job->todo : job->output);
        skip();
    }
    if (passed && job->todo)
        fail_msg("%s passes, though it is marked as to do: %s", job->title, job->todo);
    if (passed)
        return;
    print_output(job);
    if (job->status == STATUS_TIMEOUT)
        fail_msg("%s: not ended after %d s", job->title, seconds);
    else if (job->status < 0)
        fail_msg("%s: ended by signal %d", job->title, -job->status);
    else
        fail_msg("%s: status %d", job->title, job->status);
}

static int number_from(const char *name, int otherwise)
{
    const char *text = getenv(name);
    return text && atoi(text) > 0 ? atoi(text) : otherwise;
}

int main(int count, char **arguments)
{
    struct job *jobs = NULL;
    char path[PATH_MAX];

    if (count < 3) {
        fprintf(stderr, "usage: runner COMMAND PROGRAM...\n");
        return 2;
    }
    command = strchr(arguments[1], '/') && realpath(arguments[1], path) ? path : arguments[1];
    seconds = number_from("CONFORMANCE_SECONDS", 30);
    jobs_at_once = number_from("CONFORMANCE_JOBS", (int)sysconf(_SC_NPROCESSORS_ONLN));
    setenv("WINEDEBUG", "-all", 0);

    size_t job_count = list_cases(arguments + 2, count - 2, &jobs);
    run_all(jobs, job_count);
    struct CMUnitTest *tests = calloc(job_count + 1, sizeof *tests);
    if (!tests)
        die("memory");
    for (size_t i = 0; i < job_count; i++)
        tests[i] = (struct CMUnitTest){
            .name = jobs[i].title, .test_func = report, .initial_state = &jobs[i]};
    cmocka_set_message_output(getenv("CONFORMANCE_TAP") ? CM_OUTPUT_TAP : CM_OUTPUT_STDOUT);
    return _cmocka_run_group_tests("conformance", tests, job_count, NULL, NULL) != 0;
}
