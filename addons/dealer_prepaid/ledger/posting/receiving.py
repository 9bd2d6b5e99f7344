"""Money that comes in: top-ups, unidentified receipts, gifts, deposits, online payments."""
from .base import credit, debit, defers, template
from .vat import net_of


@template("E00", "Opening balance taken over from another system", {"amount": 500_000},
          note="The clearing account goes back to zero with the accountant's own opening entry; nothing is posted where the books have it already.")
def opening(amounts, terms):
    """Opening clearing against the owner's advance."""
    return [debit("opening", amounts["amount"], party=""), credit("advance", amounts["amount"])]


@template("E01", "Top-up confirmed against a bank line", {"amount": 500_000})
def top_up(amounts, terms):
    """Bank against the owner's advance."""
    return [debit("bank", amounts["amount"], party=""), credit("advance", amounts["amount"])]


@template("E02", "Money arrived, payer unknown", {"amount": 300_000})
def unidentified(amounts, terms):
    """Bank against other payables until somebody claims it."""
    return [debit("bank", amounts["amount"], party=""), credit("unidentified", amounts["amount"], party="")]


@template("E03", "Unidentified money claimed", {"amount": 300_000})
def claimed(amounts, terms):
    """Other payables against the owner's advance."""
    return [debit("unidentified", amounts["amount"], party=""), credit("advance", amounts["amount"])]


@template("E03b", "Unidentified money returned to its payer", {"amount": 300_000}, note="To the bank account it came from; two persons.")
def sent_back(amounts, terms):
    """Other payables against the bank."""
    return [debit("unidentified", amounts["amount"], party=""), credit("bank", amounts["amount"], party="")]


@template("E04", "Gift granted", {"amount": 20_000},
          note="Kept outside the books until it is used, or an advance against income or selling expense at once (P5).")
def gift(amounts, terms):
    """Nothing in the books (memo), or income or selling expense against the owner's advance."""
    if not defers(terms):
        return []
    role = "expense" if terms.gift == "expense" else "goods_income"
    return [debit(role, amounts["amount"], party=""), credit("advance", amounts["amount"])]


@template("E14", "Security deposit received", {"amount": 200_000}, note="Never part of the available amount.")
def deposit(amounts, terms):
    """Bank against deposits in other payables."""
    return [debit("bank", amounts["amount"], party=""), credit("deposit", amounts["amount"])]


@template("E15", "Security deposit applied or returned", {"applied": 150_000, "returned": 50_000})
def deposit_back(amounts, terms):
    """Deposits of who gave them against the advance of the account's owner, his store perhaps, or against the bank."""
    total = amounts["applied"] + amounts["returned"]
    return [debit("deposit", total, party="depositor"), credit("advance", amounts["applied"]), credit("bank", amounts["returned"], party="")]


@template("E24", "Paid online, gateway keeps a fee", {"amount": 500_000, "fee": 3_000},
          note="The fee never reduces the dealer's credit. Its input VAT, where the gateway invoices it, is a setting.")
def online(amounts, terms):
    """Bank net and fee against the gross advance; input VAT out of the fee where the company deducts it."""
    gross, fee, rate = amounts["amount"], amounts["fee"], terms.rates.get("gateway", 0)
    net = net_of(fee, rate)
    return [
        debit("bank", gross - fee, party=""), debit("finance_expense", net, part="gateway", party="", rate_bp=rate or None),
        debit("vat", fee - net, part="input_vat", party="", rate_bp=rate), credit("advance", gross)]
