from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from .dealer_return import AUTHORS


class DealerReturn(models.Model):
    """Goods that the store wants back after an inspection: they go out again, both ways are charged, nothing is credited.

    The charge is a ledger entry of its own (kind postage) with its invoice; what the account does not have the owner owes, for the
    goods were sent in by the store and two people have looked at them.
    """

    _inherit = "dealer.return"
    _reason_methods = {"action_send_back"}

    back_postage = fields.Monetary(string="Postage of the way back to the store", readonly=True, copy=False)
    back_move_id = fields.Many2one("account.move", string="Invoice of the postage", readonly=True, copy=False, index="btree_not_null")
    back_picking_ids = fields.One2many("stock.picking", "sent_back_return_id", string="Transfers back to the store", readonly=True)

    def action_send_back(self, reason):
        """Let the goods go back to the store: the way in and the way out are charged, the pieces can be asked for again.

        :param reason: what the store said.
        :return: True.
        :raises AccessError: for everybody but the authors of returns, and for who inspected the goods.
        :raises UserError: when no answer is waited for, or the way out has no price.
        """
        self._require_role(*AUTHORS)
        self.ensure_one()
        if self.state == "sent_back":
            return True  # a doubled click
        if self.state != "downgraded":
            self._refuse("not_downgraded")
        if self.env.user == self.inspected_by:
            self._refuse("same_person")
        self._need_reason(reason)
        flow = self._flow()
        move, fen, out_fen = flow._charge_both_ways()
        flow.write({
            "state": "sent_back", "downgrade_answer": reason.strip(), "close_reason": reason.strip(), "back_postage": float(from_fen(out_fen)),
            "back_move_id": move.id})
        flow._create_back_picking()
        flow.activity_unlink(["mail.mail_activity_data_todo"])
        self._log(self.env._("The store wants the goods back (%(reason)s): postage of %(amount)s CNY charged.", reason=reason.strip(), amount=yuan(fen)))
        return True

    def action_open_send_back(self):
        """Ask what the store said."""
        return self.env["dealer.reason"]._ask(self, "action_send_back", self.env._("Send the goods back: what did the store say?"))

    def _charge_both_ways(self):
        """Charge the dealer's part of the way in and the contract's price of the way out; the ledger comes before the first write.

        :return: (account.move or empty, fen charged, fen of the way out).
        """
        out_fen = self._back_freight_fen()
        parts = [(self.env._("Return postage %s", self.name), to_fen(self.postage_amount)),
                 (self.env._("Freight back to the store %s", self.name), out_fen)]
        fen, move = sum(part for _name, part in parts), self.env["account.move"]
        if not fen:
            return move, 0, 0
        label = f"{self.order_id.name} {self.name}"
        lines = [Command.create(self._prepare_charge_line(name, part, "postage")) for name, part in parts if part]
        if self._is_on_term():
            move = self._post_move("out_invoice", lines, fen)
            self._settle_on_term(self.env["account.move"], move)
            return move, fen, out_fen
        account = self._credited_account()
        result, entry = account._debit(
            f"dealer.return,{self.id}:back", fen, kind="postage", label=label, buckets=("cash",), forced=True, approver=self.approved_by,
            res_model=self._name, res_id=self.id, order_model="sale.order", order_id=self.order_id.id)
        if not result.ok:
            raise UserError(result.message)
        entry = entry.sudo()  # sudo: no role writes entries, the flow links them to their documents
        if entry.gl_mode != "batch":
            move = self._post_move("out_invoice", lines, fen)
            entry._link_move(move)
            account._clear_moves(move, label)
        return move, fen, out_fen

    def _back_freight_fen(self):
        """Give what the carrier's contract asks for the way out again.

        :return: fen; 0 without a carrier.
        :raises UserError: when there is no price for it.
        """
        order, carrier = self.order_id, self._return_carrier()
        if not carrier:
            return 0  # who fetched the goods fetches them again
        requests = order._freight_requests(self._return_weight_units(), carrier)
        (answer,) = self.env["logistics.quoting"]._quote_many(self.company_id, requests) if requests else ({"ok": False, "message": order.name},)
        if not answer["ok"]:
            raise UserError(self.env._("Return %(name)s: the way back to the store has no price: %(reason)s", name=self.name, reason=answer["message"]))
        return answer["price_fen"]

    def _create_back_picking(self):
        """Make the transfer that brings the quarantined pieces back to where they came from."""
        kind = self.order_id.warehouse_id.out_type_id
        moves = [(move, int(move.quantity)) for move in self._quarantined()]
        picking = self._move_goods(kind, moves, moves[0][0].location_id, {
            "origin": self.name, "partner_id": self.order_id.partner_shipping_id.id, "sent_back_return_id": self.id,
            "carrier_id": self._return_carrier().id}) if moves else self.env["stock.picking"]
        picking.move_ids.picked = False
        return picking

