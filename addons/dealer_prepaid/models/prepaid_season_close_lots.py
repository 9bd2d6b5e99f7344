from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.lot_table import CARRIED, EXPIRES, TAKEN, LotMove

WHAT = {"refund": TAKEN, "expire": EXPIRES, "carry": CARRIED}


class PrepaidSeasonCloseLine(models.Model):
    """An account in a season close shows lot by lot what is paid back, what expires and what moves on (N10)."""

    _name = "prepaid.season.close.line"
    _inherit = ["prepaid.season.close.line", "prepaid.lot.preview.mixin"]

    def _lot_preview_depends(self):
        return [*super()._lot_preview_depends(), "account_id.available", "state", "carry"]

    def _lot_moves(self):
        self.ensure_one()
        if self.state not in ("ready", "approved"):
            return []
        if self.state == "ready":
            moves = [LotMove(WHAT[policy], lot, fen) for policy, _bucket, lots in self._parts() for lot, fen in lots]
        else:
            moves = [
                LotMove(WHAT[hold.key.split(",")[-2]], line.lot_id.id, to_fen(line.amount - line.captured - line.released))
                for hold in self._own_holds() for line in hold.line_ids.sorted("id")]
        return [move for move in moves if move.fen] + [
            LotMove(CARRIED, line.lot_id.id, to_fen(line.amount - line.captured - line.released))
            for hold in self._holds_to_carry() for line in hold.line_ids.sorted("id") if line.amount - line.captured - line.released]
