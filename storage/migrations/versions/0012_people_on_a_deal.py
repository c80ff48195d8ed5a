"""A deal has a team beside its owner: colleagues who see it and may write notes"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'deal_team',
        sa.Column('deal_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('added_by', sa.Integer(), nullable=True),
        sa.Column('added_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['deal_id'], ['deals.id']),
        sa.ForeignKeyConstraint(['person_id'], ['people.id']),
        sa.ForeignKeyConstraint(['added_by'], ['people.id']),
        sa.PrimaryKeyConstraint('deal_id', 'person_id'),
    )
    op.create_index('ix_deal_team_person_id', 'deal_team', ['person_id'])


def downgrade() -> None:
    op.drop_index('ix_deal_team_person_id', 'deal_team')
    op.drop_table('deal_team')
