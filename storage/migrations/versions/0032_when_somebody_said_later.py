"""When somebody said Later: it answers a reminder without being a sign of work"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('laters', sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('laters') as batch_op:
        batch_op.drop_column('at')
