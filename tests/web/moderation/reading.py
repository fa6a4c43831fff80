"""What a form left behind."""

import sqlalchemy as sa

from forum.lib.db import db
from forum.moderation.models import Flag


def flags() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Flag.id))) or 0


def the_flag() -> Flag:
    db.session.rollback()
    return db.session.scalars(sa.select(Flag)).one()
