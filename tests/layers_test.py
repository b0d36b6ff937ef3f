#!/usr/bin/env python3
"""Checks every #include of the program against the layer table of ARCHITECTURE.md.

A folder may include itself and the folders named for it; a third-party header may be included only from
its cage. Prints one line per violation and exits 1 when there is any.
"""
import pathlib
import re
import sys

LAYERS = {
    "base": [],
    "network": ["base"],
    "compose/model": ["base", "network"],
    "compose/source": ["base"],
    "compose/load": ["base", "network", "compose/model", "compose/source"],
    "compose/graph": ["base", "compose/model"],
    "engine-client": ["base"],
    "compose/translate": ["base", "network", "compose/model", "engine-client"],
    "compose/reconcile": ["base", "network", "compose/model", "compose/graph", "compose/translate",
                          "engine-client"],
    "compose/execute": ["base", "network", "compose/model", "compose/graph", "compose/translate",
                        "compose/reconcile", "engine-client"],
    "cmd": ["base", "network", "compose/model", "compose/source", "compose/load", "compose/graph",
            "compose/translate", "compose/reconcile", "compose/execute", "engine-client"],
    "cmd/reference": ["base", "cmd"],
}
# Pure layers see the engine's types, never the port that calls it.
TYPES_ONLY = {"compose/translate", "compose/reconcile"}
CAGES = {
    r"yaml\.h|yaml-cpp/.*": ["compose/source"],
    r"curl/.*": ["engine-client"],
    r"nlohmann/.*": ["engine-client", "compose/execute", "cmd"],
    r"boost/.*": ["compose/execute"],
    r"CLI/.*": ["cmd"],
    r"spdlog/.*": ["cmd"],
    r"sha2\.h": ["base"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def folder_of(path):
    folder = str(path.parent)
    return folder if folder in LAYERS else None


def violations(root):
    for top in ("base", "network", "compose", "engine-client", "cmd"):
        for path in sorted((root / top).rglob("*.[ch]pp")):
            relative = path.relative_to(root)
            folder = folder_of(relative)
            if folder is None:
                yield f"{relative}: its folder is not in the layer table"
                continue
            for number, line in enumerate(path.read_text().splitlines(), 1):
                match = INCLUDE.match(line)
                if match:
                    problem = check(folder, match.group(1), match.group(2))
                    if problem:
                        yield f"{relative}:{number}: {problem}"


def check(folder, quote, target):
    if quote == '"':
        target_folder = folder_of(pathlib.PurePath(target))
        if target_folder is None:
            return f'"{target}" is in no folder of the layer table'
        if target_folder != folder and target_folder not in LAYERS[folder]:
            return f'{folder} may not include {target_folder} ("{target}")'
        if folder in TYPES_ONLY and target == "engine-client/engine.hpp":
            return f"{folder} may use engine-client's types only, not the port"
        return None
    for pattern, cage in CAGES.items():
        if re.fullmatch(pattern, target) and folder not in cage:
            return f"<{target}> belongs in {', '.join(cage)}, not in {folder}"
    return None


def main():
    found = list(violations(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "every include follows the layer table")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
