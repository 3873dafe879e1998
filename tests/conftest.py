"""Settings shared by all tests."""

import gc
import os
import sys

from hypothesis import settings

# No test is about time: a slow machine must not fail one.
settings.register_profile("cohortplan", deadline=None)
settings.load_profile("cohortplan")

# Otherwise every process that runs tests, and each of the many that they start, would compile all modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """Keep what lives until the end, modules and thousands of tests, out of collections of garbage, and have fewer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
