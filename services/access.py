"""The one door: every command, button, modal, list line and job asks here before it shows or changes."""
