"""Money that leaves or changes hands: refunds, transfers, small balances, carriers."""
from .base import credit, debit, reverse, template
from .vat import income, net_of


@template("E12", "Season refund or withdrawal", {"amount": 480_000}, note="No interest; cash only.")
def pay_back(amounts, terms):
    """The owner's advance against the bank."""
    return [debit("advance", amounts["amount"]), credit("bank", amounts["amount"], party="")]


@template("E13", "Carrier cost accrued at shipping", {"amount": 1_226})
def accrue(amounts, terms):
    """Selling expense against the accrual."""
    return [debit("expense", amounts["amount"], party=""), credit("carrier_accrual", amounts["amount"], party="")]


@template("E13b", "Carrier accrual taken back", {"amount": 1_226}, note="Next month, or when the bill comes.")
def accrue_back(amounts, terms):
    """E13 in red."""
    return reverse(accrue(amounts, terms), terms)


@template("E13c", "Carrier bill", {"amount": 1_400}, note="6 % courier service; 9 % for transport.")
def carrier_bill(amounts, terms):
    """Selling expense and input VAT against the carrier."""
    net = net_of(amounts["amount"], terms.rates.get("carrier", 600))
    return [
        debit("expense", net, party=""), debit("vat", amounts["amount"] - net, part="vat", party="", rate_bp=terms.rates.get("carrier", 600)),
        credit("carrier_payable", amounts["amount"], party="carrier")]


@template("E13d", "Logistics trued up with the dealer", {"amount": 200}, note="Below zero in the dealer's favour: red.")
def true_up(amounts, terms):
    """The owner's advance against other income and VAT, by the difference."""
    fen = amounts["amount"]
    legs = [debit("advance", abs(fen)), *income({"logistics": abs(fen)}, terms)]
    return legs if fen >= 0 else reverse(legs, terms)


@template("E13e", "Carrier rebate accrued", {"amount": 640}, note="Net of VAT, at the month's end; taken back on day 1.")
def carrier_rebate(amounts, terms):
    """What the carrier will credit against the accrual; selling expense is taken back (P7)."""
    return [debit("carrier_accrual", amounts["amount"], party=""), *reverse([debit("expense", amounts["amount"], party="")], terms)]


@template("E13f", "Claim on a carrier", {"amount": 36_000}, note="For a parcel that was lost, damaged or came wrong.")
def claim(amounts, terms):
    """What the carrier shall pay against its selling expense, which is taken back (P7)."""
    return [debit("other_receivable", amounts["amount"], party="carrier"), *reverse([debit("expense", amounts["amount"], party="")], terms)]


@template("E13g", "Claim on a carrier answered", {"paid": 30_000, "lost": 6_000}, note="Paid, set off against its bills, or refused.")
def claim_answered(amounts, terms):
    """What the carrier pays against the claim; what it does not pay is selling expense again."""
    return [
        debit("bank", amounts["paid"], party="carrier"), debit("expense", amounts["lost"], party=""),
        credit("other_receivable", amounts["paid"] + amounts["lost"], party="carrier")]


@template("E13h", "Goods sent again without charge", {"cost": 36_000}, note="In place of a parcel that was lost or came wrong.")
def send_again(amounts, terms):
    """Selling expense against inventory: nobody is charged for them."""
    return [debit("expense", amounts["cost"], party=""), credit("inventory", amounts["cost"], party="")]


@template("E13i", "Goods of a parcel case back in stock", {"cost": 36_000}, note="They come back in place of others that were sent again.")
def come_back(amounts, terms):
    """E13h in red."""
    return reverse(send_again(amounts, terms), terms)


@template(
    "E13j", "Goods lost on the way", {"cost": 36_000, "input_vat": 4_680},
    note="Refunded, not sent again; input VAT only where the company transfers it out.")
def lost_goods(amounts, terms):
    """Selling expense against the inventory that the credit note took back, and against input VAT that may not be deducted."""
    return [
        debit("expense", amounts["cost"] + amounts["input_vat"], party=""), credit("inventory", amounts["cost"], party=""),
        credit("vat", amounts["input_vat"], part="vat", party="")]


@template("E16", "Transfer between two accounts", {"amount": 50_000})
def transfer(amounts, terms):
    """One owner's advance against the other's."""
    return [debit("advance", amounts["amount"]), credit("advance", amounts["amount"], party="other")]


@template("E19", "Small balance written off", {"amount": 1_250}, note="Unclaimed and approved.")
def write_off(amounts, terms):
    """The owner's advance against non-operating income."""
    return [debit("advance", amounts["amount"]), credit("non_operating_income", amounts["amount"], party="")]
