"""What somebody called not useful, and why; reminders found by when they were said"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

SENT = sa.text("state = 'sent'")


def upgrade() -> None:
    op.create_table(
        'dismissals',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('nudge_id', sa.Integer(), nullable=False),
        sa.Column('deal_id', sa.Integer(), nullable=False),
        sa.Column('rules', sa.JSON(), nullable=False),
        sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('words', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column('undone_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_dismissals_by_id_people')),
        sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_dismissals_deal_id_deals')),
        sa.ForeignKeyConstraint(['nudge_id'], ['nudges.id'], name=op.f('fk_dismissals_nudge_id_nudges')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_dismissals')),
    )
    op.create_index('ix_dismissals_at', 'dismissals', ['at'])
    op.create_index(op.f('ix_dismissals_deal_id'), 'dismissals', ['deal_id'])
    op.create_index(op.f('ix_dismissals_nudge_id'), 'dismissals', ['nudge_id'])
    op.create_index(
        'ix_nudges_said', 'nudges', ['delivered_at'], sqlite_where=SENT, postgresql_where=SENT
    )


def downgrade() -> None:
    op.drop_index('ix_nudges_said', table_name='nudges')
    op.drop_table('dismissals')
