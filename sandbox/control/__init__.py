"""The door of tests and try mode: clocks, people, faults, the sink."""
