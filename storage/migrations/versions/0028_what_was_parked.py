"""Which waits are deals that somebody parked: nobody waits for the customer there"""

import sqlalchemy as sa
from alembic import op


revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('waits', sa.Column('is_park', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('waits') as batch_op:
        batch_op.drop_column('is_park')
