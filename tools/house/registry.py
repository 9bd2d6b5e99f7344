"""Where the rules register themselves, and what they hand out."""
from dataclasses import dataclass

RULES = []


@dataclass(frozen=True, order=True)
class Problem:
    """One broken rule: file (relative to addons/), line, code of the rule, sentence."""

    path: str
    line: int
    code: str
    text: str

    def __str__(self):
        return f"addons/{self.path}:{self.line}: {self.code}: {self.text}"


def rule(function):
    """Register `function(addon, tree)`, which yields problems."""
    RULES.append(function)
    return function
