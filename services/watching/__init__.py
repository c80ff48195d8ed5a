"""Whether what was to be said was said: looked up in the tables by who has no part in saying it, and told to the admins."""
