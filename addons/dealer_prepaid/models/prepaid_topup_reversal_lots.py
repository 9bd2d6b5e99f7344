from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.lot_table import CLAWED, OWED, TAKEN, LotMove


class PrepaidTopupReversal(models.Model):
    """A reversal shows the lots that the top-up and its bonus made, and what the account will owe where they are spent (N10)."""

    _name = "prepaid.topup.reversal"
    _inherit = ["prepaid.topup.reversal", "prepaid.lot.preview.mixin"]

    def _lot_preview_depends(self):
        return [*super()._lot_preview_depends(), "topup_id", "forced", "state", "account_id.available"]

    def _lot_moves(self):
        self.ensure_one()
        topup = self.topup_id.sudo()  # sudo: figures of the document's own money
        if not topup or self.state in ("approved", "rejected"):
            return []
        if self.state == "submitted" and not self.forced:
            lines = self.account_id._find_hold(self._hold_key()).line_ids.sorted("id")
            return [LotMove(TAKEN if line.lot_id.bucket == "cash" else CLAWED, line.lot_id.id, to_fen(line.amount)) for line in lines]
        claim = topup._claw_back(0)
        money = self.account_id._plan_cash(to_fen(self.amount), topup._free_lots(topup.entry_id))
        taken = dict(money)
        gift = self._plan_gift(topup, claim, taken)
        owed = to_fen(self.amount) + claim.due_fen - sum(fen for _lot, fen in money) - sum(fen for _lot, fen in gift)
        return [
            *(LotMove(TAKEN, lot, fen) for lot, fen in money), *(LotMove(CLAWED, lot, fen) for lot, fen in gift),
            *([LotMove(OWED, 0, owed)] if owed > 0 else [])]

    def _plan_gift(self, topup, claim, taken):
        """Plan the bonus: what is left of its own lots, then the cash that the money itself leaves."""
        plan, rest = [], claim.due_fen
        cash = [(lot, fen - taken.get(lot, 0)) for lot, fen in self.account_id._free_cash()]
        for lot, fen in [*topup._free_lots(topup.bonus_entry_id), *cash]:
            part = min(fen, rest)
            if part > 0:
                plan.append((lot, part))
                rest -= part
        return plan
