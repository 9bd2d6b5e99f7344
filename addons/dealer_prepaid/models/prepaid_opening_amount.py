from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import AmountError, to_fen


class PrepaidOpeningAmount(models.Model):
    """Another amount that opens an account than the company's: an exception entered by one person, approved by another (feature 13).

    Money that is there already opens the account at once when it reaches the new amount.
    """

    _name = "prepaid.opening.amount"
    _inherit = "prepaid.document"
    _description = "Opening amount"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    account_minimum = fields.Monetary(related="account_id.min_first_topup", string="Opens at now")

    _amount_positive = models.Constraint("CHECK(amount >= 0)", "The amount that opens an account is 0.00 or more.")

    def _check_amount(self):
        try:
            fen = to_fen(self.amount, exact=True)
        except AmountError:
            fen = -1
        if fen < 0:
            raise UserError(self.env._("%(name)s: %(amount)s opens no account; enter 0.00 or more.", name=self.name, amount=self.amount))

    def _check_ready(self):
        if self.account_id.state != "draft":
            raise UserError(self.env._(
                "%(name)s: %(account)s is open already; an opening amount counts before that only.",
                name=self.name, account=self.account_id.display_name))

    def _carry_out(self):
        self._check_ready()
        self.account_id._set_opening_amount(to_fen(self.amount), self._hold_key())
        return {}
