"""What may stand in a log, on a page or in an error: enough to recognise it, too little to use it."""

import re

_ADDRESS = re.compile(r"([^\s@<>\"'(),;:=]+)@([^\s@<>\"'(),;:=]+)")
_PASSWORD = re.compile(r"(://[^:@/]*:).*@")
_NAMED_PASSWORD = re.compile(r"([?&][^=&]*pass[^=&]*=)[^&]*", re.IGNORECASE)
MASK = "…"


def masked_addresses(text: str) -> str:
    """E-mail addresses in a text keep their first letter and where they are: d…@example.nl."""
    return _ADDRESS.sub(lambda found: f"{found[1][0]}{MASK}@{found[2]}", text)


def masked_url(url: str) -> str:
    """An address of a server without a password in it; rather too little of it than too much."""
    return _NAMED_PASSWORD.sub(rf"\1{MASK}", _PASSWORD.sub(rf"\1{MASK}@", url))
