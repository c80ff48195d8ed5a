"""Processes that die at the worst moment, and a sandbox as the judge of what reached Slack."""
