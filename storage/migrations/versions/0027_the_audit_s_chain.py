"""The audit's entries are sealed into a chain

Nothing is sealed here: the first look after the start seals what is on record, in batches."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_seals',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('spans', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('top', sa.Integer(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_seals'))
    )
    op.create_index('ix_audit_seals_top', 'audit_seals', ['top'])


def downgrade() -> None:
    op.drop_index('ix_audit_seals_top', table_name='audit_seals')
    op.drop_table('audit_seals')
