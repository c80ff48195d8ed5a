"""Tables that come and go: what a file's columns mean, how its cells are read, what a lead table says."""
