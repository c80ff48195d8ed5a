"""Who said of a deal to push on, when, and in which words"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'pushes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('deal_id', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('words', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_pushes_by_id_people')),
        sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_pushes_deal_id_deals')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pushes')),
    )
    op.create_index(op.f('ix_pushes_deal_id'), 'pushes', ['deal_id'])


def downgrade() -> None:
    op.drop_table('pushes')
