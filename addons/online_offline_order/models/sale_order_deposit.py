from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, round_div, to_fen, yuan

from .dealer_return import TAKEN


class SaleOrder(models.Model):
    """Deposit orders (journey J9): the consumer pays a deposit in the store, HQ ships to the store, the rest is paid when the goods are fetched.

    Deposit and rest are the store's own money: they are noted here for paper and control, the ledger and the books of HQ know
    the settlement alone. The retail total is frozen at the submit, so that the rest on the receipt stays what it is.
    """

    _inherit = "sale.order"

    is_deposit_order = fields.Boolean(
        string="With deposit", copy=False, help="The consumer has paid a deposit in the store, where the goods are fetched against the receipt.")
    deposit_amount = fields.Monetary(string="Deposit", copy=False, help="Paid by the consumer to the store; not HQ's money.")
    retail_agreed = fields.Monetary(string="Retail total agreed", readonly=True, copy=False, help="What the consumer pays in all, as of the submit.")
    rest_amount = fields.Monetary(
        string="Rest due", compute="_compute_rest_amount", compute_sudo=True, help="The consumer pays it to the store when the goods are fetched.")

    _deposit_positive = models.Constraint("CHECK(deposit_amount >= 0)", "A deposit is zero or more.")

    @api.depends("is_deposit_order", "deposit_amount", "retail_agreed", "delivery_way", "dealer_mode", "order_line.product_id", "order_line.product_uom_qty",
                 "picked_up_at", "collected_amount", "return_ids.state")
    def _compute_rest_amount(self):
        waiting = self.filtered(lambda order: order._has_pickup())
        (self - waiting).rest_amount = 0
        gone = waiting._retail_going_back()
        for order in waiting:
            # What goes back after the goods were fetched was paid for.
            order.rest_amount = order.collected_amount if order.picked_up_at else float(from_fen(order._rest_due_fen(gone.get(order, 0))))

    def _rest_due_fen(self, gone_fen=None):
        """Give what the consumer still has to pay in the store, in fen: what goes back to HQ is not handed out, so nobody pays for it.

        :param gone_fen: what goes back, where the caller knows it.
        """
        paid_fen = (to_fen(self.deposit_amount) if self.is_deposit_order else 0) + self._replaced_fen()
        gone_fen = self._retail_going_back().get(self, 0) if gone_fen is None else gone_fen
        return max(to_fen(self.retail_agreed or self.retail_total) - gone_fen - paid_fen, 0)

    def _replaced_fen(self):
        """Give what goods cost the consumer that these replace: he has paid for them, and pays the difference."""
        lines = self.sudo().exchange_return_id.line_ids  # sudo: the store need not see every return
        return sum(to_fen(line.order_line_id.retail_price) * line._pieces() for line in lines)

    def _retail_going_back(self):
        """Give what goods of running and refunded returns cost the consumer.

        Goods of an exchange are paid for as agreed: others come for them.

        :return: {order: fen}.
        """
        parts = {}
        for line, pieces in self._pieces_going_back().items():
            order = line.order_id.with_env(self.env)
            parts[order] = parts.get(order, 0) + to_fen(line.retail_price) * pieces
        # What was agreed stays when list prices change: the share of it goes back.
        return {order: round_div(to_fen(order.retail_agreed) * part, to_fen(order.retail_total)) if order.retail_agreed and order.retail_total else part
                for order, part in parts.items()}

    def _pieces_going_back(self):
        """:return: {sale.order.line in sudo: pieces} of running and refunded returns that are no exchanges."""
        found = {}
        for row in self.env["dealer.return.line"].sudo().search([  # sudo: the store need not see every return
                ("return_id.order_id", "in", self.ids), ("return_id.state", "in", (*TAKEN, "refunded")), ("return_id.is_exchange", "=", False)]):
            found[row.order_line_id] = found.get(row.order_line_id, 0) + row._pieces()
        return found

    def _has_pickup(self):
        """Say whether the goods wait at the store for their consumer, who shows a code."""
        self.ensure_one()
        return self.dealer_mode == "store" and (self.is_deposit_order or self.delivery_way == "guide")

    @api.model
    def _draft_fields(self):
        return super()._draft_fields() | {"is_deposit_order", "deposit_amount"}

    def _flow_fields(self):
        return super()._flow_fields() | {"retail_agreed"}

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {"is_deposit_order", "deposit_amount", "rest_amount"}

    @api.onchange("dealer_mode", "is_deposit_order")
    def _onchange_is_deposit_order(self):
        if self.dealer_mode != "store":
            self.is_deposit_order = False
        if not self.is_deposit_order:
            self.deposit_amount = 0

    # -- submit

    def _check_ready_to_submit(self, settlement):
        super()._check_ready_to_submit(settlement)
        if not self.is_deposit_order:
            return
        if self.dealer_mode != "store" or self.delivery_way in ("pickup", "own_vehicle"):
            raise UserError(self.env._(
                "Order %s: goods with a deposit go by courier to the store, where they are fetched; choose “Ship to the store” and “Courier”.", self.name))
        self._check_consumer_person()
        deposit_fen, retail_fen = to_fen(self.deposit_amount), to_fen(self.retail_total)
        if not 0 < deposit_fen <= retail_fen:
            raise UserError(self.env._(
                "Order %(order)s: a deposit of %(deposit)s CNY does not fit goods of %(retail)s CNY; enter what the consumer has paid.",
                order=self.name, deposit=yuan(deposit_fen), retail=yuan(retail_fen)))

    def _store_settlement(self, settlement, quote):
        super()._store_settlement(settlement, quote)
        self._freeze_retail()

    def _freeze_retail(self):
        """Keep what the consumer pays in all, once: the receipt that the consumer has in hand says the same later on."""
        if self._has_pickup() and not self.retail_agreed:
            self._flow().retail_agreed = self.sudo().retail_total  # sudo: computed from goods, whoever submits

    def _send_back(self, reason):
        """What the consumer pays for an order that is a draft again is worked out anew."""
        super()._send_back(reason)
        if self.retail_agreed:
            self._flow().retail_agreed = 0
