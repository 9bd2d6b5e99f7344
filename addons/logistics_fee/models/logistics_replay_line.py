from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen


class LogisticsReplayLine(models.Model):
    """Parcels of a replay that went with one carrier into one province and zone: what they cost then and would cost now."""

    _name = "logistics.replay.line"
    _description = "Sum of a replay"
    _order = "replay_id, carrier_id, province_id, zone, id"
    _rec_name = "zone"

    replay_id = fields.Many2one("logistics.replay", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="replay_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="replay_id.currency_id")
    carrier_id = fields.Many2one("delivery.carrier", required=True, string="Carrier then", ondelete="cascade")
    province_id = fields.Many2one("dealer.division", string="Province")
    zone = fields.Char(string="Zone now")
    status = fields.Selection(
        [("priced", "Both prices"), ("refused", "No price now"), ("new", "No price then")], required=True)
    code = fields.Char(string="Refusal")
    parcels = fields.Integer()
    weight_kg = fields.Float(string="Weight (kg)", digits=(16, 3))
    then = fields.Monetary()
    now = fields.Monetary()
    diff = fields.Monetary(string="Difference", help="Now less then; only where both prices exist.")

    _key_uniq = models.UniqueIndex("(replay_id, carrier_id, province_id, zone, status, code)")

    @api.model
    def _add(self, replay, sums):
        """Add the sums of a batch.

        :param replay: logistics.replay. :param sums: dict of keys to [parcels, grams, then, now], see ``adapters.replay_sums``.
        """
        lines = self.sudo()  # sudo: written by the replay only
        known = {
            (line.carrier_id.id, line.province_id.id, line.zone or "", line.status, line.code or ""): line
            for line in lines.search([("replay_id", "=", replay.id)])}
        new = []
        for key, (parcels, weight_g, then, now) in sums.items():
            carrier, province, zone, status, code = key
            line = known.get(key)
            if line:
                then, now = then + to_fen(line.then), now + to_fen(line.now)
            values = {
                "parcels": parcels + (line.parcels if line else 0), "weight_kg": weight_g / 1000 + (line.weight_kg if line else 0.0),
                "then": from_fen(then), "now": from_fen(now), "diff": from_fen(now - then if status == "priced" else 0)}
            if line:
                line.write(values)
            else:
                new.append({
                    **values, "replay_id": replay.id, "carrier_id": carrier, "province_id": province, "zone": zone, "status": status, "code": code})
        lines.create(new)
