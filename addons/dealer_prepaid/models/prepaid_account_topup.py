from odoo import models


class PrepaidAccountTopup(models.Model):
    """Hooks around the top-ups of an account."""

    _inherit = "prepaid.account"

    def _released_by(self, amount_fen):
        """Hook: name the waiting documents that more money would release. Extend and add to what super gives.

        :param amount_fen: fen, > 0.
        :return: list of (name, fen), in the order in which they would be released.
        """
        self.ensure_one()
        return []
