"""What an entry template is, and the registry of all of them: a template added is one decorated function and its test."""
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

TEMPLATES: dict[str, "Template"] = {}
ASBE = "asbe"
SMALL = "small"


class PostingError(ValueError):
    """A template that does not balance, or an input that it does not know."""


@dataclass(frozen=True)
class Leg:
    """One line of a voucher: a role, its own side, and fen; below zero is red on that side."""

    role: str
    side: str
    fen: int
    part: str = ""
    party: str = "owner"
    rate_bp: int | None = None

    @property
    def balance(self) -> int:
        """Fen as debit minus credit."""
        return self.fen if self.side == "debit" else -self.fen


@dataclass(frozen=True)
class Terms:
    """What the accountant chose once (P1 to P7).

    ``rates`` and ``roles`` say for each part of a settlement its VAT rate (basis points) and where its income goes; ``before`` how much of
    it, gross and at that rate, earlier parcels of the same order were booked with.
    """

    standard: str = ASBE
    rates: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, int] = field(default_factory=dict)
    vat: str = "vat"
    red: bool = True
    gift: str = "memo"
    rebate: str = "income"
    postage: str = "income"

    def rate(self, part: str) -> int:
        """Give the VAT rate of a part in basis points; 13 % unless told."""
        return self.rates.get(part, 1300)

    def role(self, part: str) -> str:
        """Give the income role of a part."""
        return self.roles.get(part, "goods_income" if part == "goods" else "other_income")


@dataclass(frozen=True)
class Template:
    """One event of ledger.md (d): its inputs with an example, and the function that makes the legs."""

    code: str
    label: str
    legs: Callable[[Mapping[str, int], Terms], list[Leg]]
    sample: Mapping[str, int]
    standards: tuple[str, ...]
    note: str
    open_parts: bool

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the amounts the template asks for."""
        return tuple(self.sample)


def template(code: str, label: str, sample: Mapping[str, int], *, standards=(ASBE, SMALL), note="", open_parts=False):
    """Register the decorated function as a template.

    :param code: number of the event, E01 ...
    :param label: English source of its name.
    :param sample: {input: fen}, the example of the design.
    :param standards: accounting standards under which the event exists.
    :param note: English source of what the accountant should know.
    :param open_parts: whether other parts of a settlement may come with the named ones.
    :return: the decorator.
    :raises ValueError: if the code is taken.
    """
    def register(function):
        if code in TEMPLATES:
            raise ValueError(f"template {code} registered twice")
        TEMPLATES[code] = Template(code, label, function, dict(sample), tuple(standards), note, open_parts)
        return function
    return register


def defers(terms: Terms) -> bool:
    """Tell whether gifts are an advance of their owner as soon as they are granted (P5)."""
    return terms.gift != "memo"


def debit(role: str, fen: int, **more) -> Leg:
    """Make a leg on the debit side."""
    return Leg(role, "debit", fen, **more)


def credit(role: str, fen: int, **more) -> Leg:
    """Make a leg on the credit side."""
    return Leg(role, "credit", fen, **more)


def reverse(legs: list[Leg], terms: Terms) -> list[Leg]:
    """Take legs back: in red on their own side, or on the opposite side (P7)."""
    other = {"debit": "credit", "credit": "debit"}
    return [
        Leg(leg.role, leg.side, -leg.fen, leg.part, leg.party, leg.rate_bp) if terms.red
        else Leg(leg.role, other[leg.side], leg.fen, leg.part, leg.party, leg.rate_bp)
        for leg in legs
    ]


def voucher(code: str, amounts: Mapping[str, int], terms: Terms) -> list[Leg]:
    """Give the legs of an event.

    :param code: code of a registered template.
    :param amounts: {input: fen}; inputs left out are zero.
    :param terms: the company's choices.
    :return: balanced legs without empty ones; an event outside the books gives none.
    :raises PostingError: for an unknown template or input, one that its standard does not have, or legs that do not balance.
    """
    found = TEMPLATES.get(code)
    if not found:
        raise PostingError(f"unknown template {code}")
    if terms.standard not in found.standards:
        raise PostingError(f"template {code} does not exist under standard {terms.standard}")
    unknown = amounts.keys() - found.sample.keys()
    if unknown and not found.open_parts:
        raise PostingError(f"template {code} does not know {', '.join(sorted(unknown))}")
    legs = [leg for leg in found.legs({**dict.fromkeys(found.sample, 0), **amounts}, terms) if leg.fen]
    if sum(leg.balance for leg in legs):
        raise PostingError(f"template {code} does not balance")
    return legs
