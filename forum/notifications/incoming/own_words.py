"""What somebody typed in a mail, without the mail that they answered and without their signature.

Mail programs agree on nothing, so these are rules of thumb. They would rather leave a line too many: what
is cut must look like a quotation or a signature in a way that a sentence does not. Every quoted line goes,
since the mail that is answered holds links that are its reader's alone.
"""

import re

MOST_AFTER_CLOSING = 15
"""Lines of a signature with its disclaimer; more than that after a closing is text."""

_QUOTED = re.compile(r"\s{0,3}>")
_OPENER = re.compile(r"(?i)(op|on|am|le)\b|.{1,120}\b(schreef op|wrote on)\b")
_SAID = re.compile(
    r"(?i)\b(schreef( [^:]{1,160})?|het volgende geschreven|geschreven|wrote|schrieb( [^:]{1,160})?|a écrit"
    r"|schreef op .{1,80}|wrote on .{1,80})\s?:$"
)
_MOMENT = re.compile(r"\d{1,2}[:.]\d{2}|@")
_ORIGINAL = re.compile(
    r"(?i)[-_ ]{2,}\s?(oorspronkelijk bericht|original message|doorgestuurd bericht|forwarded message)\b"
    r"|begin (doorgestuurd bericht|forwarded message):$"
)
_FROM = re.compile(r"(?i)[* ]*(van|from|von|de)\s?:[* ]*\S")
_BELOW_FROM = re.compile(
    r"(?i)[* ]*(verzonden|sent|datum|date|aan|to|onderwerp|subject|cc|gesendet|an|betreff)\s?:"
)
_DEVICE = re.compile(
    r"(?i)(verstuurd|verzonden|sent|gesendet|envoyé)\s(vanaf|vanuit|met|via|from|with|von|de)\s.{1,80}$"
    r"|(get|download|haal|ontvang)?\s?outlook (for|voor) .{1,80}$|-{0,2}\s?$"
)
_CLOSING = re.compile(
    r"(?i)((met )?(vriendelijke|hartelijke|collegiale|warme|zonnige|beste|lieve|veel|de)"
    r" (groet|groeten|groetjes)"
    r"|groet|groeten|groetjes|mvg|m\.v\.g\.|hoogachtend|(kind|best|warm|warmest|kindest) (regards|wishes)"
    r"|regards|yours sincerely|sincerely|cheers|mit freundlichen grüßen)(?!\w)(?P<rest>.*)$"
)
# "Groet, Anna de Vries": nothing but a name behind it.
_NAME = re.compile(r"[,.!]?(\s+(?:[A-ZÀ-Þ][\w.'’-]*|van|de|der|den|het|ten|ter|en|and|from))*\s*[,.!]?")
_POSTSCRIPT = re.compile(r"(?i)p\.?s\.?\b")


def own_words(text: str) -> str:
    """Empty when there are none. Takes any text; linear in its length."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = _without_device(_without_signature(_without_quotes(lines)))
    return _unwrapped(_without_closing(kept))


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if _QUOTED.match(lines[at]):
            at += 1
        elif _ORIGINAL.match(lines[at].strip()) or _is_header(lines, at):
            break
        elif span := _attribution(lines, at):
            at += span
            if not _is_quote_next(lines, at):
                break
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _is_header(lines: list[str], at: int) -> bool:
    """From:, Sent:, To:, Subject: of the earlier mail, perhaps below a rule."""
    if re.fullmatch(r"\s*[_-]{20,}\s*", lines[at]):
        at = next((n for n in range(at + 1, min(at + 4, len(lines))) if lines[n].strip()), at)
    if not _FROM.match(lines[at]):
        return False
    return sum(_BELOW_FROM.match(line) is not None for line in lines[at + 1 : at + 9]) >= 2


def _attribution(lines: list[str], at: int) -> int:
    """How many lines say who wrote what comes next: "Op … schreef …:", often broken over some lines."""
    if len(lines[at]) > 300 or not _OPENER.match(lines[at].strip()):
        return 0
    said = ""
    for span in range(1, 5):
        if at + span > len(lines) or not lines[at + span - 1].strip():
            return 0
        said = f"{said} {lines[at + span - 1].strip()}".strip()[:600]
        if _SAID.search(said):
            has_moment = _MOMENT.search(said) is not None
            is_quoted = _is_quote_next(lines, at + span) and any(c.isdigit() for c in said)
            return span if has_moment or is_quoted else 0
    return 0


def _is_quote_next(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 4] if line.strip()), "")
    return _QUOTED.match(following) is not None


def _without_signature(lines: list[str]) -> list[str]:
    """Everything behind the line `-- ` that mail programs put there (RFC 3676)."""
    end = next((n for n, line in enumerate(lines) if line.strip() == "--"), len(lines))
    return lines[:end]


def _without_device(lines: list[str]) -> list[str]:
    """Verstuurd vanaf mijn iPhone."""
    lines = list(lines)
    while lines and (not lines[-1].strip() or _DEVICE.match(lines[-1].strip())):
        lines.pop()
    return lines


def _without_closing(lines: list[str]) -> list[str]:
    """A postscript stays."""
    for at in range(len(lines) - 1, 0, -1):
        rest = [line for line in lines[at + 1 :] if line.strip()]
        if len(rest) > MOST_AFTER_CLOSING:
            break
        if _is_closing(lines[at].strip()):
            after = next((n for n in range(at + 1, len(lines)) if _POSTSCRIPT.match(lines[n].strip())), None)
            return lines[:at] + (["", *lines[after:]] if after is not None else [])
    return lines


def _is_closing(line: str) -> bool:
    found = _CLOSING.match(line) if len(line) <= 80 else None
    return found is not None and _NAME.fullmatch(found["rest"]) is not None


def _unwrapped(lines: list[str]) -> str:
    """Lines broken by a mail program at some 72 characters become one again."""
    whole: list[str] = []
    last = ""
    for line in lines:
        if whole and _was_broken(last, line):
            whole[-1] = f"{whole[-1]} {line.strip()}"
        else:
            whole.append(line)
        last = line
    return re.sub(r"\n{3,}", "\n\n", "\n".join(whole)).strip("\n")


def _was_broken(line: str, following: str) -> bool:
    """Whether the first word of the next line would not have fitted, so that nobody chose to break here."""
    if not 50 <= len(line) <= 79 or not following.strip() or re.match(r"\s|[-*+#>|]|\d+[.)]\s", following):
        return False
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > 72
