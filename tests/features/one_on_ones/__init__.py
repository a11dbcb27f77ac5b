"""The last fifteen minutes, lived through in the playground."""
