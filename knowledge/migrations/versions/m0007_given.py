"""What a person said of a document; documents read for a generation that waits are not taken up by another refresh."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("documents") as table:
        table.add_column(sa.Column("given", sa.Text, nullable=False, server_default="{}"))
        table.add_column(sa.Column("waits", sa.Boolean, nullable=False, server_default=sa.false()))
        table.drop_constraint("uq_documents_sha256", type_="unique")
        table.create_unique_constraint("uq_documents_sha256", ["sha256", "parser", "given"])
