"""What may stand in a text before it is rendered."""

import re

# Controls but for tab and new line, lone surrogates, and marks that reorder what is read: none of them can be
# seen, and Markdown, XML or the database choke on some.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def cleaned(text: str) -> str:
    """The text with plain line ends and without invisible characters. Linear, whatever the length.

    NFC is left to the worker: composing a long run of accents takes quadratic time.
    """
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
