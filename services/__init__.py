"""Use cases: one transaction each. They ask rules for decisions and storage for rows; they never talk to Slack."""
