"""Documents as trees: dict, list, Scalar (as it is to be written, quotes and all), Tagged, Anchored, Alias."""
import json
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Scalar:
    text: str  # verbatim: 8, '8', "a b", ~


@dataclass
class Tagged:
    tag: str  # !reset or !override
    node: object


@dataclass
class Anchored:
    name: str
    node: object


@dataclass(frozen=True)
class Alias:
    name: str


def key_text(key):
    is_plain = key == "<<" or (re.fullmatch(r"[A-Za-z0-9_.-]+", key) and not key.isdigit())
    return key if is_plain else json.dumps(key)


def is_leaf(node):
    return isinstance(node, (Scalar, Alias)) or node == {} or node == []


def leaf_text(node):
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Alias):
        return "*" + node.name
    return "{}" if isinstance(node, dict) else "[]"


def peel(node):
    """The tags and anchors written before a node, and the node without them."""
    properties = ""
    while isinstance(node, (Tagged, Anchored)):
        properties += " " + (node.tag if isinstance(node, Tagged) else "&" + node.name)
        node = node.node
    return properties, node


def lines_after(introduction, node, indent):
    properties, node = peel(node)
    if is_leaf(node):
        return [f"{introduction}{properties} {leaf_text(node)}"]
    return [introduction + properties] + block_lines(node, indent)


def block_lines(node, indent):
    pad = " " * indent
    if isinstance(node, dict):
        parts = [(f"{pad}{key_text(key)}:", value) for key, value in node.items()]
    else:
        parts = [(pad + "-", item) for item in node]
    return [line for introduction, value in parts for line in lines_after(introduction, value, indent + 2)]


def to_yaml(node):
    properties, node = peel(node)
    if is_leaf(node):
        return f"{properties} {leaf_text(node)}".strip() + "\n"
    head = [properties.strip()] if properties else []
    return "\n".join(head + block_lines(node, 0)) + "\n"
