"""The audit log is append-only, as history is: the release before never changes a row of it either."""

from alembic import op

revision = "0003"
down_revision = "0002"

AUDIT_LOG_IS_APPEND_ONLY = """
CREATE FUNCTION refuse_to_change_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END
$$;
CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_audit_log();
"""


def upgrade() -> None:
    op.execute(AUDIT_LOG_IS_APPEND_ONLY)


def downgrade() -> None:
    op.execute("DROP TRIGGER audit_log_is_append_only ON audit_log")
    op.execute("DROP FUNCTION refuse_to_change_audit_log")
