"""What was paid for the speed of digests."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stars",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("messages", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("messages >= 0", name=op.f("ck_stars_messages")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_stars")),
    )


def downgrade() -> None:
    op.drop_table("stars")
