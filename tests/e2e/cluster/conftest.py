"""A real PostgreSQL server, out of a wheel."""

from tests.integration.conftest import empty_postgres, postgres_server

__all__ = ["empty_postgres", "postgres_server"]
