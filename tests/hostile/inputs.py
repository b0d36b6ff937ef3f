"""Hostile projects: each function makes one in an empty folder.

CASES holds for each its name, what makes it, whether it is valid, and what the answer must contain.
"""
import os
import pathlib
import socket

WEB = "services:\n  web:\n    image: x\n"


def write(folder, name, text):
    path = pathlib.Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(text, bytes):
        path.write_bytes(text)
    else:
        path.write_text(text)


def compose(text):
    """A project of one compose.yaml."""
    return lambda folder: write(folder, "compose.yaml", text() if callable(text) else text)


def files(**texts):
    """A project of several files, '__' in a name standing for '.'."""
    def make(folder):
        for name, text in texts.items():
            write(folder, name.replace("__", "."), text() if callable(text) else text)
    return make


# Aliases

def laughs_in_lists():
    lines = ["x-a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"x-a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    return "\n".join(lines) + "\n" + WEB


def laughs_in_maps():
    lines = ["x-a0: &a0 {k: x}"]
    lines += [f"x-a{i}: &a{i} {{{', '.join(f'k{j}: *a{i - 1}' for j in range(9))}}}" for i in range(1, 12)]
    return "\n".join(lines) + "\n" + WEB


def laughs_in_merge_keys():
    lines = ["x-a0: &a0 {k: x}"]
    lines += [f"x-a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}], k{i}: [*a{i - 1}, *a{i - 1}]}}"
              for i in range(1, 24)]
    return "\n".join(lines) + "\n" + WEB


def merged_many_times():
    keys = "".join(f"  K{i}: v\n" for i in range(1000))
    services = "".join(f"  s{i}: {{image: x, environment: *e}}\n" for i in range(5000))
    return "x-e: &e\n" + keys + "services:\n" + services


# Sizes

def many_services(count):
    return "services:\n" + "".join(f"  s{i}:\n    image: x\n" for i in range(count))


def empty_services(count):
    return "services:\n" + "".join(f"  s{i}:\n" for i in range(count))


def many_keys(count):
    return WEB + "    environment:\n" + "".join(f"      K{i}: v\n" for i in range(count))


def repeated_keys(count):
    return WEB + "    environment:\n" + "      K: v\n" * count


# Cycles and chains

def extends_chain(count):
    links = "".join(f"  s{i}: {{extends: s{i + 1}}}\n" for i in range(count))
    return "services:\n" + links + f"  s{count}: {{image: x}}\n"


def extends_ring(count):
    return "services:\n" + "".join(f"  s{i}: {{extends: s{(i + 1) % count}}}\n" for i in range(count))


def great_service_extended():
    keys = "".join(f"      K{i}: v\n" for i in range(10_000))
    return WEB + "    environment:\n" + keys + "".join(f"  s{i}: {{extends: web}}\n" for i in range(10_000))


def depends_chain(count):
    links = "".join(f"  s{i}: {{image: x, depends_on: [s{i + 1}]}}\n" for i in range(count))
    return "services:\n" + links + f"  s{count}: {{image: x}}\n"


def depends_on_all(count):
    names = "".join(f"      - s{i}\n" for i in range(count))
    services = "".join(f"  s{i}: {{image: x}}\n" for i in range(count))
    return f"services:\n{services}  web:\n    image: x\n    depends_on:\n{names}"


def depends_ring(count):
    return "services:\n" + "".join(
        f"  s{i}: {{image: x, depends_on: [s{(i + 1) % count}]}}\n" for i in range(count))


def network_mode_chain(count):
    links = "".join(f"  s{i}: {{image: x, network_mode: 'service:s{i + 1}'}}\n" for i in range(count))
    return "services:\n" + links + f"  s{count}: {{image: x}}\n"


def include_chain(count):
    def make(folder):
        write(folder, "compose.yaml", "include: [f1.yaml]\n")
        for i in range(1, count):
            write(folder, f"f{i}.yaml", f"include: [f{i + 1}.yaml]\n")
        write(folder, f"f{count}.yaml", WEB)
    return make


def extends_across_files(count):
    def make(folder):
        write(folder, "compose.yaml", "services:\n  web: {extends: {file: f1.yaml, service: web}}\n")
        for i in range(1, count):
            write(folder, f"f{i}.yaml",
                  f"services:\n  web: {{extends: {{file: f{i + 1}.yaml, service: web}}}}\n")
        write(folder, f"f{count}.yaml", WEB)
    return make


def include_tree(depth):
    """Each file includes the next one twice, by two names."""
    def make(folder):
        write(folder, "compose.yaml", "include: [f1.yaml, ./f1.yaml]\n" + WEB)
        for i in range(1, depth):
            write(folder, f"f{i}.yaml", f"include: [f{i + 1}.yaml, ./f{i + 1}.yaml]\n")
        write(folder, f"f{depth}.yaml", "x-end: 1\n")
    return make


# Interpolation

def nested_defaults(depth):
    return f"services:\n  web:\n    image: \"{'${A:-' * depth}x{'}' * depth}\"\n"


def doubling_variables(count):
    return "V0=xxxxxxxxxxxxxxxx\n" + "".join(f"V{i}=$V{i - 1}$V{i - 1}\n" for i in range(1, count))


def big_variable_used_often(folder):
    write(folder, ".env", "A=" + "x" * 1_000_000 + "\n")
    write(folder, "compose.yaml", WEB + "    command: \"" + "$A" * 100_000 + "\"\n")


def big_variable_in_many_places(folder):
    write(folder, ".env", "A=" + "x" * 1_000_000 + "\n")
    write(folder, "compose.yaml", WEB + "    environment:\n" + "".join(f"      K{i}: $A\n" for i in range(10_000)))


# What is no regular file

def special(kind, path):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "directory":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        here = os.getcwd()
        os.chdir(path.parent)
        socket.socket(socket.AF_UNIX).bind(path.name)
        os.chdir(here)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "unreadable":
        path.write_text("A=1\n")
        path.chmod(0)
    elif kind == "dangling link":
        path.symlink_to("nowhere")
    elif kind == "link to itself":
        path.symlink_to(path.name)


REFERENCES = {
    "compose file": ("compose.yaml", None),
    "dotenv file": (".env", WEB),
    "env_file": ("app.env", WEB + "    env_file: app.env\n"),
    "label_file": ("labels", WEB + "    label_file: labels\n"),
    "extends.file": ("other.yaml", "services:\n  web: {extends: {file: other.yaml, service: web}}\n"),
    "include": ("other.yaml", "include: [other.yaml]\n" + WEB),
    "include's env_file": ("other.env", "include:\n  - path: part.yaml\n    env_file: other.env\n" + WEB),
}


def with_special(kind, name, text):
    def make(folder):
        special(kind, pathlib.Path(folder) / name)
        write(folder, "part.yaml", "x-part: 1\n")
        if text:
            write(folder, "compose.yaml", text)
    return make


MB = 1_000_000
DEEP = 100_000

CASES = [
    ("billion laughs in lists", compose(laughs_in_lists), False, "excessive aliasing"),
    ("billion laughs in maps", compose(laughs_in_maps), False, "excessive aliasing"),
    ("billion laughs in merge keys", compose(laughs_in_merge_keys), False, "excessive aliasing"),
    ("a map of 1,000 keys aliased 5,000 times", compose(merged_many_times), False, "excessive aliasing"),
    ("an alias of itself", compose("x-a: &a [1, *a]\n" + WEB), False, "stands inside what it stands for"),
    ("100,000 deep: [", compose(lambda: "x-a: " + "[" * DEEP), False, "levels of nesting"),
    ("100,000 deep: {a: ", compose(lambda: "x-a: " + "{a: " * DEEP), False, "levels of nesting"),
    ("100,000 deep: - ", compose(lambda: "x-a:\n" + "- " * DEEP), False, "levels of nesting"),
    ("100,000 deep: ? ", compose(lambda: "? " * DEEP), False, "levels of nesting"),
    ("100,000 deep: block maps on one line", compose(lambda: "x-a: &a\n" + "".join(
        " " * i + "a:\n" for i in range(1, 3000))), False, "levels of nesting"),
    ("100,000 deep: flow in flow", compose(lambda: "x-a: " + "[{a: " * DEEP), False, "levels of nesting"),
    ("100,000 deep and closed", compose(lambda: "x-a: " + "[" * DEEP + "]" * DEEP + "\n" + WEB), False,
     "levels of nesting"),
    ("1,000 deep in x-a", compose(lambda: "x-a: " + "[" * 990 + "]" * 990 + "\n" + WEB), True, ""),
    ("50 MB: one scalar", compose(lambda: WEB + "    command: " + "x" * 50 * MB + "\n"), False, "longer than 8 MiB"),
    ("50 MB: one quoted scalar", compose(lambda: WEB + "    command: [\"" + "x" * 50 * MB + "\"]\n"), False, "longer than 8 MiB"),
    ("8 MB: one scalar", compose(lambda: WEB + "    command: " + "x" * 8 * MB + "\n"), True, ""),
    ("50 MB: one comment", compose(lambda: WEB + "#" + "x" * 50 * MB + "\n"), True, ""),
    ("50 MB: blanks", compose(lambda: WEB + " " * 50 * MB + "\n"), True, ""),
    ("50 MB: empty lines", compose(lambda: WEB + "\n" * 50 * MB), True, ""),
    ("50 MB: a list on one line", compose(lambda: WEB + "    command: [" + "x," * 25 * MB + "]\n"), False, "values in one file"),
    ("50 MB: services", compose(lambda: many_services(2_000_000)), False, "values in one file"),
    ("50 MB: keys in one map", compose(lambda: many_keys(3_000_000)), False, "values in one file"),
    ("50 MB: one key again and again", compose(lambda: repeated_keys(4_000_000)), False, "values in one file"),
    ("50 MB: an open quote", compose(lambda: WEB + "    command: \"" + "x y\n      " * 5 * MB), False, "never closed"),
    ("100 MB", compose(lambda: WEB + "#" + "x" * 100 * MB + "\n"), False, "larger than"),
    ("50 MB .env: one value", files(compose__yaml=WEB, __env=lambda: "A=" + "x" * 50 * MB), True, ""),
    ("50 MB .env: variables", files(compose__yaml=WEB, __env=lambda: "".join(f"K{i}=v\n" for i in range(4 * MB))),
     False, "more than 100000 variables"),
    ("50 MB env_file: variables", files(compose__yaml=WEB + "    env_file: e\n",
                                        e=lambda: "".join(f"K{i}=v\n" for i in range(4 * MB))), False, "more than 100000 variables"),
    ("invalid UTF-8", compose(b"services:\n  web:\n    image: \xff\xfe\n"), False, "UTF-8"),
    ("invalid UTF-8 at the start", compose(b"\x80\x81\n"), False, "UTF-8"),
    ("Latin-1", compose("# caf\xe9\n".encode("latin-1") + WEB.encode()), False, "UTF-8"),
    ("NULs", compose(b"services:\n  web:\n    image: x\0y\n"), False, "control character"),
    ("only NULs", compose(b"\0" * 1000), False, "control character"),
    ("UTF-16 LE", compose(WEB.encode("utf-16")), True, ""),
    ("UTF-16 BE", compose(b"\xfe\xff" + WEB.encode("utf-16-be")), True, ""),
    ("UTF-16 with a mistake", compose("services:\n  web:\n    imgae: x\n".encode("utf-16")), False, "  3 |     imgae: x"),
    ("UTF-16 without a mark", compose(WEB.encode("utf-16-le")), False, "control character"),
    ("UTF-16, half a character", compose(WEB.encode("utf-16") + b"x"), False, "error"),
    ("UTF-32", compose(WEB.encode("utf-32")), False, "control character"),
    ("an executable", compose(b"\x7fELF\x02\x01\x01\0\0\0\0"), False, "control character"),
    ("a gzip file", compose(b"\x1f\x8b\x08\0\0\0\0\0\0\3"), False, "compressed with gzip"),
    (".env in UTF-16", files(compose__yaml=WEB, __env="A=1\n".encode("utf-16")), False, "NUL"),
    (".env with invalid UTF-8", files(compose__yaml=WEB, __env=b"A=\xff\n"), True, ""),
    (".env with NULs", files(compose__yaml=WEB, __env=b"A=\0\n"), False, "NUL"),
    ("env_file with NULs", files(compose__yaml=WEB + "    env_file: e\n", e=b"A=\0\n"), False, "NUL"),
    ("include of itself", compose("include: [compose.yaml]\n" + WEB), False, "the file includes itself"),
    ("include cycle", files(compose__yaml="include: [b.yaml]\n", b__yaml="include: [c.yaml]\n",
                            c__yaml="include: [compose.yaml]\n"), False, "compose.yaml -> b.yaml -> c.yaml -> compose.yaml"),
    ("include cycle through a link", lambda folder: (write(folder, "compose.yaml", "include: [b.yaml]\n" + WEB),
                                                     os.symlink("compose.yaml", f"{folder}/b.yaml")), False, "the file includes itself"),
    ("include 1,000 deep", include_chain(1000), True, ""),
    ("include 20 deep, twice each", include_tree(20), False, "too many files"),
    ("include 2,000 deep", include_chain(2000), False, "more than 1000 files"),
    ("a great service extended 10,000 times", compose(great_service_extended), False, "too large"),
    ("extends itself", compose("services:\n  web: {extends: web}\n"), False, "service 'web' extends itself"),
    ("extends cycle", compose("services:\n  a: {extends: b}\n  b: {extends: c}\n  c: {extends: a}\n"), False, "a -> b -> c -> a"),
    ("extends cycle across files", files(
        compose__yaml="services:\n  web: {extends: {file: b.yaml, service: web}}\n",
        b__yaml="services:\n  web: {extends: {file: compose.yaml, service: web}}\n"), False, "extend each other"),
    ("extends ring of 10,000", compose(lambda: extends_ring(10_000)), False, "more ..."),
    ("extends chain of 10,000", compose(lambda: extends_chain(10_000)), True, ""),
    ("extends chain of 100,000", compose(lambda: extends_chain(100_000)), True, ""),
    ("extends across 1,000 files", extends_across_files(1000), True, ""),
    ("depends_on chain of 10,000", compose(lambda: depends_chain(10_000)), True, ""),
    ("depends_on chain of 100,000", compose(lambda: depends_chain(100_000)), True, ""),
    ("depends_on with 100,000 services", compose(lambda: depends_on_all(100_000)), True, ""),
    ("depends_on ring of 10,000", compose(lambda: depends_ring(10_000)), False, "more ..."),
    ("depends_on itself", compose("services:\n  web: {image: x, depends_on: [web]}\n"), False, "depends on itself"),
    ("network_mode chain of 10,000", compose(lambda: network_mode_chain(10_000)), True, ""),
    ("defaults 100,000 deep", compose(lambda: nested_defaults(DEEP)), False, "nested too deeply"),
    ("100,000 open ${", compose(lambda: WEB + "    command: \"" + "${A:-" * DEEP + "\"\n"), False, "never closed"),
    ("1,000,000 $A", compose(lambda: WEB + "    command: \"" + "$A" * MB + "\"\n"), True, "not set"),
    ("800,000 unset names", compose(lambda: WEB + "    command: \"" + "".join(
        f"$A{i} " for i in range(800_000)) + "\"\n"), True, "is not set"),
    ("100,000 unset names in as many values", compose(lambda: WEB + "    environment:\n" + "".join(
        f"      K{i}: $A{i}\n" for i in range(100_000))), True, "99900 further warnings"),
    ("60 doubling variables in .env", files(compose__yaml=WEB, __env=lambda: doubling_variables(60)), False, "too much text"),
    ("60 doubling variables in env_file", files(compose__yaml=WEB + "    env_file: e\n",
                                                e=lambda: doubling_variables(60)), False, "too much text"),
    ("1 MB variable used 100,000 times", big_variable_used_often, False, "too much text"),
    ("1 MB variable in 10,000 values", big_variable_in_many_places, False, "too much text"),
    ("1,000,000 empty services", compose(lambda: empty_services(MB)), False, "values in one file"),
    ("1,000,000 services of a wrong type", compose(lambda: "services:\n" + "".join(
        f"  s{i}: 1\n" for i in range(MB))), False, "values in one file"),
    ("100,000 unknown keys", compose(lambda: WEB + "".join(f"    k{i}: v\n" for i in range(100_000))), False, "99900 further errors"),
    ("100,000 undefined networks", compose(lambda: WEB + "    networks: [" + ",".join(
        f"n{i}" for i in range(100_000)) + "]\n"), False, "99900 further errors"),
    ("a service name of 1 MB", compose(lambda: "services:\n  ? " + "x" * MB + "\n  : {image: x}\n"), True, ""),
    ("an unknown key of 1 MB", compose(lambda: WEB + "    ? " + "x" * MB + "\n    : 1\n"), False, "unknown key"),
    ("ports 1-65535", compose(WEB + "    ports: ['1-65535:1-65535']\n"), True, ""),
    ("ports 1-65535, 100 times", compose(WEB + "    ports: [" + ",".join(["'1-65535'"] * 100) + "]\n"), False, "too many ports"),
    ("expose 1-65535, 1,000 times", compose(WEB + "    expose: [" + ",".join(["'1-65535'"] * 1000) + "]\n"), True, ""),
    ("port 65536", compose(WEB + "    ports: ['65536']\n"), False, "65536"),
    ("scale: 1000000000", compose(WEB + "    scale: 1000000000\n"), True, ""),
    ("scale: -1", compose(WEB + "    scale: -1\n"), False, "negative"),
    ("replicas: 9223372036854775807", compose(WEB + "    deploy: {replicas: 9223372036854775807}\n"), True, ""),
    ("replicas: 9223372036854775808", compose(WEB + "    deploy: {replicas: 9223372036854775808}\n"), False, "whole number"),
    ("a duration too long", compose(WEB + "    stop_grace_period: 9999999999999999h\n"), False, "a duration"),
    ("a duration of 10,000 digits", compose(lambda: WEB + "    stop_grace_period: " + "9" * 10_000 + "s\n"), False, "a duration"),
    ("a size too great", compose(WEB + "    mem_limit: 99999999999999999999g\n"), False, "number of bytes"),
    ("a size of 10,000 digits", compose(lambda: WEB + "    mem_limit: " + "9" * 10_000 + "\n"), False, "number of bytes"),
    ("cpus of 10,000 digits", compose(lambda: WEB + "    cpus: " + "9" * 10_000 + "\n"), False, "a number"),
    ("cpus: 1e999", compose(WEB + "    cpus: 1e999\n"), False, "a number"),
    ("a port of 10,000 digits", compose(lambda: WEB + "    ports: ['" + "9" * 10_000 + "']\n"), False, "invalid container port"),
    ("pids_limit of 10,000 digits", compose(lambda: WEB + "    pids_limit: " + "9" * 10_000 + "\n"), False, "whole number"),
    ("x-a: a number of 10,000 digits", compose(lambda: "x-a: " + "9" * 10_000 + "\n" + WEB), True, ""),
    ("x-a: 0.(10,000 digits)", compose(lambda: "x-a: 0." + "3" * 10_000 + "\n" + WEB), True, ""),
    ("a secret from a fifo", lambda folder: (special("fifo", f"{folder}/s"), write(
        folder, "compose.yaml", WEB + "    secrets: [s]\nsecrets: {s: {file: ./s}}\n")), True, ""),
    ("a config from /dev/zero", compose(WEB + "    configs: [s]\nconfigs: {s: {file: /dev/zero}}\n"), True, ""),
    ("-f /dev/zero", compose(WEB), False, "is a device, not a file"),
    ("--env-file /dev/zero", compose(WEB), False, "is a device, not a file"),
]
ARGUMENTS = {"-f /dev/zero": ["-f", "/dev/zero"], "--env-file /dev/zero": ["--env-file", "/dev/zero"]}
ANSWERS = {"directory": "is a directory, not a file", "fifo": "is a pipe that nobody writes to",
           "socket": "is a socket, not a file", "device": "is a device, not a file",
           "unreadable": "permission denied", "dangling link": "no such file or directory",
           "link to itself": "too many levels of symbolic links"}
# What the defaults look for is not missed when it is not there; neither tool minds a directory called .env.
PASSED_OVER = {("dotenv file", "directory"), ("dotenv file", "dangling link"), ("dotenv file", "link to itself")}
NOT_FOUND = {("compose file", "dangling link"), ("compose file", "link to itself")}


def expectation(use, kind):
    if (use, kind) in PASSED_OVER:
        return True, ""
    if use == "include's env_file" and kind in ("dangling link", "link to itself"):
        return False, "does not exist"
    return False, "no compose file found" if (use, kind) in NOT_FOUND else ANSWERS[kind]


CASES += [(f"{kind} as {use}", with_special(kind, name, text), *expectation(use, kind))
          for use, (name, text) in REFERENCES.items() for kind in ANSWERS]
