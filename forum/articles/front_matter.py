"""YAML front matter, read strictly: every value is checked where it stands, and nothing is guessed.

Reading goes on after a mistake, with a stand-in value, so that one run names them all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from forum.articles.problems import Findings, Place
from forum.articles.source import LONGEST_SLUG
from forum.lib.i18n import DEFAULT_LOCALE, LOCALES
from forum.lib.text import clean_line
from forum.lib.wording import Texts

# libyaml is some ten times faster where the wheel has it, and sees the same documents.
LOADER = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
# Ours is five deep. Deeper would only serve to exhaust the stack.
DEEPEST = 10
# A letter first: /lessons/2+4 means numbers.
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TAG = "tag:yaml.org,2002:"
_KINDS = {"str": "text", "int": "a whole number", "bool": "true or false"}


def read_front_matter(text: str, first_line: int, findings: Findings) -> Fields | None:
    """The outermost fields of the front matter, or None when it cannot be read at all.

    first_line: the line of the file on which `text` begins.
    """
    indented_by_tab = [n for n, line in enumerate(text.split("\n")) if re.match(r" *\t", line)]
    for number in indented_by_tab:
        findings.error(Place(first_line + number), "indented by a tab: use spaces")
    if indented_by_tab:
        return None
    try:
        if not _is_plain(text, first_line, findings):
            return None
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(first_line + mark.line, mark.column + 1) if mark else Place(first_line)
        findings.error(place, _in_plain_words(error.problem or str(error)))
        return None
    except yaml.YAMLError as error:
        findings.error(Place(first_line), f"not readable as YAML: {error}")
        return None
    if node is None:
        findings.error(Place(first_line), "the front matter is empty")
        return None
    return Fields(node, "the front matter", first_line, findings)


def _is_plain(text: str, first_line: int, findings: Findings) -> bool:
    """Whether the YAML has no aliases (which can blow up), no tags and no great depth."""
    depth = 0
    plain = True
    for event in yaml.parse(text, Loader=LOADER):
        place = Place(first_line + event.start_mark.line, event.start_mark.column + 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            findings.error(place, "YAML anchors and aliases (& and *) are not used here: write the text out")
            plain = False
        elif getattr(event, "tag", None):
            findings.error(place, "YAML tags (!) are not used here")
            plain = False
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            findings.error(place, f"nested more than {DEEPEST} deep")
            return False
    return plain


def _in_plain_words(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "not readable as YAML: put a text that contains ': ' between quotes"
    return f"not readable as YAML: {problem}"


class Fields:
    """The fields of one mapping. Each getter answers with a stand-in when it had to note a problem."""

    def __init__(self, node: Node, what: str, first_line: int, findings: Findings) -> None:
        self._what = what
        self._first_line = first_line
        self._findings = findings
        self._nodes: dict[str, Node] = {}
        self._keys: dict[str, Node] = {}
        self._asked: set[str] = set()
        self.place = self._place_of(node)
        self.is_mapping = isinstance(node, MappingNode)
        if not self.is_mapping:
            findings.error(self.place, f"{what} must be a list of 'name: value' lines")
            return
        for key, value in node.value:
            name = str(key.value)
            if name in self._nodes:
                findings.error(self._place_of(key), f"'{name}' is given twice")
            self._nodes.setdefault(name, value)
            self._keys.setdefault(name, key)

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    def knows(self, *names: str) -> None:
        """These may be there, though nobody asked."""
        self._asked.update(names)

    def finish(self) -> None:
        """Note every field that nobody asked for: a typing mistake, most likely."""
        for name in self._nodes.keys() - self._asked:
            known = ", ".join(sorted(self._asked))
            self._findings.error(
                self._place_of(self._keys[name]), f"unknown field '{name}' in {self._what} (known: {known})"
            )

    def place_of(self, name: str) -> Place:
        return self._place_of(self._nodes[name]) if name in self._nodes else self.place

    def text(self, name: str, *, most: int, required: bool = True) -> str:
        """One line of text of at most `most` characters; "" when absent."""
        node = self._get(name, required)
        return self._text(node, name, most) if node is not None else ""

    def slug(self, name: str = "slug") -> str:
        node = self._get(name, True)
        return self._slug(node, name) if node is not None else ""

    def slugs(self, name: str, *, known: Collection[str] | None) -> tuple[str, ...] | None:
        """A list of slugs without doubles, each one of `known` when that is given; None when absent."""
        node = self._get(name, False)
        if node is None:
            return None
        found: list[str] = []
        for item in self._items(node, name):
            slug = self._slug(item, name)
            if slug in found:
                self._findings.error(self._place_of(item), f"'{slug}' stands twice in '{name}'")
            elif slug and known is not None and slug not in known:
                listed = ", ".join(known) or "none"
                self._findings.error(self._place_of(item), f"unknown '{slug}' in '{name}' (known: {listed})")
            elif slug:
                found.append(slug)
        return tuple(found)

    def number(self, name: str, *, least: int, most: int, required: bool = True) -> int | None:
        node = self._get(name, required)
        if node is None or not self._is(node, "int", name):
            return None
        value = node.value
        number = int(value) if re.fullmatch(r"\d{1,9}", value) else -1
        if not least <= number <= most:
            self._refuse(node, name, f"must be a number from {least} to {most}")
        return number

    def flag(self, name: str, *, required: bool = False) -> bool:
        node = self._get(name, required)
        if node is None or not self._is(node, "bool", name):
            return False
        return node.value.lower() in ("true", "yes", "on")

    def texts(self, name: str, *, most: int) -> Texts:
        node = self._get(name, True)
        return self._texts(node, name, most) if node is not None else {DEFAULT_LOCALE: ""}

    def list_of_texts(self, name: str, *, most: int) -> list[tuple[Texts, Place]]:
        node = self._get(name, False)
        items = self._items(node, name) if node is not None else []
        return [(self._texts(item, name, most), self._place_of(item)) for item in items]

    def group(self, name: str, what: str, *, required: bool = True) -> Fields | None:
        node = self._get(name, required)
        return Fields(node, what, self._first_line, self._findings) if node is not None else None

    def groups(self, name: str, what: str, *, required: bool = True) -> list[Fields]:
        node = self._get(name, required)
        items = self._items(node, name) if node is not None else []
        return [Fields(item, what, self._first_line, self._findings) for item in items]

    def _get(self, name: str, required: bool) -> Node | None:
        self._asked.add(name)
        node = self._nodes.get(name)
        if node is None and required and self.is_mapping:
            self._findings.error(self.place, f"'{name}' is missing in {self._what}")
        return node

    def _items(self, node: Node, name: str) -> Sequence[Node]:
        if isinstance(node, SequenceNode):
            return node.value
        self._refuse(node, name, "must be a list of lines that begin with '-'")
        return ()

    def _texts(self, node: Node, name: str, most: int) -> Texts:
        inner = Fields(node, f"'{name}'", self._first_line, self._findings)
        found = {
            locale: inner.text(locale, most=most, required=locale == DEFAULT_LOCALE)
            for locale in LOCALES
            if locale in inner or locale == DEFAULT_LOCALE
        }
        inner.knows(*LOCALES)
        inner.finish()
        for locale in set(LOCALES) - found.keys() if inner.is_mapping else ():
            self._findings.warning(inner.place, f"'{name}' has no '{locale}': readers get the Dutch text")
        return found

    def _text(self, node: Node, name: str, most: int) -> str:
        if not self._is(node, "str", name):
            return ""
        value = clean_line(node.value)
        if not value:
            self._refuse(node, name, "is empty")
        elif len(value) > most:
            self._findings.error(
                self._place_of(node),
                f"'{name}' in {self._what} has {len(value)} characters, the limit is {most}",
            )
        return value

    def _slug(self, node: Node, name: str) -> str:
        value = self._text(node, name, LONGEST_SLUG)
        if value and not SLUG.fullmatch(value):
            self._findings.error(
                self._place_of(node),
                f"'{value}' is no short name: use a-z, 0-9 and single hyphens, a letter first",
            )
        return value

    def _is(self, node: Node, kind: str, name: str) -> bool:
        if isinstance(node, ScalarNode) and node.tag == _TAG + kind:
            return True
        if node.tag == _TAG + "null":
            self._refuse(node, name, "is empty")
            return False
        hint = " (put it between quotes)" if kind == "str" and isinstance(node, ScalarNode) else ""
        self._refuse(node, name, f"must be {_KINDS[kind]}{hint}")
        return False

    def _refuse(self, node: Node, name: str, why: str) -> None:
        self._findings.error(self._place_of(node), f"'{name}' in {self._what} {why}")

    def _place_of(self, node: Node) -> Place:
        return Place(self._first_line + node.start_mark.line, node.start_mark.column + 1)
