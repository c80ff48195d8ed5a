"""Which run of the import made a record: what it made can be taken back"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('import_rows', schema=None) as batch_op:
        batch_op.add_column(sa.Column('made_by_run', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_import_rows_made_by_run_import_runs'), 'import_runs', ['made_by_run'], ['id'])
        batch_op.create_index(batch_op.f('ix_import_rows_made_by_run'), ['made_by_run'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('import_rows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_rows_made_by_run'))
        batch_op.drop_constraint(batch_op.f('fk_import_rows_made_by_run_import_runs'), type_='foreignkey')
        batch_op.drop_column('made_by_run')
