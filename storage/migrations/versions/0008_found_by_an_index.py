"""The message under a button, what came of a note and a group's tasks are found by an index"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

SPARSE = (('deliveries', 'ts'), ('steps', 'note_id'), ('tasks', 'group_role'), ('drafts', 'note_id'))


def upgrade() -> None:
    for table, column in SPARSE:
        there = sa.text(f'{column} IS NOT NULL')
        op.create_index(f'ix_{table}_{column}', table, [column], sqlite_where=there, postgresql_where=there)
    op.create_index('ix_undos_deal_id', 'undos', ['deal_id'])


def downgrade() -> None:
    op.drop_index('ix_undos_deal_id', 'undos')
    for table, column in SPARSE:
        op.drop_index(f'ix_{table}_{column}', table)
