"""What people can do: in Slack (registry.py is the table of it), and at a terminal (terminal/)."""
