"""The looks that a question has in a foreign file, one file each."""
