"""Proposing a position: in one's own words, or distilled from a sentence of a comment."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.queries import question_page
from forum.articles.views import QuestionPage
from forum.discussion.drafts import discard, distil_place, draft_at, position_place
from forum.discussion.queries import one_comment, thread_heading
from forum.discussion.quotable import sentences
from forum.discussion.views import CommentView
from forum.lib.errors import Invalid
from forum.lib.i18n import current_locale
from forum.lib.rendered import plain
from forum.lib.text import clean_line
from forum.permissions import Permission as P
from forum.permissions import require
from forum.positions.mandated import place_of
from forum.positions.models import LONGEST_SOURCE_QUOTE
from forum.positions.queries import similar_to
from forum.positions.service import propose_position
from forum.positions.wording import advice, hints
from forum.web import forms, limits
from forum.web.cards import NOTE, Card, card_of
from forum.web.htmx import go
from forum.web.parking import keep_as_draft
from forum.web.speaking import offered
from forum.web.viewer import actor, viewer

bp = Blueprint("proposing", __name__)


@dataclass(frozen=True, slots=True)
class SecondThoughts:
    """What is said before a position is proposed: hints in sentences, and positions that look like it."""

    advices: tuple[str, ...] = ()
    similar: tuple[Card, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.advices or self.similar)


NONE = SecondThoughts()


@bp.get("/questions/<slug>/positions/new")
def new(slug: str) -> str:
    draft = draft_at(actor(), position_place(slug)) or {}
    return _form(slug, {"statement": draft.get("statement", "")})


@bp.get("/comments/<public_id>/position")
def distil(public_id: str) -> str:
    """`?quote=` chooses a sentence, or any other part of the comment that somebody selected in it."""
    draft = draft_at(actor(), distil_place(public_id)) or {}
    quote = request.args.get("quote", "") or draft.get("quote", "")
    return _distil_form(public_id, {"statement": draft.get("statement", ""), "quote": quote})


@bp.post("/questions/<slug>/positions")
@limits.proposing
def create(slug: str) -> ResponseReturnValue:
    """Hints and near repetitions are shown once: "Propose anyway" comes with `anyway`."""
    comment = forms.text("source_comment") or None
    values = {"statement": forms.text("statement"), "quote": forms.text("quote")}
    if not forms.text("anyway") and (thoughts := _second_thoughts(slug, values["statement"])):
        keep_as_draft()
        return _again(slug, comment, values, thoughts=thoughts), 422
    try:
        position = propose_position(
            actor(),
            slug,
            statement=values["statement"],
            source_comment=comment,
            quote=values["quote"],
            language=current_locale(),
            capacity=forms.text("capacity"),
            submission_key=forms.text("submission_key"),
        )
    except Invalid as error:
        return _again(slug, comment, values, errors=error.fields), 422
    discard(actor().user_id, distil_place(comment) if comment else position_place(slug))
    return go(url_for("positions.show", public_id=position.public_id))


def _second_thoughts(slug: str, statement: str) -> SecondThoughts:
    """None for who still has to sign in: nothing is kept from them, and they are asked after that."""
    if not actor().is_signed_in or not statement.strip():
        return NONE
    question = question_page(slug, current_locale())
    near = similar_to(question.id, statement, current_locale(), actor())
    return SecondThoughts(
        tuple(advice(hint) for hint in hints(statement)),
        tuple(card_of(one, place=NOTE) for one in near),
    )


def _again(
    slug: str,
    comment: str | None,
    values: dict[str, str],
    *,
    thoughts: SecondThoughts = NONE,
    errors: dict[str, str] | None = None,
) -> str:
    if comment is None or (errors and "source_comment" in errors):
        return _form(slug, values, thoughts=thoughts, errors=errors)
    return _distil_form(comment, values, thoughts=thoughts, errors=errors)


def _form(
    slug: str,
    values: dict[str, str],
    *,
    thoughts: SecondThoughts = NONE,
    errors: dict[str, str] | None = None,
) -> str:
    question = question_page(slug, current_locale())
    return _shown("position_new.html", question, position_place(slug), values, thoughts, errors)


def _distil_form(
    public_id: str,
    values: dict[str, str],
    *,
    thoughts: SecondThoughts = NONE,
    errors: dict[str, str] | None = None,
) -> str:
    comment = one_comment(public_id, actor(), current_locale())
    require(actor(), P.COMMENT_READ, comment)
    thread = thread_heading(comment.thread_public_id, actor(), current_locale())
    question = question_page(thread.question.slug, current_locale())
    found = _quotable(comment, values["quote"])
    chosen = clean_line(values["quote"]) if clean_line(values["quote"]) in found else ""
    if not chosen and len(found) == 1:
        chosen = found[0]
    return _shown(
        "position_distil.html",
        question,
        distil_place(public_id),
        {"quote": chosen, "statement": values["statement"] or ("" if errors else chosen)},
        thoughts,
        errors,
        comment=comment,
        sentences=found,
    )


def _quotable(comment: CommentView, quote: str) -> list[str]:
    """Its sentences, and first the part that was selected in it when that is none of them."""
    found = list(sentences(comment.html))
    selected = clean_line(quote)
    is_part = selected in clean_line(plain(comment.html)) and len(selected) <= LONGEST_SOURCE_QUOTE
    return found if not selected or selected in found or not is_part else [selected, *found]


def _shown(
    template: str,
    question: QuestionPage,
    place: str,
    values: dict[str, str],
    thoughts: SecondThoughts,
    errors: dict[str, str] | None,
    **more,
) -> str:
    if viewer().is_signed_in:
        require(actor(), P.POSITION_PROPOSE, question)
    return render_template(
        template,
        question=question,
        speaking=offered(lambda: place_of(question.id), is_sent=request.method == "POST", is_text=False),
        values=values,
        errors=errors or {},
        advices=thoughts.advices,
        similar=thoughts.similar,
        submission_key=forms.text("submission_key") or forms.new_submission_key(),
        draft_place=place,
        **more,
    )
