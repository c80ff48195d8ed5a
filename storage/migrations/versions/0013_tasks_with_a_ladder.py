"""What is asked of colleagues is said again on its day: open tasks with a day get their first look"""

from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

THEIRS = "state = 'open' AND due_at IS NOT NULL AND kind NOT IN ('unblock', 'help')"


def upgrade() -> None:
    op.execute(f'UPDATE tasks SET next_check_at = due_at WHERE next_check_at IS NULL AND {THEIRS}')


def downgrade() -> None:
    op.execute(f'UPDATE tasks SET next_check_at = NULL WHERE {THEIRS}')
