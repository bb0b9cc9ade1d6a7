"""Grades in, due days out. Pure: `today`, `now` and `rng` are always arguments."""
