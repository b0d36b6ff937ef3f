"""Builds projects around single attributes, and makes random values for them."""
import copy

from samples import read_samples
from schema import dotted
from tree import Scalar


def raw(*texts):
    return [Scalar(text) for text in texts]


SAMPLES = read_samples()
TEXTS = SAMPLES["services.*.labels.*"]
SCALARS = raw("~", "abc", "''", "'8'", "8", "0", "-1", "1.5", "true", "'true'", "${SET}", "${NUMBER}",
              "${NO}", "${NO:-8}", "${NO:-true}", "2024-01-01", "0x1F", ".inf")
LISTS = [[], [[]], [{}]] + [[s] for s in raw("abc", "8", "true", "~", "''", "${SET}", "${NO}", "1.5")] + \
        [[{"key": Scalar("abc")}], raw("abc", "abc"), raw("abc", "~"), raw("'8'", "8")]
MAPPINGS = [{}, {"key": []}, {"key": {}}] + \
           [{"key": s} for s in raw("abc", "8", "true", "~", "''", "${SET}", "1.5")]
SHAPES = LISTS + MAPPINGS
FEW_SHAPES = [[], {}, raw("abc"), {"key": Scalar("abc")}, raw("~")]

# What must stand beside an attribute, or below a mapping, for the rest to be right.
BESIDE = {
    "services.*.healthcheck.start_interval": {"start_period": Scalar("5s")},
    "services.*.logging.options": {"driver": Scalar("json-file")},
    "secrets.*": {"file": Scalar("./secret.txt")},
    "configs.*": {"file": Scalar("./secret.txt")},
}
REQUIRED = {"type": Scalar("volume"), "path": Scalar("one.env"), "condition": Scalar("service_started"),
            "capabilities": raw("gpu"), "action": Scalar("rebuild"), "command": Scalar("echo x"),
            "service": Scalar("b"), "soft": Scalar("1"), "hard": Scalar("2"), "model": Scalar("ai/x"),
            "source": Scalar("s")}
ALSO_NEEDED = {
    "services.*.volumes[]": {"target": Scalar("/t")},
    "services.*.ports[]": {"target": Scalar("80")},
    "services.*.devices[]": {"target": Scalar("/dev/x")},
    "services.*.secrets[]": {"source": Scalar("s")},
    "services.*.build.secrets[]": {"source": Scalar("s")},
    "services.*.configs[]": {"source": Scalar("c")},
}
# A name for the key "*", by what it stands below.
NAMES = {"services": "a", "networks": "n", "volumes": "data", "secrets": "s", "configs": "c", "models": "m",
         "depends_on": "b", "ulimits": "nofile", "extra_hosts": "h"}
MORE_NAMES = {"depends_on": ["b", "d"], "networks": ["n", "default", "m"], "models": ["m"],
              "ulimits": ["nofile", "nproc", "core"], "extra_hosts": ["h", "i.j"]}
ANY_NAMES = ["key", "other", "a.b", "A_B", "a10", "a2", "k-l"]
GOOD = {"integer": raw("1", "2", "0", "8", "-1", "1000"), "number": raw("1", "0.5", "2", "0", "1e3"),
        "boolean": raw("true", "false"), "null": raw("~"),
        "string": raw("abc", "'8'", "''", "${SET}", "'a b'", "${NO:-x}", "/a/b", "'true'")}


def base_project():
    """Service a is the one under test; b uses every resource, so that none is dropped."""
    file = {"file": Scalar("./secret.txt")}
    user = {"image": Scalar("other"), "networks": raw("n", "default"), "volumes": raw("data:/v"),
            "secrets": raw("s"), "configs": raw("c")}
    return {"services": {"a": {"image": Scalar("img")}, "b": user}, "networks": {"n": {}},
            "volumes": {"data": {}}, "secrets": {"s": dict(file)}, "configs": {"c": dict(file)}}


def name_below(above):
    return NAMES.get(above[-1], "key") if above else "key"


class Values:
    def __init__(self, schema, rng, skip):
        self.schema, self.rng = schema, rng
        self.nodes = {path: node for path, node in schema.walk()
                      if not any(dotted(path).startswith(s) or dotted(path).endswith("." + s) for s in skip)}

    # A project with one attribute.

    def project_with(self, path, value):
        project = base_project()
        self.put(project, path, (), value)
        return project

    def put(self, container, path, above, value):
        """Puts a value below a container, with what must stand beside it."""
        if not path:
            return
        key, rest = path[0], path[1:]
        here = above + (key,)
        name = name_below(above) if key == "*" else key
        if not rest:
            container[name] = value
        elif rest[0] == "[]":
            container[name] = self.list_with(rest[1:], here + ("[]",), value)
        else:
            if not isinstance(container.get(name), dict):
                container[name] = {}
            self.put(container[name], rest, here, value)
            self.add_required(container[name], here)
        for beside, good in BESIDE.get(dotted(here), {}).items():
            container.setdefault(beside, good)

    def list_with(self, rest, here, value):
        if not rest:
            return [value]
        item = {}
        self.put(item, rest, here, value)
        self.add_required(item, here)
        return [item]

    def add_required(self, mapping, path):
        for form in self.schema.forms(self.nodes[path]):
            for key in form.get("required", []):
                mapping.setdefault(key, copy.deepcopy(REQUIRED.get(key, Scalar("abc"))))
        for key, good in ALSO_NEEDED.get(dotted(path), {}).items():
            mapping.setdefault(key, good)
        if dotted(path) == "services.*.volumes[]" and "source" not in mapping:
            self.complete_mount(mapping)

    def complete_mount(self, mount):
        """Lets the type fit the options that are given, and the source the type."""
        kind = next((k for k in ("bind", "tmpfs", "volume", "image") if k in mount), "volume")
        if mount["type"] == REQUIRED["type"]:
            mount["type"] = Scalar(kind)
        if kind != "tmpfs":
            mount["source"] = Scalar("data" if kind == "volume" else "./sub")

    # Random values.

    def value(self, path, wild):
        """A value for a node: mostly good; the higher `wild` (0 to 1), the likelier another one."""
        if self.rng.random() < wild:
            return copy.deepcopy(self.rng.choice(SCALARS + SHAPES))
        form = self.rng.choice(self.schema.forms(self.nodes[path]))
        samples = self.samples(path)
        if form["type"] == "array":
            return self.list_value(path, form, samples, wild)
        if form["type"] == "object":
            return self.object_value(path, form, wild)
        return self.rng.choice(samples) if samples else self.plain_value(form)

    def samples(self, path):
        """The good ones come first in the table: those are likelier."""
        samples = SAMPLES.get(dotted(path), [])
        return samples[:max(3, len(samples) // 3)] if self.rng.random() < 0.9 else samples

    def list_value(self, path, form, samples, wild):
        entry = path + ("[]",)
        may_be_long = "object" in {f["type"] for f in self.schema.forms(form.get("items", {}))}
        out = []
        for _ in range(self.rng.choice([0, 1, 1, 2, 2, 3])):
            if samples and (not may_be_long or self.rng.random() < 0.5):
                out.append(self.rng.choice(samples))
            elif entry in self.nodes:
                out.append(self.value(entry, wild))
        return out

    def object_value(self, path, form, wild):
        keys = [key for key, _ in self.schema.children(form) if path + (key,) in self.nodes]
        if not keys:
            return {"key": Scalar("abc")} if self.rng.random() < 0.7 else {}
        out = {}
        for key in self.rng.sample(keys, min(len(keys), self.rng.choice([0, 1, 1, 2, 2, 3]))):
            for _ in range(self.rng.choice([1, 1, 2]) if key == "*" else 1):
                name = self.rng.choice(MORE_NAMES.get(path[-1], ANY_NAMES)) if key == "*" else key
                out[name] = self.value(path + (key,), wild)
        if form.get("required") or self.rng.random() < 0.9:
            self.add_required(out, path)
        return out

    def plain_value(self, form):
        if "enum" in form and self.rng.random() < 0.9:
            return Scalar(self.rng.choice(form["enum"]))
        more = self.rng.sample(TEXTS, 2) if form["type"] == "string" else []
        return self.rng.choice(GOOD[form["type"]] + more)
