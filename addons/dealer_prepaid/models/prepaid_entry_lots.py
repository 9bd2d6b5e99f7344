from odoo import api, fields, models

from odoo.addons.dealer_base.money import yuan

from ..sql import book, chain, functions
from .prepaid_lot import BUCKETS


class PrepaidEntry(models.Model):
    """Where the money of an entry came from or went back to, and what of it the books do not know."""

    _inherit = "prepaid.entry"

    bucket = fields.Selection(BUCKETS, readonly=True, help="Bucket of the lot that a credit makes.")
    lots = fields.Json(readonly=True, help="Lots used or given back: [lot id, fen]; 0 for the lot that the entry makes or a credit line.")
    lot_expires_on = fields.Date(readonly=True, string="Last day")
    lot_rule = fields.Char(readonly=True, help="Rule that carried money was credited under and keeps: place in the books / end at the close.")
    memo = fields.Monetary(readonly=True, string="Outside the books", help="Part of the amount that is no liability in the books, such as a gift.")
    lots_text = fields.Char(compute="_compute_lots_text", string="Money from", help="Where the money came from, or what a refund gave back.")
    reversed_entry_id = fields.Many2one("prepaid.entry", string="Takes back", readonly=True, ondelete="restrict")

    _reversed_once = models.UniqueIndex("(reversed_entry_id) WHERE reversed_entry_id IS NOT NULL", "This entry has been taken back already.")

    def init(self):
        chain.install(self.env.cr)
        functions.install(self.env.cr)
        book.protect_entries(self.env.cr)

    @api.depends("lots", "bucket")
    def _compute_lots_text(self):
        words = dict(self._fields["bucket"]._description_selection(self.env))
        lots = self.env["prepaid.lot"].sudo().browse({lot for entry in self for lot, _fen in entry.lots or () if lot})  # sudo: the names of the entry's lots
        buckets = {lot.id: lot.bucket for lot in lots}
        for entry in self:
            own = entry.bucket or ("cash" if entry.amount > 0 else "")
            sums = {}
            for lot, fen in entry.lots or ():
                name = words.get(buckets.get(lot, own), self.env._("credit line"))
                sums[name] = sums.get(name, 0) + abs(fen)
            entry.lots_text = " + ".join(f"{name} {yuan(fen)}" for name, fen in sums.items())
