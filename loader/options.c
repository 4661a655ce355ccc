/* options.c - the command line. What is not there yet is named and refused, not hidden. */
#include "options.h"
#include "message.h"
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    OPTION_PROFILE = 256,
    OPTION_EPHEMERAL,
    OPTION_GRANT,
    OPTION_MANIFEST,
    OPTION_EXPLAIN,
    OPTION_UNSEALED_FILES,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_LATER,
};

static const struct option table[] = {
    {"profile", required_argument, NULL, OPTION_PROFILE},
    {"ephemeral", no_argument, NULL, OPTION_EPHEMERAL},
    {"grant", required_argument, NULL, OPTION_GRANT},
    {"manifest", required_argument, NULL, OPTION_MANIFEST},
    {"explain", no_argument, NULL, OPTION_EXPLAIN},
    {"unsealed-files", no_argument, NULL, OPTION_UNSEALED_FILES},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"trace", optional_argument, NULL, OPTION_LATER},
    {"display", required_argument, NULL, OPTION_LATER},
    {"session", required_argument, NULL, OPTION_LATER},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "usage: bailey [options] PROGRAM.exe [ARGUMENT...]\n"
    "       bailey coverage [DLL]\n"
    "\n"
    "Runs an unmodified Windows program, sealed off from all but what is granted.\n"
    "\n"
    "  --profile NAME|DIR   the private C: to use (default: \"default\")\n"
    "  --ephemeral          a private C: that vanishes at the end\n"
    "  --grant WHAT         read:DIR, write:DIR, net[:connect|:listen[:PORT]], all, none;\n"
    "                       may be repeated\n"
    "  --manifest FILE      the same grants from a file, one a line\n"
    "  --explain            say at the end what was refused and which grant would allow it\n"
    "  --unsealed-files     go on where the kernel cannot seal off files (no Landlock)\n"
    "  --help, --version\n"
    "\n"
    "Without --grant the program may read its own directory, and read and write the\n"
    "current directory and its private C:. --grant none takes that away.\n"
    "\n"
    "Not available in this version: --trace, --display, --session, the grants display,\n"
    "clipboard and child, and bailey ps, screenshot, input, checkpoint, resume, kill.\n"
    "\n"
    "The exit status is the program's; 125: Bailey could not start, 126: not a program\n"
    "that it can run, 127: no such file.\n";

static void print_and_exit(const char *text)
{
    (void)!write(1, text, strlen(text));
    _exit(0);
}

static void add_grant(struct options *options, const char *text, const char *current)
{
    const char *error = policy_add(&options->policy, text, current);
    if (error)
        fail(EXIT_CANNOT_START, "--grant %s %s", text, error);
}

static void read_option(struct options *options, int option, int index, const char *current)
{
    switch (option) {
    case OPTION_PROFILE:
        options->profile = optarg;
        break;
    case OPTION_EPHEMERAL:
        options->ephemeral = 1;
        break;
    case OPTION_GRANT:
        add_grant(options, optarg, current);
        break;
    case OPTION_MANIFEST:
        policy_read_manifest(&options->policy, optarg, current);
        break;
    case OPTION_EXPLAIN:
        options->explain = 1;
        break;
    case OPTION_UNSEALED_FILES:
        options->policy.unsealed_files = 1;
        break;
    case OPTION_HELP:
        print_and_exit(help);
        break;
    case OPTION_VERSION:
        print_and_exit("bailey " VERSION "\n");
        break;
    default:
        fail(EXIT_CANNOT_START, "--%s is not available in this version", table[index].name);
    }
}

static void refuse_later_command(const char *word)
{
    static const char *const later[] = {"ps",         "screenshot", "input",
                                        "checkpoint", "resume",     "kill"};
    for (unsigned i = 0; i < sizeof later / sizeof *later; i++)
        if (strcmp(word, later[i]) == 0)
            fail(EXIT_CANNOT_START, "bailey %s is not available in this version", word);
}

void options_read(struct options *options, int argc, char **argv, const char *current)
{
    int option, index = 0;
    opterr = 0;
    while ((option = getopt_long(argc, argv, "+:", table, &index)) != -1) {
        if (option == ':')
            fail(EXIT_CANNOT_START, "%s needs a value", argv[optind - 1]);
        if (option == '?')
            fail(EXIT_CANNOT_START, "%s is not an option (bailey --help lists them)",
                 argv[optind - 1]);
        read_option(options, option, index, current);
    }
    if (!argv[optind])
        fail(EXIT_CANNOT_START, "no program is named (bailey --help says how)");
    if (options->ephemeral && options->profile)
        fail(EXIT_CANNOT_START, "--profile and --ephemeral exclude each other");
    refuse_later_command(argv[optind]);
    options->program = argv + optind;
}
