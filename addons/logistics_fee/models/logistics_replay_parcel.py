from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen

from ..adapters.replay_sums import LARGEST

REFUSED = 1_000


class LogisticsReplayParcel(models.Model):
    """A parcel of a replay that is worth a look: it has no price now, or its price moves most."""

    _name = "logistics.replay.parcel"
    _description = "Parcel of a replay"
    _order = "replay_id, kind desc, size desc, id"
    _rec_name = "parcel_id"

    replay_id = fields.Many2one("logistics.replay", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="replay_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="replay_id.currency_id")
    kind = fields.Selection([("refused", "No price now"), ("largest", "Largest difference")], required=True)
    parcel_id = fields.Many2one("logistics.parcel", required=True, ondelete="cascade")
    carrier_id = fields.Many2one(related="parcel_id.carrier_id", store=True)
    province_id = fields.Many2one(related="parcel_id.province_id", store=True)
    zone = fields.Char(string="Zone now")
    then = fields.Monetary()
    now = fields.Monetary()
    diff = fields.Monetary(string="Difference")
    size = fields.Monetary(string="Size of the difference")
    note = fields.Char()

    @api.model
    def _add(self, replay, refused, moved):
        """Keep the refused parcels of a batch while there is room, and the largest differences of the whole replay.

        :param replay: logistics.replay. :param refused, moved: see ``adapters.replay_sums.Sums``.
        """
        records = self.sudo()  # sudo: written by the replay only
        room = REFUSED - records.search_count([("replay_id", "=", replay.id), ("kind", "=", "refused")])
        rows = [{
            "kind": "refused", "parcel_id": parcel, "note": note, "then": from_fen(then)} for parcel, note, then in refused[:max(room, 0)]]
        rows += [{
            "kind": "largest", "parcel_id": parcel, "zone": zone, "then": from_fen(then), "now": from_fen(now), "diff": from_fen(now - then),
            "size": from_fen(size)} for size, parcel, then, now, zone in moved]
        records.create([{**row, "replay_id": replay.id} for row in rows])
        records.search([("replay_id", "=", replay.id), ("kind", "=", "largest")], order="size desc, id", offset=LARGEST).unlink()
