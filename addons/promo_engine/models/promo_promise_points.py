from odoo import fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan


class PromoPromise(models.Model):
    """Points that an order earned come onto the account of the buyer once the goods stay; goods that come back later take them along."""

    _inherit = "promo.promise"

    told_fen = fields.Char(string="Said of what would be earned", readonly=True, copy=False, groups="base.group_user", help="Empty = nothing was said.")
    points_entry_ids = fields.One2many("promo.points.entry", "promise_id", string="Points booked", readonly=True, groups="base.group_user")

    def _give_points(self):
        """Book what is due of these promises; again changes nothing."""
        accounts = self.env["promo.points.account"]
        for promise in self.filtered(lambda rec: rec.kind == "points" and rec.state == "due"):
            accounts._book(
                promise.company_id, promise.partner_id, promise.count, "earned", f"promise,{promise.id}", promise_id=promise.id,
                order_id=promise.order_id.id)
            promise.write({"state": "done", "done_at": fields.Datetime.now()})

    def _set_earned(self, count, fen):
        """Set what is earned to what the goods that are kept earn; points that are booked follow, money that was given is told about.

        :param count: points, or how many. :param fen: value of one.
        """
        self.ensure_one()
        less = count < self.count or fen < to_fen(self.value)
        if self.state == "void" or (count, fen) == (self.count, to_fen(self.value)):
            return
        if self.state == "done" and self.kind == "points":
            self.env["promo.points.account"]._book(
                self.company_id, self.partner_id, count - self.count, "returned" if less else "back",
                f"promise,{self.id},left,{len(self.points_entry_ids)}", promise_id=self.id, order_id=self.order_id.id)
        elif self.state == "done":
            if less and self.told_fen != str(fen):
                self.message_post(body=self.env._("Goods came back after it was given: %s would be earned now.", yuan(fen)))
                self.told_fen = str(fen)
            return
        self.write({"count": count, "value": float(from_fen(fen))})
        self.message_post(body=self.env._("Goods came back, or their credit note was cancelled: what is kept earns %(count)s × %(value)s.",
            count=count, value=yuan(fen)) if self.kind != "points" else self.env._(
                "Goods came back, or their credit note was cancelled: what is kept earns %s points.", count))

    def _take_points(self):
        """Take back what was booked of these promises; the account may fall below zero where it was used since."""
        accounts = self.env["promo.points.account"]
        for promise in self.filtered(lambda rec: rec.kind == "points" and rec.state == "done"):
            accounts._book(
                promise.company_id, promise.partner_id, -promise.count, "returned", f"promise,{promise.id},back,{len(promise.points_entry_ids)}",
                promise_id=promise.id, order_id=promise.order_id.id)
            promise.write({"state": "void"})

    def _regain(self):
        """Points that were booked before they were lost are booked again."""
        if self.lost_state == "done":
            self.env["promo.points.account"]._book(
                self.company_id, self.partner_id, self.count, "back", f"promise,{self.id},again,{len(self.points_entry_ids)}", promise_id=self.id,
                order_id=self.order_id.id)
        return super()._regain()
