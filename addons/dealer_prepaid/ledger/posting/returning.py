"""Returns: what was taken is given back in red, what is charged is a new line; never netted."""
from .base import credit, debit, reverse, template
from .shipping import SAMPLE, capture, settlement
from .vat import income


@template("E09", "Return, not for quality", {"goods": 113_000, "admin": 9_040}, open_parts=True,
          note="Outbound logistics stays charged.")
def give_back(amounts, terms):
    """The shipment's legs in red for the parts given back."""
    return reverse(capture(amounts, terms), terms)


@template("E09b", "Return: handling and postage charged", {"handling": 1_000, "postage": 1_450})
def charge(amounts, terms):
    """The owner's advance against fee income and VAT; postage as income too, or in red on the expense that it gives back."""
    parts = {"handling": amounts["handling"]}
    legs = [debit("advance", amounts["handling"] + amounts["postage"])]
    if terms.postage == "expense":
        legs += income(parts, terms) + reverse([debit("expense", amounts["postage"], part="postage", party="")], terms)
    else:
        legs += income({**parts, "postage": amounts["postage"]}, terms)
    return legs


@template("E09c", "Returned goods to stock", {"cost": 62_000})
def goods_back(amounts, terms):
    """Cost and inventory in red."""
    return reverse([debit("cost", amounts["cost"], party=""), credit("inventory", amounts["cost"], party="")], terms)


@template("E10", "Return for quality: all fees back", SAMPLE, open_parts=True)
def give_all_back(amounts, terms):
    """As E09 with the logistics fee."""
    return reverse(capture(amounts, terms), terms)


@template("E10b", "Return postage borne by the company", {"amount": 1_450}, note="Taken back by the carrier's bill.")
def postage_borne(amounts, terms):
    """Selling expense against the carrier."""
    return [debit("expense", amounts["amount"], party=""), credit("carrier_payable", amounts["amount"], party="carrier")]


@template("E11", "Exchange", {"goods": 113_000}, note="A return and a new shipment, never netted.")
def exchange(amounts, terms):
    """E09 followed by E05."""
    parts = settlement(amounts)
    return give_back(parts, terms) + capture(parts, terms)
