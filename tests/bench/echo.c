/* A message of 64 bytes over a loopback TCP connection and back: one source for both systems. */
#include <stdio.h>
#include <string.h>
#ifdef _WIN32
#    include <winsock2.h>
#    include <ws2tcpip.h>
#else
#    include <arpa/inet.h>
#    include <netinet/in.h>
#    include <netinet/tcp.h>
#    include <pthread.h>
#    include <sys/epoll.h>
#    include <sys/socket.h>
#    include <time.h>
#    include <unistd.h>
typedef int SOCKET;
#endif

#include "bench.h"

#define MESSAGE 64

static SOCKET client, server;

static int transfer(SOCKET from, SOCKET to, int size)
{
    char buffer[MESSAGE];
    int have = recv(from, buffer, size, 0);

    return have > 0 && send(to, buffer, have, 0) == have;
}

#ifdef _WIN32
double bench_clock(void)
{
    LARGE_INTEGER now, frequency;

    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return now.QuadPart * (1e9 / frequency.QuadPart);
}

static DWORD WINAPI answer(void *unused)
{
    (void)unused;
    for (;;) {
        fd_set ready;

        FD_ZERO(&ready);
        FD_SET(server, &ready);
        if (select(0, &ready, NULL, NULL, NULL) != 1 || !transfer(server, server, MESSAGE))
            return 0;
    }
}

static void start_system(void)
{
    WSADATA data;

    WSAStartup(MAKEWORD(2, 2), &data);
}

static void start_server(void)
{
    CloseHandle(CreateThread(NULL, 0, answer, NULL, 0, NULL));
}
#else
double bench_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e9 + now.tv_nsec;
}

static void *answer(void *unused)
{
    struct epoll_event event = {.events = EPOLLIN};
    int poll = epoll_create1(0);

    epoll_ctl(poll, EPOLL_CTL_ADD, server, &event);
    while (epoll_wait(poll, &event, 1, -1) == 1 && transfer(server, server, MESSAGE))
        continue;
    return unused;
}

static void start_system(void)
{
}

static void start_server(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, answer, NULL);
}
#endif

static void connect_both(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    int on = 1;

    start_system();
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    SOCKET listener = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener, (struct sockaddr *)&address, sizeof(address));
    listen(listener, 1);
    getsockname(listener, (struct sockaddr *)&address, &size);
    client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (struct sockaddr *)&address, sizeof(address));
    server = accept(listener, NULL, NULL);
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, (const char *)&on, sizeof(on));
    setsockopt(server, IPPROTO_TCP, TCP_NODELAY, (const char *)&on, sizeof(on));
    start_server();
}

static void echo(unsigned rounds)
{
    char message[MESSAGE] = "";

    while (rounds--) {
        send(client, message, MESSAGE, 0);
        for (int have = 0, got; have < MESSAGE; have += got)
            if ((got = recv(client, message, MESSAGE - have, 0)) <= 0)
                return;
    }
}

static const struct bench table[] = {{"tcp echo", connect_both, echo}};

int main(int argc, char **argv)
{
    return bench_main(argc, argv, table, 1);
}
