from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan


class PrepaidWithdrawalBonus(models.Model):
    """A withdrawal of money that earned a bonus takes the bonus back: from the gift credit that is left, the rest from cash."""

    _inherit = "prepaid.withdrawal"

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
        """Compute what goes back if the withdrawal were submitted now: [[top-up id, gift fen, cash fen]]."""
        self.ensure_one()
        if not self.account_id or self.amount <= 0:
            return []
        cash = self.account_id._plan_cash(to_fen(self.amount))
        return [[topup.id, claim.gift_fen, claim.cash_fen] for topup, claim in self.account_id._bonus_claims(cash)]

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any("clawback_plan" in vals for vals in vals_list):
            raise AccessError(self.env._("A document begins as a draft: submit and approve it with its buttons."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and "clawback_plan" in vals:
            raise AccessError(self.env._("The state of a document changes with its buttons only."))
        return super().write(vals)

    def _check_ready(self):
        super()._check_ready()
        self.sudo().clawback_plan = self._claims() or False  # sudo: flow fields are closed to writes

    def _hold_fen(self):
        return super()._hold_fen() + sum(gift + cash for _topup, gift, cash in self.clawback_plan or ())

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

    def _carry_out(self):
        if not self.clawback_plan:
            return super()._carry_out()
        account, label, back = self.account_id, self.env._("Withdrawal %s", self.name), self.env._("Bonus taken back with %s", self.name)
        gift, cash = (sum(part[place] for part in self.clawback_plan) for place in (1, 2))
        entries = account._capture_parts(self._hold_key(), [
            {"name": "gift", "fen": gift, "kind": "clawback", "label": back, "gift": True},
            {"name": "money", "fen": to_fen(self.amount), "kind": "withdrawal", "label": label, "gift": False},
            {"name": "spent", "fen": cash, "kind": "clawback", "label": back, "gift": False},
        ], self._name, self.id, self.env.user)
        for name in ("gift", "spent"):
            if name in entries:
                move = account._gl_gift(entries[name], back)
                if move:
                    entries[name]._link_move(move)
        for topup_id, gift_fen, cash_fen in self.clawback_plan:
            self.env["prepaid.topup"].browse(topup_id)._note_taken_back(gift_fen + cash_fen)
        move = account._gl_pay_back(self.journal_id.sudo(), to_fen(self.amount), label)  # sudo: approvers read no journals
        return self._book(entries["money"], move)
