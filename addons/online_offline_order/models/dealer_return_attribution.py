from odoo import models

from odoo.addons.dealer_base.money import to_fen


class DealerReturn(models.Model):
    """A return takes back what its order credited, by the same shares (journey J25)."""

    _inherit = "dealer.return"

    def _book_refund(self):
        result = super()._book_refund()
        self._attribute_back()
        return result

    def _exchange_shipped(self, order, picking):
        settles = self.state == "replacing"
        result = super()._exchange_shipped(order, picking)
        if settles:
            self._attribute_back()
        return result

    def _attribute_back(self):
        self.order_id._flow()._attribute({"return_id": self.id}, -to_fen(self.goods_amount))
