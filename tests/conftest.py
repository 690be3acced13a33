"""What every test shares."""

pytest_plugins = ["tests.skips", "tests.spread", "tests.cluster.fixtures", "tests.tools.fixtures"]
