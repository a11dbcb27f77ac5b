"""How many examples a property is tried with, and which: see Hypothesis's profiles.

`make test` tries a few, the same ones each time, so that it is quick and says the same of the same
code. `make proofs` looks for new ones, and keeps what it finds. Neither minds a busy machine.
"""

from hypothesis import settings

settings.register_profile("few", max_examples=30, derandomize=True, deadline=None)
settings.register_profile("many", max_examples=60, deadline=None)
settings.load_profile("few")
