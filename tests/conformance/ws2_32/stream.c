/*
 * Data over connections, in blocking and non-blocking mode.
 * Links: -lws2_32 -lkernel32 -lntdll
 */
#include "net.h"

CASE(bytes_arrive_in_order)
{
    SOCKET pair[2];
    char text[16] = {0};
    start_net();
    connected(pair);
    CHECK_EQ(send(pair[0], "hello", 5, 0), 5);
    CHECK_EQ(send(pair[0], " you", 4, 0), 4);
    CHECK_EQ(recv(pair[1], text, 9, MSG_WAITALL), 9);
    CHECK_STR(text, "hello you");
    CHECK_EQ(send(pair[0], "", 0, 0), 0);
}

CASE(peek_leaves_the_data)
{
    SOCKET pair[2];
    char text[8] = {0};
    start_net();
    connected(pair);
    CHECK_EQ(send(pair[0], "abcd", 4, 0), 4);
    CHECK_EQ(recv(pair[1], text, 2, MSG_PEEK), 2);
    CHECK_EQ(recv(pair[1], text, 8, 0), 4);
    CHECK_STR(text, "abcd");
}

CASE(gather_and_scatter)
{
    SOCKET pair[2];
    char a[3] = {0}, b[5] = {0};
    WSABUF out[3] = {{2, "ab"}, {0, NULL}, {4, "cdef"}}, in[2] = {{2, a}, {4, b}};
    DWORD done = 0, flags = MSG_WAITALL;
    start_net();
    connected(pair);
    CHECK_EQ(WSASend(pair[0], out, 3, &done, 0, NULL, NULL), 0);
    CHECK_EQ(done, 6);
    CHECK_EQ(WSARecv(pair[1], in, 2, &done, &flags, NULL, NULL), 0);
    CHECK_EQ(done, 6);
    CHECK_STR(a, "ab");
    CHECK_STR(b, "cdef");
}

CASE(many_buffers)
{
    SOCKET pair[2];
    char out[200], in[200];
    WSABUF parts[200];
    DWORD done = 0;
    start_net();
    connected(pair);
    for (int i = 0; i < 200; i++) {
        out[i] = (char)i;
        parts[i] = (WSABUF){1, &out[i]};
    }
    CHECK_EQ(WSASend(pair[0], parts, 200, &done, 0, NULL, NULL), 0);
    CHECK_EQ(done, 200);
    CHECK_EQ(recv(pair[1], in, 200, MSG_WAITALL), 200);
    CHECK_EQ(in[199], out[199]);
    CHECK_EQ(in[100], out[100]);
}

static DWORD WINAPI read_all(PVOID parameter)
{
    static char chunk[65536];
    SOCKET from = (SOCKET)parameter;
    DWORD total = 0;
    int got;
    Sleep(50);
    while ((got = recv(from, chunk, sizeof chunk, 0)) > 0)
        total += (DWORD)got;
    return total;
}

CASE(a_blocking_send_sends_all)
{
    SOCKET pair[2];
    DWORD code = 0;
    const int size = 8 << 20;
    start_net();
    connected(pair);
    char *data = VirtualAlloc(NULL, (SIZE_T)size, MEM_COMMIT, PAGE_READWRITE);
    HANDLE reader = CreateThread(NULL, 0, read_all, (PVOID)pair[1], 0, NULL);
    CHECK_EQ(send(pair[0], data, size, 0), size);
    closesocket(pair[0]);
    CHECK_EQ(WaitForSingleObject(reader, 20000), WAIT_OBJECT_0);
    GetExitCodeThread(reader, &code);
    CHECK_EQ(code, size);
}

CASE(the_end_of_a_stream)
{
    SOCKET pair[2];
    char text[4];
    start_net();
    connected(pair);
    CHECK_EQ(send(pair[0], "x", 1, 0), 1);
    closesocket(pair[0]);
    CHECK_EQ(recv(pair[1], text, sizeof text, 0), 1);
    CHECK_EQ(recv(pair[1], text, sizeof text, 0), 0);
    CHECK_EQ(recv(pair[1], text, sizeof text, 0), 0);
}

CASE(a_peer_that_resets)
{
    WINE_DIFFERS("it sees an ordinary end");
    SOCKET pair[2];
    char byte;
    struct linger hard = {1, 0};
    start_net();
    connected(pair);
    CHECK_EQ(setsockopt(pair[0], SOL_SOCKET, SO_LINGER, (char *)&hard, sizeof hard), 0);
    closesocket(pair[0]);
    CHECK_SOCKET_FAILS(recv(pair[1], &byte, 1, 0), WSAECONNRESET);
}

CASE(sending_to_who_has_gone)
{
    SOCKET pair[2];
    int error = 0;
    start_net();
    connected(pair);
    closesocket(pair[0]);
    for (int i = 0; i < 100 && !error; i++) {
        if (send(pair[1], "x", 1, 0) < 0)
            error = WSAGetLastError();
        Sleep(1);
    }
    CHECK(error == WSAECONNRESET || error == WSAECONNABORTED);
}

CASE(non_blocking_calls_say_so)
{
    SOCKET pair[2];
    char byte;
    start_net();
    connected(pair);
    set_blocking(pair[0], FALSE);
    CHECK_SOCKET_FAILS(recv(pair[0], &byte, 1, 0), WSAEWOULDBLOCK);
    SOCKET listener = listening();
    set_blocking(listener, FALSE);
    CHECK_SOCKET_FAILS(accept(listener, NULL, NULL), WSAEWOULDBLOCK);
    set_blocking(pair[0], TRUE);
    CHECK_EQ(send(pair[1], "y", 1, 0), 1);
    CHECK_EQ(recv(pair[0], &byte, 1, 0), 1);
}

CASE(non_blocking_send_fills_up)
{
    static char data[65536];
    SOCKET pair[2];
    int sent = 0, total = 0;
    start_net();
    connected(pair);
    set_blocking(pair[0], FALSE);
    for (int i = 0; i < 10000 && (sent = send(pair[0], data, sizeof data, 0)) > 0; i++)
        total += sent;
    CHECK_EQ(sent, -1);
    CHECK_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
    CHECK(total > 0);
}

CASE(accepted_sockets_are_as_their_listener)
{
    char byte;
    start_net();
    SOCKET listener = listening(), client = socket(AF_INET, SOCK_STREAM, 0);
    set_blocking(listener, FALSE);
    REQUIRE(connect_to(client, port_of(listener)) == 0);
    SOCKET server = accept(listener, NULL, NULL);
    REQUIRE(server != NONE);
    CHECK_SOCKET_FAILS(recv(server, &byte, 1, 0), WSAEWOULDBLOCK);
}

CASE(receive_time_limit)
{
    SOCKET pair[2];
    char byte;
    DWORD limit = 60;
    start_net();
    connected(pair);
    CHECK_EQ(setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, (char *)&limit, sizeof limit), 0);
    ULONGLONG before = GetTickCount64();
    CHECK_SOCKET_FAILS(recv(pair[0], &byte, 1, 0), WSAETIMEDOUT);
    CHECK(GetTickCount64() - before >= 40);
}

CASE(bytes_available)
{
    SOCKET pair[2];
    u_long count = 99;
    start_net();
    connected(pair);
    CHECK_EQ(ioctlsocket(pair[0], FIONREAD, &count), 0);
    CHECK_EQ(count, 0);
    CHECK_EQ(send(pair[1], "12345", 5, 0), 5);
    for (int i = 0; i < 100 && !count; i++, Sleep(1))
        ioctlsocket(pair[0], FIONREAD, &count);
    CHECK_EQ(count, 5);
    CHECK_SOCKET_FAILS(ioctlsocket(pair[0], FIONREAD, NULL), WSAEFAULT);
}

CASE(urgent_data)
{
    SOCKET pair[2];
    char byte = 0;
    fd_set except;
    struct timeval limit = {5, 0};
    start_net();
    connected(pair);
    CHECK_EQ(send(pair[0], "!", 1, MSG_OOB), 1);
    FD_ZERO(&except);
    FD_SET(pair[1], &except);
    CHECK_EQ(select(0, NULL, NULL, &except, &limit), 1);
    CHECK_EQ(recv(pair[1], &byte, 1, MSG_OOB), 1);
    CHECK_EQ(byte, '!');
}

static DWORD WINAPI receive_one(PVOID parameter)
{
    char byte;
    return recv((SOCKET)parameter, &byte, 1, 0) < 0 ? (DWORD)WSAGetLastError() : 0;
}

CASE(closing_ends_who_waits)
{
    WINE_DIFFERS("other errors");
    SOCKET pair[2];
    DWORD code = 0;
    start_net();
    connected(pair);
    HANDLE thread = CreateThread(NULL, 0, receive_one, (PVOID)pair[0], 0, NULL);
    Sleep(50);
    CHECK_EQ(closesocket(pair[0]), 0);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK(code == WSAEINTR || code == WSAECONNABORTED || code == WSAENOTSOCK);
}

static DWORD WINAPI accept_one(PVOID parameter)
{
    return accept((SOCKET)parameter, NULL, NULL) == NONE ? (DWORD)WSAGetLastError() : 0;
}

CASE(closing_a_listener_ends_who_accepts)
{
    WINE_DIFFERS("other errors");
    DWORD code = 0;
    start_net();
    SOCKET listener = listening();
    HANDLE thread = CreateThread(NULL, 0, accept_one, (PVOID)listener, 0, NULL);
    Sleep(50);
    CHECK_EQ(closesocket(listener), 0);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK(code == WSAEINTR || code == WSAENOTSOCK || code == WSAEINVAL);
}

CASE(files_functions_read_sockets)
{
    SOCKET pair[2];
    char text[8] = {0};
    DWORD done = 0;
    OVERLAPPED o = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    start_net();
    connected(pair);
    CHECK(WriteFile((HANDLE)pair[0], "file", 4, &done, &o) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult((HANDLE)pair[0], &o, &done, TRUE));
    CHECK_EQ(done, 4);
    CHECK(ReadFile((HANDLE)pair[1], text, 8, &done, &o) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult((HANDLE)pair[1], &o, &done, TRUE));
    CHECK_EQ(done, 4);
    CHECK_STR(text, "file");
    CHECK_EQ(GetFileType((HANDLE)pair[0]), FILE_TYPE_PIPE);
}
