"""A second opinion on our own HTML: refuses every tag, attribute and value off the list."""

import re
from html.parser import HTMLParser

REL = "ugc nofollow noopener noreferrer"
LISTED = {
    "p", "br", "hr", "strong", "em", "del", "s", "sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li",
    "h3", "h4", "h5", "h6", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
VOID = {"br", "hr"}


class Inspector(HTMLParser):
    """Refuses every tag, attribute and value off the list, and whatever is not closed in order."""

    def __init__(self, tags: set[str] = LISTED) -> None:
        super().__init__()
        self.tags = tags
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.tags
        for name, value in attrs:
            assert self.may_have(tag, name, value or ""), (tag, name, value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment or declaration came through: {data}")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def may_have(self, tag: str, name: str, value: str) -> bool:
        match tag, name:
            case "a", "href":
                return re.match(r"(?i)(https?:|mailto:|#|/(?![/\\]))", value) is not None and not re.search(
                    r"[\x00-\x20]", value
                )
            case "a", "rel":
                return value == REL
            case "a", "title":
                return True
            case (("th" | "td"), "align"):
                return value in {"left", "center", "right"}
            case "ol", "start":
                return value.isdecimal()
            case "code", "class":
                return re.fullmatch(r"language-[a-z0-9+#-]{1,20}", value) is not None
        return False


def inspect(markup: str, tags: set[str] = LISTED) -> None:
    inspector = Inspector(tags)
    inspector.feed(markup)
    inspector.close()
    assert inspector.open == []
