from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..engine import read_outcome
from .sale_order import OPEN


class SaleOrder(models.Model):
    """Orders feed the ledger of prices: a quotation that is sent, an order that is placed, an order that is cancelled."""

    _inherit = "sale.order"

    promo_price_event_ids = fields.One2many(
        "promo.price.event", "order_id", string="Prices noted", readonly=True,
        groups="dealer_base.group_ops,dealer_base.group_ops_manager,dealer_base.group_fin_settlement,dealer_base.group_fin_manager,dealer_base.group_auditor")

    @api.onchange("partner_invoice_id")
    def _onchange_promo_payer(self):
        """Who pays counts for limits: the form shows at once what another payer gets."""
        if self.state in OPEN and self._promo_applies():
            self.modified(["promo_codes"])

    def write(self, vals):
        """As before; sending a quotation notes its prices in the ledger."""
        before = self.filtered(lambda order: order.state == "draft") if vals.get("state") == "sent" else self.browse()
        result = super().write(vals)
        before._promo_note_prices("offered")
        if "partner_invoice_id" in vals:  # no dependency: it would have the taxes of orders without promotions worked out again as well
            self.filtered(lambda order: order.state in OPEN and order._promo_applies()).modified(["promo_codes"])
        return result

    def _action_confirm(self):
        result = super()._action_confirm()
        self._promo_note_prices("ordered", "deal")
        return result

    def _action_cancel(self):
        placed = self.filtered(lambda order: order.state == "sale")
        result = super()._action_cancel()
        placed._promo_note_prices("undone")
        return result

    def _promo_prices_count(self):
        """Extend: return False for orders whose prices are not those of the shop."""
        self.ensure_one()
        return True

    def _promo_note_prices(self, *kinds, at=None):
        """Note what each line cost.

        :param kinds: kinds of entries. :param at: naive UTC, the present by default.
        """
        rows = []
        for order in self.sudo():  # sudo: the ledger of prices is complete, whoever takes the step
            if order._promo_prices_count():
                rows += order._promo_price_rows(kinds, at or fields.Datetime.now())
        if rows:
            self.env["promo.price.event"]._note(rows)

    def _promo_price_rows(self, kinds, at):
        """:return: values of an entry for each line and kind; a price is cut to whole fen, for the buyer's good."""
        lines = read_outcome(self.promo_result).lines if self.promo_result else ()
        known = {result.id: result for result in lines}
        rows = []
        for index, line in enumerate(self._promo_lines()):
            qty = line._promo_base_qty()
            if qty <= 0:
                continue
            gross = line._promo_gross_fen()
            result = known.get(line._promo_key(index))
            # Pieces that do not share a price evenly leave a rest on the line, which the engine does not see.
            placed = gross - (result.list_fen - result.entry_fen) if result else gross
            net = gross - to_fen(line.promo_discount)
            fen = {"ordered": placed, "deal": net, "offered": net, "undone": net}
            rows += [{
                "at": at, "kind": kind, "product_id": line.product_id.id, "company_id": self.company_id.id, "partner_id": self.partner_id.id,
                "price": float(from_fen(int(fen[kind] // qty))), "currency_id": self.currency_id.id, "qty": qty, "order_id": self.id, "line_id": line.id,
                "channel": self._promo_channel_name() or False} for kind in kinds]
        return rows
