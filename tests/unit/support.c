/* support.c - scratch directories, child processes, and stand-ins for the PAL's threads. */
#include "support.h"
#include "handle.h"
#include "thread.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

uint64_t pal_guest_low = 0x10000, pal_guest_high = 0x700000000000;
__thread struct pal_thread pal_self __attribute__((tls_model("local-exec"), aligned(64)));
int thread_is_wanted;

int pal_thread_wanted(void)
{
    int result = thread_is_wanted;
    thread_is_wanted = 0;
    pal_self.wanted = 0;
    return result;
}

void pal_thread_handle_closed(void *object)
{
    ++*(int *)object;
}

int enter_scratch(void **state)
{
    char name[] = "/tmp/bailey-test-XXXXXX";
    if (!mkdtemp(name) || chdir(name) < 0)
        return -1;
    *state = strdup(name);
    return 0;
}

int leave_scratch(void **state)
{
    char command[128];
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", (char *)*state,
             (char *)*state);
    free(*state);
    return chdir("/") < 0 || system(command) != 0;
}

PalHandle scratch_handle(void)
{
    PalHandle handle;
    int fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_status(pal_handle_insert(PAL_TYPE_DIRECTORY, fd, NULL, &handle), PAL_OK);
    return handle;
}

PalStatus open_in_scratch(const char *path, uint32_t access, uint32_t disposition, uint32_t options,
                          PalHandle *file, PalFileInfo *info)
{
    PalHandle base = scratch_handle();
    PalStatus status = pal_file_open(base, path, (uint32_t)strlen(path), access, disposition,
                                     PAL_OPEN_OPTIONS(options, 0666), file, info);
    pal_handle_close(base);
    return status;
}

void write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

int in_child(int (*function)(void *), void *argument)
{
    int status;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL); /* cmocka has its own ideas */
        _exit(function(argument));
    }
    if (waitpid(child, &status, 0) != child)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
