#!/usr/bin/env python3
"""Gives hostile projects to a program's `config -q`, as real files.

    run.py MUSTER [--show] [PART...]     only the cases whose name holds a PART; --show prints every answer

Each must be answered within the limits below, by exit code 0 or 1 as inputs.py says, and a rejection by a few
lines that say what is expected. Prints a table, and what is wrong; exits 1 when anything is.
"""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from inputs import ARGUMENTS, CASES  # noqa: E402

CPU_SECONDS = 40       # about 1 on a quiet machine; what is quadratic takes minutes
WALL_SECONDS = 60
MEMORY_MB = 1200
ANSWER_BYTES = 60_000


def limit_resources():
    if os.geteuid() == 0:  # who may read everything
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


def answer_of(command, folder):
    with tempfile.TemporaryFile() as answer:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=answer, stderr=answer,
                                   preexec_fn=limit_resources)
        deadline = time.monotonic() + WALL_SECONDS
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            if time.monotonic() > deadline:
                process.kill()
            time.sleep(0.01)
        process.returncode = os.waitstatus_to_exitcode(status)
        answer.seek(0)
        return process.returncode, usage, answer.read().decode("utf-8", "replace")


def complaints(case, code, usage, answer):
    _, _, is_valid, expected = case
    if code not in (0, 1):
        yield f"exit code {code}"
    if is_valid is not None and (code == 0) != is_valid:
        yield "accepted" if code == 0 else "rejected"
    if usage.ru_utime + usage.ru_stime > CPU_SECONDS:
        yield "too slow"
    if usage.ru_maxrss > MEMORY_MB * 1024:
        yield "too much memory"
    if len(answer.encode()) > ANSWER_BYTES:
        yield f"an answer of {len(answer)} characters"
    if expected not in answer:
        yield f"the answer lacks {expected!r}"
    if "internal" in answer or "not enough memory" in answer:
        yield "an internal error"


def run(case, muster, show):
    name, make = case[:2]
    folder = tempfile.mkdtemp()
    try:
        make(folder)
        os.chmod(folder, 0o755)
        code, usage, answer = answer_of([muster, *ARGUMENTS.get(name, []), "config", "-q"], folder)
        wrong = list(complaints(case, code, usage, answer))
        first = answer.replace(folder + "/", "").split("\n", 1)[0][:150]
        print(f"{name:45} exit {code}  {usage.ru_utime + usage.ru_stime:5.2f} s  {usage.ru_maxrss / 1024:5.0f} MB  "
              f"{first}")
        if show:
            print("\n".join("    " + line[:200] for line in answer.split("\n")[:8]))
        for complaint in wrong:
            print(f"    WRONG: {complaint}")
        return not wrong
    finally:
        shutil.rmtree(folder)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--show"]
    if not arguments:
        sys.exit(__doc__)
    parts = arguments[1:]
    wanted = [c for c in CASES if not parts or any(part in c[0] for part in parts)]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # for the user that limit_resources() turns into
        muster = shutil.copy(arguments[0], folder)
        results = [run(case, muster, "--show" in sys.argv) for case in wanted]
    print(f"{results.count(True)} of {len(results)} as expected")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
