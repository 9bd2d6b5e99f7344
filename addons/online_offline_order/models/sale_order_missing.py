from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen


class SaleOrder(models.Model):
    """What a waiting order lacks: worked out when somebody looks, so that a top-up or an order before it counts at once.

    ``missing_asked`` is what it lacked when its money was asked for last; the queue asks again within the minute.
    """

    _inherit = "sale.order"

    missing_amount = fields.Monetary(
        string="Top-up needed", compute="_compute_missing_amount", search="_search_missing_amount", compute_sudo=True,
        help="What the account lacks for this order now; 0.00 when the money is there and the order goes on within the minute.")

    @api.depends("dealer_state", "settlement_total", "proposed_total", "captured_total", "missing_asked", "settled_by", "receipt_ids.state")
    def _compute_missing_amount(self):
        self.missing_amount = 0
        found = self.filtered(lambda order: order.dealer_state == "waiting")._by_account()
        covers = self.env["prepaid.account"].union(*found)._covers_each()
        for account, orders in found.items():
            lacking = orders._lacking(account, covers.get(account))
            for order in orders:
                order.missing_amount = from_fen(lacking[order.id])

    def _search_missing_amount(self, operator, value):
        if operator not in ("in", "<", "<=", ">", ">="):
            return NotImplemented
        waiting = self.search([("dealer_state", "=", "waiting")])
        fits = waiting.filtered_domain([("missing_amount", operator, value)]).ids
        settled = self.new({"missing_amount": 0}).filtered_domain([("missing_amount", operator, value)])
        return ["|", ("id", "in", fits), ("dealer_state", "!=", "waiting")] if settled else [("id", "in", fits)]

    def _lacking(self, account, cover=None):
        """Give what waiting orders of one account lack now. Extend: orders whose money is asked for in another way.

        :param account: prepaid.account in sudo, maybe empty. :param cover: what the account can pay with, where it was looked up before.
        :return: {id: fen} of all of these orders.
        """
        if not cover and account and self:
            cover = account._cover()
        return {order.id: order._lacking_of(account, order._asked_fen(), cover) for order in self}

    def _lacking_of(self, account, fen, cover=None):
        """Give what an account lacks of an amount; what was missing when asked last where it does not say, as when it is frozen."""
        result = account._covers(fen, self.name, cover) if account else None
        if result and (result.ok or result.status == "short"):
            return result.missing_fen
        return to_fen(self.missing_asked)

    def _asked_fen(self):
        """Give what a waiting order asks of its account. Extend where that is not the total."""
        return to_fen(self.proposed_total or self.settlement_total)
