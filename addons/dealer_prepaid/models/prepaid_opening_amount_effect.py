from odoo import models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidOpeningAmount(models.Model):
    """What another opening amount would do (feature 37)."""

    _inherit = "prepaid.opening.amount"

    def _effect_sentence(self):
        account, fen = self.account_id.sudo(), to_fen(self.amount)  # sudo: figures of the document's own account
        if account.state != "draft":
            return False
        now, paid = to_fen(account.min_first_topup), to_fen(account.balance)
        if paid >= fen and paid:
            return self.env._(
                "Approving: the account opens at %(fen)s instead of %(now)s CNY; %(paid)s are there, so it opens at once.",
                fen=yuan(fen), now=yuan(now), paid=yuan(paid))
        return self.env._(
            "Approving: the account opens at %(fen)s instead of %(now)s CNY; %(missing)s still missing.",
            fen=yuan(fen), now=yuan(now), missing=yuan(fen - paid))
