"""Accounts are merged and parted again: which into which, and under which name each deal was written"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

MOVED = ('deals', 'contacts')
SAID = sa.text('said_account_id IS NOT NULL')
STANDING = sa.text('undone_at IS NULL')


def upgrade() -> None:
    at = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        'account_merges',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('into_id', sa.Integer(), nullable=False),
        sa.Column('at', at(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('undone_at', at(), nullable=True),
        sa.Column('undone_by', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_account_merges_account_id_accounts')),
        sa.ForeignKeyConstraint(['into_id'], ['accounts.id'], name=op.f('fk_account_merges_into_id_accounts')),
        sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_account_merges_by_id_people')),
        sa.ForeignKeyConstraint(['undone_by'], ['people.id'], name=op.f('fk_account_merges_undone_by_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_account_merges')),
    )
    with op.batch_alter_table('account_merges', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_merges_into_id'), ['into_id'], unique=False)
        batch_op.create_index('uq_account_merges_standing', ['account_id'], unique=True, sqlite_where=STANDING, postgresql_where=STANDING)
    for table in MOVED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('said_account_id', sa.Integer(), nullable=True))
            batch_op.create_foreign_key(batch_op.f(f'fk_{table}_said_account_id_accounts'), 'accounts', ['said_account_id'], ['id'])
            batch_op.create_index(f'ix_{table}_said_account_id', ['said_account_id'], unique=False, sqlite_where=SAID, postgresql_where=SAID)


def downgrade() -> None:
    for table in MOVED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f'ix_{table}_said_account_id', sqlite_where=SAID, postgresql_where=SAID)
            batch_op.drop_constraint(batch_op.f(f'fk_{table}_said_account_id_accounts'), type_='foreignkey')
            batch_op.drop_column('said_account_id')
    op.drop_table('account_merges')
