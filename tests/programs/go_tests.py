"""Tests of Go's standard library, compiled here for Windows. What cannot pass is named below with
its reason; everything else must pass."""
import os
import re
import shutil
import subprocess

from built import build
from fetch import Unavailable
from runner import NET, READ_ALL, must, windows

NO_GO = "runs the go command"
NO_ZONES = "needs lib/time/zoneinfo.zip, which Debian's package does not have"
OLD = "its certificates have expired"
NO_NETSH = "runs netsh or getmac"
NO_UNIX = "sockets of the AF_UNIX family are missing"

# A package, and its tests that fail: {name: reason}.
PACKAGES = {
    "bufio": {},
    "compress/gzip": {},
    "crypto/tls": {"TestVerifyConnection": OLD, "TestResumptionKeepsOCSPAndSCT": OLD},
    "encoding/json": {},
    "io": {},
    "net": {"TestInterfacesWithNetsh": NO_NETSH, "TestInterfaceAddrsWithNetsh": NO_NETSH,
            "TestInterfaceHardwareAddrWithGetmac": NO_NETSH,
            "TestUnixConnLocalWindows": NO_UNIX},
    "net/http": {"TestCmdGoNoHTTPServer": NO_GO, "TestOmitHTTP2Vet": NO_GO},
    "os": {"TestCmdArgs": NO_GO},
    "os/exec": {"TestLookPathWindows": NO_GO, "TestCommand": NO_GO},
    "path/filepath": {},
    "sync": {},
    "sync/atomic": {},
    "syscall": {},
    "time": {"TestLoadLocationFromTZData": NO_ZONES},
}


def go_root():
    if not shutil.which("go"):
        raise Unavailable("golang-go is not installed")
    return subprocess.run(["go", "env", "GOROOT"], capture_output=True, text=True,
                          check=True).stdout.strip()


def run_package(package, expected, cache, folder):
    root = go_root()
    program = os.path.join(folder, "tests.exe")
    build(["go", "test", "-c", "-tags", "timetzdata", "-o", program, package], folder,
          {"GOCACHE": os.path.abspath(f"{cache}/go"), "GO111MODULE": "off", "CGO_ENABLED": "0",
           "GOOS": "windows", "GOARCH": "amd64"})
    place = os.path.join(folder, *package.split("/"))
    shutil.copytree(os.path.realpath(os.path.join(root, "src", package)), place)
    shutil.copytree(os.path.join(root, "src", "testdata"), os.path.join(folder, "testdata"))
    outcome = windows(program, ["-test.v", "-test.short"], place,
                      [*READ_ALL, *NET, *(["--grant", f"write:{folder}"] if READ_ALL else [])],
                      environment={"GOROOT": root})
    found = {name: result for result, name in
             re.findall(r"^--- (PASS|FAIL): (\w+)", outcome.text(), re.MULTILINE)}
    must(found, f"no test ran: status {outcome.status}", *outcome.text().splitlines()[-8:],
         outcome.err[-500:])
    failed = sorted(name for name, result in found.items() if result == "FAIL")
    surprises = [name for name in failed if name not in expected]
    must(not surprises, f"{len(found) - len(failed)} passed, these failed: {' '.join(surprises)}",
         *[line for line in outcome.text().splitlines() if "_test.go" in line][-8:])
    must(re.search(r"^(PASS|FAIL)$", outcome.text(), re.MULTILINE),
         "the tests did not come to their end", *outcome.text().splitlines()[-8:])


def task(package, expected):
    return lambda cache, folder: run_package(package, expected, cache, folder)


TASKS = {f"Go: the tests of {package}": task(package, expected)
         for package, expected in PACKAGES.items()}
