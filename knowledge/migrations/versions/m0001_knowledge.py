"""Documents, pages, units, vectors, generations, pointer, tombstones."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("rev", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(200), nullable=False, index=True),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("parser", sa.Integer, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("number", sa.String(50)),
        sa.Column("year", sa.Integer),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("revoked_by", sa.String(200)),
        sa.Column("effective_from", sa.Date),
        sa.Column("handbook", sa.Boolean, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("empty_pages", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("sha256", "parser"),
    )
    op.create_table(
        "pages",
        sa.Column("rev", sa.Integer, sa.ForeignKey("documents.rev", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("label", sa.String(50)),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("ocr", sa.Boolean, nullable=False),
    )
    _units()
    _vectors_and_generations()


def _units() -> None:
    op.create_table(
        "units",
        sa.Column("rev", sa.Integer, sa.ForeignKey("documents.rev", ondelete="CASCADE"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(300), nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("breadcrumb", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("page_from", sa.Integer, nullable=False),
        sa.Column("page_to", sa.Integer, nullable=False),
        sa.Column("page_label", sa.String(50)),
        sa.Column("regime", sa.String(10)),
        sa.Column("indicator", sa.Integer),
        sa.Column("level", sa.Integer),
        sa.Column("pasal", sa.String(20)),
        sa.Column("ayat", sa.String(20)),
        sa.Column("ocr", sa.Boolean, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False, index=True),
    )


def _vectors_and_generations() -> None:
    op.create_table(
        "vectors",
        sa.Column("content_hash", sa.String(64), primary_key=True),
        sa.Column("model", sa.String(200), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "generations",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "generation_documents",
        sa.Column("generation_id", sa.Integer, sa.ForeignKey("generations.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("rev", sa.Integer, sa.ForeignKey("documents.rev"), primary_key=True),
    )
    op.create_table(
        "pointer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("generation_id", sa.Integer, sa.ForeignKey("generations.id"), nullable=False),
    )
    op.create_table(
        "tombstones",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
    )
