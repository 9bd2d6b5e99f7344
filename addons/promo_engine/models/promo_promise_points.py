from odoo import fields, models


class PromoPromise(models.Model):
    """Points that an order earned come onto the account of the buyer once the goods stay; goods that come back later take them along."""

    _inherit = "promo.promise"

    points_entry_ids = fields.One2many("promo.points.entry", "promise_id", string="Points booked", readonly=True, groups="base.group_user")

    def _give_points(self):
        """Book what is due of these promises; again changes nothing."""
        accounts = self.env["promo.points.account"]
        for promise in self.filtered(lambda rec: rec.kind == "points" and rec.state == "due"):
            accounts._book(
                promise.company_id, promise.partner_id, promise.count, "earned", f"promise,{promise.id}", promise_id=promise.id,
                order_id=promise.order_id.id)
            promise.write({"state": "done", "done_at": fields.Datetime.now()})

    def _take_points(self):
        """Take back what was booked of these promises; the account may fall below zero where it was used since."""
        accounts = self.env["promo.points.account"]
        for promise in self.filtered(lambda rec: rec.kind == "points" and rec.state == "done"):
            accounts._book(
                promise.company_id, promise.partner_id, -promise.count, "returned", f"promise,{promise.id},back", promise_id=promise.id,
                order_id=promise.order_id.id)
            promise.write({"state": "void"})
