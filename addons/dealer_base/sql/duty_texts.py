"""Texts of duty rules that changed with the program; the rules themselves are the finance manager's and stay as they are."""
from odoo.tools import SQL

GUARDS = {  # code: (what stood there, what stands there now)
    "S5": (
        "approval and receipt of a return are two persons",
        "who asked for a return, wrote its draft or approved it neither receives nor inspects it"),
    "S6": (
        "approval and refund of a return are two persons",
        "who asked for a return, wrote its draft, approved, received or inspected it does not refund it"),
    "S9": (
        "a tariff version is activated and a carrier bill approved by another person than its author",
        ("a tariff version is activated by another person than its authors; a carrier bill is approved by who neither had a hand in it nor entered a tariff "
         "that prices it")),
    "S12": (
        "a prize table is approved by another person than its author, editor or submitter",
        "a prize table is approved by another person than its author, editor or submitter, who neither draw from it nor win"),
    "S13": (
        "a customer is approved by another person than its author",
        "a customer is approved by another person than who entered or changed him"),
    "S19": (
        "purchasing enters the cost, prices are activated by finance",
        "a cost that is there changes when a finance manager approves it who did not enter it"),
    "S20": (
        "only a warehouse manager applies a count; not enforced: whether he counted himself",
        "a count is applied by a warehouse manager who did not enter it"),
    "S22": (
        "no performance is calculated yet",
        "a performance sheet is calculated by another person than who entered its figures"),
    "S23": (
        "no commission is calculated yet",
        "a scheme is put in force by another person than its author and who earns by it"),
    "S27": (
        "no transfers are reviewed yet",
        "a transfer from one warehouse to another is validated by another person than who entered or changed it"),
}
OLDER = {"S12": "no prizes are drawn yet", "S20": "opening stock is imported by the warehouse manager with a log"}  # what stood there two releases ago


def guards_of_today(cr):
    """Say what guards a rule now, where it still says what it said; translations of the old text go.

    :param cr: cursor.
    """
    for code, (before, after) in GUARDS.items():
        cr.execute(SQL(
            """UPDATE dealer_sod_rule SET guard = jsonb_build_object('en_US', %s::text)
                WHERE code = %s AND guard ->> 'en_US' IN (%s, %s)""", after, code, before, OLDER.get(code, before)))
