from odoo import fields, models

BIRTHDAY_SEEN = ",".join(f"dealer_base.group_{role}" for role in ("cs_presale", "cs_aftersale", "sales_rep", "sc_manager"))


class ResPartner(models.Model):
    """Birthdays of the people of dealers and stores; who wishes them well sees them, nobody else."""

    _inherit = "res.partner"

    dealer_birthday = fields.Date(string="Birthday", groups=BIRTHDAY_SEEN, copy=False, help="Of a person of a dealer or a store, for the birthday notice.")
