"""Structure: the tree of each document, cells, changes and remarks of units, what a document says of others."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("documents") as table:
        table.add_column(sa.Column("enacted", sa.Date))
        table.add_column(sa.Column("promulgated", sa.Date))
        for name in ("amends", "revokes", "conflicts"):
            table.add_column(sa.Column(name, sa.Text, nullable=False, server_default="[]"))
    with op.batch_alter_table("units") as table:
        for name in ("cells", "changes"):
            table.add_column(sa.Column(name, sa.Text, nullable=False, server_default="[]"))
        table.add_column(sa.Column("note", sa.Text, nullable=False, server_default=sa.text("''")))
    op.create_table(
        "nodes",
        sa.Column("rev", sa.Integer, sa.ForeignKey("documents.rev", ondelete="CASCADE"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(300), nullable=False),
        sa.Column("parent", sa.String(300)),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("page_from", sa.Integer, nullable=False),
        sa.Column("page_to", sa.Integer, nullable=False),
        sa.Column("unit", sa.String(300), nullable=False),
    )
