from odoo import models


class PrepaidAccountImpact(models.Model):
    """Hook around what a change of the spendable amount means for open documents."""

    _inherit = "prepaid.account"

    def _line_impact(self, before, after):
        """Hook: say which open documents become short, or go, when the account can pay with something else. Extend and add to super's.

        :param before: ledger.Cover, what it can pay with now.
        :param after: ledger.Cover, what it could pay with then.
        :return: list of sentences.
        """
        self.ensure_one()
        return []
