"""Shipments: income, VAT and cost when goods leave."""
from dataclasses import replace

from .base import ASBE, credit, debit, defers, template
from .vat import income, lowered

PARTS = ("goods", "admin", "logistics")
SAMPLE = {"goods": 113_000, "admin": 9_040, "logistics": 1_800}


def settlement(amounts):
    """Pick the parts of a settlement out of the inputs; parts of other names keep their order behind the known ones."""
    return {part: amounts[part] for part in (*PARTS, *sorted(amounts.keys() - {*PARTS, "gift", "credit"})) if amounts.get(part)}


@template("E05", "Shipment debited", SAMPLE, open_parts=True)
def capture(amounts, terms):
    """The owner's advance against income and VAT."""
    parts = settlement(amounts)
    return [debit("advance", sum(parts.values())), *income(parts, terms)]


@template("E05b", "Shipment debited, fees as services of 6 %", SAMPLE, open_parts=True,
          note="Only with separate contracts and invoices for the fees (P2).")
def capture_split(amounts, terms):
    """As E05 with 6 % on the fees and the admin fee outside the goods' income."""
    split = {"admin": 600, "logistics": 600}
    return capture(amounts, replace(
        terms, rates={**terms.rates, **split}, roles={**terms.roles, "admin": "other_income", "logistics": "other_income"}))


@template("E06", "Cost of the goods shipped", {"cost": 62_000})
def cost(amounts, terms):
    """Cost against inventory."""
    return [debit("cost", amounts["cost"], party=""), credit("inventory", amounts["cost"], party="")]


@template("E06b", "Goods shipped, income at receipt", {"cost": 62_000}, standards=(ASBE,), note="With income at receipt (P4): cost and income follow then.")
def goods_shipped(amounts, terms):
    """Goods shipped against inventory."""
    return [debit("goods_shipped", amounts["cost"], party=""), credit("inventory", amounts["cost"], party="")]


@template("E06c", "Goods shipped have arrived: cost", {"cost": 62_000}, standards=(ASBE,), note="Takes E06b out when the income counts (P4).")
def goods_arrived(amounts, terms):
    """Cost against goods shipped."""
    return [debit("cost", amounts["cost"], party=""), credit("goods_shipped", amounts["cost"], party="")]


@template("E07", "Shipment paid partly with gift money", {**SAMPLE, "gift": 10_000}, open_parts=True,
          note="A discount on the same invoice: income and VAT are lower.")
def capture_gift(amounts, terms):
    """As E05 on what was paid with real money; a gift that became an advance when it was granted is used like money."""
    parts = settlement(amounts)
    return capture(parts if defers(terms) else lowered(parts, amounts["gift"]), terms)


@template("E08", "Shipment paid partly on the credit line", {**SAMPLE, "credit": 23_840}, open_parts=True,
          note="Shown only: during the month the part on credit stays a debit of the advance account, E17 shows it as receivable at month end.")
def capture_credit(amounts, terms):
    """As E05, with the receivable for the part beyond the money paid in."""
    parts = settlement(amounts)
    on_credit = amounts["credit"]
    return [debit("advance", sum(parts.values()) - on_credit), debit("receivable", on_credit), *income(parts, terms)]
