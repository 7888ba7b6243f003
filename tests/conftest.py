"""SDL's dummy drivers, set before anything imports pygame."""

import os

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

from hypothesis import settings

# Machines are shared and slow now and then; how long an example takes is no property of ours.
settings.register_profile("evenhand", deadline=None)
settings.load_profile("evenhand")
