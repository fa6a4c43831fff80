"""The queue and what stands in it, as moderators see them: frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.mandates.views import MandateView
from forum.moderation.fitting import Situation
from forum.moderation.kinds import Ground, Kind, Outcome, Waits
from forum.permissions import Role


@dataclass(frozen=True, slots=True)
class Person:
    """`is_pseudonym`: stands for nobody who can sign in, as with imported texts."""

    id: int
    public_id: str
    name: str
    role: Role
    is_pseudonym: bool


@dataclass(frozen=True, slots=True)
class QuestionRef:
    slug: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What an item, a flag or a decision is about; also what `can('moderation.decide', thing)` looks at.

    `title`: its own, or that of the thread it stands in; of a position the sentence. `text`: how it begins,
    in plain words; `html`: the whole of it, and empty in lists. `author`: None for what came with the
    article. Of an appeal, `decider_id`: who decided what it is against; `concerned_id`: whom that concerned.
    """

    kind: Kind
    id: int
    public_id: str
    title: str
    text: str
    html: Markup
    author: Person | None
    question: QuestionRef | None
    thread_public_id: str | None
    at: datetime | None
    now: Situation
    decider_id: int | None = None
    concerned_id: int | None = None

    @property
    def ref(self) -> str:
        return f"{self.kind.value}:{self.public_id}"

    @property
    def author_id(self) -> int | None:
        return self.author.id if self.author else None

    @property
    def author_role(self) -> Role | None:
        return self.author.role if self.author else None


@dataclass(frozen=True, slots=True)
class Claim:
    """Who works on an item, and since when."""

    by: str
    at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """`thing`: None when it is not there any more. `grounds`: of the flags, the most urgent first, with how
    many gave each."""

    id: int
    public_id: str
    waits: Waits
    urgency: int
    opened_at: datetime
    thing: Thing | None
    grounds: tuple[tuple[Ground, int], ...]
    claim: Claim | None

    @property
    def is_approvable(self) -> bool:
        """One of those that can be let through several at a time."""
        return self.waits is Waits.HELD and self.thing is not None and not self.grounds


@dataclass(frozen=True, slots=True)
class QueuePage:
    rows: Sequence[QueueRow]
    next: str | None


@dataclass(frozen=True, slots=True)
class FlagView:
    """`by`: None for somebody without an account who gave no name."""

    ground: Ground
    explanation: str
    by: str | None
    has_account: bool
    at: datetime
    hid: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in a list. `done`: what was done, in words. `by`: None for the forum itself."""

    id: int
    public_id: str
    action: str
    done: str
    kind: Kind
    target_id: int
    target_public_id: str
    ground: Ground
    reason: str
    at: datetime
    until: datetime | None
    by: str | None
    is_automated: bool
    is_restriction: bool


@dataclass(frozen=True, slots=True)
class NoteView:
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of one person: what of theirs everybody reads, what was decided against them, what they objected to in
    the right."""

    contributions: int
    restrictions: int
    appeals_won: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Of an account: what it cannot do now, and until when."""

    suspension: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Record:
    """What a moderator has to know of somebody: the last decisions and notes, and how many there are."""

    person: Person
    joined_at: datetime
    standing: Standing | None
    numbers: Numbers
    decisions: tuple[DecisionLine, ...]
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """An account, with a page of the decisions about it; also what `can('moderation.decide', …)` looks at."""

    record: Record
    perspective: str | None
    organisation: str | None
    is_confirmed: bool
    now: Situation
    next: str | None

    @property
    def author_id(self) -> int:
        return self.record.person.id

    @property
    def author_role(self) -> Role:
        return self.record.person.role


@dataclass(frozen=True, slots=True)
class Answered:
    """The text that a comment answers."""

    author: str
    html: Markup
    is_opening: bool


@dataclass(frozen=True, slots=True)
class LostWords:
    """Where a question stood in the article before an edit took that passage away."""

    locale: str
    exact: str
    article_slug: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a position would come to, if new accounts alone could change it."""

    before: str
    after: str
    voters: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Appealed:
    """What an appeal is against, and the text that was about; None when it is not there any more."""

    decision: DecisionLine
    thing: Thing | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Context:
    """What one has to read beside the thing itself. Only what its kind has is filled."""

    answered: Answered | None = None
    quotes: tuple[str, ...] = ()
    lost: tuple[LostWords, ...] = ()
    doubt: Doubt | None = None
    appealed: Appealed | None = None
    mandate: MandateView | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """How an item ended. `decision`: None for a task."""

    at: datetime
    by: str | None
    decision: DecisionLine | None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """`settled`: None while it is open. `previous` and `next`: public ids of its neighbours in the queue."""

    row: QueueRow
    context: Context
    flags: tuple[FlagView, ...]
    record: Record | None
    settled: Settled | None
    previous: str | None
    next: str | None

    @property
    def thing(self) -> Thing | None:
        return self.row.thing
