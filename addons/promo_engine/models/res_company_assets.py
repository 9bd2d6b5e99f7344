from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Accounts on which points, vouchers and deposits pay."""

    _inherit = "res.company"

    promo_asset_account_id = fields.Many2one(
        "account.account", string="Points and vouchers that pay", help="Debited when points or a voucher pay a part of an invoice, credited when they go back.")
    promo_deposit_account_id = fields.Many2one(
        "account.account", string="Presale deposits received", help="What customers paid in advance, until the invoice of the goods.")
    promo_deposit_income_id = fields.Many2one(
        "account.account", string="Presale deposits kept", help="Income from deposits whose balance was not paid in time.")

    promo_journal_id = fields.Many2one(
        "account.journal", string="Journal of what pays a part", domain=[("type", "=", "general")],
        help="Where points, vouchers and deposits settle invoices. Empty = the first journal of miscellaneous entries.")

    promo_same_person = fields.Boolean(
        string="Same phone or address is the same customer", default=True, help="For limits per customer; dealers and stores are told apart by themselves.")

    @api.constrains("promo_journal_id")
    def _check_promo_journal(self):
        for company in self:
            journal = company.promo_journal_id
            if journal and (journal.type != "general" or journal.company_id not in company.parent_ids):
                raise ValidationError(self.env._("%(journal)s is no journal of miscellaneous entries of %(company)s.", journal=journal.display_name,
                    company=company.name))

    def _promo_journal(self):
        """:return: account.journal in which points, vouchers and deposits settle invoices, maybe empty."""
        return self.promo_journal_id or self.env["account.journal"].search([("type", "=", "general"), ("company_id", "=", self.id)], limit=1)

    def _promo_account(self, asset):
        """:param asset: kind of the asset. :return: account.account on which it pays, maybe empty."""
        return self.promo_deposit_account_id if asset == "deposit" else self.promo_asset_account_id
