"""A staged generation says for what it was staged: one that nothing asks for any more can be told and given up."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("generations", sa.Column("staged_for", sa.String(40), nullable=False, server_default=sa.text("''")))
