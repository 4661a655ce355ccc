/*
 * duplicate.c - WSADuplicateSocket for a process that already runs.
 *
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include "net.h"

struct board {
    WSAPROTOCOL_INFOW info;
    int result, error;
};

static struct board *board;
static HANDLE go, done;

static const char *name_of(const char *what)
{
    static char name[100];
    if (!GetEnvironmentVariableA("SOCKET_PASS", name, 16)) {
        char number[9] = "";
        for (DWORD i = 0, id = GetCurrentProcessId(); i < 8; i++, id >>= 4)
            number[i] = (char)('a' + (id & 15));
        SetEnvironmentVariableA("SOCKET_PASS", number);
        lstrcpyA(name, number);
    }
    lstrcatA(name, " socket_pass ");
    lstrcatA(name, what);
    return name;
}

static void meet(void)
{
    WSADATA data;
    HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                        sizeof *board, name_of("board"));
    REQUIRE(WSAStartup(MAKEWORD(2, 2), &data) == 0);
    go = CreateEventA(NULL, FALSE, FALSE, name_of("go"));
    done = CreateEventA(NULL, FALSE, FALSE, name_of("done"));
    board = MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0);
    REQUIRE(board && go && done);
}

static SOCKET take(void)
{
    SOCKET s = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &board->info,
                          0, WSA_FLAG_OVERLAPPED);
    board->error = s == INVALID_SOCKET ? WSAGetLastError() : 0;
    return s;
}

static void be_ready(void)
{
    SetEvent(done);
    WaitForSingleObject(go, 20000);
}

static HANDLE running(const char *name)
{
    meet();
    HANDLE child = start_child(name);
    REQUIRE(child != NULL);
    REQUIRE(WaitForSingleObject(done, 20000) == WAIT_OBJECT_0);
    return child;
}

static SOCKET listener(struct sockaddr_in *name)
{
    int size = sizeof *name;
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    *name = (struct sockaddr_in){.sin_family = AF_INET};
    name->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(s, (struct sockaddr *)name, sizeof *name) == 0);
    REQUIRE(listen(s, 5) == 0);
    REQUIRE(getsockname(s, (struct sockaddr *)name, &size) == 0);
    return s;
}

CHILD(answers_on_connection)
{
    char text[16];
    meet();
    be_ready();
    SOCKET s = take();
    int count = recv(s, text, sizeof text, 0);
    board->result = count > 0 ? send(s, text, count, 0) : -1;
    closesocket(s);
}

/* As a server does that hands each connection to a worker. */
CASE(connection_for_running_process)
{
    char text[16];
    struct sockaddr_in name;
    HANDLE child = running("answers_on_connection");
    SOCKET l = listener(&name), c = socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(connect(c, (struct sockaddr *)&name, sizeof name) == 0);
    SOCKET s = accept(l, NULL, NULL);
    REQUIRE(s != INVALID_SOCKET);
    CHECK_EQ(WSADuplicateSocketW(s, GetProcessId(child), &board->info), 0);
    CHECK_EQ(board->info.iSocketType, SOCK_STREAM);
    closesocket(s);
    CHECK_EQ(send(c, "hello", 5, 0), 5);
    SetEvent(go);
    CHECK_EQ(recv(c, text, sizeof text, 0), 5);
    CHECK_EQ(recv(c, text, sizeof text, 0), 0); /* the worker has closed it */
    end_child(child);
    CHECK_EQ(board->error, 0);
    CHECK_EQ(board->result, 5);
    closesocket(c);
    closesocket(l);
}

CHILD(accepts)
{
    meet();
    be_ready();
    SOCKET l = take(), s = accept(l, NULL, NULL);
    board->result = s == INVALID_SOCKET ? -1 : send(s, "abc", 3, 0);
    closesocket(s);
    closesocket(l);
}

CASE(listener_for_running_process)
{
    char text[16];
    struct sockaddr_in name;
    HANDLE child = running("accepts");
    SOCKET l = listener(&name), c = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(WSADuplicateSocketW(l, GetProcessId(child), &board->info), 0);
    closesocket(l);
    SetEvent(go);
    REQUIRE(connect(c, (struct sockaddr *)&name, sizeof name) == 0);
    CHECK_EQ(recv(c, text, sizeof text, 0), 3);
    CHECK_EQ(recv(c, text, sizeof text, 0), 0);
    end_child(child);
    CHECK_EQ(board->result, 3);
    closesocket(c);
    /* nobody listens any more */
    c = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(connect(c, (struct sockaddr *)&name, sizeof name), SOCKET_ERROR);
    CHECK_EQ(WSAGetLastError(), WSAECONNREFUSED);
    closesocket(c);
}

CHILD(takes_datagram)
{
    char text[16];
    meet();
    be_ready();
    SOCKET s = take();
    board->result = recv(s, text, sizeof text, 0);
    closesocket(s);
}

CASE(datagrams_for_running_process)
{
    struct sockaddr_in name = {.sin_family = AF_INET};
    int size = sizeof name;
    HANDLE child = running("takes_datagram");
    SOCKET s = socket(AF_INET, SOCK_DGRAM, 0), c = socket(AF_INET, SOCK_DGRAM, 0);
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(s, (struct sockaddr *)&name, sizeof name) == 0);
    REQUIRE(getsockname(s, (struct sockaddr *)&name, &size) == 0);
    CHECK_EQ(WSADuplicateSocketW(s, GetProcessId(child), &board->info), 0);
    SetEvent(go);
    CHECK_EQ(sendto(c, "four", 4, 0, (struct sockaddr *)&name, sizeof name), 4);
    end_child(child);
    CHECK_EQ(board->result, 4);
    closesocket(s);
    closesocket(c);
}

CASE(duplicate_for_process_that_is_not_there)
{
    WSAPROTOCOL_INFOW info;
    WSADATA data;
    REQUIRE(WSAStartup(MAKEWORD(2, 2), &data) == 0);
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(WSADuplicateSocketW(s, 0xfffffff0, &info), SOCKET_ERROR);
    CHECK_EQ(WSAGetLastError(), WSAEINVAL);
    CHECK_EQ(WSADuplicateSocketW(s, GetCurrentProcessId(), NULL), SOCKET_ERROR);
    CHECK_EQ(WSAGetLastError(), WSAEFAULT);
    closesocket(s);
}
