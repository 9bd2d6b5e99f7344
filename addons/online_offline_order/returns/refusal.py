"""A business "no" of a return as a value; ``adapters/return_messages.py`` makes the sentence."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """Why a return can't go on.

    :param code: one of the codes of ``adapters/return_messages.py``.
    :param params: what the sentence names; amounts end in ``_fen``.
    """

    code: str
    params: dict = field(default_factory=dict)
