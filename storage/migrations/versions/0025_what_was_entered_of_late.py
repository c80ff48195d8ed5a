"""Stages that deals came into of late are found by when, for the good news"""

import sqlalchemy as sa
from alembic import op


revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

FORWARD = sa.text("direction = 'forward'")


def upgrade() -> None:
    op.create_index(
        'ix_stage_entries_entered',
        'stage_entries',
        ['entered_at'],
        sqlite_where=FORWARD,
        postgresql_where=FORWARD,
    )


def downgrade() -> None:
    op.drop_index('ix_stage_entries_entered', table_name='stage_entries')
