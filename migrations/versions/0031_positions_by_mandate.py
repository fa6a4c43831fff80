"""Positions that were proposed in the name of an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("positions") as positions:
        positions.add_column(sa.Column("mandate_id", sa.Integer(), nullable=True))
        positions.create_foreign_key(op.f("fk_positions_mandate_id"), "mandates", ["mandate_id"], ["id"])
        positions.create_index(op.f("ix_positions_mandate_id"), ["mandate_id"])


def downgrade() -> None:
    with op.batch_alter_table("positions") as positions:
        positions.drop_index(op.f("ix_positions_mandate_id"))
        positions.drop_constraint(op.f("fk_positions_mandate_id"), type_="foreignkey")
        positions.drop_column("mandate_id")
