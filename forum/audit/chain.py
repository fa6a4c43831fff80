"""The seal on the register: each entry's hash covers its content and the hash before it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

START = "0" * 64
SEALED = ("at", "actor_id", "actor_role", "action", "target_kind", "target_id", "reason", "before", "after")


def seal(previous_hash: str, entry: dict[str, Any]) -> str:
    """SHA-256 in hexadecimal over the previous hash and the SEALED fields in canonical JSON."""
    content = {name: _plain(entry[name]) for name in SEALED}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def first_break(entries: Iterable[dict[str, Any]]) -> int | None:
    """The id of the first entry that does not fit the chain, None when all do. In order of id."""
    previous = START
    for entry in entries:
        if entry["previous_hash"] != previous or entry["hash"] != seal(previous, entry):
            return entry["id"]
        previous = entry["hash"]
    return None
