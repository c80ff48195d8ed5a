"""A run of the import may begin in Slack: the file, how it is read, what was held back, how far it is"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
NOTHING = sa.text("'{}'")


def upgrade() -> None:
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('state', TEXT(), nullable=False, server_default='done'))
        batch_op.add_column(sa.Column('file', TEXT(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('slack_file', sa.JSON(), nullable=False, server_default=NOTHING))
        batch_op.add_column(sa.Column('sha256', TEXT(), nullable=True))
        batch_op.add_column(sa.Column('plan', sa.JSON(), nullable=False, server_default=NOTHING))
        batch_op.add_column(sa.Column('held', sa.JSON(), nullable=False, server_default=NOTHING))
        batch_op.add_column(sa.Column('place', sa.JSON(), nullable=False, server_default=NOTHING))
        batch_op.add_column(sa.Column('lease_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.create_index(batch_op.f('ix_import_runs_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_runs_lease_until'), ['lease_until'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_runs_lease_until'))
        batch_op.drop_index(batch_op.f('ix_import_runs_by_id'))
        for name in ('version', 'lease_until', 'place', 'held', 'plan', 'sha256', 'slack_file', 'file', 'state'):
            batch_op.drop_column(name)
