"""A position that moderators took out, though it broke no rule."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

EARLIER = ("visible", "held", "withdrawn", "hidden")


def upgrade() -> None:
    change_states((*EARLIER, "taken_out"))


def change_states(after: tuple[str, ...]) -> None:
    named = op.f("ck_positions_state")
    with op.batch_alter_table("positions") as positions:
        positions.drop_constraint(named, type_="check")
    # As text, in the words in which the database repeats it: SQLite makes the table anew from these.
    allowed = ", ".join(f"'{state}'" for state in after)
    with op.batch_alter_table("positions") as positions:
        positions.create_check_constraint(named, sa.text(f"state IN ({allowed})"))


def downgrade() -> None:
    op.execute("UPDATE positions SET state = 'hidden' WHERE state = 'taken_out'")
    change_states(EARLIER)
