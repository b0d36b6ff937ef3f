"""Runs the programs that are compared, and measures them."""
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MUSTER = os.environ.get("MUSTER", str(ROOT / "build/muster"))
# Called directly: without the Docker CLI's own start-up time.
PEER = os.environ.get("PEER", os.path.expanduser("~/.docker/cli-plugins/docker-compose"))


@dataclass
class Run:
    code: int
    out: str
    err: str
    wall: float    # seconds
    cpu: float     # seconds, of user and system
    memory: float  # MB at most


class RunFailed(Exception):
    pass


class Program:
    """One of the two, in a project's folder."""

    def __init__(self, label, path, folder, host, flags=()):
        self.label, self.command, self.folder = label, [path, *flags], str(folder)
        self.environment = dict(os.environ, DOCKER_HOST=host, PWD=self.folder)

    def start(self, arguments, out=subprocess.DEVNULL, err=subprocess.DEVNULL):
        return subprocess.Popen(self.command + arguments.split(), cwd=self.folder, env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=out, stderr=err)

    def run(self, arguments):
        """Its output is kept in files meanwhile: nothing slows it down, and nothing is lost."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            begin = time.perf_counter()
            process = self.start(arguments, out, err)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
            return Run(process.returncode, text_of(out), text_of(err), wall, usage.ru_utime + usage.ru_stime,
                       usage.ru_maxrss / 1024)

    def succeed(self, arguments):
        """As run(), and must end well."""
        run = self.run(arguments)
        if run.code != 0:
            raise RunFailed(f"{self.label} {arguments}: exit code {run.code}\n{run.err.strip()}")
        return run


def text_of(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def is_installed(program):
    return shutil.which(program) is not None
