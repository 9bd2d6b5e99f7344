from odoo import models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidCreditLine(models.Model):
    """A credit line says before it is approved which open orders become short by it and by how much, or which it lets go (N14)."""

    _name = "prepaid.credit.line"
    _inherit = ["prepaid.credit.line", "prepaid.impact.mixin"]

    def _impact_depends(self):
        return [*super()._impact_depends(), "account_id.available", "amount", "date_from", "date_to", "state"]

    def _impact(self):
        self.ensure_one()
        account = self.account_id.sudo()  # sudo: figures of the document's own account
        if not account or self.state not in ("draft", "submitted") or not self.date_from or not self.date_to:
            return []
        today = self.company_id._dealer_today()
        before = account._cover()
        line_fen = to_fen(self.amount) if self.date_from <= today <= self.date_to else 0
        after = before._replace(line_fen=line_fen - to_fen(account.debt))
        found = [self.env._("Spendable today: %(before)s CNY, with this line %(after)s CNY.", before=yuan(before.all_fen), after=yuan(after.all_fen))]
        if to_fen(account.debt) > to_fen(self.amount):
            found.append(self.env._("%s CNY are owed already: they stay owed, and nothing more is lent.", yuan(to_fen(account.debt))))
        return [*found, *account._line_impact(before, after)]
