import contextlib

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..attribution import Party, kind_of, phone_key, shares_of
from .dealer_attribution_rule import KIND_NAMES


class SaleOrder(models.Model):
    """Who is credited with the goods of an order (journey J25): worked out on the draft, frozen with the first parcel."""

    _inherit = "sale.order"

    guide_id = fields.Many2one(
        "dealer.guide", string="Serving guide", copy=False, index="btree_not_null", ondelete="restrict", check_company=True,
        help="Who serves the consumer; of a link, whose link it is.")
    own_guide_id = fields.Many2one(
        "dealer.guide", string="Consumer's guide", compute="_compute_attribution", store=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="To whom the consumer belongs by the phone number.")
    attribution_kind = fields.Selection(KIND_NAMES, string="Order kind", compute="_compute_attribution", store=True, copy=False)
    attribution_ids = fields.One2many("dealer.attribution", "order_id", string="Attribution", readonly=True, copy=False)
    attribution_count = fields.Integer(compute="_compute_attribution_count")

    @api.model
    def _draft_fields(self):
        return super()._draft_fields() | {"guide_id"}

    @api.depends("is_dealer_order", "partner_id", "consumer_phone", "company_id", "order_source", "dealer_mode", "guide_id")
    def _compute_attribution(self):
        for order in self:
            if not order.is_dealer_order:
                order.own_guide_id = order.attribution_kind = False
            elif order.dealer_state == "draft":
                order.update(order._attribution_facts())

    @api.depends_context("uid")
    def _compute_attribution_count(self):
        lines = self.env["dealer.attribution"]  # as many as the list behind the button shows to the reader
        counts = dict(lines._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])) if lines.has_access("read") else {}
        for order in self:
            order.attribution_count = counts.get(order._origin, 0)

    def _attribution_facts(self, moment=None):
        """Work out to whom the consumer belongs, and the kind of the order.

        :param moment: UTC datetime that is over; None = now.
        :return: values of ``own_guide_id`` and ``attribution_kind``.
        """
        raw = self.sudo()  # sudo: the phone number decides, whoever may read it
        own = raw.env["dealer.consumer.binding"]._current(raw.company_id, raw.consumer_phone, moment).guide_id
        kind = kind_of(raw.order_source or "", raw.dealer_mode == "store", own.store_id.id or None, raw.partner_id._origin.id or None)
        return {"own_guide_id": own.id, "attribution_kind": kind}

    def _check_ready_to_submit(self, settlement):
        super()._check_ready_to_submit(settlement)
        guide = self.guide_id.sudo()  # sudo: where the guide works, whoever submits
        if guide and self.order_source != "link" and guide.store_id != self.partner_id:
            raise UserError(self.env._(
                "Order %(order)s: guide %(guide)s works for %(store)s; choose a guide of the store of the order.", order=self.name,
                guide=guide.display_name, store=guide.store_id.display_name))
        if self.order_source == "link" and not guide:
            raise UserError(self.env._("Order %s came through a guide's link: enter whose link it was.", self.name))

    # -- frozen with the settlement

    def _after_shipment(self, picking, parcel):
        result = super()._after_shipment(picking, parcel)
        self._attribute({"picking_id": picking.id}, parcel.goods_fen)
        return result

    def _attribute(self, document, base_fen, moment=None):
        """Credit the goods of a parcel, or take back those of a return; the first parcel freezes the shares of the order.

        :param document: {"picking_id": id} or {"return_id": id}. :param base_fen: goods in fen, below 0 for a return.
        :param moment: UTC datetime at which an earlier document was settled; None = now.
        :return: dealer.attribution, the lines written.
        """
        lines = self.env["dealer.attribution"].sudo()  # sudo: written by the flow alone, nobody has the right
        earlier = lines.search([("order_id", "=", self.id)])
        before_fen = earlier._goods_fen()
        parts = earlier._parts()
        if "return_id" in document:
            base_fen = max(base_fen, -before_fen)  # of an order shipped before there were credits, no more than was credited
            if not parts or not base_fen:
                return lines
        day = self.company_id._dealer_today(moment)
        written = lines._credit(self, document, base_fen, parts or self._attribution_parts(moment), before_fen, day)
        if not parts and not moment:
            self._bind_consumer()
        return written

    def _attribution_parts(self, moment=None):
        """Freeze who is credited with what: by the rule of the day, to whom the consumer belongs then.

        :param moment: UTC datetime of an earlier document; None = now.
        :return: see ``dealer.attribution._parts``.
        """
        if self.exchange_return_id:  # goods for goods: credited as those they replace
            parts = self.env["dealer.attribution"].sudo().search([("order_id", "=", self.exchange_return_id.order_id.id)])._parts()  # sudo: see _attribute
            if parts:
                self.write({"own_guide_id": self.exchange_return_id.order_id.own_guide_id.id, "attribution_kind": parts[0]["kind"]})
                return parts
        facts = self._attribution_facts(moment)
        self.write(facts)
        rule, core = self.env["dealer.attribution.rule"]._in_force(self.company_id, facts["attribution_kind"], self.company_id._dealer_today(moment))
        own, serving = self.own_guide_id, self.guide_id
        if self.attribution_kind == "link":
            own = own or serving
        found = shares_of(core, Party(own.id or None, serving.id or None, own.store_id.id or None, self.partner_id.id))
        return [self._attribution_part(share, rule) for share in found]

    def _attribution_part(self, share, rule):
        guide = self.env["dealer.guide"].browse(share.key if share.role == "guide" else None)
        store = self.env["res.partner"].browse(share.key) if share.role == "store" else guide.store_id or self.partner_id
        is_order_store = store == self.partner_id
        dealer = self.dealer_id if is_order_store else store.dealer_id  # a store that moved since the order was entered leaves it where it was
        return {
            "kind": self.attribution_kind, "role": share.role, "guide_id": guide.id, "store_id": store.id, "dealer_id": dealer.id,
            "sales_company_id": (self.sales_company_id if is_order_store else store.sales_company_id).id, "salesperson_id": dealer.user_id.id,
            "team_id": self._department(dealer.user_id).id, "share_bp": share.bp, "rule_id": rule.id}

    def _department(self, user):
        """Give the department of a salesperson in the company of the order: the first one joined.

        :param user: res.users, maybe empty. :return: crm.team, maybe empty.
        """
        raw = user.sudo()  # sudo: the department counts whoever ships
        fits = (self.company_id, self.company_id.browse())
        if raw.sale_team_id.company_id in fits:  # the first one, and known with the person: mostly nothing more is read
            return raw.sale_team_id
        return raw.crm_team_member_ids.crm_team_id.filtered(lambda team: team.company_id in fits)[:1]

    def _bind_consumer(self):
        """Let a consumer who belongs to nobody belong to the guide of the first settled order (R2-017)."""
        bindings = self.env["dealer.consumer.binding"].sudo()  # sudo: written by the flow, whoever ships
        guide = self.guide_id
        phone = self.consumer_phone
        if not guide or not phone_key(phone) or not self.consumer_consent or bindings._current(self.company_id, phone):
            return
        values = {
            "company_id": self.company_id.id, "phone": phone, "guide_id": guide.id, "order_id": self.id, "consent": True,
            "entry_way": self.entry_way or ("virtual_guide" if guide.kind == "virtual" else "guide"), "consumer_kind": self.consumer_kind or "store",
            "bound_by": self.submitted_by.id}
        with contextlib.suppress(UniqueViolation), self.env.cr.savepoint():  # another order of the consumer ships now and was faster: the first guide stays
            bindings.create(values).flush_recordset()

    def action_open_attribution(self):
        """Show who was credited with the goods of the order."""
        self.ensure_one()
        return self._open_records(self.env._("Attribution"), self.attribution_ids)

    # -- other programs

    @api.model
    def _api_values(self, payload):
        if not isinstance(payload, dict) or "guide" not in payload:
            return super()._api_values(payload)
        values = super()._api_values({key: value for key, value in payload.items() if key != "guide"})
        if payload["guide"]:
            store = self.env["res.partner"].browse(values["partner_id"])
            guides = self.env["dealer.guide"].sudo()  # sudo: the guides of the store that orders
            values["guide_id"] = guides._find(store, payload["guide"]).id
        return values
