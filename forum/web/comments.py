"""One comment: its permanent link, writing, answering, editing, its history, withdrawing."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.discussion.drafts import comment_place, draft_at, edit_place
from forum.discussion.mentioning import body_of
from forum.discussion.models import Comment
from forum.discussion.queries import (
    comment_of_merged,
    comment_source,
    one_comment,
    revisions,
    signed_at,
    thread_heading,
)
from forum.discussion.rules import check_question
from forum.discussion.service import edit_comment, post_comment, sign_comment, withdraw_comment
from forum.discussion.tree import Node
from forum.discussion.views import CommentView, ThreadView
from forum.discussion.voice import place_with_id
from forum.lib.differences import differences
from forum.lib.errors import Invalid, NotFound, Stale
from forum.lib.i18n import _, current_locale
from forum.permissions import Permission as P
from forum.permissions import require
from forum.web import forms, limits
from forum.web.composer import Composer
from forum.web.htmx import changed, refused
from forum.web.htmx import show as show_either
from forum.web.permalinks import comment_address
from forum.web.speaking import offered, voice_sent
from forum.web.viewer import actor, viewer

bp = Blueprint("comments", __name__)


@bp.get("/comments/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    return redirect(comment_address(public_id))


@bp.get("/threads/<public_id>/comments/new")
def new(public_id: str) -> ResponseReturnValue:
    """The form on its own: for who is not signed in yet, for a reply, and without JavaScript."""
    parent = request.args.get("parent") or None
    answered = comment_source(parent, actor(), current_locale()) if parent else None
    if answered and answered.thread_public_id != public_id:
        # It changed its thread since the page with this link was shown.
        here, quote = answered.thread_public_id, request.args.get("quote")
        return redirect(url_for(".new", public_id=here, parent=parent, quote=quote))
    try:
        thread = thread_heading(public_id, actor(), current_locale())
    except NotFound:
        return redirect(url_for(".new", public_id=public_id, parent=comment_of_merged(public_id)))
    check_question(is_concluded=thread.is_concluded)
    if viewer().is_signed_in:
        require(actor(), P.COMMENT_POST, thread)
    quote = quoted(answered.source) if answered and request.args.get("quote") else ""
    draft = draft_at(actor(), comment_place(public_id, parent))
    composer = Composer.for_comment(
        public_id,
        speaking=offered(lambda: place_with_id(thread.id), draft=draft),
        parent=parent,
        reply_to=answered.author.name if answered else None,
        draft=draft,
        body=quote,
    )
    return show_either(
        "comment_new.html", "_composer.html", thread=thread, composer=composer, parent=_view(parent)
    )


@bp.post("/threads/<public_id>/comments")
@limits.posting
def create(public_id: str) -> ResponseReturnValue:
    parent = forms.text("parent") or None
    body = body_of(forms.text("body"))
    if forms.intent() == "preview":
        return make_response(_page(public_id, parent, preview=body.html))
    try:
        comment = post_comment(
            actor(),
            public_id,
            body=body,
            parent=parent,
            voice=voice_sent(),
            submission_key=forms.text("submission_key"),
        )
    except Invalid as error:
        thread = thread_heading(public_id, actor(), current_locale())
        answered = _view(parent if "parent" not in error.fields else None)
        return refused(
            "_composer.html",
            "comment_new.html",
            error,
            thread=thread,
            composer=_typed_composer(thread, parent, answered),
            parent=answered,
        )
    view = one_comment(comment.public_id, actor(), current_locale())
    return changed(
        "comment_posted.html",
        otherwise=comment_address(comment.public_id),
        node=Node(view),
        parent=parent,
        composer=None if parent else _next_composer(view.thread_public_id, comment.thread_id),
    )


def _next_composer(thread_public_id: str, thread_id: int) -> Composer:
    """Empty, and in a personal capacity, whatever was chosen for the last one."""
    return Composer.for_comment(thread_public_id, speaking=offered(lambda: place_with_id(thread_id)))


def _typed_composer(
    thread: ThreadView, parent: str | None, answered: CommentView | None, *, preview: str | None = None
) -> Composer:
    return Composer.for_comment(
        thread.public_id,
        speaking=offered(lambda: place_with_id(thread.id), is_sent=True),
        parent=parent,
        reply_to=answered.author.name if answered else None,
        body=forms.text("body"),
        preview=preview,
        submission_key=forms.text("submission_key"),
    )


def _page(public_id: str, parent: str | None, *, preview: str) -> str:
    thread = thread_heading(public_id, actor(), current_locale())
    answered = _view(parent)
    composer = _typed_composer(thread, parent, answered, preview=preview)
    return render_template("comment_new.html", thread=thread, composer=composer, parent=answered)


def _view(public_id: str | None) -> CommentView | None:
    return one_comment(public_id, actor(), current_locale()) if public_id else None


def quoted(source: str) -> str:
    """A text as a Markdown quotation, with room for the answer below it."""
    return "\n".join(f"> {line}" if line else ">" for line in source.strip().split("\n")) + "\n\n"


@bp.route("/comments/<public_id>/edit", methods=["GET", "POST"])
@limits.editing
def edit(public_id: str) -> ResponseReturnValue:
    if request.method == "POST":
        return _save(public_id)
    comment = comment_source(public_id, actor(), current_locale())
    require(actor(), P.COMMENT_EDIT, comment)
    draft = draft_at(actor(), edit_place(public_id)) or {}
    return _edit_form(comment, draft.get("body") or comment.source)


def _save(public_id: str) -> ResponseReturnValue:
    body = body_of(forms.text("body"))
    if forms.intent() == "preview":
        comment = comment_source(public_id, actor(), current_locale())
        require(actor(), P.COMMENT_EDIT, comment)
        return _edit_form(comment, body.source, version=forms.whole_number("version"), preview=body.html)
    try:
        edit_comment(actor(), public_id, body=body, version=forms.whole_number("version"))
    except Invalid as error:
        comment = comment_source(public_id, actor(), current_locale())
        return _edit_form(comment, body.source, version=_typed_version(), errors=error.fields), 422
    except Stale as error:
        return _conflict(public_id, body.source, error), 409
    return redirect(comment_address(public_id), 303)


def _typed_version() -> int | None:
    """So that a form refused for its text still notices when somebody else was first."""
    try:
        return forms.whole_number("version")
    except Invalid:
        return None


def _edit_form(
    comment, body: str, *, version: int | None = None, preview: str | None = None, errors=None
) -> str:
    return render_template(
        "comment_edit.html",
        comment=comment,
        values={"body": body},
        version=version or comment.version,
        preview=preview,
        errors=errors or {},
        draft_place=edit_place(comment.public_id),
    )


def _conflict(public_id: str, mine: str, error: Stale) -> str:
    current: Comment = error.current
    return render_template(
        "comment_conflict.html",
        comment=comment_source(public_id, actor(), current_locale()),
        message=error.message,
        mine=mine,
        current=current.source,
        differences=differences(current.source, mine),
        version=current.version,
    )


@bp.get("/comments/<public_id>/history")
def history(public_id: str) -> ResponseReturnValue:
    comment = comment_source(public_id, actor(), current_locale())
    versions = revisions(comment)
    older = [*versions[1:], None]
    changes = [
        (version, differences(before.source if before else "", version.source) if before else None)
        for version, before in zip(versions, older, strict=True)
    ]
    return render_template(
        "comment_history.html", comment=comment, changes=changes, signed_at=signed_at(comment)
    )


@bp.route("/comments/<public_id>/withdraw", methods=["GET", "POST"])
def withdraw(public_id: str) -> ResponseReturnValue:
    if request.method == "POST":
        withdraw_comment(actor(), public_id)
        return redirect(comment_address(public_id), 303)
    comment = comment_source(public_id, actor(), current_locale())
    require(actor(), P.COMMENT_WITHDRAW, comment)
    return render_template("comment_withdraw.html", comment=comment, title=_("Withdraw this text?"))


@bp.route("/comments/<public_id>/name", methods=["GET", "POST"])
def sign(public_id: str) -> ResponseReturnValue:
    """Show one's name with a text that left it out."""
    if request.method == "POST":
        sign_comment(actor(), public_id)
        return redirect(comment_address(public_id), 303)
    comment = comment_source(public_id, actor(), current_locale())
    require(actor(), P.COMMENT_SIGN, comment)
    return render_template("comment_sign.html", comment=comment)
