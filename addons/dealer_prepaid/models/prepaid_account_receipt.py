from odoo import api, models


class PrepaidAccount(models.Model):
    """The account of a pay-now payer: its first receipt opens it, whatever the amount (journey J15 a)."""

    _inherit = "prepaid.account"

    @api.model
    def _get_or_create(self, company, partner, *args, **kwargs):
        account = super()._get_or_create(company, partner, *args, **kwargs)
        if account.state == "draft" and account.min_first_topup and partner.sudo().settlement_method == "pay_now":  # sudo: terms of the owner
            account._write_opening_amount(0)
        return account
