"""The figures that can be measured: a module registers a function, the function gives rows."""
from dataclasses import dataclass

BENCHES = {}


@dataclass
class Row:
    """One figure: what was measured, what it is compared with, and the goal (a text, and whether it is reached)."""

    figure: str
    measured: float
    unit: str = ""
    native: float | None = None
    goal: str = ""
    reached: bool | None = None

    @property
    def ratio(self):
        """Measured / native."""
        return round(self.measured / self.native, 2) if self.native else None

    def cells(self):
        """The row of the table."""
        def text(value):
            return "" if value is None else f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
        mark = {True: "yes", False: "NO", None: ""}[self.reached]
        return [self.figure, f"{text(self.measured)} {self.unit}".strip(), text(self.native), text(self.ratio), self.goal, mark]


def bench(func):
    """Register a function(database, options) -> iterable of rows under its name."""
    BENCHES[func.__name__] = func
    return func
