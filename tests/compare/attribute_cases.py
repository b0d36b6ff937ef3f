"""Cases about one attribute: every kind of value at every place, and the same attribute written twice."""
from case import Case
from schema import dotted
from tree import Alias, Anchored, Scalar, Tagged
from values import FEW_SHAPES, SAMPLES, SCALARS, SHAPES, TEXTS, name_below

TWO_FILES = ["-f", "compose.yaml", "-f", "second.yaml"]
WAYS = ["files", "files", "files", "documents", "extends", "extends file", "merge key", "override", "reset",
        "include"]


def single_cases(values):
    for path in values.nodes:
        for i, value in enumerate(values_to_try(values, path)):
            yield Case(f"single {dotted(path)} {i}", {"compose.yaml": [values.project_with(path, value)]})


def values_to_try(values, path):
    samples = SAMPLES.get(dotted(path), [])
    types = {form["type"] for form in values.schema.forms(values.nodes[path])}
    tried = SCALARS[:10] if "object" in types else list(SCALARS)
    tried += samples + (SHAPES if types & {"array", "object"} else FEW_SHAPES)
    if "array" in types:
        tried += [[s] for s in samples] + [[s, s] for s in samples[:2]]
        tried += [[samples[0], s] for s in samples[1:4]]
    if types == {"string"} and not samples:
        tried += values.rng.sample(TEXTS, 3)
    return list({repr(value): value for value in tried}.values())


def pair_cases(values, count):
    paths = [path for path in values.nodes if len(path) > 2 and "[]" not in path]
    for i in range(count):
        path = values.rng.choice(paths)
        first, second = (values.project_with(path, values.value(path, 0)) for _ in range(2))
        way = values.rng.choice(WAYS)
        if way in ("override", "reset"):
            tag_value(values.rng, second, path, "!" + way)
        yield pair_case(f"pair {way} {dotted(path)} {i}", way, path, (first, second))


def pair_case(name, way, path, projects):
    """Two projects in one of the ways that let the second change the first."""
    first, second = projects
    if way == "documents":
        return Case(name, {"compose.yaml": [first, second]})
    if way == "include":
        return Case(name, {"compose.yaml": [including(first, second)], "sub/base.yaml": [first]})
    if way == "extends file" and path[0] == "services":
        second["services"]["a"]["extends"] = {"service": Scalar("a"), "file": Scalar("sub/base.yaml")}
        return Case(name, {"compose.yaml": [second], "sub/base.yaml": [first]})
    if way in ("extends", "merge key") and path[0] == "services":
        base, own = first["services"]["a"], second["services"]["a"]
        if way == "extends":
            first["services"] |= {"base": base, "a": own | {"extends": {"service": Scalar("base")}}}
        else:
            first["services"] = {"base": Anchored("base", base), "b": first["services"]["b"],
                                 "a": {"<<": Alias("base")} | own}
        return Case(name, {"compose.yaml": [first]})
    return Case(name, {"compose.yaml": [first], "second.yaml": [second]}, TWO_FILES)


def including(first, second):
    """The second project without what the first one has, whose services get other names."""
    first["services"] = {"z" + name: service for name, service in first["services"].items()}
    others = {key: value for key, value in second.items() if key not in first}
    return {"include": [Scalar("sub/base.yaml")], "services": second["services"]} | others


def tag_value(rng, project, path, tag):
    """Tags the value at a path, or one of those above it."""
    depth = len(path) if rng.random() < 0.7 else rng.randint(3, len(path))
    container = project
    names = [name_below(path[:i]) if key == "*" else key for i, key in enumerate(path[:depth])]
    for name in names[:-1]:
        container = container[name]
    container[names[-1]] = Tagged(tag, container[names[-1]])
