"""The app beside a bare window, the simulations beside a library. `python -m benchmarks` prints the table."""
