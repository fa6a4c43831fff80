"""From rows to entries: what each says, in the language in which the feed is made."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from forum.accounts.withheld import shown_name
from forum.feeds import links
from forum.feeds.entries import Category, Entry, Tombstone
from forum.feeds.extras import Extras, Tag
from forum.feeds.index import Source
from forum.feeds.tables import table_of
from forum.lib.i18n import _, lazy
from forum.lib.portable import portable
from forum.lib.rendered import fresh, plain
from forum.lib.runtime import render_text
from forum.lib.text import excerpt
from forum.moderation.grounds import rule_of
from forum.moderation.kinds import Ground
from forum.moderation.kinds import Kind as Target
from forum.moderation.log import LogEntry
from forum.positions.models import Choice, Standing
from forum.settings import settings
from forum.synthesis.models import Slot

LONGEST_SUMMARY = 280  # characters


def told(row: Any, extras: Extras) -> Entry | Tombstone:
    """row: of an `entry_select` that is whole."""
    if row.removed_at is not None:
        return _removed(row)
    return _TELL[Source(row.source)](row, extras)


def _removed(row: Any) -> Tombstone:
    """Nothing of what it said, or of who said it."""
    return Tombstone(
        id=_ID[Source(row.source)](row),
        url=links.comment(row.public_id) if row.source == Source.COMMENT else links.position(row.public_id),
        title=_("Removed"),
        why=_why(row),
        removed_at=row.removed_at,
    )


def _why(row: Any) -> str:
    if row.state == "withdrawn":
        return _("Its author withdrew this.")
    if row.state == "merged":
        return _("This went into another position that says the same.")
    if row.ground is None:
        return _("Removed by moderation.")
    ground = rule_of(Ground(row.ground)).label
    if row.state == "held":
        return _("Out of sight until a moderator has looked at it: %(ground)s.", ground=ground)
    return _("Removed by moderation: %(ground)s.", ground=ground)


def _comment(row: Any, extras: Extras) -> Entry:
    is_opening = row.number == 1
    url = links.thread(row.thread_public_id, row.title) if is_opening else links.comment(row.public_id)
    return _entry(
        row,
        url=url,
        title=row.title
        if is_opening
        else _("%(name)s in “%(title)s”", name=shown_name(row.author), title=row.title),
        html=fresh(row.stale_source, row.html, row.rendered),
        author=_author(row),
        changes=(row.edited_at, row.moderated_at, row.placed_at),
        tags=extras.thread_tags[row.thread_id],
        answers=links.lasting_id(f"comment/{row.parent_public_id}") if row.parent_public_id else "",
    )


def _position(row: Any, extras: Extras) -> Entry:
    better = links.position(row.other_public_id) if row.other_public_id else ""
    return _entry(
        row,
        url=links.position(row.public_id),
        title=_("Position: %(statement)s", statement=row.title),
        html=render_text(
            "feeds/position.html",
            statement=row.title,
            is_from_article=row.author is None,
            better=better,
            quotes=extras.quotes[row.position_id],
            **_about_question(row),
        ),
        author=_author(row),
        changes=(row.edited_at, row.moderated_at),
        tags=extras.question_tags[row.question_id],
    )


def _change(row: Any, extras: Extras) -> Entry:
    """That a position became shared, or no longer is: with the counts of that moment, as they were shown."""
    is_shared = row.after == Standing.SHARED.value
    url = links.position(row.public_id, with_results=True)
    return _entry(
        row,
        url=url,
        title=_news(row.title, is_shared=is_shared, direction=row.direction),
        html=render_text(
            "feeds/change.html",
            statement=row.title,
            is_shared=is_shared,
            direction=row.direction,
            table=table_of(row.rows, extras.roles),
            quotes=extras.quotes[row.position_id],
            link=url,
            **_about_question(row),
        ),
        author=settings().site_name,
        changes=(row.moderated_at,),
        tags=extras.question_tags[row.question_id],
    )


def _news(statement: str, *, is_shared: bool, direction: int) -> str:
    if not is_shared:
        return _("No longer shared: %(statement)s", statement=statement)
    if direction == Choice.DISAGREE:
        return _("Shared disagreement: %(statement)s", statement=statement)
    return _("Shared: %(statement)s", statement=statement)


def _synthesis(row: Any, extras: Extras) -> Entry:
    texts, positions = extras.texts[row.id], extras.positions[row.id]
    return _entry(
        row,
        url=links.synthesis(row.question_slug, row.version),
        title=_("Synthesis %(n)s: %(question)s", n=row.version, question=row.question_title),
        html=render_text(
            "feeds/synthesis.html",
            slots=[(slot.value, texts.get(slot, ""), positions.get(slot, [])) for slot in Slot],
            **_about_question(row),
        ),
        author=_author(row),
        changes=(),
        tags=extras.question_tags[row.question_id],
    )


def _decision(row: Any, extras: Extras) -> Entry:
    """What the public log tells, in its words: never whose it was, never what it said."""
    entry = extras.decisions[row.id]
    kind = _KINDS[entry.kind]
    return _entry(
        row,
        url=links.decision(entry.public_id),
        title=f"{entry.done} · {kind}",
        html=render_text(
            "feeds/decision.html",
            entry=entry,
            kind=kind,
            place=links.place(entry.kind, entry.place) if entry.place else "",
            about=links.decision(entry.about) if entry.about else "",
        ),
        author=_decider(entry),
        changes=(),
        tags=(),
    )


def _decider(entry: LogEntry) -> str:
    if entry.is_automated:
        return settings().site_name
    return _("An administrator") if entry.role == "admin" else _("A moderator")


def _about_question(row: Any) -> dict[str, Any]:
    return {
        "question": row.question_title,
        "question_url": links.question(row.question_slug),
        "comment_url": links.comment,
        "position_url": links.position,
    }


def _entry(
    row: Any,
    *,
    url: str,
    title: str,
    html: str,
    author: str,
    changes: Iterable[datetime | None],
    tags: Iterable[Tag],
    answers: str = "",
) -> Entry:
    return Entry(
        id=_ID[Source(row.source)](row),
        url=url,
        title=title,
        html=portable(html, url),
        summary=excerpt(plain(html), most=LONGEST_SUMMARY),
        author=author,
        published=row.at,
        updated=max((row.at, *(change for change in changes if change))),
        categories=tuple(Category(tag.slug, links.absolute(links.LESSONS), tag.title) for tag in tags),
        answers=answers,
    )


def _author(row: Any) -> str:
    """Somebody with their role, and for whom they speak. What came with the article is the forum's own."""
    if row.author is None:
        return settings().site_name
    parts = [shown_name(row.author), row.perspective]
    if row.organisation and row.capacity == "organisation":
        parts.append(_("on behalf of %(organisation)s", organisation=row.organisation))
    return ", ".join(part for part in parts if part)


_KINDS: dict[Target, Any] = {
    Target.COMMENT: lazy("A comment"),
    Target.THREAD: lazy("A conversation"),
    Target.POSITION: lazy("A position"),
    Target.REMARK: lazy("A remark on a synthesis"),
    Target.QUESTION: lazy("A question"),
    Target.APPEAL: lazy("An appeal"),
    Target.ACCOUNT: lazy("An account"),
    Target.MANDATE: lazy("A mandate to speak for an organisation"),
    Target.ORGANISATION: lazy("An organisation"),
}
_ID: dict[Source, Callable[[Any], str]] = {
    Source.COMMENT: lambda row: links.lasting_id(f"comment/{row.public_id}"),
    Source.POSITION: lambda row: links.lasting_id(f"position/{row.public_id}"),
    Source.CHANGE: lambda row: links.lasting_id(f"position/{row.public_id}/change/{row.id}"),
    Source.DECISION: lambda row: links.lasting_id(f"decision/{row.public_id}"),
    Source.SYNTHESIS: lambda row: links.lasting_id(f"synthesis/{row.question_slug}/{row.version}"),
}
_TELL: dict[Source, Callable[[Any, Extras], Entry]] = {
    Source.COMMENT: _comment,
    Source.POSITION: _position,
    Source.CHANGE: _change,
    Source.SYNTHESIS: _synthesis,
    Source.DECISION: _decision,
}
