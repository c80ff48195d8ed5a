"""What fails and what crashes is counted apart from waiting; the message under a button is found by an index"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Without a copy of the table. What was counted until now counted waiting too, so it begins anew.
    op.execute('ALTER TABLE deliveries RENAME COLUMN attempts TO failures')
    op.execute("UPDATE deliveries SET failures = 0 WHERE state IN ('ready','leased','unknown')")
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('crashes', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    op.drop_column('deliveries', 'crashes')
    op.execute('ALTER TABLE deliveries RENAME COLUMN failures TO attempts')
