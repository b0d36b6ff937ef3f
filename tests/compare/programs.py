"""Runs the peer and Muster on a case and says in what they differ."""
import difflib
import hashlib
import json
import os
import re
import resource
import subprocess
from dataclasses import dataclass

MEMORY = 3 << 30
TIMEOUT = 60  # seconds
OUTPUTS = {"json": ["--format", "json"], "yaml": [], "hash": ["--hash", "*"]}
SECTION = r"^(services|networks|volumes|secrets|configs|models)\.[\w.-]+?\b(?=[. \[]|$)"


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Difference:
    kind: str    # "peer rejects", "muster rejects", "json", "yaml", "hash", "crash"
    cause: str   # the same for differences that look alike
    detail: str


def call(program, arguments, folder, environment):
    variables = {"HOME": "/home/user", "PATH": "/usr/bin:/bin"} | environment
    try:
        done = subprocess.run([program] + arguments, cwd=folder, env=variables, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return Answer(124, "", "timeout")
    out, err = (text.decode("utf8", "replace") for text in (done.stdout, done.stderr))
    return Answer(done.returncode, out, err)


class Cache:
    """Answers of the peer by question, so that reducing and repeating cost nothing twice."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def path_of(self, question):
        return os.path.join(self.folder, hashlib.sha256(question.encode()).hexdigest())

    def knows(self, question):
        return os.path.exists(self.path_of(question))

    def get(self, question, ask):
        path = self.path_of(question)
        if os.path.exists(path):
            with open(path) as stored:
                return Answer(*json.load(stored))
        answer = ask()
        with open(path, "w") as out:
            json.dump([answer.code, answer.out, answer.err], out)
        return answer


class Comparison:
    def __init__(self, peer, muster, folder):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        self.peer, self.muster = peer, muster
        self.folder, self.cache = folder + "/project", Cache(folder + "/cache")
        self.written = None

    def is_known(self, case):
        """Whether the peer was asked about the case before."""
        return self.cache.knows(self.question(case, "json"))

    def compare(self, case):
        """The first difference of a case, or None."""
        for output in OUTPUTS:
            peer, muster = self.ask_both(case, output)
            if muster.code not in (0, 1):
                return Difference("crash", f"exit {muster.code}", muster.err)
            if (peer.code == 0) != (muster.code == 0):
                return verdict_difference(peer, muster)
            if peer.code != 0:
                return None
            # Docker Compose ends YAML with a line break, JSON without.
            if peer.out.rstrip("\n") != muster.out.rstrip("\n"):
                return output_difference(output, peer.out, muster.out)
        return None

    def question(self, case, output):
        return self.folder + output + case.key()

    def ask_both(self, case, output):
        def ask(program):
            if self.written is not case:
                case.write(self.folder)
                self.written = case
            return call(program, case.flags + ["config"] + OUTPUTS[output], self.folder, case.environment)
        peer = self.cache.get(self.question(case, output), lambda: ask(self.peer))
        return peer, ask(self.muster)


def verdict_difference(peer, muster):
    if peer.code != 0:
        return Difference("peer rejects", shape_of_peer(peer.err), peer.err.strip())
    return Difference("muster rejects", shape_of_muster(muster.err), muster.err.strip())


def shape_of_peer(message):
    """A message without names, numbers and places."""
    lines = [line for line in message.splitlines() if line.strip() and "level=warning" not in line]
    line = re.sub(r"/[\w./-]*/", "", lines[0] if lines else "")
    line = re.sub(r"'[^']*'|\"[^\"]*\"", "'X'", line)
    line = re.sub(r"\b(services|networks|volumes|secrets|configs|models)\.\w+\b", r"\1.*", line)
    return re.sub(r"-?\d+", "N", line)


def shape_of_muster(message):
    """The same; but the attribute, which stands in quotes, stays."""
    lines = [line for line in message.splitlines() if "error: " in line]
    return re.sub(r"-?\d+", "N", lines[0].split("error: ", 1)[1] if lines else message.strip()[:100])


def paths_of_difference(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(a.keys() | b.keys()):
            below = f"{path}.{key}" if path else key
            if key in a and key in b:
                yield from paths_of_difference(a[key], b[key], below)
            else:
                yield f"{below} only {'peer' if key in a else 'muster'}"
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for x, y in zip(a, b):
            yield from paths_of_difference(x, y, path + "[]")
    elif type(a) is not type(b) or a != b:
        yield f"{path} {type(a).__name__}/{type(b).__name__}"


def output_difference(output, peer, muster):
    diff = list(difflib.unified_diff(peer.splitlines(), muster.splitlines(), n=1, lineterm=""))[2:]
    changed = " ".join(line.strip() for line in diff[:6] if line[0] in "+-")
    cause = re.sub(r"\d+", "N", changed)[:120] if output == "yaml" else output
    if output == "json":
        paths = paths_of_difference(json.loads(peer), json.loads(muster))
        paths = {re.sub(SECTION, r"\1.*", path) for path in paths}
        cause = " & ".join(sorted(paths)) or "order"
    return Difference(output, cause, "\n".join(diff[:40]))
