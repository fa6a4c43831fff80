"""`forum db check` finds syntheses that do not fit."""

import sqlalchemy as sa

from forum.lib.db import atomic, db
from forum.permissions import ANONYMOUS
from forum.synthesis.checks import problems
from forum.synthesis.models import Mark, Recognition, Slot, Synthesis, SynthesisPosition, SynthesisText
from tests.factories import a_mark, a_position, a_synthesis


@atomic
def damage(*statements) -> None:
    for statement in statements:
        db.session.execute(statement)


def test_what_does_not_fit_is_told(thread, bob, mo):
    elsewhere = a_position(bob, question="one-budget")
    shown = a_position(bob)
    a_synthesis(mo, positions={Slot.AGREE: [shown]})
    recognition = a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    assert list(problems()) == []
    damage(
        sa.update(Synthesis).values(version=3),
        sa.delete(SynthesisText),
        sa.update(SynthesisPosition).values(position_id=elsewhere.id),
        sa.update(Recognition).values(remark=""),
    )
    assert list(problems()) == [
        "synthesis of who-is-we: has 1 versions, the last is number 3",
        "synthesis of who-is-we: version 3 says nothing",
        f"synthesis of who-is-we: version 3 shows position {elsewhere.public_id} of another question",
        f"synthesis of who-is-we: mark {recognition.public_id} under version 3 lacks its remark",
    ]


def test_texts_of_an_older_renderer_are_made_anew(article, mo):
    from forum.synthesis.chores import rerender_syntheses
    from forum.synthesis.queries import latest_synthesis

    synthesis = a_synthesis(mo, "The *goal*.")
    damage(sa.update(SynthesisText).values(html="old", renderer_version=0))
    shown = latest_synthesis(synthesis.question_id, ANONYMOUS, "en")
    assert shown is not None
    assert shown.slots[0].html == "<p>The <em>goal</em>.</p>"
    assert rerender_syntheses() == 1
    stored = db.session.scalars(sa.select(SynthesisText.html)).one()
    assert stored == "<p>The <em>goal</em>.</p>"
    assert rerender_syntheses() == 0
