"""Makes a case smaller while it still shows what it shows."""
import copy

from case import Case
from tree import Anchored, Tagged


def smaller_trees(node):
    """Every tree that is this one with one thing taken away, the greater losses first."""
    if isinstance(node, (Tagged, Anchored)):
        yield node.node
        for inner in smaller_trees(node.node):
            again = copy.copy(node)
            again.node = inner
            yield again
    elif isinstance(node, dict):
        for key in node:
            yield {k: v for k, v in node.items() if k != key}
        for key, value in node.items():
            for inner in smaller_trees(value):
                yield {k: (inner if k == key else v) for k, v in node.items()}
    elif isinstance(node, list):
        for i in range(len(node)):
            yield node[:i] + node[i + 1:]
        for i, item in enumerate(node):
            for inner in smaller_trees(item):
                yield node[:i] + [inner] + node[i + 1:]


def with_files(case, files, flags=None):
    return Case(case.name, files, flags or case.flags, case.environment)


def flags_without(flags, path):
    """The flags without this file; None when it is the only one."""
    pairs = [pair for pair in zip(flags[::2], flags[1::2]) if pair[1] != path]
    return [word for pair in pairs for word in pair] if any(flag == "-f" for flag, _ in pairs) else None


def smaller_cases(case):
    for path in case.files:
        flags = flags_without(case.flags, path)
        if flags is not None:
            yield with_files(case, {p: d for p, d in case.files.items() if p != path}, flags)
    for path, documents in case.files.items():
        for i in range(len(documents) if len(documents) > 1 else 0):
            yield with_files(case, case.files | {path: documents[:i] + documents[i + 1:]})
        for i, document in enumerate(documents):
            for inner in smaller_trees(document):
                yield with_files(case, case.files | {path: documents[:i] + [inner] + documents[i + 1:]})


def reduce_case(case, still_shows_it, tries):
    """The smallest case found within so many tries."""
    while True:
        for smaller in smaller_cases(case):
            if tries == 0:
                return case
            tries -= 1
            if still_shows_it(smaller):
                case = smaller
                break
        else:
            return case
