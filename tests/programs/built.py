"""Programs that are compiled here, each for Windows and for this machine: what they print, and
their exit code, must be the same."""
import os
import shutil
import subprocess

from fetch import Unavailable, debian_source
from runner import NET, must, same_lines, start, succeed, windows

SOURCE = os.path.dirname(os.path.abspath(__file__))
PE_CC = os.environ.get("PE64_CC") or "x86_64-w64-mingw32-gcc"
PE_CXX = os.environ.get("PE64_CXX") or "x86_64-w64-mingw32-g++"
RUST_TARGET = "x86_64-pc-windows-gnu"
RUNTIME_DLLS = ("libstdc++-6.dll", "libgcc_s_seh-1.dll", "libwinpthread-1.dll")


def build(command, folder, environment=None):
    if not shutil.which(command[0]):
        raise Unavailable(f"{command[0]} is not installed")
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False,
                         env=dict(os.environ, **(environment or {})))
    must(run.returncode == 0, f"{command[0]} failed", *run.stderr.splitlines()[-12:])


def compare(folder, program, native, *more):
    arguments = ["plain", "two words", 'quo"ted', "back\\slash\\", *more]
    how = {"stdin": b"one\ntwo\nthree\n", "environment": {"BAILEY_TEST": "a value"}}
    want = start([f"./{native}", *arguments], folder, **how)
    got = windows(os.path.join(folder, program), arguments, folder, **how)
    same_lines("output", got.text().splitlines(), want.text().splitlines())
    must(got.status == want.status, f"status {got.status}, want {want.status}",
         got.err.decode("utf-8", "replace")[-500:])


def go(cache, folder):
    source = f"{SOURCE}/go/main.go"
    shared = {"GOCACHE": os.path.abspath(f"{cache}/go"), "GO111MODULE": "off", "CGO_ENABLED": "0"}
    build(["go", "build", "-o", "program.exe", source], folder,
          {**shared, "GOOS": "windows", "GOARCH": "amd64"})
    build(["go", "build", "-o", "native", source], folder, shared)
    compare(folder, "program.exe", "native", "größe ☃")


def go_http(cache, folder):
    build(["go", "build", "-o", "http.exe", f"{SOURCE}/go/http/main.go"], folder,
          {"GOCACHE": os.path.abspath(f"{cache}/go"), "GO111MODULE": "off", "CGO_ENABLED": "0",
           "GOOS": "windows", "GOARCH": "amd64"})
    got = succeed(f"{folder}/http.exe", [], folder, grants=NET)
    same_lines("output", got.text().splitlines(), ["2000 requests, 0 failed"])


def rust(cache, folder):
    # Debian's compiler, whose library for Windows is a Debian package too.
    compiler = "/usr/bin/rustc"
    if not os.path.isdir(f"/usr/lib/rustlib/{RUST_TARGET}"):
        raise Unavailable("libstd-rust-dev-windows is not installed")
    source = f"{SOURCE}/rust/main.rs"
    build([compiler, "-O", "--target", RUST_TARGET, "-C", f"linker={PE_CC}", "-o", "program.exe",
           source], folder)
    build([compiler, "-O", "-o", "native", source], folder)
    compare(folder, "program.exe", "native", "größe ☃")


def c_program(cache, folder):
    flags = ["-O2", "-w", f"{SOURCE}/c/classic.c", "-pthread", "-lm"]
    build([PE_CC, "-static", *flags, "-o", "program.exe"], folder)
    build(["gcc", *flags, "-o", "native"], folder)
    compare(folder, "program.exe", "native")


def cpp(name, shared):
    def run(cache, folder):
        flags = ["-std=c++17", "-O2", "-pthread", f"{SOURCE}/cpp/{name}.cpp"]
        build([PE_CXX, *flags, *([] if shared else ["-static"]), "-o", "program.exe"], folder)
        build(["g++", *flags, "-o", "native"], folder)
        for dll in RUNTIME_DLLS if shared else ():
            path = subprocess.run([PE_CXX, f"-print-file-name={dll}"], check=True,
                                  capture_output=True, text=True).stdout.strip()
            if not os.path.isabs(path):
                path = f"/usr/x86_64-w64-mingw32/lib/{dll}"
            shutil.copy(path, folder)
        compare(folder, "program.exe", "native")
    return run


LUA_SCRIPT = r"""
local lines, words = 0, {}
for line in io.lines('input.txt') do
  lines = lines + 1
  for word in line:gmatch('%a+') do words[word] = (words[word] or 0) + 1 end
end
local list = {}
for word, count in pairs(words) do list[#list + 1] = ('%s=%d'):format(word, count) end
table.sort(list)
print(lines, table.concat(list, ' '))
print(pcall(error, {code = 5}), select(2, pcall(function() local x = nil; return x.y end)))
local co = coroutine.wrap(function(a) for i = 1, 3 do a = coroutine.yield(a * i) end end)
print(co(2), co(3), co(4))
print(string.format('%.14g %5.2f %q %x', 2^53, 3.14159, 'a\nb', 255), 7 // 2, 7 % -3, 1 << 40)
print(os.time{year=2000, month=1, day=1, hour=12} - os.time{year=1999, month=12, day=31, hour=12})
print(os.rename('input.txt', 'moved.txt'), io.open('input.txt') == nil, os.getenv('BAILEY_TEST'))
local file = assert(io.open('moved.txt', 'rb'))
print(file:seek('end'), file:seek('set', 4), file:read(5, 'n'), file:read('l'))
file:close()
local s = {}
for i = 1, 200000 do s[i] = i * 7919 % 200003 end
table.sort(s)
print(s[1], s[100000], #s, collectgarbage('count') > 1000)
print(#arg, arg[1], utf8 and utf8.len('größe'))
os.exit(7)
"""


def lua(cache, folder):
    tree = debian_source("lua5.4", cache)
    files = sorted(os.listdir(f"{tree}src"))
    names = [f"{tree}src/{name}" for name in files if name.endswith(".c") and name != "luac.c"]
    build([PE_CC, "-O2", "-w", "-static", *names, "-o", "lua.exe", "-lm"], folder)
    # Debian's lua.h asks for a header that its packaging makes.
    with open(f"{folder}/lua5.4-deb-multiarch.h", "w", encoding="ascii") as file:
        file.write('#define DEB_HOST_MULTIARCH "x86_64-linux-gnu"\n')
    build(["gcc", "-O2", "-w", "-DLUA_USE_POSIX", "-I.", *names, "-o", "lua", "-lm"], folder)
    results = []
    for run, program in ((windows, "lua.exe"), (None, "./lua")):
        with open(f"{folder}/input.txt", "w", encoding="ascii") as file:
            file.write("the quick 12.5 brown fox\njumps over the lazy dog\n" * 3)
        with open(f"{folder}/script.lua", "w", encoding="utf-8") as file:
            file.write(LUA_SCRIPT)
        arguments, how = ["script.lua", "an argument"], {"environment": {"BAILEY_TEST": "v"}}
        results.append(run(f"{folder}/{program}", arguments, folder, **how) if run
                       else start([program, *arguments], folder, **how))
    same_lines("output", results[0].text().splitlines(), results[1].text().splitlines())
    must(results[0].status == 7, f"status {results[0].status}", results[0].err[-300:])


SQL_SCRIPT = """
PRAGMA journal_mode=%s;
CREATE TABLE t(id INTEGER PRIMARY KEY, word TEXT, value REAL);
CREATE INDEX by_word ON t(word);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
  INSERT INTO t SELECT i, 'w' || (i * 7919 %% 1009), i / 3.0 FROM n;
BEGIN; DELETE FROM t WHERE id %% 2 = 0; ROLLBACK;
UPDATE t SET value = value * 2 WHERE word LIKE 'w1%%';
SELECT count(*), count(DISTINCT word), round(sum(value), 3) FROM t;
SELECT word, count(*) AS c FROM t GROUP BY word ORDER BY c DESC, word LIMIT 3;
SELECT upper('abc'), hex(zeroblob(3)), printf('%%08.3f', 3.14159), date('2000-02-29', '+1 year');
SELECT group_concat(word, ',') FROM (SELECT word FROM t WHERE id BETWEEN 5 AND 9);
VACUUM;
PRAGMA integrity_check;
.mode csv
.once out.csv
SELECT id, word FROM t WHERE id < 50;
.import --csv out.csv again
SELECT count(*), max(CAST("1" AS INTEGER)) FROM again;
.backup copy.db
"""


def sqlite(cache, folder):
    tree = debian_source("sqlite3", cache)
    made = os.path.abspath(f"{cache}/sqlite-amalgamation")
    if not os.path.exists(f"{made}/shell.c"):
        if not shutil.which("tclsh"):
            raise Unavailable("tclsh is not installed")
        os.makedirs(made, exist_ok=True)
        build(["sh", f"{tree}configure", "--disable-tcl"], made)
        build(["make", "sqlite3.c", "shell.c"], made)
    flags = ["-O1", "-w", f"-I{made}", f"{made}/shell.c", f"{made}/sqlite3.c"]
    if not os.path.exists(f"{made}/program.exe"):
        build([PE_CC, *flags, "-static", "-o", f"{made}/program.exe"], folder)
        build(["gcc", *flags, "-o", f"{made}/native", "-lm", "-ldl", "-lpthread"], folder)
    for mode in ("delete", "wal"):
        for name in ("w.db", "n.db", "copy.db"):
            if os.path.exists(f"{folder}/{name}"):
                os.unlink(f"{folder}/{name}")
        script = (SQL_SCRIPT % mode).encode()
        want = start([f"{made}/native", "n.db"], folder, stdin=script)
        got = succeed(f"{made}/program.exe", ["-batch", "w.db"], folder, stdin=script)
        same_lines(f"journal mode {mode}", got.text().splitlines(), want.text().splitlines())
        check = start([f"{made}/native", "copy.db", "PRAGMA integrity_check;"], folder)
        same_lines("the file that the Windows program wrote", check.text().split(), ["ok"])


LOCAL_TASKS = {"C: classic library calls": c_program,
               "C++: language, static runtime": cpp("language", False),
               "C++: language, shared runtime": cpp("language", True),
               "C++: library": cpp("library", False)}
TASKS = {"Go": go, "Go: HTTP with 200 connections": go_http, "Rust": rust, "Lua": lua, "SQLite's shell": sqlite}
