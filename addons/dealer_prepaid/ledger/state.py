"""What commands meet and what they leave: frozen values, all money in fen."""
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """A command that is not carried out: a stable code and the figures for its sentence (adapters/messages.py)."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Balance:
    """An account as a command meets it.

    :param state: draft, open, frozen, closing or closed.
    :param posted_fen: sum of all entries.
    :param held_fen: sum of what live holds still keep back.
    :param credit_line_fen: how far below zero ``available_fen`` may go; below zero itself where more is owed than it allows.
    """

    state: str = "draft"
    posted_fen: int = 0
    held_fen: int = 0
    credit_line_fen: int = 0

    @property
    def available_fen(self) -> int:
        """What a new hold may lean on, before any credit line."""
        return self.posted_fen - self.held_fen


@dataclass(frozen=True)
class Hold:
    """Money kept back for one document until it ships (captured) or ends (released)."""

    key: str
    amount_fen: int
    captured_fen: int = 0
    released_fen: int = 0

    @property
    def open_fen(self) -> int:
        """What the hold still keeps back; 0 means it is closed."""
        return self.amount_fen - self.captured_fen - self.released_fen


@dataclass(frozen=True)
class EntryLine:
    """One entry to write: a kind, a signed amount, and what it is made of.

    :param components: part -> fen, parts add up to the absolute amount (invariant I6); empty where the amount has no parts.
    """

    kind: str
    amount_fen: int
    label: str = ""
    components: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """What a command writes.

    :param entries: entries to append, in order.
    :param hold_delta_fen: change of what live holds keep back.
    :param opens: the account opens with it.
    """

    entries: tuple[EntryLine, ...] = ()
    hold_delta_fen: int = 0
    opens: bool = False

    @property
    def available_delta_fen(self) -> int:
        """Change of the available amount: entries minus growth of holds."""
        return sum(line.amount_fen for line in self.entries) - self.hold_delta_fen
