"""Generations may wait to be published, know what they were built upon and what our own questions said of them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for column in (
        sa.Column("base", sa.Integer),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("golden", sa.Text),
    ):
        op.add_column("generations", column)
    op.execute("UPDATE generations SET published_at = created_at WHERE ready")
