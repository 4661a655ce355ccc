/*
 * The native side of the benchmarks: the same work by POSIX calls and glibc. A second thread sleeps
 * all the while: in a process of one thread glibc's locks and allocator leave out their atomic
 * instructions, which no program that needs a lock gains from.
 */
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

extern volatile double bench_sink;
extern char **environ;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t there, back;
static int file;

double bench_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e9 + now.tv_nsec;
}

static void lock_unlock(unsigned rounds)
{
    while (rounds--) {
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
    }
}

static void *answer(void *rounds)
{
    for (unsigned i = *(unsigned *)rounds; i; i--) {
        sem_wait(&there);
        sem_post(&back);
    }
    return NULL;
}

static void handoff(unsigned rounds)
{
    pthread_t thread;

    sem_init(&there, 0, 0);
    sem_init(&back, 0, 0);
    pthread_create(&thread, NULL, answer, &rounds);
    for (unsigned i = rounds; i; i--) {
        sem_post(&there);
        sem_wait(&back);
    }
    pthread_join(thread, NULL);
}

static void *nothing(void *argument)
{
    return argument;
}

static void threads(unsigned rounds)
{
    pthread_t thread;

    while (rounds--) {
        pthread_create(&thread, NULL, nothing, NULL);
        pthread_join(thread, NULL);
    }
}

static void allocate(unsigned rounds)
{
    void *slots[64] = {0};
    unsigned seed = 1;

    while (rounds--) {
        unsigned slot = (seed = seed * 1103515245 + 12345) >> 16 & 63;

        free(slots[slot]);
        slots[slot] = malloc(16 + (seed >> 8 & (seed >> 20 & 15 ? 255 : 8191)));
        *(char *)slots[slot] = 1;
    }
    for (unsigned i = 0; i < 64; i++)
        free(slots[i]);
}

static void *allocate_thread(void *rounds)
{
    allocate(*(unsigned *)rounds);
    return NULL;
}

static void allocate_twice(unsigned rounds)
{
    pthread_t thread;

    pthread_create(&thread, NULL, allocate_thread, &rounds);
    allocate(rounds);
    pthread_join(thread, NULL);
}

static void map(unsigned rounds)
{
    while (rounds--) {
        char *memory =
            mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        for (unsigned i = 0; i < 65536; i += 4096)
            memory[i] = 1;
        munmap(memory, 65536);
    }
}

static void open_data(void)
{
    file = open("data", O_RDWR);
}

static void read_file(unsigned rounds)
{
    char buffer[4096];

    for (unsigned i = 0; i < rounds; i++)
        bench_sink += pread(file, buffer, sizeof(buffer), (i & 63) * 4096);
}

static void write_file(unsigned rounds)
{
    char buffer[4096] = "";

    for (unsigned i = 0; i < rounds; i++)
        bench_sink += pwrite(file, buffer, sizeof(buffer), (i & 63) * 4096);
}

static void open_close(unsigned rounds)
{
    while (rounds--)
        close(open("data", O_RDONLY));
}

static void open_missing(unsigned rounds)
{
    while (rounds--)
        bench_sink += open("missing", O_RDONLY);
}

static void attributes(unsigned rounds)
{
    struct stat info;

    while (rounds--)
        bench_sink += stat("data", &info);
}

static void open_many(unsigned rounds)
{
    char name[32];

    for (unsigned i = 0; i < rounds; i++) {
        sprintf(name, "many/file%u.txt", i % BENCH_FILES);
        close(open(name, O_RDONLY));
    }
}

static void list(unsigned rounds)
{
    while (rounds--) {
        DIR *folder = opendir("many");
        struct dirent *entry;
        struct stat info;

        while ((entry = readdir(folder)))
            bench_sink += fstatat(dirfd(folder), entry->d_name, &info, 0);
        closedir(folder);
    }
}

static void processes(unsigned rounds)
{
    char *command[] = {"../tests/bench/hello", NULL};

    while (rounds--) {
        posix_spawn_file_actions_t actions;
        pid_t child;

        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        if (posix_spawn(&child, command[0], &actions, NULL, command, environ))
            exit(3);
        waitpid(child, NULL, 0);
        posix_spawn_file_actions_destroy(&actions);
    }
}

static int there_pipe[2], back_pipe[2];

static void *drain(void *rounds)
{
    static char buffer[65536];
    ssize_t size;

    for (unsigned long long left = 65536ull * *(unsigned *)rounds; left; left -= size)
        if ((size = read(there_pipe[0], buffer, sizeof(buffer))) <= 0)
            exit(3);
    return NULL;
}

static void close_both(int *pair)
{
    close(pair[0]);
    close(pair[1]);
}

static void fill_pipe(unsigned rounds)
{
    static char buffer[65536];
    pthread_t thread;

    if (pipe(there_pipe))
        exit(3);
    pthread_create(&thread, NULL, drain, &rounds);
    for (unsigned i = 0; i < rounds; i++)
        bench_sink += write(there_pipe[1], buffer, sizeof(buffer));
    pthread_join(thread, NULL);
    close_both(there_pipe);
}

static void *send_back(void *rounds)
{
    char byte;

    for (unsigned i = *(unsigned *)rounds; i; i--)
        if (read(there_pipe[0], &byte, 1) != 1 || write(back_pipe[1], &byte, 1) != 1)
            exit(3);
    return NULL;
}

static void pipe_echo(unsigned rounds)
{
    pthread_t thread;
    char byte = 'x';

    if (pipe(there_pipe) || pipe(back_pipe))
        exit(3);
    pthread_create(&thread, NULL, send_back, &rounds);
    for (unsigned i = 0; i < rounds; i++)
        bench_sink += write(there_pipe[1], &byte, 1) + read(back_pipe[0], &byte, 1);
    pthread_join(thread, NULL);
    close_both(there_pipe);
    close_both(back_pipe);
}

static const struct bench table[] = {
    {"event", NULL, lock_unlock},
    {"mutex", NULL, lock_unlock},
    {"critical section", NULL, lock_unlock},
    {"srw lock", NULL, lock_unlock},
    {"handoff", NULL, handoff},
    {"thread", NULL, threads},
    {"heap", NULL, allocate},
    {"heap, 2 threads", NULL, allocate_twice},
    {"virtual memory", NULL, map},
    {"read 4 KiB", open_data, read_file},
    {"write 4 KiB", open_data, write_file},
    {"open and close", NULL, open_close},
    {"open missing", NULL, open_missing},
    {"attributes", NULL, attributes},
    {"open in other case", NULL, open_many},
    {"list 1000 files", NULL, list},
    {"process", NULL, processes},
    {"pipe, 64 KiB", NULL, fill_pipe},
    {"pipe, there and back", NULL, pipe_echo},
    BENCH_COMMON,
};

/* `native spawn COMMAND...`: nanoseconds from start to exit of a program, the median of 15. */
static int spawn(char **command)
{
    double times[15];

    for (unsigned i = 0; i < 15; i++) {
        posix_spawn_file_actions_t actions;
        double start = bench_clock();
        int status;
        pid_t child;

        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        if (posix_spawnp(&child, command[0], &actions, NULL, command, environ))
            return 2;
        waitpid(child, &status, 0);
        times[i] = bench_clock() - start;
        if (status)
            return 3;
        for (unsigned j = i; j && times[j] < times[j - 1]; j--) {
            double swap = times[j];

            times[j] = times[j - 1];
            times[j - 1] = swap;
        }
    }
    printf("%.0f\n", times[7]);
    return 0;
}

static void *sleep_on(void *argument)
{
    pause();
    return argument;
}

int main(int argc, char **argv)
{
    pthread_t sleeper;

    if (argc > 2 && !strcmp(argv[1], "spawn"))
        return spawn(argv + 2);
    if (pthread_create(&sleeper, NULL, sleep_on, NULL))
        return 2;
    return bench_main(argc, argv, table, sizeof(table) / sizeof(*table));
}
