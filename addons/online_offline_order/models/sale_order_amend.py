from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..settlement import GoodsLine, Refusal, rekeyed, settle
from .sale_order_freight import NO_FREIGHT

AMENDABLE = ("waiting", "submitted", "approved", "partial")
NOT_COPIED = ("binary", "html", "properties", "properties_definition", "reference", "many2one_reference")


class Changes(NamedTuple):
    """What shall be different: pieces {sale.order.line id: qty, 0 = taken out}, new goods [(product.product, qty)], address values,
    carrier, delivery way."""

    pieces: dict
    goods: list
    address: dict
    carrier: object
    way: str | None = None

    @property
    def values(self):
        """Values of the order beside its goods; a freight set by hand was for the way before."""
        return {**self.address, **({"delivery_way": self.way, **NO_FREIGHT} if self.way else {})}


class Amended(NamedTuple):
    """An order as it would be: the record in memory, its goods [(sale.order.line or None, product, qty)], whether a freight set by hand stays."""

    order: object
    entries: list
    settlement: object
    freight: object
    way_stays: bool


class SaleOrder(models.Model):
    """Goods, address or carrier of an order changed after the submit and before anything leaves (R1-057, R1-059, R1-109).

    What was ordered keeps the price it was held with, new goods take today's; fees and freight are worked out again. The difference
    is held beside what is held, or given back; an approved order goes back to review, unless the company lets it keep its approval.
    """

    _inherit = "sale.order"

    amendment_ids = fields.One2many("dealer.order.amendment", "order_id", string="Changes", readonly=True, copy=False)
    amendment_count = fields.Integer(compute="_compute_amendment_count")

    def _flow_fields(self):
        return super()._flow_fields() | {"amendment_ids"}

    def _compute_amendment_count(self):
        for order in self:
            order.amendment_count = len(order.sudo().amendment_ids)  # sudo: a number on a button, the list itself asks for rights

    def action_open_amend(self):
        """Open a new change of the order.

        :return: form action.
        :raises UserError: where the order cannot be changed any more.
        """
        self.ensure_one()
        self._require_role(*self._entry_roles())
        self._check_amendable()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Change the order"), "res_model": "dealer.order.amendment", "view_mode": "form",
            "context": {"default_order_id": self.id}}

    def action_open_amendments(self):
        """Show the changes of the order."""
        self.ensure_one()
        return self._open_records(self.env._("Changes of the order"), self.amendment_ids)

    # -- what it would be

    def _check_amendable(self):
        self._check_dealer_order()
        if self.dealer_state == "draft":
            raise UserError(self.env._("Order %s is a draft: change it on the form.", self.name))
        if self.dealer_state not in AMENDABLE or to_fen(self.captured_total) and self.dealer_state != "partial":
            raise UserError(self.env._("Order %s: it changes only before all of it has left; use a return or a new order.", self.name))
        if self.dealer_state == "waiting" and self.approved_by:
            raise UserError(self.env._("Order %s is approved and not covered: take the approval back, then change the draft.", self.name))
        request = self._open_cancel_request()
        if request:
            raise UserError(self.env._("Order %(order)s: %(request)s asks for its cancellation; decide on it first.", order=self.name, request=request.name))
        self._refuse_picked()

    def _refuse_picked(self):
        """Refuse to change an order whose goods the warehouse has in hand."""
        picking = self._begun_delivery()
        if picking:
            raise UserError(self.env._(
                "Order %(order)s: delivery %(picking)s is picked already. Have the warehouse take goods, weight and waybill number out, then change the order.",
                order=self.name, picking=picking.name))

    def _back_to_review(self):
        """Take the approval and the deliveries of an order back that goes on under review with other figures; called in flow mode."""
        self._open_deliveries().action_cancel()
        self.write({"state": "draft", "locked": False, "dealer_state": "submitted", "approved_by": False, "approved_at": False,
                    "reviewed_by": False, "reviewed_at": False})

    def _amended(self, changes):
        """Price the order as it would be. Reads only.

        :param changes: Changes.
        :return: Amended.
        :raises UserError: when it cannot be priced, with the sentence why.
        """
        self.ensure_one()
        order = self.with_context(lang=self._document_lang())  # labels are kept on the order: one language, whoever changes it
        entries = [(line, line.product_id, changes.pieces.get(line.id, int(line.product_uom_qty))) for line in order._goods_lines()]
        entries = [entry for entry in entries if entry[2]] + [(None, product, qty) for product, qty in changes.goods]
        order._check_changes(changes)
        shown = order._in_memory([entry[1:] for entry in entries], changes.values)
        goods = shown._with_discounts(order._amended_goods(shown, entries), order)
        refusal = order._refuse_goods(shown, goods, changes)
        if refusal:
            raise UserError(shown._refusal_sentence(refusal))
        if changes.carrier and not shown._is_carried():
            raise UserError(self.env._("Order %s goes without a carrier: change its delivery way to courier first.", self.name))
        way_stays = not changes.way and (
            not self._is_carried() or not changes.carrier and shown._delivery_division()._origin == self._delivery_division())
        freight = order._amended_freight(
            shown, goods, entries, changes, None if self.freight_manual and way_stays else changes.carrier or self.carrier_id)
        settlement = freight if isinstance(freight, Refusal) else order._amended_settlement(shown, goods, freight, bool(changes.pieces or changes.goods))
        if isinstance(settlement, Refusal):
            raise UserError(shown._refusal_sentence(settlement))
        return Amended(shown, entries, settlement, freight, way_stays)

    def _amended_freight(self, shown, goods, _entries, _changes, carrier):
        """Hook: rate the order as it would be. Extend: return Freight or Refusal.

        :param shown: the order in memory. :param goods: list of GoodsLine. :param _entries: see ``Amended``, in the order of the goods.
        :param _changes: Changes. :param carrier: who carries it; None = as the order says.
        """
        return shown._freight(goods, carrier=carrier)

    def _in_memory(self, goods, values):
        """Give a copy of the order that is never saved.

        :param goods: [(product.product, qty)], its lines. :param values: what is different beside.
        :return: sale.order without an id and without an origin, so that it shares nothing with another copy.
        """
        raw = self.sudo()  # sudo: the copy is priced, whoever asks for it
        kept = {
            name: raw[name] for name, field in self._fields.items()
            if field.store and field.column_type and field.type not in NOT_COPIED and name not in models.MAGIC_COLUMNS}
        lines = [Command.create({"product_id": product.id, "product_uom_qty": qty}) for product, qty in goods]
        return self.new({**kept, **values, "order_line": lines})

    def _amended_goods(self, shown, entries):
        """:return: list of GoodsLine: what was held at its held price and weight, what is new as of today."""
        held = {part.sale_line_id: part for part in self.settlement_line_ids if part.kind == "goods"}
        new = self.env["product.product"].union(*(product for line, product, _qty in entries if line not in held))
        prices = self.env["dealer.price.version"].sudo()._prices_fen(  # sudo: who changes an order need not read price lists
            self.company_id, new, self.company_id._dealer_today())
        goods = self.env["product.product"].union(*(product for _line, product, _qty in entries))
        weights, volumes = goods._dealer_weights_g(), new._freight_volumes_cm3()
        return [
            GoodsLine(
                key=copy._settlement_key(), label=product.display_name, qty=qty,
                unit_fen=to_fen(held[line].base) if line in held else prices.get(product.id),
                unit_weight_g=(line in held and line.weight_g) or weights[product.id],
                unit_volume_cm3=line.volume_cm3 if line in held else volumes[product.id])
            for copy, (line, product, qty) in zip(shown._goods_lines(), entries, strict=True)]

    def _refuse_goods(self, shown, goods, changes):
        """:return: a Refusal where new or more goods may not be ordered, or the account would be another one; None otherwise."""
        more = [(line.product_id, changes.pieces[line.id]) for line in self.order_line if changes.pieces.get(line.id, 0) > line.product_uom_qty]
        refusal = self._in_memory([*more, *changes.goods], changes.values)._check_entry()
        brands = shown._goods_lines().product_id.dealer_brand_id._origin
        if not refusal and self.company_id.sudo().prepaid_by_brand and brands != self._goods_lines().product_id.dealer_brand_id:  # sudo: a setting
            refusal = Refusal("mixed_brands", {"brands": ", ".join((brands | self._goods_lines().product_id.dealer_brand_id).mapped("name"))})
        if refusal:
            return refusal
        first = settle(goods, [], {"price_fen": 0})
        return first if isinstance(first, Refusal) else None

    def _amended_settlement(self, shown, goods, freight, other_goods):
        """:return: Settlement or Refusal; fees stay as they were held while the goods do."""
        if not other_goods:
            return settle(goods, *self._fees_beside(goods, freight))
        fees = shown._order_fees(goods, freight.settled["whole_fen"])
        if not fees["ok"]:
            return Refusal("fee_refused", {"reason": fees["message"]})
        return settle(goods, fees["fees"], freight.settled, shown._borne_fees(fees["borne"]))

    # -- what it becomes

    def _amend(self, changes, reason, consent=None, total_fen=None):
        """Change the order: ask the gate first, then write goods, address, freight and settlement.

        :param changes: Changes.
        :param reason: text, why. :param consent: who agreed to pay more and how.
        :param total_fen: the total that was agreed to; None = as it comes out.
        :return: (fen before, fen after, what the button returns).
        :raises UserError: when it cannot be priced, costs more without a consent or another total than agreed, or the account lacks the difference;
            nothing has changed then.
        """
        self._check_amendable()
        part = self.dealer_state == "partial"
        keeps = part or self.dealer_state == "approved" and self._keeps_approval(changes)
        if keeps and self.env.user in self.approved_by | self.reviewed_by:
            raise AccessError(self.env._("Order %s: you approved it, so another person changes it.", self.name))
        found, old_fen = self._amended(changes), to_fen(self.settlement_total)
        new_fen = found.settlement.total_fen
        if total_fen not in (None, new_fen):
            self._refuse("total_differs", new_fen=new_fen, old_fen=total_fen)
        if new_fen > old_fen and not consent:
            raise UserError(self.env._(
                "Order %(order)s costs %(new)s instead of %(old)s CNY then: the customer must agree to %(more)s CNY more. Enter who agreed and how.",
                order=self.name, new=yuan(new_fen), old=yuan(old_fen), more=yuan(new_fen - old_fen)))
        self._pay_difference(new_fen - old_fen, reason)
        approver, approved_at = self.approved_by, self.approved_at
        flow = self._flow()
        if self.dealer_state == "approved":
            flow._back_to_review()
        flow._write_amended(changes, found)
        self._remember_editor()
        self._log(self.env._("Order changed, total %(old)s → %(new)s CNY: %(reason)s", old=yuan(old_fen), new=yuan(new_fen), reason=reason))
        if consent:
            self._log(self.env._("The customer agreed: %s", consent))
        self._on_amended()
        if self.dealer_state == "submitted":
            self._ask_owner()  # the dealer's own brakes look at the new total
        if keeps and not part and self.brake_state != "asked":
            self._check_ready_to_approve()
            flow.write({"dealer_state": "approved", "approved_by": approver.id, "approved_at": approved_at})
            flow.action_confirm()
            self._on_approved()
        return old_fen, new_fen, self._after_carrier_change(new_fen - old_fen)

    def _check_changes(self, changes):
        """Hook: refuse a change, such as one that would stretch the price of what was ordered. Extend: raise UserError, call super."""

    def _keeps_approval(self, changes):
        """Hook: tell whether an approved order stays approved when it changes like this. Extend: return a bool."""
        return self.company_id.sudo().amend_keeps_approval  # sudo: a setting, whoever changes

    def _on_amended(self):
        """Hook: goods, address or carrier of a submitted order were changed. Extend and call super."""

    def _write_amended(self, changes, found):
        """Write what changed; called in flow mode."""
        lines = self.env["sale.order.line"].browse(changes.pieces)
        for line in lines.filtered(lambda rec: changes.pieces[rec.id]):
            line.product_uom_qty = changes.pieces[line.id]
        self.settlement_line_ids._supersede()
        self.invalidate_recordset(["settlement_line_ids"])
        lines.filtered(lambda rec: not changes.pieces[rec.id]).unlink()
        keys = {}
        for (line, product, qty), goods in zip(found.entries, found.settlement.goods, strict=True):
            price = float(from_fen(goods.unit_fen))
            line = line or self.env["sale.order.line"].create({
                "order_id": self.id, "product_id": product.id, "product_uom_qty": qty, "price_unit": price, "technical_price_unit": price})
            keys[goods.key] = line._settlement_key()
        if changes.way:
            self.write({"delivery_way": changes.way, "carrier_id": False, "policy_carrier_id": False})
        if changes.address:
            self.write(changes.address)
        if changes.address or changes.way:
            self._check_consumer()
            self.partner_shipping_id = self._delivery_contact()
        if changes.carrier:
            self.write({"carrier_id": changes.carrier.id, "policy_carrier_id": False})
        if not found.way_stays:
            self.write(NO_FREIGHT)
        self.with_context(lang=self._document_lang())._store_settlement(rekeyed(found.settlement, keys), found.freight)
        self._freight_is_fresh()
