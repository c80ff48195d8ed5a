"""The first hours of a workspace, and a change of its process: what it would do, and how it comes into force."""
