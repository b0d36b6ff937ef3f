"""Whole random projects: several files, tags, extends, include, profiles, anchors, and things gone wrong."""
import copy

from case import Case
from tree import Alias, Anchored, Scalar, Tagged
from values import SCALARS, SHAPES, base_project, raw

SECTIONS = (("networks", "n"), ("volumes", "data"), ("secrets", "s"), ("configs", "c"))
INCLUDES = ["sub/included.yaml",
            {"path": Scalar("./sub/included.yaml"), "project_directory": Scalar(".")},
            {"path": raw("sub/included.yaml"), "env_file": Scalar("one.env")}]
FLAGS = [["--project-directory", "sub"], ["-p", "other"], ["--env-file", "one.env"], ["--profile", "*"]]


def random_cases(values, count):
    for i in range(count):
        yield RandomProject(values).case(f"random {i}")


class RandomProject:
    def __init__(self, values):
        self.values, self.rng = values, values.rng
        self.wild = self.rng.choice([0, 0, 0, 0.03])

    def case(self, name):
        case = Case(name, {"compose.yaml": [self.project()]})
        for path in self.rng.choice([[], [], ["second.yaml"], ["second.yaml", "sub/third.yaml"]]):
            case.files[path] = [self.thinned(self.project(), 0.4)]
            case.flags += ["-f", path]
        for feature, chance in ((self.add_document, 0.1), (self.add_tags, 0.3), (self.add_extends, 0.3),
                                (self.add_include, 0.15), (self.add_profile, 0.2), (self.add_anchor, 0.2),
                                (self.add_extensions, 0.2), (self.spoil, 0.25), (self.add_flags, 0.2)):
            if self.rng.random() < chance:
                feature(case)
        return case

    def project(self):
        project = base_project()
        project["services"]["d"] = {"image": Scalar("d:1")}
        project["networks"]["m"] = Scalar("~")
        for service in ("a", "b", "d"):
            for _ in range(self.rng.choice([0, 1, 2, 3, 5])):
                self.fill(project["services"][service], ("services", "*"))
        for section, resource in SECTIONS:
            if self.rng.random() < 0.4:
                self.fill(project[section][resource], (section, "*"))
        return project

    def fill(self, mapping, path):
        """Gives a mapping one more of its attributes."""
        keys = [p[-1] for p in self.values.nodes if p[:-1] == path and p[-1] not in ("extends", "*")]
        key = self.rng.choice(keys)
        mapping[key] = self.values.value(path + (key,), self.wild)

    def thinned(self, project, keep):
        """A project with only a part of its entries, as later files have it."""
        out = {}
        for section, entries in project.items():
            kept = {name: entry for name, entry in entries.items() if self.rng.random() < keep}
            if section == "services":
                kept = {name: {k: v for k, v in service.items() if self.rng.random() < keep + 0.3}
                        for name, service in kept.items()}
            if kept:
                out[section] = kept
        return out

    def services_of(self, case, path):
        documents = case.files[path]
        found = [s for d in documents for s in d.get("services", {}).values() if isinstance(s, dict)]
        return found or [{}]

    def any_mapping(self, case, path):
        """A service, or a mapping in one."""
        mapping = self.rng.choice(self.services_of(case, path))
        for _ in range(2):
            inner = [value for value in mapping.values() if isinstance(value, dict) and value]
            if inner and self.rng.random() < 0.5:
                mapping = self.rng.choice(inner)
        return mapping

    def add_document(self, case):
        case.files["compose.yaml"].append(self.thinned(self.project(), 0.3))

    def add_tags(self, case):
        paths = [path for path in case.flags if path in case.files]
        for _ in range(self.rng.choice([1, 1, 2])):
            mapping = self.any_mapping(case, self.rng.choice(paths))
            free = [key for key, value in mapping.items() if not isinstance(value, Tagged)]
            if free:
                key = self.rng.choice(free)
                mapping[key] = Tagged(self.rng.choice(["!reset", "!override"]), mapping[key])

    def add_extends(self, case):
        service = self.rng.choice(self.services_of(case, "compose.yaml"))
        if self.rng.random() < 0.5:
            service["extends"] = self.rng.choice([Scalar("d"), {"service": Scalar("b")}])
        else:
            case.files["sub/base.yaml"] = [self.thinned(self.project(), 0.8)]
            service["extends"] = {"file": Scalar("sub/base.yaml"), "service": Scalar(self.rng.choice("abd"))}

    def add_include(self, case):
        included = self.thinned(self.project(), 0.6)
        services = {"i" + name: service for name, service in included.get("services", {}).items()}
        included["services"] = services or {"z": {"image": Scalar("z")}}
        case.files["sub/included.yaml"] = [included]
        entry = self.rng.choice(INCLUDES)
        case.files["compose.yaml"][0]["include"] = [Scalar(entry) if isinstance(entry, str) else entry]

    def add_profile(self, case):
        self.rng.choice(self.services_of(case, "compose.yaml"))["profiles"] = raw("dev")
        if self.rng.random() < 0.5:
            case.flags = case.flags + ["--profile", "dev"]

    def add_anchor(self, case):
        shared = {}
        for _ in range(self.rng.choice([1, 2, 3])):
            self.fill(shared, ("services", "*"))
        documents = case.files["compose.yaml"]
        documents[0] = {"x-shared": Anchored("shared", shared)} | documents[0]
        for service in documents[0]["services"].values():
            if self.rng.random() < 0.5:
                service["<<"] = self.rng.choice(
                    [Alias("shared"), Alias("shared"), [Alias("shared"), {"hostname": Scalar("h")}]])

    def add_extensions(self, case):
        case.files["compose.yaml"][0]["x-top"] = self.rng.choice(SHAPES + SCALARS)
        path = self.rng.choice(list(case.files))
        self.rng.choice(self.services_of(case, path))["x-own"] = self.rng.choice(SHAPES + SCALARS)

    def add_flags(self, case):
        case.flags = case.flags + self.rng.choice(FLAGS)

    def spoil(self, case):
        """Makes one thing wrong: another type, an unknown key, a repeated entry."""
        mapping = self.any_mapping(case, self.rng.choice(list(case.files)))
        keys = [key for key in mapping if key != "<<"]
        lists = [value for value in mapping.values() if isinstance(value, list) and value]
        kind = self.rng.choice(["value", "value", "key", "repeat"])
        if kind == "repeat" and lists:
            entries = self.rng.choice(lists)
            entries.append(copy.deepcopy(self.rng.choice(entries)))
        elif kind == "value" and keys:
            mapping[self.rng.choice(keys)] = copy.deepcopy(self.rng.choice(SCALARS + SHAPES))
        else:
            mapping["unknown"] = Scalar("abc")
