"""A note may have the customer's own words and reaction; a deal knows when something of another day was logged"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    with op.batch_alter_table('notes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reaction', TEXT(), nullable=True))
        batch_op.add_column(sa.Column('quote', TEXT(), nullable=True))
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.add_column(sa.Column('acted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.drop_column('acted_at')
    with op.batch_alter_table('notes', schema=None) as batch_op:
        batch_op.drop_column('quote')
        batch_op.drop_column('reaction')
