"""Articles with their lessons and questions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("is_featured", sa.Boolean(), nullable=False),
        sa.Column("credit_name", sa.String(length=200), nullable=False),
        sa.Column("credit_url", sa.String(length=500), nullable=False),
        sa.Column("credit_year", sa.Integer(), nullable=True),
        sa.Column("credit_authors", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("slug", name=op.f("uq_articles_slug")),
    )
    op.create_index(
        "uq_articles_featured",
        "articles",
        ["is_featured"],
        unique=True,
        sqlite_where=sa.text("is_featured"),
        postgresql_where=sa.text("is_featured"),
    )
    op.create_table(
        "article_texts",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.String(length=1000), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_texts_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "locale", name=op.f("pk_article_texts")),
    )
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_lessons_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        sa.UniqueConstraint("slug", name=op.f("uq_lessons_slug")),
    )
    op.create_index(op.f("ix_lessons_article_id"), "lessons", ["article_id"], unique=False)
    op.create_table(
        "lesson_texts",
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lessons.id"], name=op.f("fk_lesson_texts_lesson_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lesson_id", "locale", name=op.f("pk_lesson_texts")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_questions_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("slug", name=op.f("uq_questions_slug")),
    )
    op.create_index(op.f("ix_questions_article_id"), "questions", ["article_id"], unique=False)
    op.create_table(
        "question_texts",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.String(length=1000), nullable=False),
        sa.Column("exact", sa.String(length=500), nullable=False),
        sa.Column("prefix", sa.String(length=120), nullable=False),
        sa.Column("suffix", sa.String(length=120), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("is_anchor_lost", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_texts_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "locale", name=op.f("pk_question_texts")),
    )
    op.create_table(
        "question_lessons",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lessons.id"], name=op.f("fk_question_lessons_lesson_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_lessons_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "lesson_id", name=op.f("pk_question_lessons")),
    )
    op.create_index(op.f("ix_question_lessons_lesson_id"), "question_lessons", ["lesson_id"], unique=False)
    op.create_table(
        "question_perspectives",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("perspective_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["perspective_id"], ["perspectives.id"], name=op.f("fk_question_perspectives_perspective_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_perspectives_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "perspective_id", name=op.f("pk_question_perspectives")),
    )
    op.create_index(
        op.f("ix_question_perspectives_perspective_id"),
        "question_perspectives",
        ["perspective_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("question_perspectives")
    op.drop_table("question_lessons")
    op.drop_table("question_texts")
    op.drop_table("questions")
    op.drop_table("lesson_texts")
    op.drop_table("lessons")
    op.drop_table("article_texts")
    op.drop_table("articles")
