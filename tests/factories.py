"""Things for tests to happen to. Each names only what matters; the rest is whatever."""

from datetime import timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import Suspension, User
from forum.accounts.perspectives import Perspective, PerspectiveText
from forum.accounts.rules import suspension_in_force
from forum.articles.models import (
    Article,
    ArticleText,
    Lesson,
    LessonText,
    Question,
    QuestionLesson,
    QuestionText,
)
from forum.audit import recorded
from forum.discussion.models import Comment, Thread
from forum.discussion.service import post_comment, start_thread
from forum.discussion.voice import PERSONALLY, Voice
from forum.house_rules.rules import NewText
from forum.house_rules.service import publish
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.rendered import Rendered
from forum.lib.text import slugify
from forum.mandates.models import Mandate, Organisation
from forum.mandates.rules import Ask
from forum.mandates.service import ask_mandate
from forum.moderation.kinds import Ground, Kind, Waits
from forum.moderation.models import Appeal, Decision, Flag, Item
from forum.moderation.service import perform
from forum.permissions import SYSTEM, Actor, Role
from forum.positions.models import Choice, Position, PositionResult, Standing
from forum.positions.service import propose_position
from forum.positions.voting import cast_vote
from forum.synthesis.models import Mark, Recognition, Slot, Synthesis
from forum.synthesis.service import recognise, write_synthesis

_numbers = count(1)


@atomic
def a_user(name: str = "", *, role: str = "member", is_confirmed: bool = True, perspective: str = "") -> User:
    """Somebody who joined long ago, so that the limits of new accounts do not apply, and read the rules."""
    name = name or f"person {next(_numbers)}"
    now = clock.now()
    user = User(
        name=name.capitalize(),
        handle=slugify(name),
        email=f"{name.replace(' ', '')}@example.nl",
        email_confirmed_at=now if is_confirmed else None,
        role=Role(role),
        joined_at=now.replace(year=now.year - 1),
        perspective_id=db.session.scalar(sa.select(Perspective.id).filter_by(slug=perspective)),
        accepted_rules=1,
    )
    db.session.add(user)
    return user


def as_actor(user: User) -> Actor:
    suspension = suspension_in_force(user.suspension, user.suspended_until, clock.now())
    return Actor(
        id=user.id,
        role=user.role,
        is_confirmed=user.email_confirmed_at is not None,
        is_suspended=suspension in (Suspension.EVERYTHING, Suspension.CLOSED),
        is_silenced=suspension is Suspension.WRITING,
        joined_at=user.joined_at,
    )


@atomic
def an_article() -> Article:
    """Two lessons and two questions; the first question is tagged with both lessons, the second with none."""
    article = Article(slug="together", is_featured=True, loaded_at=clock.now())
    db.session.add(article)
    db.session.flush()
    blocks = [{"html": "<p>Who is we?</p>", "lesson": "we", "questions": ["who-is-we"]}]
    for locale, title in (("nl", "Samen"), ("en", "Together")):
        db.session.add(
            ArticleText(
                article_id=article.id,
                locale=locale,
                title=title,
                intro=f"{title}.",
                body="…",
                blocks=blocks,
                renderer_version=1,
            )
        )
    lessons = [_a_lesson(article, "we", 1), _a_lesson(article, "values", 2)]
    first = _a_question(article, "who-is-we", 1)
    _a_question(article, "one-budget", 2)
    db.session.add_all(QuestionLesson(question_id=first.id, lesson_id=lesson.id) for lesson in lessons)
    for position, slug in enumerate(("municipality", "provider"), start=1):
        a_perspective(slug, position=position)
    return article


def a_perspective(slug: str, *, position: int = 1) -> Perspective:
    perspective = Perspective(slug=slug, position=position, is_core=True)
    db.session.add(perspective)
    db.session.flush()
    for locale in ("nl", "en"):
        db.session.add(PerspectiveText(perspective_id=perspective.id, locale=locale, label=slug.capitalize()))
    return perspective


def _a_lesson(article: Article, slug: str, number: int) -> Lesson:
    lesson = Lesson(article_id=article.id, slug=slug, number=number)
    db.session.add(lesson)
    db.session.flush()
    for locale in ("nl", "en"):
        db.session.add(LessonText(lesson_id=lesson.id, locale=locale, title=f"{slug} {locale}", summary="…"))
    return lesson


def _a_question(article: Article, slug: str, number: int) -> Question:
    question = Question(article_id=article.id, slug=slug, number=number)
    db.session.add(question)
    db.session.flush()
    for locale in ("nl", "en"):
        db.session.add(
            QuestionText(question_id=question.id, locale=locale, title=f"{slug} {locale}?", intro="…")
        )
    return question


def a_body(text: str = "") -> Rendered:
    """A body without the detour through the renderer."""
    text = text or f"Some text {next(_numbers)}."
    return Rendered(source=text, html=f"<p>{text}</p>", version=1)


def a_thread(
    author: User, *, question: str = "who-is-we", title: str = "What do we mean by we?", **fields
) -> Thread:
    fields = {"lessons": ["we"], "body": a_body()} | fields
    return start_thread(as_actor(author), question, title=title, **fields)


def a_comment(
    author: User, thread: Thread, text: str = "", *, parent: Comment | None = None, voice: Voice = PERSONALLY
) -> Comment:
    return post_comment(
        as_actor(author),
        thread.public_id,
        body=a_body(text),
        parent=parent.public_id if parent else None,
        voice=voice,
    )


NAMELESS = Voice(is_name_withheld=True)
"""The voice of somebody whose name only moderators know."""


def a_position(
    author: User, statement: str = "", *, question: str = "who-is-we", language: str | None = "en", **fields
) -> Position:
    statement = statement or f"Statement number {next(_numbers)} holds."
    return propose_position(as_actor(author), question, statement=statement, language=language, **fields)


def a_vote(voter: User, position: Position, choice: Choice = Choice.AGREE, *, reason: str | None = None):
    return cast_vote(as_actor(voter), position.public_id, choice, reason=reason)


def new_rules(actor: User, *, version: int = 1, en: str = "", nl: str = "", changes: str = "") -> int:
    """The next version of the house rules. Returns its number."""
    number = next(_numbers)
    texts = {
        "nl": NewText(a_body(nl or f"Regel {number}."), changes or f"Regel {number} is nieuw."),
        "en": NewText(a_body(en or f"Rule {number}."), changes or f"Rule {number} is new."),
    }
    return publish(as_actor(actor), version=version, texts=texts)


@atomic
def curated(effect, target, *args, **fields):
    """What a moderator's action does, with its entry in the register: `curated(hide_comment, comment)`."""
    with recorded(SYSTEM, f"test.{effect.__name__}", target):
        return effect(target, *args, **fields)


@atomic
def concluded(slug: str) -> None:
    question = db.session.scalars(sa.select(Question).where(Question.slug == slug)).one()
    with recorded(SYSTEM, "test.conclude", question):
        question.concluded_at = clock.now()


@atomic
def retired(slug: str) -> None:
    """As if the question had left the article."""
    db.session.execute(sa.update(Question).where(Question.slug == slug).values(is_retired=True))


@atomic
def a_result(position: Position, standing: Standing = Standing.OPEN, **fields) -> PositionResult:
    """As if the analysis had stored it."""
    now = clock.now()
    values = {
        "standing_since": now,
        "direction": Choice.AGREE,
        "score": 0.5,
        "pooled": 0.5,
        "divisive": 0.0,
        "priority": 1.0,
        "voters": 0,
        "rows": [],
        "mandated": [],
        "missing": [],
        "assessed_at": now,
    }
    result = PositionResult(
        position_id=position.id, question_id=position.question_id, standing=standing, **(values | fields)
    )
    db.session.add(result)
    return result


_KINDS = {
    Comment: Kind.COMMENT,
    Thread: Kind.THREAD,
    Position: Kind.POSITION,
    Mandate: Kind.MANDATE,
    Organisation: Kind.ORGANISATION,
    Recognition: Kind.REMARK,
    Question: Kind.QUESTION,
    User: Kind.ACCOUNT,
    Appeal: Kind.APPEAL,
}


def _about(thing: Any) -> dict[str, Any]:
    return {"kind": _KINDS[type(thing)], "target_id": thing.id}


@atomic
def an_item(thing: Any, waits: Waits = Waits.FLAGS, *, urgency: int = 4, **fields) -> Item:
    """Something that waits in the queue; whatever it is about stays as it is."""
    values = {"waits": waits, "urgency": urgency, "opened_at": clock.now()}
    item = Item(**(_about(thing) | values | fields))
    db.session.add(item)
    return item


@atomic
def a_flag(
    thing: Any,
    ground: Ground = Ground.OFF_TOPIC,
    *,
    by: User | None = None,
    item: Item | None = None,
    **fields,
) -> Flag:
    """A report, in the item that waits for the thing or in a new one. It hides nothing."""
    waiting = sa.select(Item).filter_by(**_about(thing), waits=Waits.FLAGS, closed_at=None)
    item = item or db.session.scalar(waiting) or an_item(thing)
    db.session.flush()
    values = {"explanation": "", "locale": "en", "created_at": clock.now()}
    flag = Flag(
        **_about(thing),
        item_id=item.id,
        ground=ground,
        reporter_id=by.id if by else None,
        **(values | fields),
    )
    db.session.add(flag)
    return flag


@atomic
def a_decision(thing: Any, action: str = "hide", *, by: User | None = None, **fields) -> Decision:
    """As if it was decided; whatever it is about stays as it is. Without `by` the forum itself decided."""
    values = {
        "at": clock.now(),
        "addressee_id": thing.id if isinstance(thing, User) else getattr(thing, "author_id", None),
        "actor_role": by.role.value if by else "system",
        "ground": Ground.OFF_TOPIC,
        "reason": "It is about another question.",
        "is_automated": by is None,
        "is_restriction": action in ("hide", "hold", "lock", "withdraw", "warn", "suspend", "close"),
        "details": {},
    }
    decision = Decision(
        **_about(thing),
        action=action,
        target_public_id=thing.slug if isinstance(thing, (Question, Organisation)) else thing.public_id,
        actor_id=by.id if by else None,
        **(values | fields),
    )
    db.session.add(decision)
    return decision


@atomic
def an_appeal(decision: Decision, by: User, text: str = "I see it differently.", **fields) -> Appeal:
    """An objection that nobody answered yet; it does not stand in the queue."""
    appeal = Appeal(
        decision_id=decision.id, appellant_id=by.id, text=text, **({"created_at": clock.now()} | fields)
    )
    db.session.add(appeal)
    return appeal


def a_synthesis(
    author: User,
    text: str = "",
    *,
    question: str = "who-is-we",
    slots: dict[Slot, str] | None = None,
    positions: dict[Slot, list[Position]] | None = None,
    version: int = 0,
    **fields,
) -> Synthesis:
    """The version after `version`; with a text only, it says that we agree on it."""
    texts = slots or {Slot.AGREE: text or f"We agree on number {next(_numbers)}."}
    return write_synthesis(
        as_actor(author),
        question,
        slots={slot: a_body(source) for slot, source in texts.items()},
        positions={slot: [one.public_id for one in them] for slot, them in (positions or {}).items()},
        version=version,
        **fields,
    )


def a_mark(
    author: User,
    mark: Mark = Mark.RECOGNISABLE,
    remark: str = "",
    *,
    question: str = "who-is-we",
    version: int = 1,
) -> Recognition:
    return recognise(as_actor(author), question, version=version, mark=mark, remark=remark)


def an_ask(organisation: str = "Gemeente Zeist", **fields: str) -> Ask:
    days = {"ends_on": (clock.now() + timedelta(days=100)).date().isoformat()}
    words = {"evidence": "The council decided so.", "contact": "Kim Smit, alderman"}
    return Ask(**({"organisation": organisation} | days | words | fields))


def a_mandate(
    holder: User, organisation: str = "Gemeente Zeist", *, is_confirmed: bool = True, **fields: str
) -> Mandate:
    """Asked for and, if so, confirmed by a moderator whom nobody else meets."""
    mandate = ask_mandate(as_actor(holder), an_ask(organisation, **fields))
    if is_confirmed:
        decided(mandate, "confirm")
    return mandate


def decided(mandate: Mandate, action: str, *, by: User | None = None) -> Decision:
    actor = as_actor(by or a_user(role="moderator"))
    reason = "We asked the organisation, and looked at what was sent."
    return perform(actor, action, f"mandate:{mandate.public_id}", ground="evidence", reason=reason)
