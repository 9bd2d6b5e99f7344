from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen
from odoo.addons.logistics_fee.tariff.fees import fee_from_json, replay_fee


class DealerSettlementLine(models.Model):
    """One part of what an order costs its account: goods, admin fee or logistics fee, with the formula that gave it.

    Written by the order's flow when it is submitted; frozen from the hold on.
    """

    _name = "dealer.settlement.line"
    _description = "Settlement line"
    _order = "order_id, sequence, id"
    _rec_name = "label"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    sequence = fields.Integer()
    kind = fields.Selection(
        [("goods", "Goods"), ("discount", "Taken off by headquarters"), ("admin", "Admin fee"),
         ("logistics", "Logistics fee"), ("borne", "Fee borne by others")], required=True)
    code = fields.Char()
    label = fields.Char()
    active = fields.Boolean(default=True, readonly=True, help="Off: the order was changed after it was held; the line says what it cost before.")
    sale_line_id = fields.Many2one("sale.order.line", ondelete="set null", index="btree_not_null")
    base = fields.Monetary(help="The amount the line is worked out from.")
    rate_bp = fields.Integer(string="Rate (basis points)")
    quantity = fields.Integer()
    formula = fields.Char()
    amount = fields.Monetary(required=True)
    rule_id = fields.Many2one("logistics.fee.rule", string="Fee rule", readonly=True, index="btree_not_null", ondelete="restrict")
    bearer = fields.Selection([("dealer", "Dealer"), ("hq", "HQ"), ("consumer", "Consumer")], string="Borne by", default="dealer", readonly=True)
    borne = fields.Monetary(string="Borne by others", readonly=True, help="A fee of the order that its account does not pay.")
    trace = fields.Json(readonly=True, help="All numbers the fee was made of; it can be computed again from them.")

    @api.ondelete(at_uninstall=False)
    def _unlink_not_frozen(self):
        self._check_not_frozen()

    def write(self, vals):
        self._check_not_frozen()
        return super().write(vals)

    def _as_fee(self):
        """:return: the fee as the settlement core takes it."""
        return {
            "code": self.code, "fen": to_fen(self.borne if self.kind == "borne" else self.amount), "rate_bp": self.rate_bp,
            "base_fen": to_fen(self.base), "label": self.label, "rule_id": self.rule_id.id, "trace": self.trace or None, "bearer": self.bearer}

    def _replays(self):
        """Compute the fee again from its trace.

        :return: whether it comes out the same; True for a line without a trace.
        """
        return not self.trace or replay_fee(fee_from_json(self.trace)) == self._as_fee()["fen"]

    def _replace_fees(self, settlement):
        """Write freight and fees anew on lines that are frozen: another carrier takes the order, its goods stay.

        :param settlement: Settlement with the same goods and fees.
        """
        lines = self.filtered(lambda line: line.kind != "goods").sorted()
        for line, new in zip(lines, [part for part in settlement.lines if part.kind != "goods"], strict=True):
            super(DealerSettlementLine, line).write({
                "label": new.label, "base": float(from_fen(new.base_fen)), "formula": new.formula, "amount": float(from_fen(new.amount_fen)),
                "borne": float(from_fen(new.borne_fen)), "trace": new.trace or False})

    def _supersede(self):
        """Keep the lines for the record only: the order was changed, others take their place."""
        super().write({"active": False})

    def _check_not_frozen(self):
        for order in self.order_id:
            if order.dealer_state not in ("draft", "waiting"):
                raise UserError(self.env._(
                    "The settlement of order %s is frozen since its money was held: change the order, or correct it after the shipment.", order.name))
