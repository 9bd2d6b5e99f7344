"""What is priced: a cart with its lines, freight, buyer, place and time. Money in fen, tax included unless a line says otherwise."""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cart.

    :ivar seq: place in the cart; ties are decided by (seq, id), never by the order of the input.
    :ivar qty: pieces, >= 0.
    :ivar price_fen: price of one piece before promotions, without tax when ``tax_included`` is false.
    :ivar list_price_fen: price on the tag, None when it is ``price_fen``; a higher one means the line is on sale already.
    :ivar floor_fen: no piece is sold below it (tax included).
    :ivar tax_bp: rate of the tax in basis points.
    :ivar flags: ``sale`` already reduced, ``no_promo`` never discounted, ``presale``.
    :ivar launched: ISO date on which the goods were first sold, "" when not known.
    """

    id: str
    sku: str
    qty: int
    price_fen: int
    seq: int = 0
    tags: frozenset = frozenset()
    list_price_fen: int | None = None
    floor_fen: int = 0
    cost_fen: int | None = None
    ex_factory_fen: int | None = None
    tax_bp: int = 0
    tax_included: bool = True
    flags: frozenset = frozenset()
    launched: str = ""


@dataclass(frozen=True, slots=True)
class Ship:
    """Freight of one delivery.

    :ivar method: carrier or delivery method, for conditions.
    """

    id: str
    fee_fen: int
    method: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """The buyer: what conditions may ask for.

    :ivar facts: name -> value; a value may be a list. ``group``, ``level``, ``region``, ``audience``, ``entry``, ``member`` and ``activation`` say
        who he is; ``first_seen``, ``registered``, ``last_order`` and ``birthday`` are ISO dates; ``spent_fen`` is what he ever ordered,
        ``spent_fen:30`` that of the last 30 days; ``identity`` are other keys he is known by.
    :ivar orders_done: orders that count (cancelled ones do not), None when not known.
    """

    id: str = ""
    facts: Mapping = field(default_factory=dict)
    orders_done: int | None = None


@dataclass(frozen=True, slots=True)
class Org:
    """Where the sale happens: company, sales company, dealer, store, salesman, region, venue and channel as opaque keys."""

    company: str = ""
    sales_company: str = ""
    dealer: str = ""
    store: str = ""
    salesman: str = ""
    region: str = ""
    venue: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Deposit:
    """A presale deposit that was paid before.

    :ivar number: the how-manieth deposit of its campaign it was; the first ones may get it back.
    :ivar at: when it was paid: this decides whether its campaign was running.
    :ivar buyer: who the buyer was then: with it the time of the deposit decides all conditions about time and buyer, the order's time the price;
        None leaves them to the order.
    """

    rule: str
    paid_fen: int
    number: int
    at: datetime | None = None
    buyer: Party | None = None


@dataclass(frozen=True, slots=True)
class Cart:
    """Everything about one order that a promotion may look at.

    :ivar at: aware time of the order; None leaves windows and schedules unchecked only where a rule has none.
    :ivar codes: codes the buyer entered, vouchers of the wallet included.
    :ivar balances: asset id -> fen, for assets whose balance is the buyer's and not the rule's.
    :ivar picks: rule id -> chosen gift, or "" when the offer was refused.
    :ivar payment_method: key of the way the order is paid, or several keys: its term and its method.
    """

    id: str
    lines: tuple
    shipping: tuple = ()
    at: datetime | None = None
    codes: frozenset = frozenset()
    buyer: Party = Party()
    org: Org = Org()
    currency: str = "CNY"
    payment_method: str | tuple = ""
    deposits: tuple = ()
    balances: Mapping = field(default_factory=dict)
    picks: Mapping = field(default_factory=dict)
