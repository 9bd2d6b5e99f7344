"""Month end and what stays outside the books."""
from .base import ASBE, credit, debit, reverse, template
from .shipping import SAMPLE, settlement
from .vat import net_of


@template("E17", "Month end: accounts in debit", {"amount": 30_000}, note="Shown as receivable; taken back on day 1.")
def debit_accounts(amounts, terms):
    """Receivable against advance."""
    return [debit("receivable", amounts["amount"]), credit("advance", amounts["amount"])]


@template("E18", "Rebate accrued and credited", {"accrued": 20_000, "credited": 20_000},
          note="Lowers income or is a selling expense (P6); used like any other money.")
def rebate(amounts, terms):
    """Income in red or expense against the rebate payable; then the payable against the owner's advance."""
    accrued, credited = amounts["accrued"], amounts["credited"]
    if terms.rebate == "expense":
        first = [debit("expense", accrued, party="")]
    else:
        first = reverse([credit("goods_income", accrued, party="")], terms)
    return [*first, credit("rebate_payable", accrued), debit("rebate_payable", credited), credit("advance", credited)]


@template("E20", "Month end: confirmed orders not shipped", SAMPLE, standards=(ASBE,), note="To contract liability, net of VAT; taken back on day 1.")
def contract_liability(amounts, terms):
    """Advance against contract liability and VAT pending."""
    parts = settlement(amounts)
    gross = sum(parts.values())
    net = sum(net_of(fen, terms.rate(part)) for part, fen in parts.items())
    return [debit("advance", gross), credit("contract_liability", net), credit("vat_pending", gross - net, part="vat")]


@template("E21", "Period end: expected returns", {"net": 10_000, "cost": 6_000}, standards=(ASBE,), note="Optional; ask the auditor.")
def expected_returns(amounts, terms):
    """Income and cost taken back (P7) against the provision and the right to the goods."""
    net, cost = amounts["net"], amounts["cost"]
    return [
        *reverse([credit("goods_income", net, party="")], terms), credit("provision", net, party=""),
        *reverse([debit("cost", cost, party="")], terms), debit("goods_shipped", cost, party="")]


@template("E22", "Consumer's deposit at the store", {"amount": 20_000}, note="The store's money: a note on the order, nothing in the books.")
def consumer_deposit(amounts, terms):
    """Nothing: the company books only what it collects."""
    return []


@template("E23", "Rounding of parts", {"amount": 1}, note="Parts are rounded so that they add up: no entry.")
def rounding(amounts, terms):
    """Nothing: parts are split by the largest remainder."""
    return []
