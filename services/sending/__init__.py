"""From a promise to one message in Slack: the outbox, grouping, how a delivery ends, and what did not arrive."""
