from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.dealer_base.money import yuan

from ..adapters.explaining import explain_html
from ..adapters.keys import product_key, product_of
from ..engine import next_steps, outcome_row, read_options


class PromoWhatIf(models.TransientModel):
    """Try other codes, gifts, goods or another time on an open order, see what promotions would give, and take codes and gifts over."""

    _name = "promo.what.if"
    _description = "Try promotions on an order"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    codes = fields.Char(string="Voucher codes", help="Several codes are separated by commas.")
    at = fields.Datetime(string="If ordered at", help="Empty = now.")
    line_ids = fields.One2many("promo.what.if.line", "what_if_id", string="More goods", domain=[("rule_ref", "=", False)])
    pick_ids = fields.One2many("promo.what.if.line", "what_if_id", string="Gifts to choose", domain=[("rule_ref", "!=", False)])
    result_html = fields.Html(compute="_compute_result_html", sanitize=False)

    @api.model
    def default_get(self, fields_list):
        """Begin with the order's codes and the gifts its rules offer."""
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(values.get("order_id")).exists()
        if order:
            order.check_access("read")
            values["codes"] = order.promo_codes
            values["pick_ids"] = [Command.create(row) for row in self._offers(order)]
        return values

    @api.model
    def _offers(self, order, tried=None):
        """Find the gifts to choose from.

        :param order: sale.order. :param tried: Tried of it, where it is known; worked out otherwise.
        :return: values of a row for each rule that offers several gifts, whether the order has reached it or not.
        """
        tried = tried or order._promo_try()
        picks = order.sudo().promo_picks if isinstance(order.sudo().promo_picks, dict) else {}  # sudo: the order itself was asked for
        reached = {*tried.outcome.applied, *(hint.rule for hint in tried.outcome.hints)} if tried else ()
        rows = []
        for rule in tried.snapshot.rules if tried else ():
            for spec in rule.rewards:
                if spec.code == "gift" and spec.choices and rule.id in reached:
                    skus = list(dict.fromkeys((spec.sku, *spec.choices)))
                    chosen = picks.get(rule.id, spec.sku)
                    rows.append({
                        "rule_ref": rule.id, "offer": rule.name, "offer_ids": [Command.set([product_of(sku) for sku in skus])], "is_refused": chosen == "",
                        "product_id": product_of(chosen if chosen in skus else spec.sku)})
        return rows

    def _picks(self):
        """:return: {key of the rule: sku, "" = no gift}."""
        return {row.rule_ref: "" if row.is_refused else product_key(row.product_id.id)
                for row in self.pick_ids if row.is_refused or row.product_id}

    @api.depends("codes", "at", "line_ids.product_id", "line_ids.qty", "pick_ids.product_id", "pick_ids.is_refused", "order_id")
    @api.depends_context("lang")
    def _compute_result_html(self):
        for record in self:
            record.result_html = record._result() if record.order_id else False

    def _result(self):
        order = self.order_id
        goods = [(line.product_id, line.qty) for line in self.line_ids if line.product_id and line.qty > 0]
        now = order._promo_try()
        then = order._promo_try(goods, self.at, **order._promo_try_changes(self.codes, self._picks()))
        before, after = (order._promo_given_fen(tried.outcome) if tried else 0 for tried in (now, then))
        html = Markup("<p><b>%s</b></p>") % self.env._(
            "Promotions take %(now)s off now; they would take %(then)s off.", now=yuan(before), then=yuan(after))
        if not then:
            return html
        html += explain_html(self.env, outcome_row(then.outcome))
        if steps := [self._step_sentence(then, step) for step in next_steps(*then[1:3], then.outcome, then.left, read_options(then.options))]:
            html += Markup("<h4>%s</h4><ul>%s</ul>") % (
                self.env._("Cheapest next step"), Markup().join(Markup("<li>%s</li>") % text for text in steps))
        return html

    def _step_sentence(self, tried, step):
        """:return: a sentence for people about one next step."""
        rule, goods = tried.snapshot.by_id[step.rule], self.env["product.product"].sudo()  # sudo: names in a sentence
        line = next(line for line in tried.cart.lines if line.id == step.line)
        if step.add_qty:
            text = self.env._("%(qty)s more × %(goods)s (%(price)s)", qty=step.add_qty, goods=goods.browse(product_of(line.sku)).display_name,
                              price=yuan(step.price_fen))
        else:
            text = self.env._("goods for %s more", yuan(step.add_fen))
        gain = self.env._("%s more off", yuan(step.gain_fen)) if step.gain_fen else ""
        gifts = ", ".join(f"{goods.browse(product_of(gift.sku)).display_name} × {gift.qty}" for gift in step.gifts)
        return f"{rule.name}: {text} → {', '.join(filter(None, (gain, gifts)))}"

    def action_take_over(self):
        """Write codes and chosen gifts on the order; goods are entered on the order itself.

        :return: the dialog closes.
        """
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        order._promo_need_open()
        kept = order.sudo().promo_picks if isinstance(order.sudo().promo_picks, dict) else {}  # sudo: as in _offers
        order.write({"promo_codes": self.codes, "promo_picks": {**kept, **self._picks()} or False})
        return {"type": "ir.actions.act_window_close"}
