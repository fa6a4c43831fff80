"""What every template can use: the viewer, what they may do, dates in words."""

from functools import partial
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from flask import Flask, request
from jinja2 import StrictUndefined

from forum.house_rules.queries import rules_news
from forum.house_rules.views import RulesNews
from forum.lib.i18n import current_locale, ngettext
from forum.lib.rendered import MAX_SOURCE
from forum.moderation.grounds import rule_of
from forum.moderation.queries import open_count
from forum.permissions import Actor, Permission, can
from forum.settings import settings
from forum.web import menus
from forum.web.addresses import Addresses
from forum.web.deciding import address_of, just_decided
from forum.web.duties import duty_notice
from forum.web.feed_links import feed_links
from forum.web.joining import can_join
from forum.web.moments import date, day_and_time, iso, when
from forum.web.suspensions import leaving_notice, suspension_notice
from forum.web.viewer import Viewer, actor, viewer


def prepare(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(when=when, date=date, day_and_time=day_and_time, iso=iso, number=number)
    app.jinja_env.globals.update(url_for=Addresses(app).url_for, ngettext=ngettext, longest_body=MAX_SOURCE)
    app.jinja_env.globals.update(address_of=address_of, rule_of=rule_of, open_count=open_count)
    app.jinja_env.globals.update(
        comment_menu=menus.comment_menu,
        thread_menu=menus.thread_menu,
        position_menu=menus.position_menu,
        question_menu=menus.question_menu,
    )
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    return {
        "viewer": viewer(),
        "can": partial(allows, actor()),
        "rules_to_read": rules_to_read,
        "feed_links": feed_links,
        "locale": current_locale(),
        "can_join": can_join(),
        "has_providers": bool(settings().oidc_providers),
        "site_name": settings().site_name,
        "base_url": settings().base_url,
        "request_path": request.full_path.rstrip("?") if request else "/",
        "notices": [],
        "suspension": suspension_notice(viewer()),
        "duty": duty_notice(viewer()),
        "leaving": leaving_notice(viewer()),
        "decided": just_decided(),
        "errors": {},
    }


def allows(actor: Actor, permission: str, target: Any = None) -> bool:
    return can(actor, Permission(permission), target)


def rules_to_read() -> RulesNews | None:
    """What changed in the house rules since this person agreed to them. 1 statement, 0 when nothing did."""
    person = viewer()
    if not isinstance(person, Viewer) or not person.has_rules_to_read:
        return None
    return rules_news(person.account.accepted_rules, current_locale())


def number(value: int) -> str:
    return format_decimal(value, locale=Locale.parse(current_locale()))
