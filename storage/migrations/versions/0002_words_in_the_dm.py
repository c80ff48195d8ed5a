"""Plain words in the DM: where a kept text stands in Slack and what it became; answers inside threads"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('thread_ts', sqlmodel.sql.sqltypes.AutoString(), nullable=True))

    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ts', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('deal_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('note_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_drafts_deal_id_deals'), 'deals', ['deal_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_drafts_note_id_notes'), 'notes', ['note_id'], ['id'])
        batch_op.create_index('ix_drafts_ts', ['person_id', 'ts'], unique=True, sqlite_where=sa.text('ts IS NOT NULL'), postgresql_where=sa.text('ts IS NOT NULL'))


def downgrade() -> None:
    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.drop_index('ix_drafts_ts', sqlite_where=sa.text('ts IS NOT NULL'), postgresql_where=sa.text('ts IS NOT NULL'))
        batch_op.drop_constraint(batch_op.f('fk_drafts_note_id_notes'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_drafts_deal_id_deals'), type_='foreignkey')
        batch_op.drop_column('note_id')
        batch_op.drop_column('deal_id')
        batch_op.drop_column('ts')

    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_column('thread_ts')
