"""What is kept, in SQLite or PostgreSQL; the only room that knows SQLAlchemy and Alembic."""

from bot.store.store import SqlStore

__all__ = ["SqlStore"]
