from odoo import fields, models


class ResCompany(models.Model):
    """Accounts on which points, vouchers and deposits pay."""

    _inherit = "res.company"

    promo_asset_account_id = fields.Many2one(
        "account.account", string="Points and vouchers that pay", help="Debited when points or a voucher pay a part of an invoice, credited when they go back.")
    promo_deposit_account_id = fields.Many2one(
        "account.account", string="Presale deposits received", help="What customers paid in advance, until the invoice of the goods.")
    promo_deposit_income_id = fields.Many2one(
        "account.account", string="Presale deposits kept", help="Income from deposits whose balance was not paid in time.")

    promo_same_person = fields.Boolean(
        string="Same phone or address is the same customer", default=True, help="For limits per customer; dealers and stores are told apart by themselves.")

    def _promo_account(self, asset):
        """:param asset: kind of the asset. :return: account.account on which it pays, maybe empty."""
        return self.promo_deposit_account_id if asset == "deposit" else self.promo_asset_account_id
