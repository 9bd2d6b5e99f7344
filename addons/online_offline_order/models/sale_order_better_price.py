import dataclasses

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan

from ..settlement import Refusal, settle


class SaleOrder(models.Model):
    """Prices that fall while an order is on its way (journey J7): it keeps what was held, or takes the better price where the company wants it."""

    _inherit = "sale.order"

    @api.model
    def _cron_better_price(self):
        """Daily: price versions that begin today reach the orders of companies that give the better price."""
        for company in self.env["res.company"].search([("better_price", "=", True)]):
            self._take_better_prices(company)

    @api.model
    def _take_better_prices(self, company):
        """Price what has not shipped again, where that costs less.

        :param company: res.company that gives the better price.
        :return: the sale.order that became cheaper.
        """
        orders = self.sudo().search([  # sudo: whoever activates prices need not see the orders
            ("company_id", "=", company.id), ("is_dealer_order", "=", True), ("dealer_state", "in", ("submitted", "approved")),
            ("captured_total", "=", 0)], order="id")
        return orders.filtered(lambda order: order._try_better_price())

    def _try_better_price(self):
        """Take the better price of one order; where that cannot be, the order says why and keeps what was held. The others go on.

        :return: fen that it costs less.
        """
        try:
            with self.env.cr.savepoint():
                return self._better_price()
        except UserError as error:
            self.env.invalidate_all()
            self._log(self.env._("The price list fell, but the order keeps its total: %s", error))
            return 0

    def _better_price(self):
        """Lower the goods of one order to today's list; fees follow, the freight stays as it was held. In sudo.

        :return: fen that it costs less, 0 when nothing changes.
        """
        order = self.with_context(lang=self._document_lang())  # labels are kept on the order: one language, whoever activates prices
        frozen, lines = order._frozen_settlement(), {line._settlement_key(): line for line in order._goods_lines()}
        prices = self.env["dealer.price.version"]._prices_fen(self.company_id, order._goods_lines().product_id, self.company_id._dealer_today())
        goods = [
            dataclasses.replace(part, unit_fen=min(part.unit_fen, prices.get(lines[part.key].product_id.id) or part.unit_fen)) for part in frozen.goods]
        if not goods or goods == list(frozen.goods):
            return 0
        freight = order.settlement_line_ids.filtered(lambda line: line.kind == "logistics")
        fees = order._order_fees(goods, (self.freight_bearing or {}).get("whole_fen", to_fen(self.logistics_total)))
        settlement = settle(
            goods, fees["fees"], {"price_fen": to_fen(freight.amount), "label": freight.label, "explanation": [freight.formula]},
            order._borne_fees(fees["borne"])) if fees["ok"] else Refusal("fee_refused")
        less_fen = 0 if isinstance(settlement, Refusal) else to_fen(self.settlement_total) - settlement.total_fen
        if less_fen <= 0:
            return 0
        if self.hold_key:
            self._hold_less(less_fen, self.env._("better price"))
        self._flow()._write_better(settlement)
        self._log(self.env._("The price list fell: total %(old)s → %(new)s CNY.", old=yuan(settlement.total_fen + less_fen), new=yuan(settlement.total_fen)))
        return less_fen

    def _write_better(self, settlement):
        """Put the lower settlement on an order whose goods stay; called in flow mode."""
        locked = self.locked
        self.locked = False
        self.settlement_line_ids._supersede()
        self.invalidate_recordset(["settlement_line_ids"])
        self._write_settlement(settlement)
        self.locked = locked
