from datetime import UTC

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..engine.lookback import DAYS, Seen, look_back, opens
from ..sql import price_events as sql


class PromoPriceEvent(models.Model):
    """The ledger of prices: who was offered, ordered or bought which goods at which price, and when. Entries are added, never changed.

    ``offered`` without a buyer is a price on the tag or of a campaign, in force until the next one; with a buyer it is a quotation.
    ``ordered`` is the price of one piece when the order was placed, before order discounts and vouchers; ``deal`` the price after all
    promotions. ``undone`` says that the order was cancelled: its deals count no longer, what was ordered stays ordered.
    """

    _name = "promo.price.event"
    _description = "Entry of the price ledger"
    _order = "at desc, id desc"

    at = fields.Datetime(string="When", required=True, readonly=True, default=fields.Datetime.now)
    kind = fields.Selection(
        [("offered", "Offered"), ("ordered", "Ordered"), ("deal", "Sold"), ("undone", "Cancelled")], required=True, readonly=True, index=True)
    product_id = fields.Many2one("product.product", string="Goods", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, index=True, help="Empty = the price on the tag, for all companies.")
    partner_id = fields.Many2one("res.partner", string="Buyer", readonly=True, index="btree_not_null", help="Empty = offered to everybody.")
    price = fields.Monetary(string="Price of one piece", readonly=True, aggregator="min")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, default=lambda self: self.env.company.currency_id)
    qty = fields.Float(string="Pieces", digits="Product Unit", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True, index="btree_not_null", ondelete="set null")
    line_id = fields.Many2one("sale.order.line", string="Order line", readonly=True, ondelete="set null")
    campaign_id = fields.Many2one("promo.campaign", readonly=True, index="btree_not_null", ondelete="set null", help="The campaign whose price it is.")
    channel = fields.Char(string="Sales channel", readonly=True)

    _look_back = models.Index("(product_id, kind, at)")

    def write(self, vals):
        """Refuse every change."""
        raise AccessError(self.env._("The ledger of prices is never changed: an entry follows for what is different."))

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("The ledger of prices is kept: it proves what a price was before a campaign."))

    @api.depends("product_id", "at")
    def _compute_display_name(self):
        for event in self:
            event.display_name = f"{event.product_id.display_name} {event.price:.2f}"

    @api.model
    def _note(self, rows):
        """Add entries.

        :param rows: list of values.
        """
        self.sudo().create(rows)  # sudo: the ledger is written by the program alone

    @api.model
    def _baselines(self, company, products, starts):
        """Look back from the start of a campaign.

        :param company: res.company, whose days count. :param products: product.product. :param starts: naive UTC.
        :return: {product id: Baselines}. Of goods whose price was never changed the price on the tag of today was always offered.
        """
        self.flush_model()
        zone, aware = company._dealer_tz().zone, starts.replace(tzinfo=UTC)
        found = {product.id: [] for product in products}
        for kind, days in DAYS.items():
            first = opens(aware, days, zone).astimezone(UTC).replace(tzinfo=None)
            for product, at, number, price in sql.lowest_by_day(self.env.cr, (company.id, company.currency_id.id), products.ids, kind, first, starts, zone):
                found[product].append(Seen(at.replace(tzinfo=UTC), number, kind, to_fen(price)))
        known = sql.with_offers(self.env.cr, products.ids)
        for product in products.filtered(lambda product: product.id not in known and product.create_date < starts):
            found[product.id].append(Seen(product.create_date.replace(tzinfo=UTC), 0, "offered", to_fen(round(product.lst_price, 2))))
        return {product: look_back(entries, aware, zone) for product, entries in found.items()}

    @api.model
    def _last_offered(self, company, products, at):
        """:param at: naive UTC. :return: {product id: fen} that was offered to everybody last; nothing for goods of which nothing is noted."""
        self.flush_model()
        return {product: to_fen(price) for product, price in sql.last_offered(self.env.cr, (company.id, company.currency_id.id), products.ids, at)}

    @api.model
    def _note_tags(self, before):
        """Note prices on the tag that have changed; of goods that are new to the ledger the price before too, from their creation on.

        :param before: {product: price before the change}.
        """
        known = sql.with_offers(self.env.cr, [product.id for product in before])
        rows = []
        for product, old in before.items():
            now, was = to_fen(round(product.lst_price, 2)), to_fen(round(old, 2))
            if now == was:
                continue
            base = {"kind": "offered", "product_id": product.id, "currency_id": product.currency_id.id}
            if product.id not in known:
                rows.append({**base, "at": product.create_date, "price": float(from_fen(was))})
            rows.append({**base, "price": float(from_fen(now))})
        if rows:
            self._note(rows)
