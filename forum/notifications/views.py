"""What mails tell of."""

from dataclasses import dataclass

from forum.following.models import FollowKind, What
from forum.lib.i18n import _
from forum.notifications import links
from forum.positions.notices import News
from forum.positions.tally import Row


@dataclass(frozen=True, slots=True)
class Text:
    """HTML with whole addresses, and how it was written."""

    html: str
    source: str


@dataclass(frozen=True, slots=True)
class QuestionRef:
    id: int
    slug: str
    title: str

    @property
    def link(self) -> str:
        return links.question(self.slug)


@dataclass(frozen=True, slots=True)
class ToldComment:
    """`organisation`: for which the author speaks here, None for themselves. `opening_public_id`: of the
    comment that began the thread, which may be this one."""

    what: What
    id: int
    public_id: str
    author: str
    role: str | None
    organisation: str | None
    thread_id: int
    thread_public_id: str
    title: str
    opening_public_id: str
    parent_public_id: str | None
    question: QuestionRef

    @property
    def is_opening(self) -> bool:
        return self.public_id == self.opening_public_id

    @property
    def speaker(self) -> str:
        """Somebody with their role, and for whom they speak: Anna (Provider, on behalf of Care Ltd)."""
        beside = [self.role] if self.role else []
        if self.organisation:
            beside.append(_("on behalf of %(organisation)s", organisation=self.organisation))
        return f"{self.author} ({', '.join(beside)})" if beside else self.author

    @property
    def link(self) -> str:
        return links.to(links.COMMENT, self.public_id)

    @property
    def thread_link(self) -> str:
        return links.to(links.THREAD, self.thread_public_id)


@dataclass(frozen=True, slots=True)
class ToldStanding:
    """everybody: the votes as they were shown at that moment."""

    id: int
    news: News
    direction: int
    position_id: int
    public_id: str
    statement: str
    everybody: Row | None
    question: QuestionRef

    @property
    def link(self) -> str:
        return links.position(self.public_id)


@dataclass(frozen=True, slots=True)
class ToldSynthesis:
    id: int
    version: int
    question: QuestionRef

    @property
    def link(self) -> str:
        return links.synthesis(self.question.slug, self.version)


@dataclass(frozen=True, slots=True)
class SynthesisPart:
    """`slot`: a value of Slot. `positions`: (statement, link)."""

    slot: str
    text: Text
    positions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody follows. `name`: its title, or statement."""

    kind: FollowKind
    id: int
    key: str
    name: str

    @property
    def link(self) -> str:
        return links.to(_PAGES[self.kind], self.key)


_PAGES = {
    FollowKind.QUESTION: links.QUESTION,
    FollowKind.LESSON: links.LESSON,
    FollowKind.THREAD: links.THREAD,
    FollowKind.POSITION: links.POSITION,
}
