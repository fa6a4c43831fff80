"""Making XML: nodes of the standard library, from texts that may hold anything."""

from datetime import datetime
from xml.etree.ElementTree import Element, ProcessingInstruction, SubElement, tostring

from forum.lib.portable import clean

NOTHING = ""


def node(parent: Element, name: str, text: str = NOTHING, **attributes: str) -> Element:
    """A new last child. Attributes that say nothing are left out; `_` after a name is not part of it."""
    filled = {key.rstrip("_"): clean(value) for key, value in attributes.items() if value}
    child = SubElement(parent, name, filled)
    child.text = clean(text) or None
    return child


def document(root: Element, *, style: str = NOTHING) -> bytes:
    """The file: its declaration, the style sheet that browsers show it with, and the nodes."""
    lines = [b"<?xml version='1.0' encoding='utf-8'?>"]
    if style:
        instruction = ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{style}"')
        lines.append(tostring(instruction, encoding="unicode").encode())
    return b"\n".join([*lines, tostring(root, encoding="utf-8"), b""])


def moment(at: datetime) -> str:
    """As in RFC 3339, in UTC, to the second: browsers show it as it stands."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
