/*
 * main.c - the `bailey` command: finds what it needs, seals itself, becomes the first picoprocess.
 */
#include "install.h"
#include "message.h"
#include "program.h"
#include "../pal/linux/host.h"
#include "../pal/linux/start.h"
#include <fcntl.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv)
{
    static struct install install;
    static struct program program;
    static char current[PATH_MAX];
    if (argc < 2)
        fail(EXIT_CANNOT_START, "usage: bailey [options] PROGRAM.exe [ARGUMENT...]");
    if (!getcwd(current, sizeof current))
        fail(EXIT_CANNOT_START, "cannot start: the current directory does not exist");
    program_open(&program, argv[1], current);
    install_find(&install);
    pal_host_init();
    struct pal_start start = {
        .host_directory = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC),
        .system_directory = install.system_directory,
        .profile_directory = -1,
        .share_directory = install.share_directory,
        .program = program.fd,
        .arguments = argv + 1,
        .environment = environ,
        .program_path = program.path,
        .current_directory = current,
    };
    const char *error = pal_start_prepare(&start);
    if (!error) {
        program_check(&program);
        error = pal_start_run();
    }
    fail(EXIT_CANNOT_START, "cannot start: %s", error);
}
