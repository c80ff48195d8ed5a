"""Plain words in the DM: kept first, then understood, offered, saved with one tap; never into the void."""
