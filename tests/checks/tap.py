"""Prints results in the Test Anything Protocol, which `make check` counts."""
import sys

count = 0


def result(name, problems=(), skip=""):
    """One test: it fails if there are problems, which are printed above it."""
    global count
    count += 1
    problems = list(problems)
    for problem in problems[:50]:
        print(f"# {problem}")
    if len(problems) > 50:
        print(f"# and {len(problems) - 50} more")
    print(f"{'not ok' if problems else 'ok'} {count} - {name}" + (f" # SKIP {skip}" * bool(skip)))
    sys.stdout.flush()


def finish():
    print(f"1..{count}")
