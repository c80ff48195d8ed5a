"""Columns that nobody read are gone; each stay in a stage says under which version of the process it began"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

# The first stay began under the version that its deal was made by. Of the others 1 was said whatever it was.
FIRST = """
UPDATE stage_entries SET config_version = (SELECT d.config_version FROM deals d WHERE d.id = stage_entries.deal_id)
WHERE id IN (SELECT min(id) FROM stage_entries GROUP BY deal_id)
"""
OTHERS = """
UPDATE stage_entries SET config_version = COALESCE(
    (SELECT max(v.version) FROM config_versions v WHERE v.applied_at <= stage_entries.entered_at), config_version
) WHERE config_version = 1 AND id NOT IN (SELECT min(id) FROM stage_entries GROUP BY deal_id)
"""
MADE_BY = """
UPDATE deals SET config_version = COALESCE(
    (SELECT e.config_version FROM stage_entries e WHERE e.deal_id = deals.id ORDER BY e.id LIMIT 1), 1)
"""
PLAIN = (('deals', 'closed_from_stage'), ('deals', 'config_version'), ('nudges', 'answered_at'), ('nudges', 'answer'))
POINTING = (('stage_entries', 'left_by', 'people'), ('account_merges', 'undone_by', 'people'), ('attachments', 'task_id', 'tasks'))


def upgrade() -> None:
    op.execute(FIRST)
    op.execute(OTHERS)
    for table, column in PLAIN:  # not as a batch: other tables point at these
        op.drop_column(table, column)
    for table, column, _ in POINTING:
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)


def downgrade() -> None:
    for table, column, other in POINTING:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
            batch.create_foreign_key(batch.f(f'fk_{table}_{column}_{other}'), other, [column], ['id'])
    op.add_column('deals', sa.Column('closed_from_stage', AutoString(), nullable=True))
    op.add_column('deals', sa.Column('config_version', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('nudges', sa.Column('answered_at', UTCDateTime(), nullable=True))
    op.add_column('nudges', sa.Column('answer', AutoString(), nullable=True))
    op.execute(MADE_BY)
