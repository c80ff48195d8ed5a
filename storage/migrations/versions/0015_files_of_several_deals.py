"""One file of Slack's is kept once with each deal, not once in all"""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

THERE = sa.text('slack_file_id IS NOT NULL')
SECOND = """
UPDATE attachments SET slack_file_id = NULL WHERE EXISTS (
    SELECT 1 FROM attachments a WHERE a.slack_file_id = attachments.slack_file_id AND a.id < attachments.id
)
"""


def upgrade() -> None:
    with op.batch_alter_table('attachments') as batch:
        batch.drop_constraint(batch.f('uq_attachments_slack_file_id'), type_='unique')
    columns = ['deal_id', 'slack_file_id']
    op.create_index(
        'uq_attachments_slack_file_id', 'attachments', columns, unique=True, sqlite_where=THERE, postgresql_where=THERE
    )


def downgrade() -> None:
    op.drop_index('uq_attachments_slack_file_id', 'attachments')
    op.execute(SECOND)
    with op.batch_alter_table('attachments') as batch:
        batch.create_unique_constraint(batch.f('uq_attachments_slack_file_id'), ['slack_file_id'])
