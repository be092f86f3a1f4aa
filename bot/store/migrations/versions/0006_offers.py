"""Of which earlier list a message says that it may not have arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("views", sa.Column("lost", sa.String(20)))


def downgrade() -> None:
    op.drop_column("views", "lost")
