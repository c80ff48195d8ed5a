"""The team's process as configured: read from a YAML text with its faults by line, kept in versions."""
