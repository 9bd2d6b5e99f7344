from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..settlement import Parcel, taken_of


class SaleOrder(models.Model):
    """A dealer who cancels the rest of his order pays for what has shipped by itself, where the company wants it so (journey J6)."""

    _inherit = "sale.order"

    rest_by_dealer = fields.Boolean(string="Rest cancelled by the dealer", readonly=True, copy=False)
    rest_freight = fields.Monetary(string="Freight rated again", readonly=True, copy=False, help="Charged because the dealer cancelled the rest.")
    rest_move_id = fields.Many2one("account.move", string="Invoice of the freight rated again", readonly=True, copy=False, index="btree_not_null")

    def _flow_fields(self):
        return super()._flow_fields() | {"rest_by_dealer", "rest_freight", "rest_move_id"}

    @api.depends("rest_move_id")
    def _get_invoiced(self):
        super()._get_invoiced()
        for order in self.filtered("rest_move_id"):  # it has no goods, so no order line names it
            order.invoice_ids |= order.rest_move_id
            order.invoice_count = len(order.invoice_ids)

    def _drop_rest(self, reason, by_dealer=False):
        if by_dealer:
            flow = self._flow()
            flow.rest_by_dealer = True
            if flow.company_id.dealer_rerate_rest:
                flow._charge_shipped_alone()
        return super()._drop_rest(reason, by_dealer)

    def _charge_shipped_alone(self):
        extra_fen = self._shipped_alone_fen()
        if extra_fen:
            self._take_rest_freight(extra_fen)
            self._log(self.env._("The rest was cancelled by the dealer: what has shipped is rated by itself, %s CNY more are charged.", yuan(extra_fen)))

    def _shipped_alone_fen(self):
        """Rate what has shipped by the tariff, the day and the bearers of the held quote.

        :return: fen, what the dealer's part is above what was charged, at most the freight of the whole order; 0 for a freight set by hand, and
            where the rest was to go elsewhere.
        :raises UserError: when it cannot be rated.
        """
        quote, lines = self._held_quote(), self._goods_lines()
        kept = self.freight_bearing or {}
        if not quote or self.freight_manual or "before_fen" in kept or (self._freight_borne_fen() and not kept.get("steps")):
            return 0
        carrier = self.carrier_id.sudo()  # sudo: the size of its cartons, whoever cancels
        (answer,) = self._rate_again([carrier._parcels_of([(line.weight_g, line.qty_settled, line.volume_cm3) for line in lines if line.qty_settled])], quote)
        charged = taken_of(self._frozen_settlement(), {line._settlement_key(): line.qty_settled for line in lines})
        return max(min(answer["dealer_fen"], to_fen(self.logistics_total)) - charged.logistics_fen, 0)

    def _take_rest_freight(self, fen):
        """Take and book more freight for what has shipped; called in flow mode before the rest of the hold is released."""
        picking = self.picking_ids.filtered(lambda one: one.is_dealer_delivery and one.state == "done").sorted("id")[-1:]
        parcel, label = Parcel((), 0, fen, is_last=False), f"{self.name} {picking.name}"
        if self.settled_by == "pay_later":
            invoice = picking._post_dealer_invoice(self, parcel, {})
            self.env["prepaid.due"]._record(invoice, self.account_partner_id, "sale.order", self.id, self.name)
            picking._use_credits(invoice)
        else:
            account, waits = self._find_hold_account(), self.company_id._prepaid_income_waits()
            # Income that waits for the receipt is booked with its delivery; otherwise the goods of the delivery must not count again.
            document = {"res_model": picking._name, "res_id": picking.id} if waits else {"res_model": self._name, "res_id": self.id}
            common = {
                "kind": "capture", "label": label, "order_model": "sale.order", "order_id": self.id, **document}
            if self.no_hold:
                result, entry = account._debit(
                    f"sale.order,{self.id},rest", fen, components={"logistics": fen}, credit=True, store=self.partner_id, **common)
                if not result.ok:
                    raise UserError(result.message)
            else:
                entry = self._take_held(account, fen, f"sale.order,{self.id},rest", **common)
            invoice = self.env["account.move"] if waits else picking._book_parcel(self, parcel, {}, entry, account)
        self.write({
            "rest_freight": float(from_fen(fen)), "captured_total": float(from_fen(to_fen(self.captured_total) + fen)), "rest_move_id": invoice.id})
        last = picking._parcels().sorted("id")[-1:]
        last.charge_amount = float(from_fen(to_fen(last.charge_amount) + fen))
