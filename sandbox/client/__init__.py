"""The person's door: what the page, tests and scripts do and see."""
