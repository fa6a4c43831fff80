"""Nothing typed is lost to a missing sign-in: the text waits as a draft at the form it belongs to."""

from flask import Response, request, session, url_for

from forum.discussion import drafts
from forum.lib.errors import ForumError, SignInNeeded
from forum.synthesis.rules import WITH_POSITIONS, positions_field
from forum.web.forms import typed
from forum.web.htmx import go
from forum.web.security import is_own_path
from forum.web.viewer import actor

# Never kept: what proves who somebody is, and what belongs to this one request.
NOT_KEPT = {
    "csrf_token",
    "password",
    "current",
    "code",
    "nonce",
    "credential",
    "submission_key",
    "intent",
    "next",
    "draft",
    "place",
    "anyway",
}

# Fields of which people choose several, also when it was one.
SEVERAL = {"lessons", "comments", *map(positions_field, WITH_POSITIONS)}


def sign_in_first(_error: SignInNeeded) -> Response:
    """To the sign-in page, and from there back to the form with the text in it."""
    return go(sign_in_address())


def sign_in_address() -> str:
    """Of the sign-in page, from which one comes back here. What was typed into the form that came waits."""
    form = _form_page()
    if form is None:
        address = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return url_for("login.show", next=address)
    place, address = form
    return url_for("login.show", next=address, draft=drafts.park(place, kept_fields()))


def keep_as_draft() -> bool:
    """Keep what a signed-in person typed into a form that was refused. Returns whether there was any."""
    form = _form_page()
    if form is None or not actor().is_signed_in:
        return False
    try:
        drafts.save_draft(actor(), form[0], kept_fields())
    except ForumError:  # longer than any draft may be: the error page still shows it
        return False
    return True


def kept_fields() -> drafts.Fields:
    """What was typed, by field; a field that came more than once as a list."""
    return {
        name: values if name in SEVERAL or len(values) > 1 else values[0]
        for name, values in typed().items()
        if name not in NOT_KEPT
    }


def _form_page() -> tuple[str, str] | None:
    """(place of the draft, address of the page with the form) for the form that was sent here."""
    if request.method != "POST":
        return None
    arguments = request.view_args or {}
    if request.endpoint == "drafts.save":
        return _form_of_draft()
    if request.endpoint == "threads.create":
        slug = arguments["slug"]
        return drafts.thread_place(slug), url_for("threads.new", slug=slug)
    if request.endpoint == "comments.create":
        thread, parent = arguments["public_id"], request.form.get("parent") or None
        return drafts.comment_place(thread, parent), url_for("comments.new", public_id=thread, parent=parent)
    if request.endpoint == "comments.edit":
        comment = arguments["public_id"]
        return drafts.edit_place(comment), url_for("comments.edit", public_id=comment)
    if request.endpoint == "proposing.create":
        slug, comment = arguments["slug"], request.form.get("source_comment") or None
        if comment:
            return drafts.distil_place(comment), url_for("proposing.distil", public_id=comment)
        return drafts.position_place(slug), url_for("proposing.new", slug=slug)
    if request.endpoint == "positions.supersede":
        position = arguments["public_id"]
        return drafts.supersede_place(position), url_for("positions.supersede", public_id=position)
    if request.endpoint == "house_rules.edit":
        return drafts.RULES_PLACE, url_for("house_rules.edit")
    if request.endpoint == "admin_articles.edit":
        slug = arguments["slug"]
        return drafts.article_place(slug), url_for("admin_articles.edit", slug=slug)
    if request.endpoint == "admin_new_article.new":
        return drafts.NEW_ARTICLE_PLACE, url_for("admin_new_article.new")
    if request.endpoint == "admin_new_question.new":
        slug = arguments["slug"]
        return drafts.new_question_place(slug), url_for("admin_new_question.new", slug=slug)
    if request.endpoint == "admin_questions.edit":
        slug, question = arguments["slug"], arguments["question"]
        return drafts.question_place(question), url_for("admin_questions.edit", slug=slug, question=question)
    if request.endpoint == "mandates.create":
        return drafts.MANDATE_PLACE, url_for("mandates.new")
    if request.endpoint == "decisions.appeal":
        decision = arguments["public_id"]
        return drafts.appeal_place(decision), url_for("decisions.appeal", public_id=decision)
    if request.endpoint == "voting.cast":
        position = arguments["public_id"]
        return drafts.vote_place(position), url_for("voting.form", public_id=position)
    if request.endpoint == "actions.run":
        return _action_form(arguments["action"])
    if request.endpoint == "people.note":
        account = arguments["public_id"]
        return drafts.note_place(account), url_for("people.show", public_id=account, _anchor="notes")
    if request.endpoint == "synthesising.edit":
        slug = arguments["slug"]
        return drafts.synthesis_place(slug), url_for("synthesising.edit", slug=slug)
    if request.endpoint == "recognising.submit":
        slug = arguments["slug"]
        address = url_for("synthesis.show", slug=slug, _anchor="recognition")
        return drafts.recognition_place(slug), address
    if request.endpoint == "flags.create":
        target, place = request.form.get("target", ""), request.form.get("place", "")
        address = url_for("flags.new", target=target) if target else url_for("flags.new", place=place or None)
        return drafts.flag_place(target), address
    return None


def was_signed_in() -> bool:
    """Whether this browser holds a session of ours, also one that ended in the meantime."""
    return "_user_id" in session


def _form_of_draft() -> tuple[str, str] | None:
    """Of a text that keeps itself while it is typed. Who never signed in has no drafts."""
    place, address = request.form.get("draft", ""), request.form.get("next", "")
    known = was_signed_in() and drafts.is_place(place) and is_own_path(address)
    return (place, address) if known else None


def _action_form(action: str) -> tuple[str, str]:
    """Of an action of a moderator: its form, with the item that it settles and the way back."""
    target = request.form.get("target", "")
    address = url_for(
        "actions.form",
        action=action,
        target=target,
        item=request.form.get("item") or None,
        next=request.form.get("next") or None,
        reverses=request.form.get("reverses") or None,
    )
    return drafts.action_place(action, target), address
