"""A business "no" as a value: the flow turns it into a sentence, tests assert its code."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """Why an order or a parcel can't go on.

    :param code: one of the codes of ``adapters/messages.py``.
    :param params: what the sentence names, such as ``{"line": "Down coat", "qty": 0}``; amounts are fen.
    """

    code: str
    params: dict = field(default_factory=dict)
