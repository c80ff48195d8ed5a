"""Tables, named queries and sessions: the only room that speaks SQL."""
