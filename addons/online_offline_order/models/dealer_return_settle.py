from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from .dealer_return_postage import RELEASERS

DECISIONS = [("charge", "Charge the dealer"), ("bear", "The company bears it")]


class DealerReturn(models.Model):
    """What the carrier billed beyond, or below, the postage of a return that was refunded by then: charged to the dealer or borne.

    Two people of finance decide it: the first says what, the second, who took no step of the return, carries it out. Charged, it
    is a ledger entry and an invoice line as the postage was (E09b), or a credit note where the bill is lower; borne, it is noted only,
    for the carrier's bill has the cost already. Each new bill of the same parcel opens what it adds.
    """

    _inherit = "dealer.return"

    postage_settled = fields.Monetary(string="Difference decided", readonly=True, copy=False, help="Of what the bills differ by.")
    postage_settled_no = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    postage_open = fields.Monetary(
        string="Difference to decide", compute="_compute_postage_open", store=True, help="Above zero: billed more than the dealer was charged.")
    postage_decision = fields.Selection(DECISIONS, string="Decision", readonly=True, copy=False, tracking=True)
    postage_decided_fen = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    postage_decided_by = fields.Many2one("res.users", string="Difference decided by", readonly=True, copy=False)
    postage_settled_by = fields.Many2one("res.users", string="Difference settled by", readonly=True, copy=False)
    postage_correction_ids = fields.Many2many(
        "account.move", "dealer_return_postage_move", "return_id", "move_id", string="Postage corrections", readonly=True, copy=False)

    @api.depends("postage_difference", "postage_settled")
    def _compute_postage_open(self):
        for record in self:
            record.postage_open = float(from_fen(to_fen(record.postage_difference) - to_fen(record.postage_settled)))

    def action_charge_postage(self):
        """Charge the dealer the difference of the postage, or give it back: proposed by the first person, booked by the second.

        :return: True.
        :raises AccessError: for everybody but settlement accountant and finance manager, and for one person deciding both times.
        :raises UserError: when no difference is open, or the ledger refuses.
        """
        return self._decide_postage("charge")

    def action_bear_postage(self):
        """Leave the difference of the postage with the company: proposed by the first person, settled by the second.

        :return: True.
        :raises AccessError: as :meth:`action_charge_postage`.
        :raises UserError: when no difference is open.
        """
        return self._decide_postage("bear")

    def _decide_postage(self, decision):
        self._require_role(*RELEASERS)
        self.ensure_one()
        fen, user = to_fen(self.postage_open), self.env.user
        if not fen:
            if self.postage_settled_by and self.postage_decision == decision:
                return True  # a doubled click
            raise UserError(self.env._("Return %s has no difference between postage and bill to decide.", self.name))
        words = dict(self._fields["postage_decision"]._description_selection(self.env))
        if (self.postage_decision, self.postage_decided_fen) != (decision, fen) or not self.postage_decided_by:
            self._flow().write({
                "postage_decision": decision, "postage_decided_fen": fen, "postage_decided_by": user.id, "postage_settled_by": False})
            self._log(self.env._("Difference of the postage %(amount)s CNY: %(decision)s. A second person of finance carries it out.",
                                 amount=yuan(fen), decision=words[decision]))
            return True
        self._require_other_person()
        if self.postage_decided_by == user:
            self._refuse("same_person")
        flow = self._flow()
        moves = flow._charge_postage_difference(fen) if decision == "charge" else self.env["account.move"]
        flow.write({
            "postage_settled": float(from_fen(to_fen(self.postage_settled) + fen)), "postage_settled_no": self.postage_settled_no + 1,
            "postage_settled_by": user.id, "postage_decided_fen": 0, "postage_correction_ids": [Command.link(move.id) for move in moves]})
        self._log(self.env._("Difference of the postage %(amount)s CNY settled: %(decision)s.", amount=yuan(fen), decision=words[decision]))
        return True

    def _charge_postage_difference(self, fen):
        """Book a difference between dealer and company; the ledger comes before the first write of the request.

        :param fen: > 0 to charge, < 0 to give back.
        :return: the posted account.move, empty where the day's batch books it.
        """
        label = f"{self.order_id.name} {self.name}"
        if self._is_on_term():
            move = self._post_postage_difference(fen)
            empty = self.env["account.move"]
            self._settle_on_term(*((empty, move) if fen > 0 else (move, empty)))
        else:
            account = self._credited_account()
            entry = self._enter_postage_difference(account, fen, label)
            move = self.env["account.move"] if entry.gl_mode == "batch" else self._post_postage_difference(fen)
            if move:
                entry._link_move(move)
                account._clear_moves(move, label)
        parcel = self.parcel_ids[:1]
        parcel.charge_amount = float(from_fen(to_fen(parcel.charge_amount) + fen)) if parcel else 0
        return move

    def _enter_postage_difference(self, account, fen, label):
        """:return: the prepaid.entry; what the account does not have the owner owes (J17), for two people decided it."""
        key = f"dealer.return,{self.id}:postage:{self.postage_settled_no}:{fen}"
        document = {"res_model": self._name, "res_id": self.id, "order_model": "sale.order", "order_id": self.order_id.id, "approver": self.env.user}
        if fen < 0:
            return account._post_entries(key, [{"kind": "postage", "amount_fen": -fen, "label": label}], **document).sudo()  # sudo: see _book_refund
        result, entry = account._debit(key, fen, kind="postage", label=label, buckets=("cash",), forced=True, **document)
        if not result.ok:
            raise UserError(result.message)
        return entry.sudo()  # sudo: no role writes entries, the flow links them to their documents

    def _post_postage_difference(self, fen):
        name = self.env._("Return postage %s, by the carrier's bill", self.name)
        line = Command.create(self._prepare_charge_line(name, abs(fen), "postage"))
        return self._post_move("out_invoice" if fen > 0 else "out_refund", [line], abs(fen))
