"""The start after a killed process: the app itself, until its first page is painted."""

import os
import subprocess
import sys
from pathlib import Path

# Without the shipped decks, whose import is measured elsewhere.
_APP = """
import sys
from pathlib import Path
from flashrl import app, paths

paths.decks = lambda: Path("no decks")
sys.exit(app.start(Path(sys.argv[1]), exit_when_painted=True))
"""


def start_the_app(home: Path) -> str:
    """What is wrong with a start of the app; empty where its first page was painted."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _APP, str(home)], env=environment, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 and float(done.stdout) > 0 else f"the app did not start: {done.stderr}"
