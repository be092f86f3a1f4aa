"""Papers and lists, chats and subscriptions, views and deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True).with_variant(sa.String(26), "sqlite")
Json = sa.JSON(none_as_null=True)


def word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=16)


def upgrade() -> None:
    create_lists()
    create_chats()
    create_deliveries()


def create_lists() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("authors", Json),
        sa.Column("published_at", Instant),
        sa.Column("ai_summary", sa.Text()),
        sa.Column("keywords", Json),
        sa.Column("organization", sa.Text()),
        sa.Column("code_url", sa.Text()),
        sa.Column("code_stars", sa.Integer()),
        sa.Column("project_url", sa.Text()),
        sa.Column("listed_at", Instant),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
    )
    op.create_table(
        "snapshots",
        sa.Column("id", Id, nullable=False),
        sa.Column("edition", sa.String(20), nullable=False),
        sa.Column("captured_at", Instant, nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_snapshots_edition_captured_at", "snapshots", ["edition", "captured_at"])
    op.create_table(
        "listings",
        sa.Column("snapshot_id", Id, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paper_id", sa.String(64), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_listings_place")),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_listings_paper_id_papers")),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshots.id"],
            name=op.f("fk_listings_snapshot_id_snapshots"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "place", name=op.f("pk_listings")),
        sa.UniqueConstraint("snapshot_id", "paper_id", name=op.f("uq_listings_snapshot_id_paper_id")),
    )
    op.create_index("ix_listings_paper_id", "listings", ["paper_id"])


def create_chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", Id, nullable=False),
        sa.Column("telegram_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("place", word("place", "private", "group", "channel"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.Column("style", word("style", "brief", "sections", "deep"), nullable=False),
        sa.Column("min_votes", sa.Integer(), nullable=False),
        sa.Column("wanted", Json, nullable=False),
        sa.Column("unwanted", Json, nullable=False),
        sa.Column("is_silent", sa.Boolean(), nullable=False),
        sa.Column("has_chosen", sa.Boolean(), nullable=False),
        sa.Column("pause", word("pause", "blocked", "removed", "muted", "topic_closed", "not_found")),
        sa.Column("paused_at", Instant),
        sa.Column("created_at", Instant, nullable=False),
        sa.CheckConstraint("(pause IS NULL) = (paused_at IS NULL)", name=op.f("ck_chats_pause_has_a_time")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint("telegram_chat_id", "topic_id", name=op.f("uq_chats_telegram_chat_id_topic_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subscriptions",
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("kind", word("kind", "daily", "weekly", "monthly"), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("next_due_at", Instant),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.CheckConstraint("days BETWEEN 1 AND 127", name=op.f("ck_subscriptions_days")),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_subscriptions_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "kind", name=op.f("pk_subscriptions")),
    )
    op.create_index(
        "ix_subscriptions_due",
        "subscriptions",
        ["kind", "next_due_at"],
        sqlite_where=sa.text("is_held = 0 AND next_due_at IS NOT NULL"),
        postgresql_where=sa.text("is_held = false AND next_due_at IS NOT NULL"),
    )


def create_deliveries() -> None:
    op.create_table(
        "views",
        sa.Column("id", Id, nullable=False),
        sa.Column("edition", sa.String(20), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("post", Json, nullable=False),
        sa.Column("paper_ids", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
        sa.UniqueConstraint("edition", "hash", name=op.f("uq_views_edition_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("edition", sa.String(20), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("snapshot_id", Id, nullable=False),
        sa.Column(
            "state",
            word("state", "pending", "claimed", "sending", "sent", "failed", "ambiguous", "skipped"),
            nullable=False,
        ),
        sa.Column("owner", sa.String(128)),
        sa.Column("lease_until", Instant),
        sa.Column("try_again_at", Instant),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("view_id", Id),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("owed_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.CheckConstraint(
            "(state IN ('claimed', 'sending')) = (lease_until IS NOT NULL)",
            name=op.f("ck_deliveries_lease"),
        ),
        sa.CheckConstraint("lease_until IS NULL OR owner IS NOT NULL", name=op.f("ck_deliveries_leased_to")),
        sa.CheckConstraint("state <> 'pending' OR owner IS NULL", name=op.f("ck_deliveries_pending_is_free")),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_deliveries_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_deliveries_snapshot_id_snapshots")
        ),
        sa.ForeignKeyConstraint(["view_id"], ["views.id"], name=op.f("fk_deliveries_view_id_views")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("chat_id", "edition", "part", name=op.f("uq_deliveries_chat_id_edition_part")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_chat_id_changed_at", "deliveries", ["chat_id", "changed_at"])
    op.create_index("ix_deliveries_snapshot_id", "deliveries", ["snapshot_id"])
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["owed_at", "id"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_deliveries_leased",
        "deliveries",
        ["lease_until"],
        sqlite_where=sa.text("lease_until IS NOT NULL"),
        postgresql_where=sa.text("lease_until IS NOT NULL"),
    )


def downgrade() -> None:
    for table in ("deliveries", "views", "subscriptions", "chats", "listings", "snapshots", "papers"):
        op.drop_table(table)
