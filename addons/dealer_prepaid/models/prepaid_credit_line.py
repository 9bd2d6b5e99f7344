from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import AmountError, to_fen


class PrepaidCreditLine(models.Model):
    """How far an account may go below zero, from a day to a day: entered by one person, approved by another.

    The newest approved document counts; one over 0.00 ends the line. What is owed already stays owed.
    """

    _name = "prepaid.credit.line"
    _inherit = "prepaid.document"
    _description = "Credit line"

    _makers = ("group_fin_settlement", "group_sales_manager", "group_sc_manager")
    _checkers = ("group_fin_manager",)

    date_from = fields.Date(string="From", required=True, default=lambda self: self.env.company._dealer_today())
    date_to = fields.Date(string="To", required=True)

    _amount_positive = models.Constraint("CHECK(amount >= 0)", "A credit line is not negative; 0.00 ends it.")
    _dates = models.Constraint("CHECK(date_to >= date_from)", "A credit line ends on or after its first day.")

    def _check_amount(self):
        try:
            fen = to_fen(self.amount, exact=True)
        except AmountError:
            fen = -1
        if fen < 0:
            raise UserError(self.env._("%(name)s: %(amount)s is no credit line; enter 0.00 or more.", name=self.name, amount=self.amount))

    def _check_ready(self):
        if self.account_id.state == "closed":
            raise UserError(self.env._(
                "%(name)s: %(account)s is closed and gets no credit line; choose the account of the running season.",
                name=self.name, account=self.account_id.display_name))
        if self.date_to < self.company_id._dealer_today():
            raise UserError(self.env._("%(name)s: the line would be over already on %(date)s; choose a later last day.", name=self.name, date=self.date_to))

    def _carry_out(self):
        self.account_id._set_credit_line(self._hold_key(), to_fen(self.amount), self.date_from, self.date_to)
        return {}
