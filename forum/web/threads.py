"""A thread, and the form that starts one."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.queries import lesson_list, question_page
from forum.discussion.drafts import Fields, comment_place, draft_at, thread_place
from forum.discussion.events import ThreadSeen
from forum.discussion.mentioning import body_of
from forum.discussion.participants import participants
from forum.discussion.queries import ThreadPage, thread_heading, thread_page
from forum.discussion.service import start_thread
from forum.discussion.voice import place_at, place_with_id
from forum.following.followed import Followed
from forum.following.models import FollowKind
from forum.jobs import later
from forum.lib import clock
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import current_locale
from forum.moderation.kinds import Kind
from forum.moderation.tombstones import thread_steps
from forum.permissions import Permission as P
from forum.permissions import require
from forum.positions.queries import positions_of_thread
from forum.web import forms, limits
from forum.web.composer import Composer
from forum.web.following import follow_control
from forum.web.permalinks import merged_address
from forum.web.speaking import offered, voice_sent
from forum.web.tombstones import graves
from forum.web.viewer import actor, viewer

bp = Blueprint("threads", __name__)


@bp.get("/threads/<public_id>")
@bp.get("/threads/<public_id>/<slug>")
def show(public_id: str, slug: str | None = None) -> ResponseReturnValue:
    after = request.args.get("after")
    try:
        page = thread_page(public_id, actor(), current_locale(), now=clock.now(), after=after)
    except NotFound:
        return redirect(merged_address(public_id), 301)
    address = url_for(".show", public_id=public_id, slug=page.thread.slug or None)
    if slug != (page.thread.slug or None):
        decided = request.args.get("decided")
        canonical = url_for(
            ".show", public_id=public_id, slug=page.thread.slug or None, after=after, decided=decided
        )
        return redirect(canonical, 301)
    _note_visit(page)
    return render_template(
        "thread.html",
        errors={},
        thread=page.thread,
        opening=page.opening,
        nodes=page.nodes,
        new=page.new,
        next_url=f"{address}?after={page.next}" if page.next else None,
        first_url=address if after else None,
        composer=_composer(page) if viewer().is_signed_in else None,
        tombstones=graves(Kind.COMMENT, _taken_away(page)),
        grave=graves(Kind.THREAD, [public_id]).get(public_id) if page.thread.state == "hidden" else None,
        steps=thread_steps(page.thread.id) if page.thread.is_curated else (),
        grown=positions_of_thread(page.thread.id, current_locale()),
        canonical=address,
        **follow_control(_followed(page)),
    )


def _followed(page: ThreadPage) -> Followed | None:
    thread = page.thread
    return Followed(FollowKind.THREAD, thread.id, thread.public_id) if thread.is_visible else None


def _taken_away(page: ThreadPage) -> list[str]:
    """The public ids of comments on this page in whose place something else stands."""
    found = [page.opening] if page.opening else []
    branches = list(page.nodes)
    while branches:
        node = branches.pop()
        found.append(node.comment)
        branches.extend(node.replies)
    return [comment.public_id for comment in found if comment.state == "hidden"]


def _composer(page: ThreadPage) -> Composer:
    place = comment_place(page.thread.public_id, None)
    draft = draft_at(actor(), place)
    speaking = offered(lambda: place_with_id(page.thread.id), draft=draft)
    return Composer.for_comment(page.thread.public_id, speaking=speaking, draft=draft)


def _note_visit(page: ThreadPage) -> None:
    if page.is_to_be_noted:
        later(ThreadSeen(actor().user_id, page.thread.id, clock.now().isoformat()))


@bp.get("/threads/<public_id>/people")
@limits.looking_up
def people(public_id: str) -> str:
    """A piece of a page, for static/js/mentioning.js: who can be mentioned here."""
    thread = thread_heading(public_id, actor(), current_locale())
    require(actor(), P.COMMENT_POST, thread)
    begin = request.args.get("q", "")
    return render_template("_people.html", people=participants(thread.id, actor(), begin=begin))


@bp.get("/questions/<slug>/threads/new")
def new(slug: str) -> str:
    question = question_page(slug, current_locale())
    draft = draft_at(actor(), thread_place(slug)) or {}
    # Most threads are about the question's own lessons, so those stand ready.
    lessons = draft.get("lessons", [lesson.slug for lesson in question.lessons])
    values = {"title": draft.get("title", ""), "body": draft.get("body", ""), "lessons": lessons}
    return _form(slug, values, draft=draft)


@bp.post("/questions/<slug>/threads")
@limits.posting
def create(slug: str) -> ResponseReturnValue:
    values = {"title": forms.text("title"), "body": forms.text("body"), "lessons": forms.texts("lessons")}
    if forms.intent() == "preview":
        return _form(slug, values, preview=body_of(forms.text("body")).html)
    try:
        thread = start_thread(
            actor(),
            slug,
            title=forms.text("title"),
            lessons=forms.texts("lessons"),
            body=body_of(forms.text("body")),
            voice=voice_sent(),
            submission_key=forms.text("submission_key"),
        )
    except Invalid as error:
        return _form(slug, values, errors=error.fields), 422
    return redirect(url_for(".show", public_id=thread.public_id, slug=thread.slug or None), 303)


def _form(
    slug: str,
    values: dict,
    *,
    draft: Fields | None = None,
    preview: str | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    """draft: what stands in it, when it was not sent yet."""
    question = question_page(slug, current_locale())
    if viewer().is_signed_in:
        require(actor(), P.THREAD_START, question)
    lessons = lesson_list(current_locale())
    return render_template(
        "thread_new.html",
        question=question,
        lessons=lessons,
        # Which lessons it will be about is chosen in the same form, so mandates for any of them are offered.
        speaking=offered(
            lambda: place_at(question.id, [one.id for one in lessons]), draft=draft, is_sent=draft is None
        ),
        values=values,
        errors=errors or {},
        preview=preview,
        submission_key=forms.text("submission_key") or forms.new_submission_key(),
        draft_place=thread_place(slug),
    )
