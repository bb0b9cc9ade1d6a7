"""The lines of a foreign file as they are read: blocks, folds, fences, and what is put right before."""
