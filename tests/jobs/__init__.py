"""The jobs: their table, their guard, and one round of everything."""
