"""What many tests borrow."""

pytest_plugins = ("tests.postgres", "tests.playground.browser")
