"""A deal through its stages: the card, finding it, gates and what fills them, waits, waivers, files."""
