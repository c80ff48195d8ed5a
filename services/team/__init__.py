"""Who is who: people, their place in the tree, their rights and their working time."""
