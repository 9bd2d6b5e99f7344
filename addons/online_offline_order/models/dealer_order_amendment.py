from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from .sale_order_amend import AMENDABLE, Changes
from .sale_order_flow import PRESALE

ADDRESS = ("consumer_name", "consumer_phone", "consumer_division_id", "consumer_street")
SERVICE = "dealer_base.group_cs_presale,dealer_base.group_cs_aftersale"


class DealerOrderAmendment(models.Model):
    """A change of a dealer order between its submit and its last shipment: other pieces, other goods, another address, carrier or way.

    Whoever enters orders may write one for the orders he sees; pre-sale service applies it, and the figures before and after stay
    with it. A line that is not listed, and an address field that is empty, stays as it is.
    """

    _name = "dealer.order.amendment"
    _description = "Change of an order"
    _inherit = ["dealer.order.document.mixin", "dealer.editors.mixin"]
    _reason_methods = {"action_refuse"}

    state = fields.Selection(
        [("draft", "Draft"), ("applied", "Applied"), ("refused", "Refused")], required=True, default="draft", readonly=True, copy=False, index=True,
        tracking=True)
    order_id = fields.Many2one(domain=[("is_dealer_order", "=", True), ("dealer_state", "in", AMENDABLE)])
    line_ids = fields.One2many("dealer.order.amendment.line", "amendment_id", string="Goods")
    carrier_id = fields.Many2one("delivery.carrier", string="New carrier", domain=[("delivery_type", "=", "hq_contract")])
    delivery_way = fields.Selection(
        [("courier", "Courier"), ("pickup", "Pick-up at the warehouse"), ("own_vehicle", "Own vehicle")], string="New delivery way",
        help="The freight is worked out again; by courier the carrier below, or the one that the rules of the company choose.")
    consumer_name = fields.Char(string="New consumer", groups=SERVICE)
    consumer_phone = fields.Char(string="New phone", groups=SERVICE)
    consumer_division_id = fields.Many2one("dealer.division", string="New region")
    consumer_street = fields.Char(string="New street", groups=SERVICE)
    consumer_consent = fields.Boolean(string="New consumer agrees", help="The consumer agrees that HQ uses name, phone and address for this delivery.")
    reason = fields.Char(help="Why the order changes; it stays with the order.")
    consent = fields.Char(string="Customer's consent", help="Who agreed to the higher total, and how.")
    preview_text = fields.Text(string="What changes", compute="_compute_preview")
    preview_total = fields.Monetary(string="Total then", compute="_compute_preview")
    preview_more = fields.Monetary(string="More to hold", compute="_compute_preview", help="Below zero: given back.")
    preview_refusal = fields.Char(string="Cannot change like this", compute="_compute_preview")
    old_total = fields.Monetary(string="Total before", readonly=True, copy=False)
    new_total = fields.Monetary(string="Total after", readonly=True, copy=False)
    difference = fields.Monetary(readonly=True, copy=False)
    figures = fields.Text(string="Before and after", readonly=True, copy=False)
    applied_by = fields.Many2one("res.users", readonly=True, copy=False)
    applied_at = fields.Datetime(readonly=True, copy=False)

    # -- entry

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if values.get("order_id") and "line_ids" in fields and not values.get("line_ids"):
            order = self.env["sale.order"].browse(values["order_id"])
            values["line_ids"] = [
                Command.create({"order_line_id": line.id, "product_id": line.product_id.id, "new_qty": int(line.product_uom_qty)})
                for line in order._goods_lines()]
        return values

    def _check_author(self, order):
        super()._check_author(order)
        order.check_access("read")

    def _check_order_fits(self, order):
        order._check_amendable()

    @api.model
    def _content(self):
        return {*ADDRESS, "consumer_consent", "carrier_id", "delivery_way", "line_ids", "reason", "consent"}

    # -- what it asks for

    def _changes(self):
        """:return: Changes."""
        pieces, goods, raw = {}, [], self.sudo()  # sudo: the consumer's data count whoever asks for the figures
        for line in self.line_ids:
            if not line.order_line_id:
                goods.append((line.product_id, line.new_qty))
            elif line.new_qty != line.order_line_id.product_uom_qty:
                pieces[line.order_line_id._origin.id] = line.new_qty
        address = {name: raw[name].id if name.endswith("_id") else raw[name] for name in ADDRESS if raw[name]}
        if address:
            address["consumer_consent"] = self.order_id.consumer_consent if not {"consumer_name", "consumer_phone"} & address.keys() else self.consumer_consent
        if "consumer_division_id" in address:
            address["consumer_division_unsure"] = False
        carrier = self.carrier_id._origin if self.carrier_id != self.order_id.carrier_id else None
        way = self.delivery_way if self.delivery_way != self.order_id.delivery_way else None
        return Changes(pieces, [(product._origin, qty) for product, qty in goods if product], address, carrier or None, way or None)

    @api.depends(
        "state", "order_id", "line_ids.new_qty", "line_ids.product_id", "line_ids.order_line_id", "carrier_id", "delivery_way", "consumer_division_id",
        "old_total", "new_total", "figures")
    def _compute_preview(self):
        for amendment in self:
            order = amendment.order_id._origin
            amendment.preview_refusal, amendment.preview_more = False, amendment.difference
            amendment.preview_total, amendment.preview_text = amendment.new_total, amendment.figures
            if amendment.state != "draft" or not order:
                continue
            amendment.preview_total, amendment.preview_text = order.settlement_total, False
            changes = amendment._changes()
            if not any(changes):
                continue
            try:
                order._check_amendable()
                settlement = order._amended(changes).settlement
            except UserError as error:
                amendment.preview_refusal = str(error)
                continue
            amendment.preview_total = float(from_fen(settlement.total_fen))
            amendment.preview_more = float(from_fen(settlement.total_fen - to_fen(order.settlement_total)))
            amendment.preview_text = amendment._figures(settlement)

    def _figures(self, settlement):
        """:return: the parts of the total before and after, as text."""
        order, rows = self.order_id, []
        for word, old, new in (
                (self.env._("Goods"), order.goods_total, settlement.goods_fen), (self.env._("Admin fee"), order.admin_total, settlement.admin_fen),
                (self.env._("Logistics fee"), order.logistics_total, settlement.logistics_fen),
                (self.env._("Total"), order.settlement_total, settlement.total_fen)):
            old_fen = to_fen(old)
            rows.append(f"{word}: {yuan(old_fen)} → {yuan(new)}" if old_fen != new else f"{word}: {yuan(new)}")
        return "\n".join(rows)

    # -- steps

    def action_apply(self, total=None):
        """Change the order as written, with the difference held or given back.

        :param total: yuan, the total that was agreed to; by default what comes out.
        :return: True, or a notification action when the order waits for money or for a release.
        :raises AccessError: without the role pre-sale service, and for who approved an order that keeps its approval.
        :raises UserError: when nothing would change, the order cannot change any more, or its account lacks the difference; nothing has changed then.
        """
        self.ensure_one()
        self.env["sale.order"]._require_role(PRESALE)
        self.check_access("write")
        if self.state == "applied":
            return True  # a doubled click
        self._need_state("draft")
        order, changes = self.order_id, self._changes()
        order.check_access("write")
        if not any(changes):
            raise UserError(self.env._("%s changes nothing: enter other pieces, goods, another address, carrier or delivery way.", self.name))
        if order.dealer_state == "partial":  # it is not reviewed again, so two people look at the change itself
            if self.env.user == self.create_uid:
                raise AccessError(self.env._("%s: part of the order has shipped and nobody reviews it again, so another person applies the change.", self.name))
            self._refuse_editors()
        order._need_reason(self.reason)
        if changes.address and order.dealer_mode != "consumer":
            raise UserError(self.env._("Order %s goes to the store: its address is that of the store.", order.name))
        figures = self._figures(order._amended(changes).settlement)
        old_fen, new_fen, answer = order._amend(
            changes, self.reason.strip(), (self.consent or "").strip(), None if total is None else to_fen(total))
        for author in self.create_uid | self.sudo().editor_ids:  # sudo: whoever wrote what the order has become neither approves nor ships it
            order.with_user(author)._remember_editor()
        self._flow_write({
            "state": "applied", "applied_by": self.env.uid, "applied_at": fields.Datetime.now(), "old_total": float(from_fen(old_fen)),
            "new_total": float(from_fen(new_fen)), "difference": float(from_fen(new_fen - old_fen)), "figures": figures})
        return answer

    def action_refuse(self, reason):
        """Close the change without touching the order.

        :param reason: why.
        :return: True.
        :raises AccessError: without the role pre-sale service.
        """
        self.env["sale.order"]._require_role(PRESALE)
        self.check_access("write")
        for amendment in self.filtered(lambda rec: rec.state != "refused"):
            amendment._need_state("draft")
            amendment._refuse_document(reason)
        return True

