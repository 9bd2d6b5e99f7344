from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, round_div, to_fen

from ..adapters.cart_rows import read_cart
from ..sql.backtest import before_orders


class PromoBacktestLine(models.Model):
    """A past order in a backtest. Orders on which no rule gives anything, then or now, are counted only."""

    _name = "promo.backtest.line"
    _description = "Order of a backtest"
    _order = "diff desc, id"

    backtest_id = fields.Many2one("promo.backtest", required=True, readonly=True, index=True, ondelete="cascade")
    campaign_id = fields.Many2one(related="backtest_id.campaign_id", store=True)
    company_id = fields.Many2one(related="backtest_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="backtest_id.currency_id")
    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="order_id.partner_id", store=True)
    date = fields.Datetime(string="Ordered on", readonly=True)
    amount = fields.Monetary(string="Goods before promotions", readonly=True)
    discount_then = fields.Monetary(string="Promotions then", readonly=True)
    discount_now = fields.Monetary(string="Promotions now", readonly=True)
    diff = fields.Monetary(string="Difference", readonly=True)
    campaign_cost = fields.Monetary(string="Cost of the campaign", readonly=True)
    margin = fields.Monetary(string="Margin now", readonly=True)
    is_changed = fields.Boolean(string="Changes", readonly=True, index=True)
    is_below = fields.Boolean(string="Below cost", readonly=True, index=True)
    rules_text = fields.Char(string="Rules", readonly=True)

    @api.model
    def _price(self, test, orders, tally):
        """Price past orders and keep those on which something is given.

        :param test: promo.backtest. :param orders: sale.order. :param tally: Tally, which gets the sums.
        """
        given = {record.order_id.id: record for record in self.env["promo.application"].sudo().search(  # sudo: what was given then is compared
            [("order_id", "in", orders.ids), ("state", "=", "confirmed")])}
        carts = self._carts(orders, given)
        costs = self._costs(orders, test.company_id)
        names = {f"rule{rule.id}": rule.name for rule in test.sudo().campaign_id.rule_ids}  # sudo: names of the rules
        rows = []
        for order in orders:
            cart, record = carts[order.id], given.get(order.id)
            if not cart.lines:
                continue
            if test.with_codes:
                cart = replace(cart, codes=cart.codes | tally.codes)
            versions = tuple(sorted(record.version_ids.ids)) if record and test.mode == "beside" else ()
            others = self.env["promo.snapshot"]._of_versions(tuple((version, False) for version in versions)).rules if versions else ()
            outcome, cost = tally.price(cart, order._promo_rules_of_order(tally.snapshot(versions, others)))
            if outcome is None:
                continue
            turnover, now = sum(line.list_fen for line in outcome.lines), order._promo_given_fen(outcome)
            then, bought = to_fen(record.amount) if record else 0, costs.get(order.id)
            margin = turnover - now - bought if bought else None
            tally.add(turnover, then, now, cost, margin)
            more = self._more_of(order, then, now, tally)
            if then or now or cost:
                rows.append({
                    "backtest_id": test.id, "order_id": order.id, "date": order.date_order, "amount": float(from_fen(turnover)),
                    "discount_then": float(from_fen(then)), "discount_now": float(from_fen(now)), "diff": float(from_fen(now - then)),
                    "campaign_cost": float(from_fen(cost)), "margin": float(from_fen(margin or 0)), "is_changed": then != now,
                    "is_below": margin is not None and margin < 0,
                    "rules_text": ", ".join(names[key] for key in outcome.applied if key in names), **more})
        self.sudo().create(rows)  # sudo: lines are written by the test alone

    @api.model
    def _more_of(self, order, then, now, tally):
        """Extend: say more of an order, and add it to the sums.

        :param then: fen that came off it. :param now: fen that would. :param tally: Tally. :return: dict of values of the line.
        """
        return {}

    @api.model
    def _carts(self, orders, given):
        """:return: {order id: Cart} of the moment of each order; those that were priced then are read as they were kept."""
        carts, found = self.env["promo.cart"]._carts_of(orders), {}
        within = self.env["promo.cart"]._spent_then(orders, carts)
        before = before_orders(self.env.cr, orders.company_id.id, orders.ids, orders._promo_counted())
        for order, cart in carts.items():
            done, spent, last = before.get(order.id, (0, 0, None))
            day = order.company_id._dealer_local(last).date().isoformat() if last else ""
            facts = {**cart.buyer.facts, "spent_fen": to_fen(spent or 0), "last_order": day, **within[order.id]}
            then = replace(cart, at=order.company_id._dealer_local(order.date_order), buyer=replace(cart.buyer, facts=facts, orders_done=done))
            found[order.id] = self._with_kept(then, read_cart(given[order.id].cart)) if order.id in given else then
        return found

    @api.model
    def _with_kept(self, cart, kept):
        """Take what was kept of an order; what no rule asked for in those days is taken from what is known now.

        :param cart: Cart as it would be made now. :param kept: Cart it was priced by.
        :return: Cart.
        """
        lists = {fact: sorted({*cart.buyer.facts.get(fact, ()), *kept.buyer.facts.get(fact, ())}) for fact in ("audience", "entry")}
        org = replace(kept.org, **{name: getattr(cart.org, name) for name in ("venue", "channel", "salesman") if not getattr(kept.org, name)})
        return replace(
            kept, org=org, payment_method=kept.payment_method or cart.payment_method,
            buyer=replace(kept.buyer, facts={**cart.buyer.facts, **kept.buyer.facts, **lists}))

    @api.model
    def _costs(self, orders, company):
        """:return: {order id: cost of its goods in fen}; nothing for orders with goods whose cost is not known."""
        products = orders.order_line.product_id.with_company(company)
        each = {product.id: to_fen(round(product.standard_price, 2)) for product in products}
        found = {}
        for order in orders:
            lines = order._promo_lines()
            if lines and all(each[line.product_id.id] for line in lines):
                found[order.id] = sum(round_div(each[line.product_id.id] * round(line._promo_base_qty() * 1000), 1000) for line in lines)
        return found
