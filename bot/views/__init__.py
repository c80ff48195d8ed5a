"""Views: pure functions from data to Block Kit dicts. parts.py alone spells block types and escapes text."""
