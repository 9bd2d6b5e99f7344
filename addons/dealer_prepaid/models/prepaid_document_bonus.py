from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..sql import book
from .prepaid_account_topup import LEAVING


class PrepaidDocumentBonus(models.AbstractModel):
    """A document by which cash leaves its account: a bonus that this cash earned goes back, from the gift credit that is left, the rest from cash.

    Withdrawals and both kinds of transfer are such documents: without it, money could be moved to another account first and be
    paid out there, where nobody knows of the bonus. A concrete document calls ``_take_out`` where it carries out what was approved.
    """

    _name = "prepaid.document.bonus"
    _description = "Prepaid document by which money leaves"
    _inherit = "prepaid.document"

    clawback_plan = fields.Json(readonly=True, copy=False, help="[[top-up id, gift fen, cash fen]], fixed when submitted.")
    clawback_gift = fields.Monetary(compute="_compute_clawback", string="Gift credit taken back")
    clawback_cash = fields.Monetary(compute="_compute_clawback", string="Spent bonus charged to cash")
    clawback_hint = fields.Char(compute="_compute_clawback")

    @api.depends("amount", "account_id.available", "state", "clawback_plan")
    @api.depends_context("lang")
    def _compute_clawback(self):
        for document in self:
            plan = document._claims() if document.state == "draft" else document.clawback_plan or []
            gift, cash = sum(part[1] for part in plan), sum(part[2] for part in plan)
            document.clawback_gift, document.clawback_cash = from_fen(gift), from_fen(cash)
            document.clawback_hint = self.env._(
                "This money earned a bonus: %(gift)s CNY of gift credit go back, and %(cash)s CNY that were spent of it are taken from the cash left.",
                gift=yuan(gift), cash=yuan(cash)) if plan else False

    def _claims(self):
        """Compute what goes back if the document were submitted now: [[top-up id, gift fen, cash fen]]."""
        self.ensure_one()
        if not self.account_id or self.amount <= 0:
            return []
        cash = self.account_id._plan_cash(to_fen(self.amount))
        return [[topup.id, claim.gift_fen, claim.cash_fen] for topup, claim in self.account_id._bonus_claims(cash)]

    # -- hooks of prepaid.document

    def _check_ready(self):
        super()._check_ready()
        # Two documents at the same instant: the second one is run again and sees the first, so that together they take back what is due.
        self.env["prepaid.topup"].flush_model()
        book.touch_bonus(self.env.cr, self.account_id.id)
        claims = self._claims()
        for model in LEAVING if claims else ():
            other = self.env[model].sudo().search([  # sudo: a document counts even where the user may not see it
                ("account_id", "=", self.account_id.id), ("state", "in", self.env[model]._open_states),
                *([("id", "!=", self.id)] if model == self._name else [])])
            if other:  # what of the bonus goes back hangs on whether the other is carried out
                raise UserError(self.env._(
                    "%(name)s: a bonus goes back with this money, and %(other)s waits to take money out of the same account; "
                    "have it decided first.", name=self.name, other=other[0].name))
        self.sudo().clawback_plan = claims or False  # sudo: flow fields are closed to writes

    def _hold_fen(self):
        return to_fen(self.amount) + sum(gift + cash for _topup, gift, cash in self.clawback_plan or ())

    def _effect_fen(self):
        plan = self._claims() if self.state == "draft" else self.clawback_plan or ()
        held = max(to_fen(self.amount), 0) + sum(gift + cash for _topup, gift, cash in plan)
        return held, -held

    def _effect_room_fen(self):
        """The cash, and the gift credit that goes back with it."""
        plan = self._claims() if self.state == "draft" else self.clawback_plan or ()
        return to_fen(self.account_id.cash_free) + sum(gift for _topup, gift, _cash in plan)

    def _hold_rules(self):
        if not self.clawback_plan:
            return super()._hold_rules()
        cash_fen = to_fen(self.amount) + sum(cash for _topup, _gift, cash in self.clawback_plan)
        lots = self.account_id._plan_cash(cash_fen)
        for topup_id, gift, _cash in self.clawback_plan:
            topup, rest = self.env["prepaid.topup"].sudo().browse(topup_id), gift  # sudo: figures of the decision
            for lot, fen in topup._free_lots(topup.bonus_entry_id):
                lots.append((lot, min(fen, rest)))
                rest -= min(fen, rest)
        return {"lots": [(lot, fen) for lot, fen in lots if fen], "credit": False}

    def _hold_refusal(self, result):
        """Say how much may leave the account: money that leaves is rather lowered than topped up."""
        if result.status != "short":
            return super()._hold_refusal(result)
        back = self._hold_fen() - to_fen(self.amount)
        spent = sum(cash for _topup, _gift, cash in self.clawback_plan or ())  # is taken from the cash left: a smaller amount costs no more of it
        free = max(to_fen(self.account_id.cash_free) - spent, 0)
        lower = self.env._(
            "Or lower the amount: at most %(free)s CNY of free cash can leave, gifts and money held cannot; %(back)s CNY of bonus go back with it.",
            free=yuan(free), back=yuan(back)) if back else self.env._(
            "Or lower the amount: at most %s CNY of free cash can leave, gifts and money held cannot.", yuan(free))
        return f"{super()._hold_refusal(result)} {lower}"

    # -- parts

    def _take_out(self, account, kind, label):
        """Capture what was held: the money, and the bonus that goes back with entries of its own.

        :param account: prepaid.account of the document, with the rights to book on it.
        :param kind: kind of the entry of the money.
        :param label: what that entry says.
        :return: the prepaid.entry of the money.
        """
        self.ensure_one()
        approver = self.approver_id or self.env.user  # a payment comes after its approval, other documents book with it
        if not self.clawback_plan:
            return account._capture(
                self._hold_key(), to_fen(self.amount), operation_key=self._hold_key(), kind=kind, label=label,
                res_model=self._name, res_id=self.id, approver=approver)
        back = self.env._("Bonus taken back with %s", self.name)
        gift, cash = (sum(part[place] for part in self.clawback_plan) for place in (1, 2))
        entries = account._capture_parts(self._hold_key(), [
            {"name": "gift", "fen": gift, "kind": "clawback", "label": back, "gift": True},
            {"name": "money", "fen": to_fen(self.amount), "kind": kind, "label": label, "gift": False},
            {"name": "spent", "fen": cash, "kind": "clawback", "label": back, "gift": False},
        ], self._name, self.id, approver)
        topups = self.env["prepaid.topup"].sudo()  # sudo: flow fields; it may be the other company's
        for name, place in (("gift", 1), ("spent", 2)):
            if name in entries:
                grants = [(topups.browse(part[0]).bonus_entry_id, part[place]) for part in self.clawback_plan]
                move = account._gl_gift_back(entries[name], back, grants)
                if move:
                    entries[name]._link_move(move)
        for topup_id, gift_fen, cash_fen in self.clawback_plan:
            topups.browse(topup_id)._note_taken_back(gift_fen + cash_fen)
        return entries["money"]
