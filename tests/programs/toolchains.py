"""Tool chains: compilers, make, test drivers. Some run on Windows and so under Bailey, with batch
files and the command interpreter between them; some run here and have Bailey run what they build."""
import os
import shutil
import subprocess

from built import PE_CC, RUST_TARGET, build
from fetch import Unavailable, debian_source
from runner import RUNNER, Failure, must, same_lines, start, tail, windows

SHELL = "lib/bailey/x86_64-windows/cmd.exe"


def shell(folder, *words, status=0, grants=()):
    """cmd /d /c with these words of a command line."""
    outcome = windows(SHELL, ["/d", "/c", *words], folder, grants)
    if outcome.status != status:
        raise Failure("\n".join([f"{' '.join(words)}: status {outcome.status}, want {status}",
                                 *tail(outcome.out), *tail(outcome.err)]))
    return outcome.text().splitlines()


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="ascii") as file:
        file.write(text)


TCC_CONFIG = """#define TCC_VERSION "0.9.27"
#define TCC_LIBTCC1 "libtcc1-64.a"
"""

# Makes the run-time library of a TCC that has none yet.
FIRST_LIBRARY = r"""@echo off
setlocal
cd /d "%~dp0"
set OBJECTS=
for %%f in (..\tcc\lib\libtcc1.c ..\tcc\lib\alloca86_64.S lib\*crt1*.c lib\dll*.c lib\*.S) do (
  call :compile %%f || exit /b 1
)
tcc -ar lib\libtcc1-64.a %OBJECTS% || exit /b 1
del *.o
echo made by %~n0
goto :eof
:compile
tcc -c %1 -o %~n1.o || exit /b 1
set OBJECTS=%OBJECTS% %~n1.o
"""

PARTS = {"main.c": '#include <stdio.h>\n#include <windows.h>\nint twice(int);\n'
                   'int main(int c, char **v)\n'
                   '{ printf("%d %s %d\\n", twice(c), v[c - 1], MAX_PATH); return 5; }\n',
         "part.c": "int twice(int n) { return 2 * n; }\n"}

BUILD_SCRIPT = r"""@echo off
rem Builds the program in this folder.
setlocal enabledelayedexpansion
set OBJECTS=
for %%f in (*.c) do (
  inst\tcc -c %%f -o %%~nf.o
  if errorlevel 1 exit /b 1
  set OBJECTS=!OBJECTS! %%~nf.o
)
inst\tcc -o program.exe %OBJECTS% || exit /b 1
program.exe one "two words" > output.txt
if not %errorlevel%==5 exit /b 1
for /f "tokens=1,*" %%a in (output.txt) do echo [%%a] [%%b]
exit /b 0
"""


def tcc_folder(cache, folder):
    """Has folder/inst: a TCC that TCC built by the batch file that comes with it."""
    tree = debian_source("tcc", cache)
    shutil.copytree(tree, f"{folder}/tcc")
    os.makedirs(f"{folder}/boot")
    for name in ("include", "lib"):
        shutil.copytree(f"{tree}win32/{name}", f"{folder}/boot/{name}")
    for name in [f"include/{name}" for name in os.listdir(f"{tree}include")] + ["tcclib.h"]:
        shutil.copy(f"{tree}{name}", f"{folder}/boot/include")
    write(f"{folder}/tcc", "config.h", TCC_CONFIG)
    build([PE_CC, "-O1", "-w", "-static", "-DTCC_TARGET_PE", "-DTCC_TARGET_X86_64", "tcc/tcc.c",
           "-o", "boot/tcc.exe"], folder)
    os.unlink(f"{folder}/tcc/config.h")
    write(f"{folder}/boot", "boot.cmd", FIRST_LIBRARY)
    same_lines("the first library", shell(folder, "boot\\boot.cmd"), ["made by boot"])
    shell(f"{folder}/tcc/win32", "build-tcc.bat", "-c", "..\\..\\boot\\tcc.exe", "-t", "64", "-i",
          "..\\..\\inst", grants=() if os.environ.get("RUNNER") else [f"--grant=write:{folder}"])


def tcc(cache, folder):
    tcc_folder(cache, folder)
    for name, text in PARTS.items():
        write(folder, name, text)
    write(folder, "build.cmd", BUILD_SCRIPT)
    same_lines("what the program wrote", shell(folder, "build.cmd"), ["[6] [two words 260]"])


MAKE_SOURCES = """ar arscan commands default dir expand file function getopt getopt1 guile hash
implicit job load loadapi main misc output read remake remote-stub rule signame strcache variable
version vpath w32/pathstuff w32/w32os w32/compat/posixfcn w32/subproc/misc w32/subproc/sub_proc
w32/subproc/w32err""".split()

MAKEFILE = r"""CC = inst\tcc
all: out/program.exe
	@echo built $<
out/program.exe: out/main.o out/part.o
	$(CC) -o $@ $^
out/%.o: %.c | out
	@$(CC) -c -o $@ $<
out:
	mkdir out
check: all
	-@.\out\program.exe one "two words" > result.txt
	@type result.txt
clean:
	if exist out rd /s /q out
fail:
	cmd /c exit 3
shell:
	@echo $(words a b c) $(shell echo from the shell) $(wildcard *.c) $(sort c a b)
pipe:
	@(echo b& echo a) | sort
"""


def make(cache, folder):
    tree = debian_source("make-dfsg", cache)
    tcc_folder(cache, folder)
    work = f"{folder}/make"
    shutil.copytree(tree, work)
    with open(f"{work}/src/config.h.W32", encoding="ascii") as file:
        write(f"{work}/src", "config.h",
              file.read().replace("%PACKAGE%", "make").replace("%VERSION%", "4.3"))
    for name in ("glob", "fnmatch"):
        shutil.copy(f"{work}/lib/{name}.in.h", f"{work}/lib/{name}.h")
    build([PE_CC, "-O1", "-w", "-static", "-DWINDOWS32", "-DHAVE_CONFIG_H", "-Isrc", "-Ilib",
           "-Isrc/w32/include", *[f"src/{name}.c" for name in MAKE_SOURCES], "lib/fnmatch.c",
           "lib/glob.c", "lib/getloadavg.c", "-o", "../gnumake.exe"], work)
    for name, text in PARTS.items():
        write(folder, name, text)
    write(folder, "Makefile", MAKEFILE)
    same_lines("make", shell(folder, "gnumake"),
               ["mkdir out", "inst\\tcc -o out/program.exe out/main.o out/part.o",
                "built out/program.exe"])
    same_lines("make check", shell(folder, "gnumake", "check")[:2],
               ["built out/program.exe", "6 two words 260"])
    shell(folder, "gnumake", "clean")
    must(not os.path.exists(f"{folder}/out"), "make clean left something")
    same_lines("make -j4", shell(folder, "gnumake", "-j4")[-1:], ["built out/program.exe"])
    shell(folder, "gnumake", "fail", status=2)
    same_lines("make shell", shell(folder, "gnumake", "shell"),
               ["3 from the shell main.c part.c a b c"])
    same_lines("make pipe", [line.strip() for line in shell(folder, "gnumake", "pipe")],
               ["a", "b"])


CMAKE_LISTS = """cmake_minimum_required(VERSION 3.13)
project(sample C)
include(CheckCSourceRuns)
check_c_source_runs("#include <windows.h>
int main(void) { return GetCurrentProcessId() == 0; }" RUNS)
if(NOT RUNS)
  message(FATAL_ERROR "the emulator does not run what is built")
endif()
add_executable(generator generator.c)
add_custom_command(OUTPUT made.h COMMAND generator ${CMAKE_CURRENT_BINARY_DIR}/made.h)
add_executable(sample main.c ${CMAKE_CURRENT_BINARY_DIR}/made.h)
target_include_directories(sample PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
enable_testing()
add_test(NAME passes COMMAND sample 42)
add_test(NAME fails COMMAND sample 41)
set_tests_properties(fails PROPERTIES WILL_FAIL TRUE)
add_test(NAME prints COMMAND sample 42)
set_tests_properties(prints PROPERTIES PASS_REGULAR_EXPRESSION "the answer is 42")
"""


def ctest(cache, folder):
    if not shutil.which("ctest"):
        raise Unavailable("cmake is not installed")
    write(folder, "CMakeLists.txt", CMAKE_LISTS)
    write(folder, "generator.c", '#include <stdio.h>\nint main(int c, char **v) { FILE *f = '
          'fopen(v[c - 1], "w"); return !f || fputs("#define ANSWER 42\\n", f) < 0 || fclose(f); }')
    write(folder, "main.c", '#include <stdio.h>\n#include <stdlib.h>\n#include "made.h"\n'
          'int main(int c, char **v) { printf("the answer is %s\\n", v[1]); '
          "return atoi(v[1]) != ANSWER; }\n")
    emulator = ";".join(shutil.which(word) or word for word in RUNNER)
    build(["cmake", "-S", ".", "-B", "out", "-DCMAKE_SYSTEM_NAME=Windows",
           f"-DCMAKE_C_COMPILER={PE_CC}", f"-DCMAKE_CROSSCOMPILING_EMULATOR={emulator}"], folder)
    build(["cmake", "--build", "out"], folder)
    outcome = start(["ctest", "--test-dir", "out", "--output-on-failure", "-j2"], folder)
    must("100% tests passed, 0 tests failed out of 3" in outcome.text(), *tail(outcome.out, 30))


RUST_TESTS = """pub fn double(n: i32) -> i32 { n * 2 }

/// ```
/// assert_eq!(sample::double(4), 8);
/// ```
pub fn documented() {}

#[cfg(test)]
mod tests {
    #[test]
    fn doubles() { assert_eq!(super::double(21), 42); }
    #[test]
    #[should_panic(expected = "out loud")]
    fn panics() { panic!("out loud"); }
    #[test]
    fn is_windows() { assert!(cfg!(windows)); }
    #[test]
    fn threads_and_files() {
        let name = std::env::temp_dir().join(format!("sample-{}", std::process::id()));
        let other = name.clone();
        std::thread::spawn(move || std::fs::write(other, "text").unwrap()).join().unwrap();
        assert_eq!(std::fs::read_to_string(&name).unwrap(), "text");
        std::fs::remove_file(name).unwrap();
    }
    #[test]
    fn child() {
        let out = std::process::Command::new("cmd").args(["/c", "echo", "hi"]).output().unwrap();
        assert_eq!(out.stdout, b"hi\\r\\n");
    }
}
"""


def cargo(cache, folder):
    program = "/usr/bin/cargo"  # Debian's, which goes with its compiler
    if not os.path.exists(program) or not os.path.isdir(f"/usr/lib/rustlib/{RUST_TARGET}"):
        raise Unavailable("cargo or libstd-rust-dev-windows is not installed")
    os.makedirs(f"{folder}/src")
    write(folder, "Cargo.toml", '[package]\nname = "sample"\nversion = "0.1.0"\nedition = "2021"\n')
    write(f"{folder}/src", "lib.rs", RUST_TESTS)
    target = RUST_TARGET.upper().replace("-", "_")
    run = subprocess.run([program, "test", "--offline", "--lib", "--target", RUST_TARGET],
                         cwd=folder, capture_output=True, text=True, check=False, env=dict(
                             os.environ, RUSTC="/usr/bin/rustc", CARGO_HOME=f"{folder}/home",
                             **{f"CARGO_TARGET_{target}_LINKER": PE_CC,
                                f"CARGO_TARGET_{target}_RUNNER": " ".join(RUNNER)}))
    must("test result: ok. 5 passed" in run.stdout, *run.stdout.splitlines()[-20:],
         *run.stderr.splitlines()[-12:])


TASKS = {"TCC builds itself, and a program, by batch files": tcc,
         "GNU make runs recipes through cmd.exe": make,
         "CTest has its programs run": ctest, "Cargo has its tests run": cargo}
