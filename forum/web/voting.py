"""Voting: on one position, and on those of a question one after the other.

Votes are secret: no choice ever stands in an address, since addresses end up in logs.
"""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.queries import question_page
from forum.discussion.drafts import discard, draft_at, vote_place
from forum.lib.errors import Conflict, Invalid, NotFound
from forum.lib.i18n import current_locale
from forum.mandates.using import PERSONAL
from forum.positions.offers import ballot as ballot_of
from forum.positions.offers import ballot_after
from forum.positions.queries import position_view
from forum.positions.rules import CHOICES, choice_named
from forum.positions.voting import cast_vote, cast_vote_for, withdraw_vote, withdraw_vote_for
from forum.web import cards, forms, limits
from forum.web.cards import BALLOT, PAGE, VOTED
from forum.web.htmx import changed, conflicting, refused, show, wants_partial
from forum.web.security import is_own_path
from forum.web.viewer import actor

bp = Blueprint("voting", __name__)


@bp.get("/questions/<slug>/ballot")
def ballot(slug: str) -> ResponseReturnValue:
    """One position at a time, without anything beside it."""
    question = question_page(slug, current_locale())
    return show(
        "ballot.html",
        "_ballot.html",
        question=question,
        ballot=cards.ballot_card(question.id, slug, is_open=question.is_open),
        canonical=url_for(".ballot", slug=slug),
    )


@bp.get("/positions/<public_id>/vote")
def form(public_id: str) -> str:
    """Voting on the way through the sign-in page: after it the choice stands ready, and one press casts it.

    Signing in alone does not cast it: a link to the sign-in page must not vote for whoever follows it.
    """
    position = position_view(public_id, actor(), current_locale())
    kept = draft_at(actor(), vote_place(public_id)) or {}
    return render_template(
        "position_vote.html",
        card=cards.card_of(position),
        choice=_known(kept.get("choice", "")),
        typed_reason=kept.get("reason", ""),
        draft_place=vote_place(public_id),
    )


def _known(choice: str) -> str:
    return choice if choice in CHOICES else ""


@bp.post("/positions/<public_id>/vote")
@limits.voting
def cast(public_id: str) -> ResponseReturnValue:
    place, back = _whereabouts(public_id)
    try:
        _cast(public_id)
    except Invalid as error:
        return _refused(public_id, error)
    except Conflict as error:
        return _closed(public_id, error)
    if forms.text("draft") == vote_place(public_id):
        discard(actor().user_id, vote_place(public_id))
    if place == BALLOT and forms.text("capacity") not in ("", PERSONAL):
        return _same_again(public_id, back)
    if not wants_partial():
        # The ballot goes on with the next one, and shows what the vote added to.
        back = cards.with_query(back, voted=public_id) if place == BALLOT else back
        return changed("_position.html", otherwise=back)
    if place != BALLOT:
        position = position_view(public_id, actor(), current_locale())
        return changed("_position.html", otherwise=back, card=cards.card_of(position, place=place, back=back))
    skipped = cards.skipped_in(cards.query_of(back).get("skip", ""))
    voted, offered = ballot_after(public_id, actor(), current_locale(), skipped=skipped)
    next_one = cards.ballot_on(voted.question.slug, offered, skipped=skipped, voted=voted, back=back)
    return changed("_ballot.html", otherwise=back, ballot=next_one)


def _same_again(public_id: str, back: str) -> ResponseReturnValue:
    """After a vote for an organisation the ballot offers the same position: one's own is still to come."""
    if not wants_partial():
        return changed("_ballot.html", otherwise=back)
    question = position_view(public_id, actor(), current_locale()).question
    skipped = cards.skipped_in(cards.query_of(back).get("skip", ""))
    left = ballot_of(question.id, actor(), current_locale(), skipped=skipped)
    same = cards.ballot_on(question.slug, left, skipped=skipped, voted=None, back=back)
    return changed("_ballot.html", otherwise=back, ballot=same)


def _cast(public_id: str) -> None:
    """Raises Invalid for a wrong choice or capacity, Conflict when the position takes no votes."""
    capacity = forms.text("capacity")
    if capacity not in ("", PERSONAL):
        _cast_for(public_id, capacity)
        return
    if forms.text("choice") == "withdraw":
        withdraw_vote(actor(), public_id)
    else:
        reason = forms.text("reason") if "reason" in request.form else None
        cast_vote(actor(), public_id, choice_named(forms.text("choice")), reason=reason)


def _cast_for(public_id: str, capacity: str) -> None:
    if forms.text("choice") == "withdraw":
        withdraw_vote_for(actor(), public_id, capacity=capacity)
    else:
        cast_vote_for(actor(), public_id, choice_named(forms.text("choice")), capacity=capacity)


def _whereabouts(public_id: str) -> tuple[str, str]:
    """The kind of place where the card stands, and the path of its page."""
    place, back = forms.text("place"), forms.text("next")
    own_page = url_for("positions.show", public_id=public_id)
    return place if place in cards.PLACES else PAGE, back if is_own_path(back) else own_page


def _refused(public_id: str, error: Invalid) -> ResponseReturnValue:
    position = position_view(public_id, actor(), current_locale())
    place, back = _whereabouts(public_id)
    card = cards.card_of(position, place=place if place != BALLOT else VOTED, back=back)
    return refused(
        "_position.html",
        "position_vote.html",
        error,
        target=f"#position-{public_id}",
        card=card,
        choice=_known(forms.text("choice")),
        typed_reason=forms.text("reason"),
        draft_place=vote_place(public_id),
    )


def _closed(public_id: str, error: Conflict) -> ResponseReturnValue:
    """409 with the position as it is now; who may not even see it reads why on the error page."""
    try:
        position = position_view(public_id, actor(), current_locale())
    except NotFound:
        raise error from None
    return conflicting(
        "_position.html",
        "position_closed.html",
        target=f"#position-{public_id}",
        card=cards.card_of(position),
        message=error.message,
    )
