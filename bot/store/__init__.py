"""What is kept, in SQLite or PostgreSQL; the only room that knows SQLAlchemy and Alembic."""
