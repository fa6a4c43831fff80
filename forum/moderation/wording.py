"""What a decision is called to who it is about, and what it comes to (DSA, article 17). The same on the page
and in the mail.
"""

from typing import Any

from forum.lib.i18n import lazy as _
from forum.moderation.declaring import action_named
from forum.moderation.kinds import Kind

Text = Any
"""Translated when it is shown."""

_TO_THE_AUTHOR: dict[tuple[str, Kind], Text] = {
    ("hide", Kind.COMMENT): _("Your comment was taken away"),
    ("hide", Kind.THREAD): _("Your conversation was taken away"),
    ("hide", Kind.POSITION): _("Your position was taken away"),
    ("hide", Kind.REMARK): _("Your remark on a synthesis was taken away"),
    ("hold", Kind.COMMENT): _("Your comment is held back"),
    ("hold", Kind.THREAD): _("Your conversation is held back"),
    ("hold", Kind.POSITION): _("Your position is held back"),
    ("hold", Kind.REMARK): _("Your remark on a synthesis is held back"),
    ("restore", Kind.COMMENT): _("Your comment is back"),
    ("restore", Kind.THREAD): _("Your conversation is back"),
    ("restore", Kind.POSITION): _("Your position is back"),
    ("restore", Kind.REMARK): _("Your remark on a synthesis is back"),
    ("approve", Kind.COMMENT): _("Your comment can be read by everybody"),
    ("approve", Kind.THREAD): _("Your conversation can be read by everybody"),
    ("approve", Kind.POSITION): _("Your position can be read by everybody"),
    ("approve", Kind.REMARK): _("Your remark on a synthesis stays as it is"),
    ("lock", Kind.THREAD): _("Your conversation was closed to new comments"),
    ("unlock", Kind.THREAD): _("Your conversation is open again"),
    ("pin", Kind.THREAD): _("Your conversation stands on top of its question"),
    ("unpin", Kind.THREAD): _("Your conversation no longer stands on top of its question"),
    ("retitle", Kind.THREAD): _("Your conversation got another title"),
    ("retag", Kind.THREAD): _("Your conversation was tagged with other lessons"),
    ("move", Kind.THREAD): _("Your conversation moved to another question"),
    ("split", Kind.THREAD): _("A part of your conversation became a conversation of its own"),
    ("merge", Kind.THREAD): _("Your conversation goes on in another one"),
    ("supersede", Kind.POSITION): _("Your position got a better wording"),
    ("join", Kind.POSITION): _("Your position was joined with one that says the same"),
    ("withdraw", Kind.POSITION): _("Your position was taken off the list"),
    ("warn", Kind.ACCOUNT): _("A warning from the moderators"),
    ("suspend", Kind.ACCOUNT): _("Your account was suspended"),
    ("lift", Kind.ACCOUNT): _("You can take part again"),
    ("confirm", Kind.MANDATE): _("You may speak for an organisation"),
    ("refuse", Kind.MANDATE): _("Your request to speak for an organisation was refused"),
    ("revoke", Kind.MANDATE): _("You may no longer speak for an organisation"),
    ("close", Kind.ACCOUNT): _("Your account was closed"),
}

_EFFECTS: dict[str, Text] = {
    "hide": _("Others no longer see it anywhere in this forum. That stays so, unless it is put back."),
    "hold": _("Others do not see it anywhere in this forum until a moderator has looked at it."),
    "lock": _("Nobody can add comments any more. Everybody can still read it."),
    "withdraw": _("It no longer stands on the list and takes no votes. The votes on it are not counted."),
    "warn": _("Nothing changes in what the account can do. The warning stays on record."),
    "refuse": _("You cannot write or vote in the name of this organisation. In a personal capacity you can."),
    "revoke": _(
        "You cannot write or vote in the name of this organisation any more. What you wrote in its name "
        "stays; its votes that you cast are taken back. In a personal capacity you can take part as before."
    ),
    "suspend writing": _("The account can read and vote, but write nothing."),
    "suspend everything": _("The account can read, but not vote or write."),
    "close": _(
        "The account can no longer take part. Signing in still works: to read decisions, to object to them, "
        "and to take one's own data along."
    ),
}


def headline(action: str, kind: Kind) -> Text:
    """A sentence to the author, or else what was done."""
    return _TO_THE_AUTHOR.get((action, kind)) or action_named(action).done


def effect(action: str, scope: str | None) -> Text:
    """What a restriction comes to; empty for what is none."""
    return _EFFECTS.get(f"{action} {scope}" if scope else action, "")
