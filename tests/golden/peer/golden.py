#!/usr/bin/env python3
"""Holds this folder's cases against an installed Docker Compose.

    golden.py check [CASE...]    run it and compare with the expected sections
    golden.py write [CASE...]    run it and write the expected sections

A CASE is a case's name (ports/short), its file, or a folder of cases; all when none is named. PEER names the
binary (default: the usual plugin folders are searched). README.md describes the files.
"""
import difflib
import fcntl
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = Path("/muster-golden")
PLUGIN_FOLDERS = ["~/.docker/cli-plugins", "/usr/local/lib/docker/cli-plugins",
                  "/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins"]
NOT_FILES = {"args", "config-args", "env", "cwd", "stdin"}
# With one of these `config` prints something else than the project.
LISTINGS = {"--services", "--volumes", "--networks", "--models", "--images", "--profiles", "--variables",
            "--environment", "--hash"}
NO_NEWLINE = "\\ No newline at end of file\n"
HEADER = re.compile(r"^-- (.+) --\n$")


class Case:
    def __init__(self, path):
        self.path = path
        self.name = str(path.relative_to(HERE).with_suffix(""))
        self.folder = ROOT / self.name
        self.comment, self.sections = parse(path.read_bytes().decode("utf-8", "surrogateescape"))

    def text(self, section):
        text = self.sections.get(section, "")
        text = text.replace("@DIR@", str(self.folder)).replace("@PARENT@", str(self.folder.parent))
        if text.endswith(NO_NEWLINE):
            text = text[:-len(NO_NEWLINE)].removesuffix("\n")
        return text

    def has(self, section):
        return section in self.sections

    def lines(self, section):
        return self.text(section).splitlines()

    def expected(self):
        return {name: text for name, text in self.sections.items() if name.startswith("expected.")}

    def lay_out(self):
        """Writes the project's files where it is run."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name in self.sections:
            if name in NOT_FILES or name.startswith("expected."):
                continue
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self.text(name).encode("utf-8", "surrogateescape"))

    def symbolic(self, text):
        """`text` with the project's folder as @DIR@, ending in a newline."""
        for path, symbol in ((self.folder, "@DIR@"), (self.folder.parent, "@PARENT@")):
            text = re.sub(re.escape(str(path)) + r"(?![a-z0-9-])", symbol, text)
        return text + "\n" if text and not text.endswith("\n") else text

    def save(self, expected):
        kept = {name: text for name, text in self.sections.items() if not name.startswith("expected.")}
        text = self.comment + "".join(f"-- {name} --\n{body}" for name, body in (kept | expected).items())
        self.path.write_bytes(text.encode("utf-8", "surrogateescape"))


def parse(text):
    comment, sections, name = "", {}, None
    for line in re.findall(r"[^\n]*\n|[^\n]+$", text):
        header = HEADER.match(line)
        if header:
            name = header[1]
            if name in sections:
                raise SystemExit(f"section twice: {name}")
            sections[name] = ""
        elif name is None:
            comment += line
        else:
            sections[name] += line
    return comment, sections


def find_peer():
    found = [os.environ.get("PEER")] + [os.path.expanduser(f) + "/docker-compose" for f in PLUGIN_FOLDERS]
    for path in found:
        if path and os.access(path, os.X_OK):
            return path
    raise SystemExit("no docker-compose found: set PEER")


def run(peer, case, after_config):
    """Exit code, stdout, stderr of `config`."""
    environment = {"HOME": "/home/muster", "PATH": "/usr/bin:/bin"}
    environment.update(line.split("=", 1) for line in case.lines("env"))
    cwd = case.folder.joinpath(*case.lines("cwd"))
    words = [peer, *case.lines("args"), "config", *after_config, *case.lines("config-args")]
    done = subprocess.run(words, cwd=cwd, env=environment, input=case.text("stdin").encode(),
                          capture_output=True, timeout=120, preexec_fn=limit_memory)
    return (done.returncode, *(case.symbolic(out.decode("utf-8", "surrogateescape"))
                               for out in (done.stdout, done.stderr)))


def output(peer, case, after_config):
    """stdout of `config`, empty when it fails: some projects cannot be printed as JSON."""
    code, stdout, _ = run(peer, case, after_config)
    return stdout if code == 0 else ""


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))


def split_warnings(stderr):
    """The warnings without time and level, sorted (their order follows map iteration); and the rest."""
    warnings, rest = set(), ""
    for line in stderr.splitlines(keepends=True):
        warning = re.match(r'time="[^"]*" level=warning msg="(.*)"$', line)
        if warning:
            warnings.add(warning[1].replace('\\"', '"').replace("\\\\", "\\"))
        else:
            rest += line
    return "".join(f"{warning}\n" for warning in sorted(warnings)), rest


def ask(peer, case):
    """The expected sections, as this peer has them."""
    case.lay_out()
    code, stdout, stderr = run(peer, case, [])
    warnings, rest = split_warnings(stderr)
    if code != 0:
        return {"expected.error": rest}
    if not LISTINGS.isdisjoint(case.lines("config-args")):
        found = {"expected.output": stdout}
    else:
        found = {"expected.json": output(peer, case, ["--format", "json"]), "expected.yaml": stdout}
    if not case.has("config-args"):
        found["expected.hash"] = output(peer, case, ["--hash", "*"])
    found["expected.warnings"] = warnings
    return {section: text for section, text in found.items() if text}


def differences(case, found):
    expected = case.expected()
    # The words of an error often follow map iteration: that there is one is what counts.
    if "expected.error" in expected and "expected.error" in found:
        return ""
    lines = []
    for name in sorted(expected.keys() | found.keys()):
        lines += difflib.unified_diff(expected.get(name, "").splitlines(), found.get(name, "").splitlines(),
                                      f"{case.name} {name}", "the peer", lineterm="")
    return "\n".join(lines)


def named_cases(names):
    files = []
    for name in names or [HERE]:
        path = next((p for p in (HERE / name, HERE / f"{name}.txt", Path(name).resolve()) if p.exists()), None)
        if path is None:
            raise SystemExit(f"no such case: {name}")
        files += sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    return [Case(file) for file in files]


def main(arguments):
    if not arguments or arguments[0] not in ("check", "write"):
        raise SystemExit(__doc__)
    peer, cases, differing = find_peer(), named_cases(arguments[1:]), 0
    lock = open(Path(tempfile.gettempdir()) / "muster-golden.lock", "w")
    fcntl.flock(lock, fcntl.LOCK_EX)  # two runs would share the folder
    sys.stdout.reconfigure(errors="backslashreplace")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, found in zip(cases, pool.map(lambda each: ask(peer, each), cases)):
            difference = differences(case, found)
            if arguments[0] == "write":
                case.save(found)
            elif difference:
                print(difference)
            differing += bool(difference)
    shutil.rmtree(ROOT, ignore_errors=True)
    print(f"{len(cases)} cases, {differing} {'changed' if arguments[0] == 'write' else 'differ'}")
    return 1 if differing and arguments[0] == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
