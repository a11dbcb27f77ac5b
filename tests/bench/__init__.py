"""How fast it is. Each `measure_….py` here yields its figures; `python -m tests.bench` prints them.

A figure is a name, a number and a unit. Where two things are compared they are measured in one
run, in turn, because only their ratio says something about another machine.
"""

from typing import NamedTuple


class Figure(NamedTuple):
    """Something measured, as it is printed: `name value unit`."""

    name: str
    value: float
    unit: str

    def __str__(self) -> str:
        return f"{self.name} {self.value:.4g} {self.unit}"


class CannotMeasure(Exception):  # noqa: N818 - it is a finding, not an error
    """Raised by a measurement that lacks what it needs; says what."""
