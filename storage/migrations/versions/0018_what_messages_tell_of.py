"""Which deals a message that somebody has tells of, and as which version of them"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'told_deals',
        sa.Column('delivery_id', sa.Integer(), nullable=False),
        sa.Column('deal_id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['deal_id'], ['deals.id']),
        sa.ForeignKeyConstraint(['delivery_id'], ['deliveries.id']),
        sa.PrimaryKeyConstraint('delivery_id', 'deal_id'),
    )
    op.create_index('ix_told_deals_told_at', 'told_deals', ['told_at'])


def downgrade() -> None:
    op.drop_index('ix_told_deals_told_at', 'told_deals')
    op.drop_table('told_deals')
