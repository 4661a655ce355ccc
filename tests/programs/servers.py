"""Servers that nobody here built: PostgreSQL, whose processes share memory at one address, start
each other suspended and run by restricted tokens."""
import signal
import socket
import struct
import subprocess
import time

import fetch
from published import free_port
from runner import NET, READ_ALL, RUNNER, must, same_lines, succeed


class Client:
    """Simple queries by the server's published protocol, version 3."""

    def __init__(self, port):
        self.stream = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.file = self.stream.makefile("rb")
        words = b"user\0postgres\0database\0postgres\0\0"
        self.stream.sendall(struct.pack("!ii", len(words) + 8, 196608) + words)
        self.answers()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.stream.close()

    def answers(self):
        rows = []
        while True:
            head = self.file.read(5)
            if len(head) < 5:
                raise ConnectionError("the server closed the connection")
            kind, size = struct.unpack("!ci", head)
            body = self.file.read(size - 4)
            if kind == b"E":
                raise ConnectionError(body.replace(b"\0", b" ").decode("utf-8", "replace"))
            if kind == b"D":
                rows.append(row_of(body))
            if kind == b"Z":
                return rows

    def query(self, text):
        data = text.encode() + b"\0"
        self.stream.sendall(b"Q" + struct.pack("!i", len(data) + 4) + data)
        return self.answers()


def row_of(body):
    count, at, values = struct.unpack_from("!h", body)[0], 2, []
    for _ in range(count):
        size = struct.unpack_from("!i", body, at)[0]
        values.append(body[at + 4:at + 4 + size].decode() if size >= 0 else None)
        at += 4 + max(size, 0)
    return " ".join(map(str, values))


def connect(port, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            return Client(port)
        except OSError as error:  # it does not listen yet, or recovers
            must(time.monotonic() < end, f"no connection to the server: {error}")
            time.sleep(0.1)


def serve(package, folder, port, log):
    grants = [*READ_ALL, *NET, "--grant", f"write:{folder}"] if READ_ALL else []
    return subprocess.Popen([*RUNNER, *grants, f"{package}/native/bin/postgres.exe", "-D", "data",
                             "-p", str(port)], cwd=folder, stdin=subprocess.DEVNULL, stdout=log,
                            stderr=log)


PARALLEL = """set parallel_setup_cost = 0; set parallel_tuple_cost = 0;
    set min_parallel_table_scan_size = 0; set debug_parallel_query = on;
    select count(*) from numbers where text like '%ab%'"""


def work(port):
    """Tables, an index, several connections at once, a query that several processes answer."""
    with connect(port) as first, connect(port) as second:
        first.query("create table numbers (number int primary key, text text)")
        first.query("insert into numbers select n, md5(n::text) from generate_series(1, 20000) n")
        same_lines("sum", second.query("select sum(number), max(text) from numbers"),
                   ["200010000 fffb8ef15de06d87e6ba6c830f3b6284"])
        alone = first.query("select count(*) from numbers where text like '%ab%'")
        same_lines("parallel query", second.query(PARALLEL), alone)
        first.query("begin")
        first.query("delete from numbers")
        same_lines("isolation", second.query("select count(*) from numbers"), ["20000"])


def postgres(cache, folder):
    package = fetch.whole_package("postgres", cache)
    grants = [*READ_ALL, "--grant", f"write:{folder}"] if READ_ALL else []
    succeed(f"{package}/native/bin/initdb.exe", ["-D", "data", "-U", "postgres", "-A", "trust",
                                                 "-E", "UTF8", "--no-locale"], folder, grants)
    port = free_port()
    with open(f"{folder}/server.log", "wb") as log:
        with serve(package, folder, port, log) as server:
            try:
                work(port)
            finally:
                server.send_signal(signal.SIGKILL)
        with serve(package, folder, port, log) as server:  # what was committed is there again
            try:
                with connect(port) as client:
                    same_lines("after a kill", client.query("select count(*) from numbers"),
                               ["20000"])
            finally:
                server.kill()


TASKS = {"PostgreSQL: initdb, queries in parallel, a killed server recovers": postgres}
