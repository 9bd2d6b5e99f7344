from odoo import models

from odoo.addons.dealer_base.money import to_fen

SEEN = "dealer_seen_total"


class SaleOrder(models.Model):
    """Who presses agrees to the total that his page shows and to no other: a press on a page that is out of date shows the new one (journey J7)."""

    _inherit = "sale.order"

    def _seen_total(self):
        """Give the total that the page showed when its button was pressed.

        :return: yuan, None where the call comes from no page.
        """
        seen = self.env.context.get(SEEN)
        return seen if isinstance(seen, (int, float)) and not isinstance(seen, bool) else None

    def _submit(self):
        seen = self._seen_total()
        if seen is not None and self.dealer_state == "draft" and self.settlement_total and to_fen(seen) != to_fen(self.settlement_total):
            return self._notify(self.env._("Please check the new total"), self.change_note or "")
        return super()._submit()

    def action_confirm_total(self, total=None):
        """Agree to new totals, see the flow: to the one that the page showed.

        :param total: see the flow.
        """
        return super().action_confirm_total(self._seen_total() if total is None else total)
