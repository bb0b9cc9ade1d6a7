"""For people who write decks: what is wrong in a file, and its tidy form."""
