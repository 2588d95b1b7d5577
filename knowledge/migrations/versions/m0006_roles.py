"""Roles, invitations, and an audit whose rows can only be added; refreshes asked for in chats."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_PROTECTION = {
    "sqlite": (
        "CREATE TRIGGER bot_audit_no_update BEFORE UPDATE ON bot_audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit cannot be changed'); END",
        "CREATE TRIGGER bot_audit_no_delete BEFORE DELETE ON bot_audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit cannot be changed'); END",
        "CREATE TRIGGER bot_audit_no_replace BEFORE INSERT ON bot_audit "
        "WHEN EXISTS (SELECT 1 FROM bot_audit WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'the audit cannot be changed'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION bot_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit cannot be changed'; END $$",
        "CREATE TRIGGER bot_audit_no_change BEFORE UPDATE OR DELETE ON bot_audit "
        "FOR EACH ROW EXECUTE FUNCTION bot_audit_refuse()",
        "CREATE TRIGGER bot_audit_no_truncate BEFORE TRUNCATE ON bot_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION bot_audit_refuse()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "bot_people",
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("invited_by", sa.BigInteger, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "bot_invitations",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("made_by", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.BigInteger),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "bot_audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    for statement in _PROTECTION[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "bot_refreshes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("file_id", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("asked_for", sa.String(20), nullable=False),
        sa.Column("recognised", sa.Text, nullable=False),
        sa.Column("given", sa.Text, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
