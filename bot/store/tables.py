"""The tables. What must never be is forbidden here, by constraints, and not in the hope of the code."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    false,
    literal_column,
)

from bot.domain.calendar import Kind
from bot.domain.chats import Pause, Place, Style
from bot.domain.deliveries import State
from bot.domain.readings import Scope
from bot.store.columns import Amount, ClockTime, EditionKey, Instant, Words, present, word_of

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key is called INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON(none_as_null=True)

papers = Table(
    "papers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Words, nullable=False),
    Column("abstract", Words, nullable=False),
    Column("authors", Json),
    Column("published_at", Instant),
    Column("ai_summary", Words),
    Column("keywords", Json),
    Column("organization", Words),
    Column("code_url", Words),
    Column("code_stars", Integer),
    Column("project_url", Words),
    # When the list was captured that told it; NULL where no list did.
    Column("listed_at", Instant),
)

# Full texts that were read, and notes that there was none; compressed.
documents = Table(
    "documents",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

# What was learnt, told and translated; compressed. A telling may outlive its notes, and is nothing then.
notes = Table(
    "notes",
    metadata,
    Column("key", Words, primary_key=True),
    Column("paper_id", Words, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False),
    Index("ix_notes_paper_id", "paper_id"),
)

tellings = Table(
    "tellings",
    metadata,
    Column("key", Words, primary_key=True),
    Column("notes_key", Words, nullable=False),
    Column("paper_id", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False),
    Index("ix_tellings_notes_key_language", "notes_key", "language"),
)

translations = Table(
    "translations",
    metadata,
    Column("key", Words, primary_key=True),
    Column("paper_id", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

# What questions to the model cost. The ids are Telegram's, 0 for the day's own entry.
spending = Table(
    "spending",
    metadata,
    Column("day", Date, primary_key=True),
    Column("scope", word_of(Scope, "scope"), primary_key=True),
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),
    Column("tokens", BigInteger, nullable=False),
    Column("reserved", BigInteger, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("cost", Amount, nullable=False),
    CheckConstraint("tokens >= 0 AND reserved >= 0 AND requests >= 0", name="not_negative"),
    Index("ix_spending_account_id", "account_id"),
)

# How many messages were paid for, a tenth of a Star each.
stars = Table(
    "stars",
    metadata,
    Column("day", Date, primary_key=True),
    Column("messages", BigInteger, CheckConstraint("messages >= 0", name="messages"), nullable=False),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Id, primary_key=True),
    Column("edition", EditionKey, nullable=False),
    Column("captured_at", Instant, nullable=False),
    Column("source", String(32), nullable=False),
    Index("ix_snapshots_edition_captured_at", "edition", "captured_at"),
    sqlite_autoincrement=True,
)

listings = Table(
    "listings",
    metadata,
    Column("snapshot_id", Id, ForeignKey("snapshots.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("paper_id", String(64), ForeignKey("papers.id"), nullable=False),
    Column("votes", Integer, nullable=False),
    Column("comments", Integer, nullable=False),
    UniqueConstraint("snapshot_id", "paper_id"),
    CheckConstraint("place >= 1", name="place"),
    Index("ix_listings_paper_id", "paper_id"),
)

# Ids of chats and deliveries are never used twice, not even after /forget: a process may still hold one.
chats = Table(
    "chats",
    metadata,
    Column("id", Id, primary_key=True),
    Column("telegram_chat_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger, nullable=False),  # 0 where there is no topic, for NULLs are all distinct
    Column("place", word_of(Place, "place"), nullable=False),
    Column("title", Words, nullable=False),
    Column("language", String(16), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("count", SmallInteger, nullable=False),
    Column("style", word_of(Style, "style"), nullable=False),
    Column("min_votes", Integer, nullable=False),
    Column("wanted", Json, nullable=False),
    Column("unwanted", Json, nullable=False),
    Column("is_silent", Boolean, nullable=False),
    Column("has_chosen", Boolean, nullable=False, default=False),
    Column("pause", word_of(Pause, "pause")),
    Column("paused_at", Instant),
    Column("created_at", Instant, nullable=False, default=present()),
    UniqueConstraint("telegram_chat_id", "topic_id"),
    CheckConstraint("(pause IS NULL) = (paused_at IS NULL)", name="pause_has_a_time"),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", word_of(Kind, "kind"), primary_key=True),
    Column("at", ClockTime, nullable=False),
    Column("days", SmallInteger, nullable=False),  # bit 0 is Monday
    Column("next_due_at", Instant),
    # Repeats that the chat is paused, so that the index of due times holds only those that can be served.
    Column("is_held", Boolean, nullable=False),
    CheckConstraint("days BETWEEN 1 AND 127", name="days"),
)


def is_awake() -> ColumnElement[bool]:
    """Return the condition of the index of due times; a query that states it can use the index."""
    return subscriptions.c.is_held == false()


Index(
    "ix_subscriptions_due",
    subscriptions.c.kind,
    subscriptions.c.next_due_at,
    sqlite_where=is_awake() & subscriptions.c.next_due_at.is_not(None),
    postgresql_where=is_awake() & subscriptions.c.next_due_at.is_not(None),
)

# What replicas agree on. Seconds are those of the server's clock, for replicas' own clocks differ.
leases = Table(
    "leases",
    metadata,
    Column("name", String(160), primary_key=True),
    Column("holder", String(128), nullable=False),
    Column("until_s", Double, nullable=False),
)

# Updates that some process took on; who asks for one a second time is told so.
arrivals = Table(
    "arrivals",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("holder", String(128), nullable=False),
    Column("until_s", Double, nullable=False),
    Column("is_done", Boolean, nullable=False),
    Index("ix_arrivals_until_s", "until_s"),
)

# One row: what all replicas together have taken of Telegram's rate. On a server it is not logged: a server
# that crashed starts with nothing taken.
reservations = Table(
    "reservations",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("overall_until_s", Double, nullable=False),
    Column("bulk_until_s", Double, nullable=False),
    Column("held_until_s", Double, nullable=False),
    Column("cut_at_s", Double, nullable=False),
    Column("speed_then", Double, nullable=False),
    Column("speed_at_s", Double, nullable=False),
)

views = Table(
    "views",
    metadata,
    Column("id", Id, primary_key=True),
    Column("edition", EditionKey, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("post", Json, nullable=False),
    Column("paper_ids", Json, nullable=False),
    Column("told", Json),  # those of the papers that were told by notes
    Column("lost", EditionKey),  # the earlier list of which it says that it may not have arrived
    UniqueConstraint("edition", "hash"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("edition", EditionKey, nullable=False),
    Column("part", SmallInteger, nullable=False, default=0),
    Column("snapshot_id", Id, ForeignKey("snapshots.id"), nullable=False),
    Column("state", word_of(State, "state"), nullable=False),
    Column("owner", String(128)),
    Column("lease_until", Instant),
    Column("try_again_at", Instant),
    Column("attempts", Integer, nullable=False, default=0),
    Column("view_id", Id, ForeignKey("views.id")),
    Column("message_id", BigInteger),
    Column("note", Words, nullable=False, default=""),
    Column("owed_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # Until when its message may be edited; NULL where it says all that it will ever say.
    Column(
        "edit_until",
        Instant,
        CheckConstraint("edit_until IS NULL OR (state = 'sent' AND message_id IS NOT NULL)", name="edit"),
    ),
    Column("looked_at", Instant),  # when better text was last looked for
    Column("resent_at", Instant),  # when it was sent once more although it may have arrived
    Column("offered_at", Instant),  # when its reader was told that it may not have arrived
    UniqueConstraint("chat_id", "edition", "part"),
    CheckConstraint("(state IN ('claimed', 'sending')) = (lease_until IS NOT NULL)", name="lease"),
    CheckConstraint("lease_until IS NULL OR owner IS NOT NULL", name="leased_to"),
    CheckConstraint("state <> 'pending' OR owner IS NULL", name="pending_is_free"),
    Index("ix_deliveries_chat_id_changed_at", "chat_id", "changed_at"),
    Index("ix_deliveries_snapshot_id", "snapshot_id"),
    Index("ix_deliveries_view_id", "view_id"),
    sqlite_autoincrement=True,
)


def stands(state: State) -> ColumnElement[bool]:
    """Return the condition that a delivery stands in a state.

    The word is written into the statement, for a planner can't match a parameter with a partial index.
    """
    return deliveries.c.state == literal_column(f"'{state}'")


Index(
    "ix_deliveries_pending",
    deliveries.c.owed_at,
    deliveries.c.id,
    sqlite_where=stands(State.PENDING),
    postgresql_where=stands(State.PENDING),
)
Index(
    "ix_deliveries_leased",
    deliveries.c.lease_until,
    sqlite_where=deliveries.c.lease_until.is_not(None),
    postgresql_where=deliveries.c.lease_until.is_not(None),
)
Index(
    "ix_deliveries_unfinished",
    deliveries.c.looked_at,
    deliveries.c.id,
    sqlite_where=deliveries.c.edit_until.is_not(None),
    postgresql_where=deliveries.c.edit_until.is_not(None),
)


def went_amiss() -> ColumnElement[bool]:
    """Return the condition of the index of deliveries that ended otherwise than well."""
    ends = (State.FAILED, State.AMBIGUOUS, State.SKIPPED)
    return deliveries.c.state.in_([literal_column(f"'{state}'") for state in ends])


Index(
    "ix_deliveries_amiss",
    deliveries.c.state,
    deliveries.c.chat_id,
    sqlite_where=went_amiss(),
    postgresql_where=went_amiss(),
)
