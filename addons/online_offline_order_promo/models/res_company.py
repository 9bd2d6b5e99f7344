from odoo import models

ROLES = {"promo_asset_account_id": "expense", "promo_deposit_account_id": "other_payable", "promo_deposit_income_id": "non_operating_income"}


class ResCompany(models.Model):
    """Accounts of points, vouchers and deposits begin with those of the prepaid roles."""

    _inherit = "res.company"

    def _dealer_prepaid_setup(self):
        super()._dealer_prepaid_setup()
        self._promo_account_setup()

    def _promo_account_setup(self):
        """Choose the accounts that nobody has chosen yet; safe to repeat."""
        for company in self.sudo():  # sudo: as the setup it belongs to
            accounts = self.env["prepaid.gl.mapping"]._accounts(company)
            company.write({name: accounts[role].id for name, role in ROLES.items() if role in accounts and not company[name]})
