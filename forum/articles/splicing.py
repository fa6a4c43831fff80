"""Changing single values in the front matter of a content file, and leaving all else as it was typed."""

import json
from collections.abc import Mapping
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from forum.articles.front_matter import LOADER
from forum.articles.problems import Place

Path = tuple[str, ...]
"""Names of fields from the outside in, with the slug of a thing in a list: ("questions", "wie", "title")."""

Value = str | Mapping[str, str]


def spliced(front: str, path: Path, value: Value) -> str:
    """The same front matter with this value in that place, put there when there was none.

    Raises KeyError when a thing in a list that the path names is not there.
    """
    node, rest = _found(front, path)
    if not rest:
        start, end = node.start_mark.index, _end(front, node)
        return front[:start] + _flow(value) + front[end:]
    nested: Any = value
    for name in reversed(rest[1:]):
        nested = {name: nested}
    entry = f"{rest[0]}: {_flow(nested)}"
    if not isinstance(node, MappingNode):
        raise KeyError(rest[0])
    if node.flow_style or not node.value:
        end = node.end_mark.index - 1
        before = front[:end].rstrip()
        return f"{before}{', ' if node.value else ''}{entry}{front[end:]}"
    first = node.value[0][0].start_mark
    return f"{front[: first.index]}{entry}\n{' ' * first.column}{front[first.index :]}"


def place_of(front: str, path: Path, *, first_line: int) -> Place | None:
    """Where a value begins in the file of which this is the front matter; None when it is not there."""
    try:
        node, rest = _found(front, path)
    except (KeyError, yaml.YAMLError):
        return None
    return None if rest else Place(first_line + node.start_mark.line, node.start_mark.column + 1)


def _found(front: str, path: Path) -> tuple[Node, Path]:
    """The innermost node on the path, and what of the path is not there."""
    node = yaml.compose(front, Loader=LOADER)
    if node is None:
        raise KeyError(path[0])
    for depth, name in enumerate(path):
        inner = _child(node, name)
        if inner is None:
            if isinstance(node, SequenceNode):
                raise KeyError(name)
            return node, path[depth:]
        node = inner
    return node, ()


def _child(node: Node, name: str) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == name), None)
    if isinstance(node, SequenceNode):
        for item in node.value:
            slug = _child(item, "slug") if isinstance(item, MappingNode) else None
            if isinstance(slug, ScalarNode) and slug.value == name:
                return item
    return None


def _end(front: str, node: Node) -> int:
    """Behind the last character that belongs to it. YAML counts empty lines behind it along."""
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _end(front, node.value[-1][1])
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _end(front, node.value[-1])
    return len(front[: node.end_mark.index].rstrip())


def _flow(value: Any) -> str:
    """On one line; a text between double quotes reads the same in YAML as in JSON."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_flow(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
