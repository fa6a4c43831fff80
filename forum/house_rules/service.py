"""Publishing house rules, and agreeing to them."""

from collections.abc import Mapping

import sqlalchemy as sa

from forum.accounts.queries import members_after
from forum.accounts.service import agree_to_rules
from forum.audit import recorded
from forum.house_rules.events import RulesChanged
from forum.house_rules.models import RulesText, RulesVersion
from forum.house_rules.queries import current_number, is_kept, rules_source
from forum.house_rules.rules import FIRST, NewText, check_texts
from forum.house_rules.starter import starter
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, serialise
from forum.lib.errors import NotFound, Stale
from forum.lib.i18n import LOCALES, _
from forum.lib.text import clean_line
from forum.permissions import Actor, require
from forum.permissions import Permission as P


def publish(actor: Actor, *, version: int, texts: Mapping[str, NewText]) -> int:
    """Let these rules hold from now on. Returns their number.

    version: the one they were made from. Raises Invalid, and Stale when another holds by now.
    """
    require(actor, P.RULES_EDIT)
    keep_starter()
    return _publish(actor, version, texts)


@atomic
def _publish(actor: Actor, version: int, texts: Mapping[str, NewText]) -> int:
    serialise("house_rules")
    current = rules_source()
    check_texts(texts, current.texts)
    if version != current.number:
        raise Stale(current, _("Another administrator published new house rules in the meantime."))
    number = current.number + 1
    reason = " ".join(clean_line(texts[locale].changes) for locale in LOCALES)
    row = RulesVersion(number=number, published_at=clock.now(), author_id=actor.id)
    with recorded(actor, "rules.publish", row, reason):
        _store(row, texts)
    agree_to_rules(actor, number)
    emit(RulesChanged(number))
    return number


def _store(row: RulesVersion, texts: Mapping[str, NewText]) -> None:
    db.session.add(row)
    db.session.flush()
    for locale, text in texts.items():
        db.session.add(
            RulesText(
                number=row.number,
                locale=locale,
                source=text.body.source,
                html=text.body.html,
                renderer_version=text.body.version,
                changes=clean_line(text.changes),
            )
        )


def agree(actor: Actor, version: int) -> None:
    """Somebody read this version. Raises NotFound for one that does not hold yet."""
    require(actor, P.ACCOUNT_CHANGE)
    if not FIRST <= version <= current_number():
        raise NotFound
    keep_starter()
    agree_to_rules(actor, version)


def keep_starter() -> None:
    """Store what the forum starts with as version 1, if nothing is stored yet."""
    if not is_kept():
        _keep({locale: NewText(starter(locale), "") for locale in LOCALES})


@atomic
def _keep(texts: Mapping[str, NewText]) -> None:
    serialise("house_rules")
    if not is_kept():  # by somebody else, a moment ago
        _store(RulesVersion(number=FIRST, published_at=clock.now()), texts)


@atomic
def take_untold(version: int, most: int) -> list[int]:
    """The next members who have to hear of a version; each is given out once. Empty when all were."""
    row = db.session.get(RulesVersion, version, with_for_update=True)
    if row is None:
        return []
    ids = members_after(row.told_up_to, most, rules_before=version)
    if ids:
        row.told_up_to = ids[-1]
    return ids


@atomic
def put_rendered(number: int, locale: str, html: str, renderer_version: int) -> None:
    db.session.execute(
        sa.update(RulesText)
        .where(RulesText.number == number, RulesText.locale == locale)
        .values(html=html, renderer_version=renderer_version)
    )
