"""What an import changed, as it was before, while that can be taken back"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'import_befores',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('run_id', sa.Integer(), nullable=False),
        sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('record_id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('version_before', sa.Integer(), nullable=False),
        sa.Column('back', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ['run_id'], ['import_runs.id'], name=op.f('fk_import_befores_run_id_import_runs')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_befores')),
    )
    op.create_index('ix_import_befores_record', 'import_befores', ['kind', 'record_id'])
    op.create_index(op.f('ix_import_befores_run_id'), 'import_befores', ['run_id'])


def downgrade() -> None:
    op.drop_table('import_befores')
