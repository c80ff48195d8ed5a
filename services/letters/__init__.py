"""What is said when a promise is kept: still wanted, made of what is true now, for the eyes of its reader. Knows every
room that has something to say; none knows it."""
