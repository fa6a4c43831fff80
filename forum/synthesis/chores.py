"""What the synthesis does by the clock."""

import sqlalchemy as sa

from forum.jobs import hourly
from forum.lib.db import atomic, db
from forum.lib.rendered import RENDERER_VERSION, Rendered, rendered
from forum.synthesis.models import Slot, SynthesisText

AT_ONCE = 500


@hourly
def rerender_syntheses() -> int:
    """Store texts of an older renderer as today's makes them. Returns how many.

    Until then they are rendered each time they are read.
    """
    old = db.session.execute(
        sa.select(SynthesisText.synthesis_id, SynthesisText.slot, SynthesisText.source)
        .where(SynthesisText.renderer_version < RENDERER_VERSION)
        .order_by(SynthesisText.synthesis_id)
        .limit(AT_ONCE)
    ).all()
    for row in old:
        _store(row.synthesis_id, row.slot, rendered(row.source))
    return len(old)


@atomic
def _store(synthesis_id: int, slot: Slot, body: Rendered) -> None:
    db.session.execute(
        sa.update(SynthesisText)
        .where(SynthesisText.synthesis_id == synthesis_id, SynthesisText.slot == slot)
        .values(html=body.html, renderer_version=body.version)
    )
