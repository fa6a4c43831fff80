"""What each action can be done to, so that every form can be tried."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from forum.moderation.declaring import action_named
from forum.moderation.kinds import Kind
from tests.factories import a_comment, a_decision, a_mandate, a_position, a_thread, a_user, an_appeal


@dataclass
class Scene:
    """Something that an action can be done to, and what its form asks beside ground and reason."""

    action: str
    ref: str
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def form(self) -> str:
        return f"/moderation/{self.action}?target={self.ref}"

    @property
    def address(self) -> str:
        return f"/moderation/{self.action}"

    def sent(self, **other: object) -> dict[str, object]:
        """The form as somebody fills it in."""
        ground = action_named(self.action).grounds[0].value
        filled = {"target": self.ref, "ground": ground, "reason": "It is better this way, for all."}
        return filled | self.fields | other


FIRST = {
    "restore": "hide",
    "unlock": "lock",
    "unpin": "pin",
    "reopen": "conclude",
    "lift": "suspend",
    "revoke": "confirm",
}
"""What has to be done before these can be."""


@pytest.fixture
def scene(article, bob, ada, do) -> Callable[[str], Scene]:
    """`scene("merge")`: bob's thread, with another to merge it into."""

    def build(action: str) -> Scene:
        thread = a_thread(bob)
        comment = a_comment(bob, thread)
        kind = action_named(action).on[0]
        refs = {
            Kind.COMMENT: lambda: f"comment:{comment.public_id}",
            Kind.THREAD: lambda: f"thread:{thread.public_id}",
            Kind.POSITION: lambda: f"position:{a_position(bob).public_id}",
            Kind.QUESTION: lambda: "question:who-is-we",
            Kind.MANDATE: lambda: f"mandate:{a_mandate(bob, is_confirmed=False).public_id}",
            Kind.ACCOUNT: lambda: f"account:{bob.public_id}",
            Kind.APPEAL: lambda: f"appeal:{an_appeal(a_decision(comment, 'warn', by=ada), bob).public_id}",
        }
        fields = {
            "question": lambda: {"question": "one-budget"},
            "title": lambda: {"title": "Another title for it"},
            "lessons": lambda: {"lessons": ["values"]},
            "comments": lambda: {"comments": [comment.public_id]},
            "into": lambda: {"into": (a_thread if kind is Kind.THREAD else a_position)(bob).public_id},
            "statement": lambda: {"statement": "Clients decide together with us."},
            "scope": lambda: {"scope": "writing"},
            "until": lambda: {"until": ""},
            "outcome": lambda: {"outcome": "Both boards agreed to it."},
        }
        asked: dict[str, object] = {}
        for name in action_named(action).asks:
            asked |= fields[name]()
        built = Scene(action, refs[kind](), asked)
        if action in FIRST:
            first = {"conclude": {"outcome": ["Agreed."]}, "suspend": {"scope": ["writing"], "until": [""]}}
            do(FIRST[action], built.ref, by=ada, fields=first.get(FIRST[action], {}))
        return built

    return build


@pytest.fixture
def carol(db):
    """Somebody who has nothing to do with it."""
    return a_user("carol")
