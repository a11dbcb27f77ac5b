"""A simulated Slack workspace on loopback, with a web page: the demo and the tests run on it."""
