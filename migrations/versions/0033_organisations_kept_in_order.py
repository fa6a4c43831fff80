"""Organisations are corrected, found by names that look alike, and merged; decisions are about them too."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KINDS = ("comment", "thread", "position", "remark", "question", "account", "appeal", "mandate")
DIFFERENT = "ck_organisations_merged_into_another"

_CAPITALS = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ" + "АВЕЅІЈКМНОРСТУҮХԚԜӀ" + "ՍՏՕԼ",
    "abezhikmnoptyxc" + "abesijkmhopctyyxqwl" + "usol",
)
_SMALL = str.maketrans(
    "αβγεικνορστυχωϲϳ" + "авгеѕіјкмнопрстуүхһԁԛԝӏ" + "ցզհոսօյռ" + "ıłøđħŧɑɡſ",
    "abyeikvopotuxwcj" + "abresijkmhonpctyyxhdqwl" + "gqhnuojn" + "iloohtags",
)
_FOLDED = str.maketrans(
    {
        "0": "o",
        "1": "l",
        "i": "l",
        "|": "l",
        "3": "e",
        "4": "a",
        "5": "s",
        "7": "t",
        "æ": "ae",
        "œ": "oe",
    }
)


def upgrade() -> None:
    with op.batch_alter_table("organisations") as organisations:
        organisations.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        organisations.add_column(sa.Column("skeleton", sa.String(), nullable=False, server_default=""))
        organisations.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        organisations.create_foreign_key(
            op.f("fk_organisations_merged_into_id"), "organisations", ["merged_into_id"], ["id"]
        )
        organisations.create_index(op.f("ix_organisations_merged_into_id"), ["merged_into_id"])
        organisations.create_index(op.f("ix_organisations_skeleton"), ["skeleton"])
    with op.batch_alter_table("organisations") as organisations:
        organisations.alter_column(
            "version", server_default=None, existing_type=sa.Integer(), existing_nullable=False
        )
        organisations.alter_column(
            "skeleton", server_default=None, existing_type=sa.String(), existing_nullable=False
        )
        organisations.create_check_constraint(op.f(DIFFERENT), sa.text("merged_into_id <> id"))
    keep_skeletons()
    for table in ("moderation_items", "flags", "decisions"):
        change_kinds(table, (*KINDS, "organisation"))


def keep_skeletons() -> None:
    """What a hasty eye reads in each name, as accounts/skeletons.py makes it."""
    connection = op.get_bind()
    organisations = sa.table(
        "organisations",
        sa.column("id", sa.Integer),
        sa.column("name", sa.String),
        sa.column("skeleton", sa.String),
    )
    rows = connection.execute(sa.select(organisations.c.id, organisations.c.name)).all()
    for id, name in rows:
        changed = sa.update(organisations).where(organisations.c.id == id)
        connection.execute(changed.values(skeleton=skeleton_of(name)))


def skeleton_of(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).translate(_CAPITALS).casefold()
    folded = decomposed.translate(_SMALL).translate(_FOLDED)
    plain = "".join(character for character in folded if character.isalnum())
    return plain.replace("rn", "m").replace("vv", "w")


def change_kinds(table: str, allowed: tuple[str, ...]) -> None:
    named = op.f(f"ck_{table}_kind")
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(named, type_="check")
    # As text, in the words in which the database repeats it: SQLite makes the table anew from these.
    listed = ", ".join(f"'{kind}'" for kind in allowed)
    with op.batch_alter_table(table) as changed:
        changed.create_check_constraint(named, sa.text(f"kind IN ({listed})"))


def downgrade() -> None:
    op.execute("DELETE FROM decisions WHERE kind = 'organisation'")
    for table in ("moderation_items", "flags", "decisions"):
        change_kinds(table, KINDS)
    with op.batch_alter_table("organisations") as organisations:
        organisations.drop_constraint(op.f(DIFFERENT), type_="check")
    with op.batch_alter_table("organisations") as organisations:
        organisations.drop_index(op.f("ix_organisations_skeleton"))
        organisations.drop_index(op.f("ix_organisations_merged_into_id"))
        organisations.drop_constraint(op.f("fk_organisations_merged_into_id"), type_="foreignkey")
        organisations.drop_column("merged_into_id")
        organisations.drop_column("skeleton")
        organisations.drop_column("version")
