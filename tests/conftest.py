"""For all tests: on a busy machine a property may take its time; whole tests have a time limit (pyproject.toml)."""

from hypothesis import settings

settings.register_profile("ours", deadline=None)
settings.load_profile("ours")
