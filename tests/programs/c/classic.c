/*
 * A C89-style program: what the C library and POSIX-like calls of the runtime give. Text goes out
 * through every path that printf has. It prints the same on every system (line ends apart).
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#ifndef O_BINARY
#    define O_BINARY 0
#endif

static jmp_buf escape;

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_or_jump(const void *a, const void *b)
{
    int left = *(const int *)a, right = *(const int *)b;

    if (left == 13 || right == 13)
        longjmp(escape, 13);
    return (left > right) - (left < right);
}

static void sorting(void)
{
    const char *words[] = {"pear", "apple", "fig", "banana", "cherry", "date"};
    int numbers[] = {4, 8, 13, 2}, caught;
    unsigned *many = malloc(50000 * sizeof(*many)), seed = 1, ordered = 1;

    qsort(words, 6, sizeof(*words), compare_words);
    for (int i = 0; i < 6; i++)
        printf("%s%s", words[i], i < 5 ? "," : "\n");
    caught = setjmp(escape);
    if (!caught)
        qsort(numbers, 4, sizeof(int), compare_or_jump);
    printf("jumped %d\n", caught);
    for (int i = 0; i < 50000; i++)
        many[i] = (seed = seed * 1103515245 + 12345) >> 4;
    qsort(many, 50000, sizeof(*many), compare_or_jump);
    for (int i = 1; i < 50000; i++)
        ordered &= many[i - 1] <= many[i];
    printf("ordered %u %u\n", ordered, many[25000]);
    free(many);
}

static void numbers(void)
{
    char *end, text[64];

    printf("[%5d|%-5d|%05d|%+d|%x|%#X|%o|%c|%%]\n", 42, 42, 42, 42, 48879, 48879, 8, 'c');
    printf("[%8.3f|%-10.2f|%.0f|%g|%g|%s]\n", 3.14159, 2.5, 2.75, 100000.0, 0.0001, "s");
    printf("[%.3s|%10s|%-10s|%*d|%.*f]\n", "abcdef", "right", "left", 6, 7, 2, 1.005);
    printf("%.17g %.17g %d\n", 0.1, 2.0 / 3, strtod("1.7976931348623157e308", NULL) == DBL_MAX);
    printf("%.17g ", strtod("  -12.5e-2xyz", &end));
    printf("%s %ld %lu %d\n", end, strtol("-0x7f", NULL, 0), strtoul("777", NULL, 8),
           atoi(" 12ab"));
    errno = 0;
    printf("%d", strtol("99999999999999999999", &end, 10) == LONG_MAX);
    printf(" %d\n", errno == ERANGE);
    printf("%.15g %.15g %.15g %.15g\n", sin(1), exp(1), pow(2, 0.5), atan2(1, -1));
    printf("%.15g %.15g %.0f %.0f\n", fmod(10, 3.3), log10(5), floor(-1.5), ceil(-1.5));
    printf("%d", snprintf(text, 8, "%s", "truncated"));
    printf(" %d\n", (int)strlen(text));
    printf("%d\n", sscanf("12 abc 3.5 0x1f", "%d %3s %*f %x", &(int){0}, text, &(unsigned){0}));
}

static void text_files(void)
{
    char line[64];
    int lines = 0;
    long position;
    FILE *file = fopen("c-text.txt", "w+");

    for (int i = 0; i < 500; i++)
        fprintf(file, "line %d\n", i);
    fseek(file, 0, SEEK_SET);
    while (fgets(line, sizeof(line), file))
        lines++;
    printf("lines %d eof %d last %s", lines, feof(file) != 0, line);
    rewind(file);
    for (int i = 0; i < 10; i++)
        fgets(line, sizeof(line), file);
    position = ftell(file);
    fgets(line, sizeof(line), file);
    fseek(file, position, SEEK_SET);
    ungetc('L', file);
    printf("%c", getc(file));
    printf("%c ", getc(file));
    printf("%s", fgets(line, sizeof(line), file));
    fclose(file);
    file = fopen("c-text.txt", "a");
    fputs("appended\n", file);
    fclose(file);
    file = freopen("c-text.txt", "r", fopen("c-text.txt", "rb"));
    lines = 0;
    for (int c; (c = getc(file)) != EOF;)
        lines += c == '\n';
    printf("lines %d\n", lines);
    fclose(file);
    printf("removed %d", remove("c-text.txt"));
    printf(" %d", remove("c-text.txt"));
    printf(" %d\n", errno == ENOENT);
}

static void low_level_files(void)
{
    struct stat info;
    char buffer[16] = "";
    int fd = open("c-binary", O_RDWR | O_CREAT | O_TRUNC | O_BINARY, 0600);

    printf("wrote %d\n", (int)write(fd, "a\nb\r\nc\x1a", 7));
    lseek(fd, 2, SEEK_SET);
    printf("read %d", (int)read(fd, buffer, 3));
    printf(" %c\n", buffer[0]);
    fstat(fd, &info);
    printf("size %d regular %d\n", (int)info.st_size, S_ISREG(info.st_mode) != 0);
    close(fd);
    printf("closed %d", (int)read(fd, buffer, 1));
    printf(" %d\n", errno == EBADF);
    printf("exclusive %d", open("c-binary", O_RDWR | O_CREAT | O_EXCL, 0600));
    printf(" %d\n", errno == EEXIST);
    rename("c-binary", "c-moved");
    printf("access %d %d\n", access("c-moved", R_OK), access("c-binary", R_OK));
    printf("stat %d\n", stat("c-moved", &info));
    unlink("c-moved");
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static __thread int own = 5;
static int turn, total;

static void *take_turns(void *argument)
{
    int me = (int)(intptr_t)argument;

    for (int i = 0; i < 300; i++) {
        pthread_mutex_lock(&lock);
        while (turn != me)
            pthread_cond_wait(&changed, &lock);
        turn = (turn + 1) % 3;
        total += own++ > 0;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
    }
    return (void *)(intptr_t)own;
}

static void threads(void)
{
    pthread_t workers[3];
    void *result[3];

    for (int i = 0; i < 3; i++)
        pthread_create(&workers[i], NULL, take_turns, (void *)(intptr_t)i);
    for (int i = 0; i < 3; i++)
        pthread_join(workers[i], &result[i]);
    printf("threads %d %d %d\n", total, own, (int)(intptr_t)result[2]);
}

static void on_signal(int number)
{
    printf("signal %d\n", number == SIGTERM);
}

static void strings_and_time(void)
{
    struct tm when = {.tm_year = 100, .tm_mon = 1, .tm_mday = 29, .tm_hour = 12, .tm_isdst = 0};
    char copy[] = "a,b;;c", date[64];
    wchar_t wide[16];
    time_t epoch = 951782400;

    for (char *word = strtok(copy, ",;"); word; word = strtok(NULL, ",;"))
        printf("<%s>", word);
    printf(" %d %s %d\n", (int)strspn("aabbc", "ab"), strstr("haystack", "st"), toupper('q'));
    mktime(&when);
    strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S %a %j %b", &when);
    printf("%s\n", date);
    strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", gmtime(&epoch));
    printf("%s\n", date);
    printf("%d", (int)mbstowcs(wide, "wide", 16));
    printf(" %d\n", (int)wcslen(wide));
    signal(SIGTERM, on_signal);
    raise(SIGTERM);
}

int main(int argc, char **argv)
{
    char line[64];
    int lines = 0;

    sorting();
    numbers();
    text_files();
    low_level_files();
    threads();
    strings_and_time();
    for (int i = 1; i < argc; i++)
        printf("argument %s\n", argv[i]);
    printf("variable %s\n", getenv("BAILEY_TEST") ? getenv("BAILEY_TEST") : "(none)");
    while (fgets(line, sizeof(line), stdin))
        lines++;
    printf("input %d\n", lines);
    return 7;
}
