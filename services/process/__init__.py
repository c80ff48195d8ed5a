"""The team's process as configured: reading, previewing and applying it, and the first day's set-up."""
