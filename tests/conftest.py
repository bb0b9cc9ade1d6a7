import os

from hypothesis import settings

# Widgets are real, the screen need not be.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# How long an example takes says more of the machine than of the code.
settings.register_profile("flashrl", deadline=None)
settings.load_profile("flashrl")
