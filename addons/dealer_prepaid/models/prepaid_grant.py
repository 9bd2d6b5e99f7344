from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen


class PrepaidGrant(models.Model):
    """A gift, a rebate or a marketing allowance credited to an account (E04, E18): money that is used like cash and never paid out."""

    _name = "prepaid.grant"
    _inherit = "prepaid.document"
    _description = "Rebate, gift or allowance"

    _makers = ("group_fin_settlement", "group_fin_cashier")
    _checkers = ("group_fin_manager",)

    bucket = fields.Selection([("rebate", "Rebate"), ("gift", "Gift"), ("expense", "Marketing allowance")], required=True, default="rebate")
    expires_on = fields.Date(string="Last day of use", help="What is left after this day expires. Empty: never.")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A grant has an amount above 0.00.")

    def _effect_fen(self):
        return 0, to_fen(self.amount)

    def _check_ready(self):
        if self.expires_on and self.expires_on < self.company_id._dealer_today():
            raise UserError(self.env._("%(name)s: its last day of use, %(date)s, is over; enter a later one or none.", name=self.name, date=self.expires_on))

    def _carry_out(self):
        account, fen = self.account_id, to_fen(self.amount)
        label = self.env._("%(kind)s %(name)s", kind=dict(self._fields["bucket"]._description_selection(self.env))[self.bucket], name=self.name)
        entry = account._post_entries(
            self._hold_key(), [{"kind": self.bucket, "amount_fen": fen, "label": label, "bucket": self.bucket, "expires_on": self.expires_on}],
            self._name, self.id, approver=self.env.user)
        move = self._post_grant(account, entry, fen, label)
        if not move:
            return {"entry_id": entry.id}
        entry._link_move(move)
        return {"entry_id": entry.id, "move_id": move.id}

    def _post_grant(self, account, entry, fen, label):
        """Book the grant: a gift as the bonus of a top-up is booked (E04), rebates and allowances as accrued and credited (E18).

        :return: the posted account.move, empty for what stays outside the books.
        """
        if self.bucket == "gift":
            return account._gl_gift(entry, label)
        company = self.company_id
        rule = self.env["prepaid.bucket"].sudo().search(  # sudo: approvers need not read the rules
            [("company_id", "=", company.id), ("code", "=", self.bucket)])
        if rule.gl_treatment == "memo":
            return self.env["account.move"]
        return account._gl_event(
            company.prepaid_journal_id, "E18", {"accrued": fen, "credited": fen}, label, rebate=rule.gl_treatment)
