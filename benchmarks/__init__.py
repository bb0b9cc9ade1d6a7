"""Side-by-side measurements: the app beside a bare window. `python -m benchmarks` prints the table."""
