"""Runs a Windows program under Bailey, or under what $RUNNER says (wine, for a cross-check)."""
import os
import shlex
import subprocess

RUNNER = shlex.split(os.environ.get("RUNNER") or os.path.abspath("bailey"))
# For programs that look into the directories above their own: the default grants hide those.
READ_ALL = [] if os.environ.get("RUNNER") else ["--grant", "read:/"]
NET = [] if os.environ.get("RUNNER") else ["--grant", "net"]
LIMIT = int(os.environ.get("BAILEY_PROGRAM_SECONDS", "120"))


class Failure(Exception):
    """A check that a program did not pass; str() says what was wrong, in lines."""


class Outcome:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def text(self):
        return self.out.decode("utf-8", "replace").replace("\r\n", "\n")


def tail(data, lines=12):
    return data.decode("utf-8", "replace").splitlines()[-lines:]


def start(command, folder, stdin=b"", environment=None):
    full = dict(os.environ, WINEDEBUG="-all", **(environment or {}))
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):  # of the make that runs the tests
        full.pop(name, None)
    try:
        done = subprocess.run(command, cwd=folder, input=stdin, capture_output=True,
                              timeout=LIMIT, check=False, env=full)
    except subprocess.TimeoutExpired as expired:
        raise Failure("\n".join([f"{command[0]} still ran after {LIMIT} s",
                                 *tail(expired.stdout or b""),
                                 *tail(expired.stderr or b"")])) from None
    return Outcome(done.returncode, done.stdout, done.stderr)


def windows(program, arguments, folder, grants=(), **how):
    return start([*RUNNER, *grants, os.path.abspath(program), *arguments], folder, **how)


def succeed(program, arguments, folder, grants=(), **how):
    """Runs a program that must end with 0."""
    outcome = windows(program, arguments, folder, grants, **how)
    if outcome.status:
        name = os.path.basename(program)
        raise Failure("\n".join([f"{name} {' '.join(arguments)}: status {outcome.status}",
                                 *tail(outcome.out), *tail(outcome.err)]))
    return outcome


def must(condition, *reason):
    if not condition:
        raise Failure("\n".join(str(line) for line in reason))


def same_lines(name, got, want):
    """Fails with the first lines that differ."""
    if got == want:
        return
    wrong = [(number, left, right) for number, (left, right) in enumerate(
        zip(got + [None] * len(want), want + [None] * len(got)), 1) if left != right]
    raise Failure("\n".join([f"{name}: {len(got)} lines, want {len(want)}"] + [
        f"line {number}: got {left!r}, want {right!r}" for number, left, right in wrong[:8]]))
