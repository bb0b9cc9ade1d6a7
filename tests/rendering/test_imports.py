"""The libraries for rendering are loaded when first needed, not at start-up."""

import subprocess
import sys

HEAVY = ["latex2mathml", "markdown", "markdown_it", "nh3", "pygments", "pymdownx", "ziafont", "ziamath"]


def test_the_room_itself_loads_no_library() -> None:
    code = f"import sys, flashrl.rendering; print([name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_html_needs_no_typesetting() -> None:
    code = (
        "import sys; from flashrl.rendering import mathjax, to_html\n"
        "to_html('$x$', formula=mathjax, image=lambda source, alt: '')\n"
        "print('ziamath' in sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "False"
