"""The Compose schema as questions about it: which nodes are there, what may a node be."""
import json

ANY = ["object", "array", "string", "number", "boolean", "null"]


def dotted(path):
    """("services", "*", "ports", "[]") as "services.*.ports[]"."""
    return ".".join(path).replace(".[]", "[]")


class Schema:
    def __init__(self, path):
        with open(path) as text:
            self.root = json.load(text)

    def forms(self, node):
        """The alternatives of a node, references followed: each has a plain type."""
        while "$ref" in node:
            target = self.root
            for part in node["$ref"].lstrip("#/").split("/"):
                target = target[part]
            node = target
        if "oneOf" in node:
            return [form for choice in node["oneOf"] for form in self.forms(choice)]
        types = node.get("type", ANY)
        return [node | {"type": t} for t in (types if isinstance(types, list) else [types])]

    def children(self, form):
        """(key, node) of an object ("*" for any name) or of a list ("[]")."""
        if form["type"] == "array":
            return [("[]", form.get("items", {}))]
        if form["type"] != "object":
            return []
        patterns = form.get("patternProperties", {})
        free = [("*", node) for pattern, node in patterns.items() if pattern != "^x-"]
        return list(form.get("properties", {}).items()) + free

    def walk(self, node=None, path=()):
        """Every (path, node); a child that two alternatives have comes once."""
        node = self.root if node is None else node
        yield path, node
        seen = set()
        for form in self.forms(node):
            for key, child in self.children(form):
                if key not in seen:
                    seen.add(key)
                    yield from self.walk(child, path + (key,))
