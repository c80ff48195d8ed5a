"""What amounts are worth: exchange rates, and sums over deals in several currencies."""
