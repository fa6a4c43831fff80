"""Changing single values in the front matter of a content file, and leaving all else as it was typed."""

import json
from collections.abc import Mapping, Sequence
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


def with_item(front: str, name: str, lines: Sequence[str], *, before: str = "") -> str:
    """The same front matter with one more thing in the list of that name.

    lines: of the thing, in block layout. before: the slug of the one that comes behind it; "" for the last.
    Raises KeyError when the list is not there.
    """
    listed = _child(yaml.compose(front, Loader=LOADER), name)
    if not isinstance(listed, SequenceNode):
        raise KeyError(name)
    start, end = listed.start_mark.index, listed.end_mark.index
    if not listed.value:
        return front[:start].rstrip(" ") + "\n" + "\n".join(_item(lines, 2)) + front[end:]
    behind = _child(listed, before) if before else None
    if listed.flow_style:
        thing = _flow(yaml.load("\n".join(lines), Loader=LOADER))  # noqa: S506
        if behind is not None:
            at = behind.start_mark.index
            return f"{front[:at]}{thing}, {front[at:]}"
        last = listed.value[-1].end_mark.index
        return f"{front[:last]}, {thing}{front[last:]}"
    item = "".join(f"{line}\n" for line in _item(lines, listed.start_mark.column))
    if behind is not None:
        at = _above_remarks(front, front.rindex("-", 0, behind.start_mark.index))
        return front[:at] + item + front[at:]
    at = front.find("\n", _end(front, listed)) + 1  # behind a remark on that line
    return front[:at] + item + front[at:] if at else f"{front}\n{item}"


def _item(lines: Sequence[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{'  ' if number else '- '}{line}" for number, line in enumerate(lines)]


def _above_remarks(front: str, index: int) -> int:
    """The beginning of this line, or of the remarks right above it: they are about what stands below."""
    start = front.rfind("\n", 0, index) + 1
    while start and front[: start - 1].rpartition("\n")[2].lstrip().startswith("#"):
        start = front.rfind("\n", 0, start - 1) + 1
    return start


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
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
