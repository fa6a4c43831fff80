"""One position: what it came to, where it comes from, what became of it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.discussion.drafts import discard, draft_at, supersede_place
from forum.following.followed import Followed
from forum.following.models import FollowKind
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import _, current_locale
from forum.moderation.kinds import Kind
from forum.permissions import Permission as P
from forum.permissions import require
from forum.positions.mandated import place_of
from forum.positions.offers import ballot
from forum.positions.queries import position_page, position_view
from forum.positions.service import answer_source, supersede_position, withdraw_position
from forum.positions.views import PositionView
from forum.settings import settings
from forum.web import cards, forms, limits
from forum.web.agreement import Labels
from forum.web.following import follow_control
from forum.web.htmx import changed, wants_partial
from forum.web.htmx import show as show_either
from forum.web.speaking import Speaking, offered, offered_for
from forum.web.standings import MissingRole, missing_roles
from forum.web.tombstones import graves
from forum.web.viewer import actor

bp = Blueprint("positions", __name__)


@bp.get("/positions/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    """`?results=1` shows the votes to who has not voted."""
    is_asked = request.args.get("results") == "1"
    if wants_partial():
        position = position_view(public_id, actor(), current_locale())
        card = cards.card_of(position, is_asked=is_asked)
        return show_either("position.html", "_position.html", card=card)
    story = position_page(public_id, actor(), current_locale())
    labels = cards.names_of_rows()
    return show_either(
        "position.html",
        "_position.html",
        card=cards.card_of(story.position, is_asked=is_asked, labels=labels),
        story=story,
        invitations=_invitations(story.position, labels),
        next=ballot(story.position.question.id, actor(), current_locale()),
        is_asked=is_asked,
        grave=None if story.position.is_visible else graves(Kind.POSITION, [public_id]).get(public_id),
        canonical=url_for(".show", public_id=public_id),
        **follow_control(_followed(story.position)),
    )


def _followed(position: PositionView) -> Followed | None:
    """A position that another one took the place of is followed there."""
    if not position.is_visible or position.superseded_by is not None:
        return None
    return Followed(FollowKind.POSITION, position.id, position.public_id)


def _invitations(position: PositionView, labels: Labels) -> tuple[MissingRole, ...]:
    address = settings().base_url + cards.address_of(position)
    title, site = position.question.title, settings().site_name
    return missing_roles([position], labels, title=title, address=address, site=site)


@bp.post("/positions/<public_id>/source")
def answer(public_id: str) -> ResponseReturnValue:
    """Whether the position says what the author of a source meant."""
    comment, meant = forms.text("comment"), forms.text("meant")
    if meant not in ("yes", "no"):
        raise Invalid({"meant": _("Choose yes or no.")})
    answer_source(actor(), public_id, comment, is_meant=meant == "yes")
    back = url_for(".show", public_id=public_id, _anchor="sources")
    if not wants_partial():
        return changed("_source.html", otherwise=back)
    page = position_page(public_id, actor(), current_locale())
    source = next((one for one in page.sources if one.comment_public_id == comment), None)
    if source is None:
        raise NotFound
    return changed("_source.html", otherwise=back, source=source, position=page.position)


@bp.route("/positions/<public_id>/supersede", methods=["GET", "POST"])
@limits.proposing
def supersede(public_id: str) -> ResponseReturnValue:
    """A better wording takes its place; the votes stay with the old one, and both link to each other."""
    if request.method == "POST":
        return _put_in_its_place(public_id)
    position = position_view(public_id, actor(), current_locale())
    require(actor(), P.POSITION_SUPERSEDE, position)
    draft = draft_at(actor(), supersede_place(public_id)) or {}
    return _supersede_form(position, draft.get("statement") or position.statement)


def _put_in_its_place(public_id: str) -> ResponseReturnValue:
    try:
        position = supersede_position(
            actor(),
            public_id,
            statement=forms.text("statement"),
            language=current_locale(),
            capacity=forms.text("capacity"),
            submission_key=forms.text("submission_key"),
        )
    except Invalid as error:
        old = position_view(public_id, actor(), current_locale())
        return _supersede_form(old, forms.text("statement"), errors=error.fields), 422
    discard(actor().user_id, supersede_place(public_id))
    return redirect(url_for(".show", public_id=position.public_id), 303)


def _supersede_form(position: PositionView, statement: str, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "position_supersede.html",
        position=position,
        speaking=_speaking(position),
        values={"statement": statement},
        errors=errors or {},
        submission_key=forms.text("submission_key") or forms.new_submission_key(),
        draft_place=supersede_place(position.public_id),
    )


def _speaking(position: PositionView) -> Speaking:
    """What an organisation proposed is reworded in its name only."""
    if position.speaks_for is not None:
        return offered_for(position.speaks_for.slug, lambda: place_of(position.question.id))
    is_sent = request.method == "POST"
    return offered(lambda: place_of(position.question.id), is_sent=is_sent, is_text=False)


@bp.route("/positions/<public_id>/withdraw", methods=["GET", "POST"])
def withdraw(public_id: str) -> ResponseReturnValue:
    position = position_view(public_id, actor(), current_locale())
    if request.method == "POST":
        withdraw_position(actor(), public_id)
        return redirect(url_for("questions.show", slug=position.question.slug), 303)
    require(actor(), P.POSITION_WITHDRAW, position)
    return render_template("position_withdraw.html", position=position)
