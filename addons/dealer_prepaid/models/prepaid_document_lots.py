from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.lot_table import CLAWED, TAKEN, LotMove

DEAD = ("rejected", "returned")


class PrepaidDocumentBonus(models.AbstractModel):
    """Withdrawals and transfers show which lots their money comes from and which bonus goes back with it (N10)."""

    _name = "prepaid.document.bonus"
    _inherit = ["prepaid.document.bonus", "prepaid.lot.preview.mixin"]

    def _lot_preview_depends(self):
        return [*super()._lot_preview_depends(), "amount", "account_id.available", "state", "clawback_plan"]

    def _lot_moves(self):
        self.ensure_one()
        if not self.account_id or self.state in DEAD or to_fen(self.amount) <= 0:
            return []
        return self._moves_now() if self.state == "draft" else self._moves_held()

    def _moves_now(self):
        """Give what submitting would hold now."""
        claims, fen = self._claims(), to_fen(self.amount)
        charged = sum(cash for _topup, _gift, cash in claims)
        moves = self._split_cash(self.account_id._plan_cash(fen + charged), fen)
        for topup_id, gift, _cash in claims:
            topup, rest = self.env["prepaid.topup"].sudo().browse(topup_id), gift  # sudo: figures of the document's own money
            for lot, free in topup._free_lots(topup.bonus_entry_id):
                moves.append(LotMove(CLAWED, lot, min(free, rest)))
                rest -= min(free, rest)
        return [move for move in moves if move.fen]

    def _moves_held(self):
        """Give what the document holds, or has taken."""
        lines = self.account_id._find_hold(self._hold_key()).line_ids.sorted("id")
        parts = [(line.lot_id, to_fen(line.amount - line.released)) for line in lines if line.amount - line.released]
        moves = self._split_cash([(lot.id, fen) for lot, fen in parts if lot.bucket == "cash"], to_fen(self.amount))
        return moves + [LotMove(CLAWED, lot.id, fen) for lot, fen in parts if lot.bucket != "cash"]

    @staticmethod
    def _split_cash(plan, fen):
        """Tell the money of the document from the cash that pays for a bonus that was spent."""
        moves, rest = [], fen
        for lot, part in plan:
            own = min(part, rest)
            rest -= own
            moves += [LotMove(what, lot, share) for what, share in ((TAKEN, own), (CLAWED, part - own)) if share]
        return moves
