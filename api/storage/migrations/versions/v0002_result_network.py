"""Results say which network they were asked of, as the jobs do that made them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OF_ITS_JOB = """
    UPDATE result SET network = (SELECT MAX(network) FROM job WHERE job.result_id = result.id)
"""


def upgrade() -> None:
    """Take the network of the job; of a result without one it is not known."""
    op.add_column("result", sa.Column("network", sa.String(64)))
    op.execute(OF_ITS_JOB)


def downgrade() -> None:
    """Forget it; in place: a table made anew would take from the jobs which result they have."""
    op.drop_column("result", "network")
