"""The first schema: scenarios, results, jobs, tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HEX, SHA256 = sa.String(32), sa.String(64)
MOMENT = sa.DateTime(timezone=True)
ACTIVE = sa.text("state IN ('queued', 'running')")
STATES = "state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')"


def upgrade() -> None:
    """Make the four tables."""
    _make_scenario()
    _make_result()
    _make_job()
    _make_token()


def downgrade() -> None:
    """Remove them, jobs before the results they name."""
    for table in ("job", "result", "scenario", "token"):
        op.drop_table(table)


def _make_scenario() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", HEX, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("text", sa.JSON, nullable=False),
        sa.Column("base_id", HEX),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("updated", MOMENT, nullable=False),
        sa.Column("sha256", SHA256, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scenario"),
        sa.ForeignKeyConstraint(["base_id"], ["scenario.id"], name="fk_scenario_base_id"),
    )
    op.create_index("ix_scenario_base_id", "scenario", ["base_id"])
    op.create_index("ix_scenario_created", "scenario", ["created"])


def _make_result() -> None:
    op.create_table(
        "result",
        sa.Column("id", HEX, nullable=False),
        sa.Column("key", SHA256, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("parameters", sa.JSON, nullable=False),
        sa.Column("folder", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_result"),
        sa.UniqueConstraint("key", name="uq_result_key"),
        sa.CheckConstraint("status IN ('whole', 'lost')", name="ck_result_status"),
    )
    op.create_index("ix_result_created", "result", ["created"])


def _make_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", HEX, nullable=False),
        sa.Column("key", SHA256, nullable=False),
        sa.Column("network", SHA256, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("parameters", sa.JSON, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("progress", sa.Double, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("runner", sa.String, nullable=False),
        sa.Column("cancel_asked", sa.Boolean, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("started", MOMENT),
        sa.Column("ended", MOMENT),
        sa.Column("error", sa.String),
        sa.Column("result_id", HEX),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.CheckConstraint(STATES, name="ck_job_state"),
        sa.ForeignKeyConstraint(
            ["result_id"], ["result.id"], name="fk_job_result_id", ondelete="SET NULL"
        ),
    )
    for column in ("created", "key", "state"):
        op.create_index(f"ix_job_{column}", "job", [column])
    op.create_index(
        "uq_job_active_key", "job", ["key"],
        unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE,
    )  # fmt: skip


def _make_token() -> None:
    op.create_table(
        "token",
        sa.Column("id", HEX, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("sha256", SHA256, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("revoked", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.CheckConstraint("role IN ('viewer', 'planner', 'admin')", name="ck_token_role"),
    )
