"""How likely somebody says a deal is to be won, and who"""

import sqlalchemy as sa
from alembic import op


revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('deals') as batch_op:
        batch_op.add_column(sa.Column('probability', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('probability_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_deals_probability_by_people'), 'people', ['probability_by'], ['id']
        )


def downgrade() -> None:
    with op.batch_alter_table('deals') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_deals_probability_by_people'), type_='foreignkey')
        batch_op.drop_column('probability_by')
        batch_op.drop_column('probability')
