"""What a deal is about, by the words of its notes: competitor, price, delivery"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('deals') as batch:
        batch.add_column(sa.Column('tags', AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('deals') as batch:
        batch.drop_column('tags')
