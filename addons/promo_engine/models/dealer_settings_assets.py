from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Accounts of points, vouchers and deposits in the dialog."""

    _inherit = "dealer.settings"

    promo_same_person = fields.Boolean(related="company_id.promo_same_person", readonly=False)
    promo_asset_account_id = fields.Many2one(related="company_id.promo_asset_account_id", readonly=False)
    promo_deposit_account_id = fields.Many2one(related="company_id.promo_deposit_account_id", readonly=False)
    promo_journal_id = fields.Many2one(related="company_id.promo_journal_id", readonly=False)
    promo_deposit_income_id = fields.Many2one(related="company_id.promo_deposit_income_id", readonly=False)
