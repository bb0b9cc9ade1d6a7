"""`python -m flashrl`, and the installed commands."""

import sys


def main() -> None:
    """Run the command line; without a command it opens the desktop app."""
    from flashrl.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
