"""Writing the next version of a question's synthesis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.articles.queries import question_page
from forum.articles.views import QuestionPage
from forum.discussion.drafts import Fields, draft_at, synthesis_place
from forum.lib.errors import Invalid, Stale
from forum.lib.i18n import current_locale
from forum.lib.rendered import Rendered, rendered
from forum.permissions import Permission as P
from forum.permissions import require
from forum.positions.models import Choice, Standing
from forum.positions.queries import question_positions
from forum.positions.views import PositionView
from forum.synthesis.comparing import changes_between
from forum.synthesis.models import Slot
from forum.synthesis.queries import latest_source
from forum.synthesis.rules import (
    LONGEST_TEXT,
    MOST_POSITIONS,
    MOST_WORDS,
    WITH_POSITIONS,
    positions_field,
    words_in,
)
from forum.synthesis.service import write_synthesis
from forum.synthesis.views import LinkedPosition, Outcome, SlotView, SynthesisSource
from forum.web import forms, limits
from forum.web.htmx import show
from forum.web.viewer import actor

bp = Blueprint("synthesising", __name__)

FITTING = {Slot.AGREE: (Standing.SHARED, Standing.PROVISIONAL), Slot.DIFFER: (Standing.CONTESTED,)}
"""The standings whose positions one finds first at a slot."""

READY = {Standing.SHARED: Slot.AGREE, Standing.CONTESTED: Slot.DIFFER}
"""Where a position stands ready ticked."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What stands in the form. `chosen`: public ids of positions; `version`: the one it began from."""

    texts: dict[Slot, str]
    chosen: dict[Slot, tuple[str, ...]]
    version: int

    @property
    def words(self) -> int:
        return sum(map(words_in, self.texts.values()))


@dataclass(frozen=True, slots=True)
class Part:
    """A slot in the form. Positions to choose from: `fitting` by what they came to, and all `others`."""

    slot: Slot
    text: str
    fitting: tuple[PositionView, ...]
    others: tuple[PositionView, ...]
    chosen: tuple[str, ...]
    field: str

    @property
    def has_chosen_others(self) -> bool:
        return any(one.public_id in self.chosen for one in self.others)


@bp.route("/questions/<slug>/synthesis/edit", methods=["GET", "POST"])
@limits.editing
def edit(slug: str) -> ResponseReturnValue:
    """`?fresh=1` begins from the last version, also when a draft was left."""
    question = question_page(slug, current_locale())
    require(actor(), P.SYNTHESIS_WRITE, question)
    if request.method == "POST":
        return _preview(question) if forms.intent() == "preview" else _publish(question)
    draft = None if request.args.get("fresh") else draft_at(actor(), synthesis_place(slug))
    writing = _from_draft(draft) if draft else None
    return render_template("synthesis_edit.html", **_context(question, writing), is_draft=bool(draft))


def _preview(question: QuestionPage) -> ResponseReturnValue:
    """To htmx, which asks while one types, only how it will look."""
    context = _context(question, _typed())
    return show("synthesis_edit.html", "_synthesis_slots.html", **context, is_draft=False)


def _publish(question: QuestionPage) -> ResponseReturnValue:
    writing = _typed()
    bodies = _rendered(writing)
    try:
        write_synthesis(
            actor(),
            question.slug,
            slots=bodies,
            positions=writing.chosen,
            version=writing.version,
            submission_key=forms.text("submission_key"),
        )
    except Invalid as error:
        context = _context(question, writing, bodies) | {"errors": error.fields}
        return render_template("synthesis_edit.html", **context, is_draft=False), 422
    except Stale as error:
        return _conflict(question, writing, bodies, error), 409
    return redirect(url_for("synthesis.show", slug=question.slug), 303)


def _conflict(question: QuestionPage, writing: Writing, bodies: Mapping[Slot, Rendered], error: Stale) -> str:
    """The last version beside what was typed; from here on one writes on top of that version."""
    context = _context(question, writing, bodies)
    latest: SynthesisSource = context["latest"]
    mine = {part.slot: part.positions for part in context["slots"]}
    own = SynthesisSource(latest.version, "", latest.published_at, writing.texts, mine)
    changes = [one for one in changes_between(latest, own) if one.has_changed]
    return render_template("synthesis_conflict.html", **context, message=error.message, changes=changes)


def _rendered(writing: Writing) -> dict[Slot, Rendered]:
    return {slot: rendered(text) for slot, text in writing.texts.items()}


def _typed() -> Writing:
    return Writing(
        texts={slot: forms.text(slot.value) for slot in Slot},
        chosen={slot: _each_once(forms.texts(positions_field(slot))) for slot in WITH_POSITIONS},
        version=forms.whole_number("version"),
    )


def _from_draft(draft: Fields) -> Writing:
    """What a moderator left, with the version that it began from: so that publishing notices a newer one."""
    version = draft.get("version", "")
    return Writing(
        texts={slot: _one_text(draft.get(slot.value)) for slot in Slot},
        chosen={slot: _each_once(_texts(draft.get(positions_field(slot)))) for slot in WITH_POSITIONS},
        version=int(version) if str(version).isdecimal() else 0,
    )


def _from_latest(latest: SynthesisSource | None, positions: Sequence[PositionView]) -> Writing:
    """The texts of the last version; shared and contested positions ready, others where they stood before."""
    before = {one.public_id: slot for slot in WITH_POSITIONS for one in _positions_in(latest, slot)}
    ready = {one.public_id: READY.get(one.standing) or before.get(one.public_id) for one in positions}
    return Writing(
        texts={slot: latest.texts.get(slot, "") if latest else "" for slot in Slot},
        chosen={
            slot: tuple(id for id, place in ready.items() if place is slot)[:MOST_POSITIONS]
            for slot in WITH_POSITIONS
        },
        version=latest.version if latest else 0,
    )


def _positions_in(latest: SynthesisSource | None, slot: Slot) -> tuple[LinkedPosition, ...]:
    return latest.positions.get(slot, ()) if latest else ()


def _one_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _each_once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _context(
    question: QuestionPage, writing: Writing | None, bodies: Mapping[Slot, Rendered] | None = None
) -> dict[str, Any]:
    """What the form needs; without `writing` it begins from the last version."""
    positions = question_positions(question.id, actor(), current_locale())
    latest = latest_source(question.id, current_locale())
    writing = writing or _from_latest(latest, positions)
    bodies = bodies or _rendered(writing)
    linked = _linked(writing, positions)
    return {
        "question": question,
        "parts": [_part(slot, writing, positions) for slot in Slot],
        "writing": writing,
        "latest": latest,
        "slots": tuple(
            SlotView(slot, Markup(bodies[slot].html), linked.get(slot, ()))  # noqa: S704
            for slot in Slot
        ),
        "most_words": MOST_WORDS,
        "longest_text": LONGEST_TEXT,
        "submission_key": forms.text("submission_key") or forms.new_submission_key(),
        "draft_place": synthesis_place(question.slug),
    }


def _part(slot: Slot, writing: Writing, positions: Sequence[PositionView]) -> Part:
    offered = positions if slot in WITH_POSITIONS else ()
    return Part(
        slot=slot,
        text=writing.texts[slot],
        fitting=tuple(one for one in offered if one.standing in FITTING.get(slot, ())),
        others=tuple(one for one in offered if one.standing not in FITTING.get(slot, ())),
        chosen=writing.chosen.get(slot, ()),
        field=positions_field(slot),
    )


def _linked(writing: Writing, positions: Sequence[PositionView]) -> dict[Slot, tuple[LinkedPosition, ...]]:
    """The chosen positions as they would stand in the synthesis, in the order in which they are listed."""
    return {
        slot: tuple(_as_linked(one) for one in positions if one.public_id in ids)
        for slot, ids in writing.chosen.items()
    }


def _as_linked(position: PositionView) -> LinkedPosition:
    direction = position.result.direction if position.result else Choice.AGREE
    now = Outcome(position.standing, direction)
    return LinkedPosition(position.public_id, position.statement, position.language, now, now, True)
