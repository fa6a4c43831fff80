"""The synthesis of a question: its latest version, earlier ones, what changed, and its remarks."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.queries import question_page
from forum.articles.views import QuestionPage
from forum.discussion.drafts import draft_at, recognition_place
from forum.lib.errors import NotFound
from forum.lib.i18n import current_locale
from forum.synthesis.comparing import changes_between
from forum.synthesis.queries import (
    latest_synthesis,
    place_of_remark,
    remarks_under,
    synthesis_sources,
    synthesis_version,
    versions_of,
)
from forum.synthesis.views import SynthesisView
from forum.web.viewer import actor

bp = Blueprint("synthesis", __name__)

QUESTION, PAGE = "question", "page"
"""Where the part on recognition stands: on the page of the question, or on that of the synthesis."""

_VERSION = "<int(min=1, max=999999):version>"


@dataclass(frozen=True, slots=True)
class Recognising:
    """What `_recognition.html` shows. `mark` and `remark` stand in its form; `is_said` just now."""

    question: QuestionPage
    synthesis: SynthesisView
    place: str
    mark: str
    remark: str
    is_said: bool = False


def recognising(
    question: QuestionPage,
    synthesis: SynthesisView,
    place: str,
    *,
    typed: dict[str, str] | None = None,
    is_said: bool = False,
) -> Recognising:
    """With what was typed just now, else with the viewer's own mark."""
    mine = synthesis.mine
    own = {"mark": mine.mark.value, "remark": mine.remark} if mine else {"mark": "", "remark": ""}
    values = own | (typed or {})
    return Recognising(question, synthesis, place, values["mark"], values["remark"], is_said)


@bp.get("/questions/<slug>/synthesis")
def show(slug: str) -> str:
    question = question_page(slug, current_locale())
    synthesis = latest_synthesis(question.id, actor(), current_locale())
    if synthesis is None:
        raise NotFound
    typed = _left_behind(slug)
    return render_template(
        "synthesis.html", **context_of(question, synthesis, url_for(".show", slug=slug), typed=typed)
    )


@bp.get(f"/questions/<slug>/synthesis/{_VERSION}")
def version(slug: str, version: int) -> str:
    question = question_page(slug, current_locale())
    synthesis = synthesis_version(question.id, version, actor(), current_locale())
    address = url_for(".version", slug=slug, version=version)
    return render_template("synthesis.html", **context_of(question, synthesis, address))


def context_of(
    question: QuestionPage,
    synthesis: SynthesisView,
    address: str,
    *,
    typed: dict[str, str] | None = None,
) -> dict[str, Any]:
    """What the page of a version needs, at this address. 2 statements."""
    after = request.args.get("after")
    remarks = remarks_under(synthesis.id, actor(), current_locale(), after=after)
    return {
        "question": question,
        "synthesis": synthesis,
        "recognising": recognising(question, synthesis, PAGE, typed=typed),
        "remarks": remarks.rows,
        "versions": versions_of(question.id),
        "next_url": f"{address}?after={remarks.next}#remarks" if remarks.next else None,
        "first_url": f"{address}#remarks" if after else None,
        "canonical": address,
    }


def _left_behind(slug: str) -> dict[str, str]:
    """What somebody typed before they had to sign in."""
    draft = draft_at(actor(), recognition_place(slug)) or {}
    return {name: draft[name] for name in ("mark", "remark") if isinstance(draft.get(name), str)}


@bp.get(f"/questions/<slug>/synthesis/{_VERSION}/changes")
def changes(slug: str, version: int) -> str:
    """Compared with the version before. The first one has none."""
    question = question_page(slug, current_locale())
    sources = synthesis_sources(question.id, [version - 1, version], current_locale())
    if len(sources) < 2:
        raise NotFound
    old, new = sources[version - 1], sources[version]
    return render_template(
        "synthesis_changes.html",
        question=question,
        old=old,
        new=new,
        changes=changes_between(old, new),
        canonical=url_for(".changes", slug=slug, version=version),
    )


@bp.get("/remarks/<public_id>")
def remark(public_id: str) -> ResponseReturnValue:
    """The permanent link of a remark: where it stands."""
    slug, version, after = place_of_remark(public_id)
    anchor = f"remark-{public_id}"
    return redirect(url_for(".version", slug=slug, version=version, after=after, _anchor=anchor))
