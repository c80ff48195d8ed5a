"""Requests from Slack over HTTP: our own gate before Bolt, bounded threads behind it, uvicorn around both."""

PATH = "/slack/events"  # Bolt's own default, for commands, buttons, forms and events alike
