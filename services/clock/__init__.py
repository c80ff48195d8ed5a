"""What silence becomes: nudges, their words and facts, and the verbs that answer them."""
