"""What replicas agree on: leases, updates that arrived, and the shared rate."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("holder", sa.String(128), nullable=False),
        sa.Column("until_s", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "arrivals",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(128), nullable=False),
        sa.Column("until_s", sa.Double(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_arrivals")),
    )
    op.create_index("ix_arrivals_until_s", "arrivals", ["until_s"])
    op.create_table(
        "reservations",
        sa.Column("name", sa.String(32), nullable=False),
        *(
            sa.Column(name, sa.Double(), nullable=False)
            for name in (
                "overall_until_s",
                "bulk_until_s",
                "held_until_s",
                "cut_at_s",
                "speed_then",
                "speed_at_s",
            )
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reservations")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE reservations SET UNLOGGED")


def downgrade() -> None:
    for table in ("reservations", "arrivals", "leases"):
        op.drop_table(table)
