from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.online_offline_order.models.dealer_return import TAKEN
from odoo.addons.online_offline_order.returns import QUALITY
from odoo.addons.promo_engine.adapters.keys import product_of, rule_of


class DealerReturn(models.Model):
    """Gifts of an order whose goods come back: kept, brought back with them, or charged at their declared value, as their rule says."""

    _inherit = "dealer.return"

    @api.model
    def _lines_of(self, order):
        gifts = order._origin._gift_lines() if order else self.env["sale.order.line"]
        return super()._lines_of(order) + [Command.create({"order_line_id": line.id, "quantity": 0}) for line in gifts if line.qty_settled]

    def _wanted(self):
        gifts = {line._settlement_key() for line in self.order_id._origin._gift_lines()}
        return {key: qty for key, qty in super()._wanted().items() if key not in gifts}

    def _may_withdraw(self, order):
        return super()._may_withdraw(order) or bool(order._gift_lines())

    def _gifts_back(self):
        """:return: {gift line: pieces} that this return and the others of the order bring back."""
        others = self.sudo().search([  # sudo: returns the user may not see count as well
            ("order_id", "=", self.order_id._origin.id), ("state", "in", TAKEN), ("id", "!=", self._origin.id)])
        found = dict.fromkeys(self.order_id._origin._gift_lines(), 0)
        for line in [*others.line_ids, *self.line_ids]:
            if line.order_line_id._origin in found:
                found[line.order_line_id._origin] += line._pieces()
        return found

    def _gifts_lost(self, plan):
        """Compare what the plan takes back with what comes.

        :param plan: RefundPlan of all that is gone.
        :return: list of (GiftBack, pieces that left and do not come back).
        """
        back, found = {}, []
        for line, pieces in self._gifts_back().items():
            gone, came = back.get((line.promo_rule_id.id, line.product_id.id), (0, 0))
            back[line.promo_rule_id.id, line.product_id.id] = (gone + line.qty_settled, came + pieces)
        for gift in plan.gifts:
            left, came = back.get((rule_of(gift.rule), product_of(gift.sku)), (0, 0))
            if (missing := min(gift.qty, left) - came) > 0:
                found.append((gift, missing))
        return found

    def _gift_charge_fen(self, plan):
        """:return: declared value of gifts that are kept and whose rule charges them, in fen."""
        return sum(gift.fen // gift.qty * pieces for gift, pieces in self._gifts_lost(plan) if gift.action == "deduct_value")

    def _check_request(self):
        result = super()._check_request()
        order = self.order_id.sudo()  # sudo: the promotions of the order belong to its return
        if self.reason_class == QUALITY or not order._gift_lines():
            return result
        done = self.sudo().search([("order_id", "=", order.id), ("state", "in", TAKEN), ("id", "!=", self.id)])  # sudo: as in _gifts_back
        found = order._promo_refund_plan((done | self)._promo_pieces())
        missing = [(gift, pieces) for gift, pieces in self._gifts_lost(found[1]) if gift.action == "must_return"] if found else ()
        if missing:
            goods = self.env["product.product"].sudo()  # sudo: names in a sentence
            raise UserError(self.env._(
                "Return %(name)s: %(gifts)s came for nothing with goods that do not stay. Enter them on the return too.", name=self.name,
                gifts=", ".join(f"{goods.browse(product_of(gift.sku)).display_name} × {pieces}" for gift, pieces in missing)))
        return result

    def _more_credit_lines(self):
        """Gifts that came back stand on the credit note for nothing: their cost is taken back with it."""
        lines = []
        for line in self.line_ids.filtered(lambda one: one.order_line_id.is_promo_gift and one.received_qty):
            gift = line.order_line_id
            lines.append(self.order_id._gift_account(gift, gift.with_company(self.company_id)._prepare_invoice_line(quantity=line.received_qty)))
        return super()._more_credit_lines() + lines
