"""What the house rules room does by the clock."""

import sqlalchemy as sa

from forum.house_rules.models import RulesText
from forum.house_rules.rules import PROFILE
from forum.house_rules.service import put_rendered
from forum.jobs import hourly
from forum.lib.db import db
from forum.lib.rendered import RENDERER_VERSION, rendered


@hourly
def rerender() -> int:
    """Store texts of an older renderer as today's makes them. Returns how many."""
    old = db.session.execute(
        sa.select(RulesText.number, RulesText.locale, RulesText.source).where(
            RulesText.renderer_version < RENDERER_VERSION
        )
    ).all()
    for row in old:
        body = rendered(row.source, PROFILE)
        put_rendered(row.number, row.locale, body.html, body.version)
    return len(old)
