"""From a promise to one message in Slack: the outbox, grouping, last checks, and what did not arrive."""
