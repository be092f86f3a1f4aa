"""Notes and what is told of them, what they cost, and deliveries that are edited, resent or offered."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Instant = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")
Json = sa.JSON(none_as_null=True)
EDIT = "edit_until IS NULL OR (state = 'sent' AND message_id IS NOT NULL)"
AMISS = "state IN ('failed', 'ambiguous', 'skipped')"


def upgrade() -> None:
    create_notes()
    create_spending()
    extend_deliveries()


def create_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_paper_id", "notes", ["paper_id"])
    op.create_table(
        "tellings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("notes_key", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tellings")),
    )
    op.create_index("ix_tellings_notes_key_language", "tellings", ["notes_key", "language"])
    op.create_table(
        "translations",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_translations")),
    )


def create_spending() -> None:
    op.create_table(
        "spending",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "user", "chat", "day", name="scope", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "tokens >= 0 AND reserved >= 0 AND requests >= 0", name=op.f("ck_spending_not_negative")
        ),
        sa.PrimaryKeyConstraint("day", "scope", "account_id", name=op.f("pk_spending")),
    )
    op.create_index("ix_spending_account_id", "spending", ["account_id"])


def extend_deliveries() -> None:
    # Columns are added to the table as it is: a table made anew would count ids from the greatest that is
    # left, and use those a second time that were forgotten.
    edit = sa.CheckConstraint(EDIT, name=op.f("ck_deliveries_edit"))
    op.add_column("deliveries", sa.Column("edit_until", Instant, edit))
    for name in ("looked_at", "resent_at", "offered_at"):
        op.add_column("deliveries", sa.Column(name, Instant))
    op.add_column("views", sa.Column("told", Json))
    op.create_index("ix_deliveries_view_id", "deliveries", ["view_id"])
    op.create_index(
        "ix_deliveries_unfinished",
        "deliveries",
        ["looked_at", "id"],
        sqlite_where=sa.text("edit_until IS NOT NULL"),
        postgresql_where=sa.text("edit_until IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_amiss",
        "deliveries",
        ["state", "chat_id"],
        sqlite_where=sa.text(AMISS),
        postgresql_where=sa.text(AMISS),
    )


def downgrade() -> None:
    op.drop_column("views", "told")
    for index in ("amiss", "unfinished", "view_id"):
        op.drop_index(f"ix_deliveries_{index}", "deliveries")
    for name in ("offered_at", "resent_at", "looked_at", "edit_until"):
        op.drop_column("deliveries", name)
    for table in ("spending", "translations", "tellings", "notes"):
        op.drop_table(table)
