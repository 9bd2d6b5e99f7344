import dataclasses

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan

from ..settlement import Refusal, taken_of


class SaleOrder(models.Model):
    """Goods, address or carrier changed of an order of which a part has left: only what is not shipped, without another review.

    What has been debited stays as it is. The order is priced as one again; what it costs now, less what was debited, is what stays
    held for the rest, so that the difference of the totals is the difference of the hold to the fen. Fees that are not charged yet
    go with the goods that have not left. A freight that comes out below what was charged of it stays at that. What goes to another address
    or by another carrier is rated by itself: its freight is added to what was charged, as of every later change.
    """

    _inherit = "sale.order"

    def _flow_fields(self):
        return super()._flow_fields() | {"taken_parts"}

    def _taken_now(self):
        """:return: Taken: what has left, and what was charged of the fees for it."""
        return taken_of(self._frozen_settlement(), {line._settlement_key(): line.qty_settled for line in self._goods_lines()})

    def _check_changes(self, changes):
        super()._check_changes(changes)
        if self.dealer_state != "partial":
            return
        if changes.way:
            raise UserError(self.env._(
                "Order %s has shipped in part: what has left is received by the order's delivery way, by carrier or by hand-over, and one order "
                "has one way, so its delivery way stays. Cancel the rest and enter it anew to send it another way; goods, address and carrier change here.",
                self.name))
        if (changes.address or changes.carrier) and (to_fen(self.freight_hq) or to_fen(self.freight_consumer)):
            raise UserError(self.env._(
                "Order %s has shipped in part and others bear a part of its freight: cancel its rest and enter it anew for another address or carrier.",
                self.name))
        pieces = {line: changes.pieces.get(line.id, int(line.product_uom_qty)) for line in self._goods_lines()}
        for line, qty in pieces.items():
            if qty < line.qty_settled:
                raise UserError(self.env._(
                    "Order %(order)s: %(shipped)s pieces of %(goods)s have left already, so it cannot be %(qty)s. Use a return for what comes back.",
                    order=self.name, shipped=line.qty_settled, goods=line.product_id.display_name, qty=qty))
        if not changes.goods and all(qty == line.qty_settled for line, qty in pieces.items()):
            raise UserError(self.env._("Order %s: nothing would be left to ship. Cancel its rest instead.", self.name))

    def _amended_freight(self, shown, goods, entries, changes, carrier):
        elsewhere = changes.address or changes.carrier or "before_fen" in (self.freight_bearing or {})
        if self.dealer_state != "partial" or not elsewhere:
            return super()._amended_freight(shown, goods, entries, changes, carrier)
        left = [dataclasses.replace(one, qty=one.qty - (line.qty_settled if line else 0))
                for one, (line, _product, _qty) in zip(goods, entries, strict=True)]
        freight = super()._amended_freight(shown, [one for one in left if one.qty], entries, changes, carrier)
        if isinstance(freight, Refusal):
            return freight
        return freight._replace(settled={**freight.settled, "before_fen": self._taken_now().logistics_fen})

    def _store_freight(self, freight):
        super()._store_freight(freight)
        if "before_fen" in freight.settled:  # what was charged before is no part of this freight and its shares
            self.freight_bearing = {**self.freight_bearing, "before_fen": freight.settled["before_fen"]}

    def _amended_settlement(self, shown, goods, freight, other_goods):
        settlement = super()._amended_settlement(shown, goods, freight, other_goods)
        if self.dealer_state != "partial" or isinstance(settlement, Refusal):
            return settlement
        taken, elsewhere = self._taken_now(), "before_fen" in freight.settled
        if settlement.admin_fen < taken.admin_fen:
            raise UserError(self.env._(
                "Order %(order)s: its fees would be %(fees)s CNY, but %(charged)s CNY are debited for what has left. Cancel the rest and enter a new order.",
                order=self.name, fees=yuan(settlement.admin_fen), charged=yuan(taken.admin_fen)))
        fen = settlement.logistics_fen + taken.logistics_fen if elsewhere else max(settlement.logistics_fen, taken.logistics_fen)
        if fen == settlement.logistics_fen:
            return settlement
        text = self.env._("%s CNY were charged with what has left", yuan(taken.logistics_fen))
        return dataclasses.replace(settlement, lines=tuple(
            dataclasses.replace(line, base_fen=line.base_fen if elsewhere else fen, amount_fen=fen, formula=f"{line.formula}; {text}")
            if line.kind == "logistics" else line for line in settlement.lines))

    def _write_amended(self, changes, found):
        if self.dealer_state != "partial":
            return super()._write_amended(changes, found)
        taken, ordered_on = self._taken_now(), self.date_order
        self._open_deliveries().action_cancel()
        self.write({"state": "draft", "locked": False, "taken_parts": dataclasses.asdict(taken)})
        super()._write_amended(changes, found)
        self.action_confirm()  # what has not left is delivered anew
        self.date_order = ordered_on
        if to_fen(self.settlement_total) != found.settlement.total_fen:
            raise UserError(self.env._("Order %s: its new total does not add up, so nothing was changed.", self.name))
        return None
