"""Which mails one gets about what one follows, and when not."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.lib.errors import Invalid, SignInNeeded
from forum.lib.i18n import _
from forum.lib.setting_values import times_of
from forum.notifications.queries import wishes_of
from forum.notifications.rules import hours_between
from forum.notifications.service import choose_mails
from forum.settings import settings
from forum.web import forms, limits
from forum.web.htmx import changed, refused
from forum.web.viewer import actor, viewer

bp = Blueprint("mails", __name__)

USUAL = "20:00-07:00"
"""What stands ready for who wants quiet hours of their own."""


@dataclass(frozen=True, slots=True)
class MailChoices:
    """`values`: of the form's fields. `of_forum`: its quiet hours, two times, or None."""

    values: dict[str, str]
    of_forum: tuple[str, str] | None
    is_saved: bool


@bp.get("/account/mails")
def show() -> ResponseReturnValue:
    _need_account()
    is_saved = request.args.get("done") == "1"
    return render_template("mails.html", choices=_choices(_stored(), is_saved=is_saved), errors={})


@bp.post("/account/mails")
@limits.choosing
def save() -> ResponseReturnValue:
    """`quiet` is forum, own or none; own with `quiet_from` and `quiet_until`."""
    _need_account()
    typed = {name: forms.text(name) for name in ("wanted", "quiet", "quiet_from", "quiet_until")}
    typed["weekend"] = "yes" if forms.is_ticked("weekend") else ""
    try:
        choose_mails(
            actor(),
            wanted=typed["wanted"],
            quiet_hours=_hours(typed),
            is_weekend_quiet=bool(typed["weekend"]),
        )
    except Invalid as error:
        return refused("_mail_choices.html", "mails.html", error, choices=_choices(typed))
    done = _choices(_stored(), is_saved=True)
    return changed("_mail_choices.html", otherwise=url_for(".show", done=1), choices=done, errors={})


def _need_account() -> None:
    if not viewer().is_signed_in:
        raise SignInNeeded(_("Please sign in to do this."))


def _hours(typed: dict[str, str]) -> str | None:
    if typed["quiet"] == "own":
        return hours_between(typed["quiet_from"], typed["quiet_until"])
    return "" if typed["quiet"] == "none" else None


def _stored() -> dict[str, str]:
    wishes = wishes_of([actor().user_id])[actor().user_id]
    begins, ends = _shown(wishes.quiet_hours or settings().quiet_hours or USUAL)
    # Without quiet hours of the forum, having those is having none.
    none = "none" if wishes.quiet_hours == "" or not settings().quiet_hours else "forum"
    return {
        "wanted": wishes.wanted.value,
        "quiet": "own" if wishes.quiet_hours else none,
        "quiet_from": begins,
        "quiet_until": ends,
        "weekend": "yes" if wishes.is_weekend_quiet else "",
    }


def _choices(values: dict[str, str], *, is_saved: bool = False) -> MailChoices:
    of_forum = _shown(settings().quiet_hours) if settings().quiet_hours else None
    return MailChoices(values, of_forum, is_saved)


def _shown(hours: str) -> tuple[str, str]:
    begins, ends = times_of(hours)
    return f"{begins:%H:%M}", f"{ends:%H:%M}"
