"""Settings shared by all tests."""

from hypothesis import settings

# No test is about time: a slow machine must not fail one.
settings.register_profile("cohortplan", deadline=None)
settings.load_profile("cohortplan")
