"""Whether all there is to try is tried, as `./portal test --full` does, or what is worth each run."""

import os

FULL = os.environ.get("PORTAL_TEST_FULL") == "1"
