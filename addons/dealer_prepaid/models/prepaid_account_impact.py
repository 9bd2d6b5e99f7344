from odoo import models


class PrepaidAccountImpact(models.Model):
    """Hook around what a change of the spendable amount means for open documents."""

    _inherit = "prepaid.account"

    def _line_impact(self, before_fen, after_fen):
        """Hook: say which open documents become short, or go, when the spendable amount of the account changes. Extend and add to super's.

        :param before_fen: what can be spent now.
        :param after_fen: what could be spent then.
        :return: list of sentences.
        """
        self.ensure_one()
        return []
