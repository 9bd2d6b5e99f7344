from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.promo_engine.adapters.keys import product_key, product_of
from odoo.addons.promo_engine.engine.costs import HQ, split_costs
from odoo.addons.promo_engine.engine.kinds.gift import FREE

GONE = ("shipped", "received")


def borne_by_hq(rule):
    """:return: whether headquarters alone bears what a rule gives: only then do its goods leave headquarters' stock for nothing."""
    return not rule.cost_split or dict(split_costs(rule.cost_split, 10_000)).get(HQ) == 10_000


class SaleOrder(models.Model):
    """Gifts of a campaign on a dealer order: lines for nothing beside the settlement. They come with the submit, leave the warehouse with the
    goods or after them, go with a cancelled rest and come back with a return where their rule says so."""

    _inherit = "sale.order"

    has_open_gifts = fields.Boolean(compute="_compute_has_open_gifts", groups="base.group_user")

    def _compute_has_open_gifts(self):
        for order in self:
            order.has_open_gifts = order.dealer_state in GONE and any(line._gift_open() for line in order._gift_lines())

    def _gift_lines(self):
        return self.sudo().order_line.filtered("is_promo_gift")  # sudo: what comes for nothing, whoever looks at the order

    def _quoted_line_fields(self):
        return [*super()._quoted_line_fields(), "is_promo_gift"]

    def _goods_lines(self):
        lines = super()._goods_lines()
        gifts = self._gift_lines()
        return lines - gifts if gifts else lines

    def _gift_account(self, line, vals):
        """:return: values of a document's line for a gift, with an income account where its goods name none."""
        if not line.product_id.with_company(self.company_id)._get_product_accounts()["income"]:
            vals["account_id"] = self.env["prepaid.gl.mapping"]._account(self.company_id, "goods_income").id
        return vals

    # -- stock and fallback

    def _gift_stock(self, snapshot, left):
        """Say how many gifts headquarters has for the buyer: what is not there, or is shielded from him, falls back as its rule declares.

        :param snapshot: Snapshot. :param left: {limit: what is left}, completed here.
        """
        wanted = {sku for rule in snapshot.rules for spec in rule.rewards if spec.code == "gift" for sku in (spec.sku, *spec.choices)}
        goods = self.env["product.product"].sudo().browse(sorted(filter(None, map(product_of, wanted))))  # sudo: whether it is there
        goods = goods.exists()
        shielded = self.partner_id._shielded_goods(goods)
        left.update({f"{FREE}{product_key(product.id)}": 0 for product in shielded})
        goods = (goods - shielded).filtered("is_storable")
        if not goods:
            return
        free, ordered = goods._dealer_free_stock(self.warehouse_id), {}
        for line in self._goods_lines():
            ordered[line.product_id._origin.id] = ordered.get(line.product_id._origin.id, 0) + line.product_uom_qty
        for product in goods:
            left[f"{FREE}{product_key(product.id)}"] = max(0, int(free.get(product.id, 0) - ordered.get(product.id, 0)))

    # -- given and taken back

    def _promo_add_gifts(self, outcome):
        if not self.is_dealer_order:
            return super()._promo_add_gifts(outcome)
        given = replace(outcome, effects=tuple(
            effect if not effect.gifts or self._gift_is_given(effect) else effect._replace(gifts=()) for effect in outcome.effects))
        super()._promo_add_gifts(given)
        lines = self._gift_lines()
        lines.technical_price_unit = 0
        if lines:
            self._log(self.env._("Gifts: %s", ", ".join(f"{line.product_id.display_name} × {line.product_uom_qty:g}" for line in lines)))
        return None

    def _gift_is_given(self, effect):
        """:return: whether the gifts of an effect leave headquarters' stock."""
        whole = sum(fen for _who, fen in effect.costs)
        return not effect.costs or not whole or dict(effect.costs).get(HQ) == whole

    def _promo_take_back(self):
        super()._promo_take_back()
        self.filtered(lambda order: order.is_dealer_order and order.dealer_state == "draft")._gift_lines().unlink()

    def _promo_note_gifts(self, returns):
        """Note which gifts were not given after all: they never left, or came back.

        :param returns: dealer.return that are booked.
        """
        shares = self.sudo()._promo_given().share_ids.filtered(lambda share: share.kind == "gift")  # sudo: written by the steps of the order alone
        for share in shares:
            line = share.line_id
            back = sum(one._pieces() for one in returns.sudo().line_ids if one.order_line_id == line)  # sudo: as above
            if self.dealer_state in GONE and not line._gift_open():
                back += max(0, share.pieces - line.qty_settled)
            share.write({"pieces_back": min(back, share.pieces), "given_back": share.unit_amount * min(back, share.pieces)})

    def action_cancel_rest(self, reason, by_dealer=False):
        """As before; of an order whose goods have all left, gifts that did not come are given up.

        :param reason: why. :param by_dealer: as before.
        """
        result = super().action_cancel_rest(reason, by_dealer)
        for order in self.filtered("has_open_gifts"):
            order._need_reason(reason)
            moves = order._gift_lines().move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
            moves.picking_id.action_cancel()
            order._log(self.env._("Gifts that have not left are given up: %s", reason))
            order._flow()._promo_gifts_changed()
        return result

    def _promo_gifts_changed(self):
        done = self.return_ids.filtered(lambda record: record.state in ("refunded", "exchanged"))
        if found := self._promo_refund_plan(done._promo_pieces()):
            self._promo_note_unshipped(done, found[1])

    @api.depends("order_line.is_promo_gift")
    def _compute_retail(self):
        return super()._compute_retail()
