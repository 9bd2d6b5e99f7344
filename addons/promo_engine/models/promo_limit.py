from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.dealer_base.money import yuan

from ..adapters.columns import BigInteger
from ..adapters.keys import partner_key, user_key
from ..engine import Cart, Org, Party
from ..sql import limits as sql

KINDS = [("total", "Orders in total"), ("customer", "Orders of a customer"), ("org", "Orders of a dealer"), ("salesman", "Orders of a salesperson"),
         ("quota", "Pieces"), ("budget", "Money"), ("stock", "Gifts")]


class PromoLimit(models.Model):
    """A counter of something limited: orders, pieces, money, gifts. Changed by single conditional statements only, see sql/limits.py.

    A row without ``holder`` is the limit itself; of a limit per customer or dealer it is the pattern, and each holder gets a row of his own
    with the first use.
    """

    _name = "promo.limit"
    _description = "Counter of a promotion"
    _order = "campaign_id, rule_id, kind, holder"

    key = fields.Char(required=True, readonly=True, index=True)
    holder = fields.Char(string="Of", required=True, readonly=True, default="")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    rule_id = fields.Many2one("promo.rule", readonly=True, index="btree_not_null", ondelete="cascade")
    campaign_id = fields.Many2one("promo.campaign", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    capacity = BigInteger(readonly=True, aggregator=None, help="Orders, pieces, gifts, or fen of a budget.")
    reserved = BigInteger(readonly=True, default=0)
    confirmed = BigInteger(readonly=True, default=0)
    left = BigInteger(compute="_compute_left", help="What can still be given.")
    capacity_text = fields.Char(string="At most", compute="_compute_texts", help="Orders, pieces or gifts; of a budget money.")
    reserved_text = fields.Char(string="Held", compute="_compute_texts", help="By quotations that were sent and payments that are open.")
    confirmed_text = fields.Char(string="Used", compute="_compute_texts")
    left_text = fields.Char(string="Still left", compute="_compute_texts", help="What can still be given.")

    _key_uniq = models.UniqueIndex("(key, holder)", "This counter exists already.")
    _never_over = models.Constraint("CHECK (reserved >= 0 AND confirmed >= 0 AND reserved + confirmed <= capacity)",
        "A promotion cannot give more than its limit.")

    @api.depends("capacity", "reserved", "confirmed")
    def _compute_left(self):
        for limit in self:
            limit.left = limit.capacity - limit.reserved - limit.confirmed

    @api.depends("capacity", "reserved", "confirmed", "kind")
    def _compute_texts(self):
        """Budgets are counted in fen and read in yuan."""
        for limit in self:
            for name in ("capacity", "reserved", "confirmed", "left"):
                limit[f"{name}_text"] = yuan(limit[name]) if limit.kind == "budget" else f"{limit[name]:,}"

    @api.model
    def _left(self, company, carts):
        """Read what is left of every counter of a company, for many carts in one statement.

        :param company: res.company.
        :param carts: {document: Cart}; what a document holds itself counts as left for it, so that pricing it again finds it. What it holds for
            somebody else, a former customer say, is none of this one's.
        :return: {document: {key: what is left}}.
        """
        self.flush_model()
        self.env["promo.reservation"].flush_model()
        holders = {key for cart in carts.values() for keys in self._holders_of(cart).values() for key in keys}
        found = sql.left(self.env.cr, company.id, holders, carts)
        rows = [row[1:] for row in found if not row[0]]
        own = {(document, key, holder): amount for document, key, _kind, holder, amount in found if document}
        found = {}
        for document, cart in carts.items():
            mine = self._holders_of(cart)
            left = {key: amount + own.get((document, key, ""), 0) for key, _kind, holder, amount in rows if not holder}
            for key, kind, holder, amount in rows:
                if holder and holder in mine.get(kind, ()):
                    left[key] = min(left[key], amount + own.get((document, key, holder), 0))
            found[document] = left
        return found

    @api.model
    def _holders_of(self, cart):
        """:return: {kind of limit: keys of the holder}: a customer is known by himself, his phone and his address."""
        customer, seller = (cart.buyer.id, *cart.buyer.facts.get("identity", ())), cart.org.salesman
        return {"customer": tuple(key for key in customer if key), "org": (cart.org.dealer,) if cart.org.dealer else (),
                "salesman": (seller,) if seller and seller != user_key(0) else ()}

    @api.model
    def _buyer_cart(self, partner, company):
        """Make the cart of somebody who takes a place without an order.

        :param partner: res.partner in sudo. :param company: res.company that gives.
        :return: Cart without goods, for ``_holders_of`` and the quotas of places.
        """
        facts = self.env["promo.cart"].with_company(company)._buyer_facts(partner)[partner.id]
        return Cart(
            "buyer", (), buyer=Party(partner_key((partner.commercial_partner_id or partner).id), facts, 0),
            org=Org(sales_company=partner_key(partner.sales_company_id.id or 0), dealer=partner_key(partner.dealer_id.id) if partner.dealer_id else ""))

    @api.model
    def _buyer_cart_now(self, partner, company):
        """As ``_buyer_cart``, with the time and what was bought before, for conditions."""
        carts = self.env["promo.cart"].with_company(company)
        cart = self._buyer_cart(partner, company)
        done, spent, last = carts._orders_done(partner, company).get(partner.id) or (0, 0, None)
        facts = {**cart.buyer.facts, "spent_fen": spent, "last_order": company._dealer_local(last).date().isoformat() if last else ""}
        return replace(
            cart, at=carts._aware(fields.Datetime.now()).astimezone(company._dealer_tz()), currency=company.currency_id.name or "",
            buyer=replace(cart.buyer, orders_done=done, facts=facts))

    @api.model
    def _reserve(self, document, requests, holders=None, until=None):
        """Reserve for a document; the same again changes nothing.

        :param document: key of the document, like sale.order,7.
        :param requests: [(key, amount)]. :param holders: {kind of limit: key of the holder} for limits per customer and dealer.
        :param until: UTC datetime at which the job gives it back, None = never.
        :return: key of the first limit that has not enough left, or False when everything is reserved.
        """
        self.flush_model()
        refused = sql.reserve(self.env.cr, document, sorted(requests), holders or {}, until)
        self.invalidate_model()
        return refused

    @api.model
    def _confirm(self, document):
        """Use for good what a document has reserved; again changes nothing."""
        self.flush_model()
        sql.confirm(self.env.cr, document)
        self.invalidate_model()

    @api.model
    def _release(self, document):
        """Give back what a document has reserved or used; again changes nothing."""
        self.flush_model()
        sql.release(self.env.cr, document)
        self.invalidate_model()

    @api.model
    def _use_now(self, document, amounts):
        """Give back what a confirmed document uses more of limits than it needs, or take what it needs again as far as there is some left.

        :param amounts: {key: amount it needs}; the same again changes nothing.
        :return: keys of the limits of which less was left than it needs.
        """
        if not amounts:
            return []
        self.flush_model()
        short = sql.use_now(self.env.cr, document, amounts)
        self.invalidate_model()
        return short

    @api.model
    def _cron_release_expired(self):
        """Job: give back reservations whose time is over."""
        self.flush_model()
        sql.release_expired(self.env.cr)
        self.invalidate_model()
